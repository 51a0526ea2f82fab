"""The port to a service that proves persons by their phone: request, then status until it is answered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from documents.domain.errors import Refusal, Unavailable
from documents.domain.resident import Ci


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """What the citizen typed into the secure panel. ``phone`` is digits only."""

    name: str = field(repr=False)
    born: date = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProvenPerson:
    """What the provider signed. ``at`` is when the person approved."""

    ci: Ci = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """A request that waits on a phone. ``id`` is a bearer secret: whoever has it collects the approval."""

    id: str = field(repr=False)
    expires_at: datetime
    interval: float
    """Seconds to leave between two status calls."""


@dataclass(frozen=True, slots=True)
class Pending:
    slow_down: bool = False
    """The provider wants five more seconds between status calls from now on."""


@dataclass(frozen=True, slots=True)
class Approved:
    person: ProvenPerson


@dataclass(frozen=True, slots=True)
class Refused:
    pass


@dataclass(frozen=True, slots=True)
class Expired:
    """Nobody answered in time, or the approval was collected before."""


Status = Pending | Approved | Refused | Expired


class UnknownPerson(Refusal):
    """The provider does not know this name, birth date and phone together."""

    code = "unknown_person"


class IdentityUnavailable(Unavailable):
    code = "identity_unavailable"


class IdentityProvider(Protocol):
    """One way to prove who one is."""

    async def request(self, person: TypedPerson, purpose: str, binding_code: str) -> AuthRequest:
        """Ask ``person``'s phone. Raise UnknownPerson, or IdentityUnavailable when the same call may succeed later."""
        ...

    async def status(self, request_id: str) -> Status:
        """Look whether the phone answered. Raise IdentityUnavailable when the provider cannot say now.

        An approval is handed out once: the next call says Expired.
        """
        ...
