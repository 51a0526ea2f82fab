"""A sign-in that waits for the phone. The browser holds a secret; approval is used exactly once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete, insert, select, update

from documents.domain.resident import Ci
from documents.service.clock import Clock
from wallet_bridge.holder import holder_of
from wallet_bridge.wallet.identity import Answer, Identity, Person
from wallet_bridge.wallet.sessions import digest_of
from wallet_bridge.wallet.tables import sign_in

_SLOWER_SECONDS = 5
_CODES = 10_000


class State(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Waiting:
    state: State
    binding_code: str
    expires_at: datetime


class SignIns:
    def __init__(self, engine: Engine, identity: Identity, clock: Clock) -> None:
        self._engine, self._identity, self._clock = engine, identity, clock

    def start(self, person: Person, purpose: str) -> str:
        """Ask the person's phone and give the browser's secret. Raises what Identity.ask raises."""
        code = f"{secrets.randbelow(_CODES):04d}"
        asked = self._identity.ask(person, purpose, code)
        now, token = self._clock(), secrets.token_urlsafe(32)
        row = {
            "token_hash": digest_of(token),
            "request": asked.request,
            "binding_code": code,
            "state": State.PENDING,
            "interval": asked.interval,
            "next_poll_at": now + timedelta(seconds=asked.interval),
            "expires_at": asked.expires_at,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(sign_in).where(sign_in.c.expires_at < now))
            connection.execute(insert(sign_in).values(row))
        return token

    def look(self, token: str) -> Waiting | None:
        """Tell how the sign-in stands, asking the provider when its interval has passed. None: nobody's secret.

        Raise Unavailable("identity_unavailable") when the provider does not answer; the sign-in stays pending.
        """
        request = self._claim_poll(token)
        if request is not None:
            self._settle(token, self._identity.collect(request))
        return self.stored(token)

    def stored(self, token: str) -> Waiting | None:
        """Tell how the sign-in stood when the provider was last asked."""
        with self._engine.begin() as connection:
            row = connection.execute(select(sign_in).where(sign_in.c.token_hash == digest_of(token))).one_or_none()
        if row is None:
            return None
        over = row.state == State.PENDING and row.expires_at <= self._clock()
        return Waiting(State.EXPIRED if over else State(row.state), row.binding_code, row.expires_at)

    def take(self, token: str) -> str | None:
        """Give the holder of an approved sign-in and forget the sign-in; the second caller gets None."""
        mine = (sign_in.c.token_hash == digest_of(token), sign_in.c.state == State.APPROVED)
        with self._engine.begin() as connection:
            holder = connection.execute(select(sign_in.c.holder).where(*mine)).scalar_one_or_none()
            taken = connection.execute(delete(sign_in).where(*mine)).rowcount
        return holder if taken else None

    def _claim_poll(self, token: str) -> str | None:
        """Let one of several simultaneous pages ask the provider: it gets the request, the others None."""
        now = self._clock()
        due = (sign_in.c.token_hash == digest_of(token), sign_in.c.state == State.PENDING)
        with self._engine.begin() as connection:
            row = connection.execute(select(sign_in).where(*due, sign_in.c.next_poll_at <= now)).one_or_none()
            if row is None or row.expires_at <= now:
                return None
            later = now + timedelta(seconds=row.interval)
            unchanged = sign_in.c.next_poll_at == row.next_poll_at
            claimed = connection.execute(update(sign_in).where(*due, unchanged).values(next_poll_at=later)).rowcount
        return row.request if claimed else None

    def _settle(self, token: str, answer: Ci | Answer) -> None:
        changes: dict[str, object] = {}
        if answer is Answer.SLOWER:
            changes = {"interval": sign_in.c.interval + _SLOWER_SECONDS}
        elif answer is Answer.REFUSED or answer is Answer.EXPIRED:
            changes = {"state": State(answer.value)}
        elif not isinstance(answer, Answer):
            changes = {"state": State.APPROVED, "holder": holder_of(answer)}
        if changes:
            with self._engine.begin() as connection:
                connection.execute(update(sign_in).where(sign_in.c.token_hash == digest_of(token)).values(changes))
