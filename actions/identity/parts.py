"""What the identity service works with, and the one way it tells news."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from actions.identity import store
from actions.identity.budget import Budget
from actions.identity.provider import IdentityProvider
from actions.identity.sealing import Sealing
from actions.identity.state import Verification
from documents.domain.events import EventType, OfficeEvent
from documents.ledger.events import new_event
from documents.service.clock import Clock

Card = Callable[[Verification], Mapping[str, Any]]


class Events(Protocol):
    """The outbox of news, in the same database."""

    def append(self, news: OfficeEvent, connection: Connection | None = None) -> None: ...
    def announce(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """``providers`` by the id that the panel sends; ``card`` draws the identity card of a state."""

    engine: Engine
    sealing: Sealing
    providers: Mapping[str, IdentityProvider]
    events: Events
    card: Card
    budget: Budget
    clock: Clock

    def tell(self, connection: Connection, kind: EventType, identity: str) -> None:
        """Append the news of a verification's state to the caller's transaction; once, however often it is told."""
        row = store.by_id(connection, identity)
        if row is None:
            return
        body = {} if kind is EventType.IDENTITY_SLOW else {"card": dict(self.card(store.seen(row)))}
        self.events.append(new_event(row.conversation, kind, body, self.clock(), identity), connection)
