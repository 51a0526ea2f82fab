"""Requests that wait on phones. One row each, so that the process can be killed at any moment."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, Row, delete, insert, select, update

from actions.identity.sandbox.errors import OAuthError
from actions.identity.sandbox.tables import requests

KEEP = timedelta(days=1)
SLOW_DOWN_SECONDS = 5
EARLY = timedelta(milliseconds=100)
"""A status call may come this much early: two clocks and a network lie between."""


class State(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"
    """Approved, and the tokens were collected."""
    EXPIRED = "expired"
    """Only shown, never stored: a waiting row whose time is over."""


@dataclass(frozen=True, slots=True)
class PhoneRequest:
    """One request as its phone shows it."""

    reference: str
    client: str
    purpose: str
    binding_message: str
    state: State
    created_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    phone: str = field(repr=False)


class Requests:
    """``interval`` is what a client must leave between two status calls, in seconds."""

    def __init__(self, engine: Engine, interval: float) -> None:
        self._engine, self.interval = engine, interval

    def add(self, client: str, phone: str, *, purpose: str, binding_message: str, now: datetime, lifetime: int) -> str:
        """Let ``phone`` wait for an answer for ``lifetime`` seconds. Give the auth_req_id (256 random bits)."""
        auth_req_id = secrets.token_urlsafe(32)
        values = {
            "reference": secrets.token_urlsafe(16),
            "auth_req_id_hash": _digest(auth_req_id),
            "client": client,
            "phone": phone,
            "purpose": purpose,
            "binding_message": binding_message,
            "state": State.WAITING,
            "interval": self.interval,
            "created_at": now,
            "expires_at": now + timedelta(seconds=lifetime),
        }
        with self._engine.begin() as connection:
            connection.execute(delete(requests).where(requests.c.expires_at < now - KEEP))
            connection.execute(insert(requests).values(values))
        return auth_req_id

    def collect(self, client: str, auth_req_id: str, now: datetime) -> PhoneRequest:
        """Take the approval of ``auth_req_id``, once. Raise the OAuthError that the token endpoint answers."""
        with self._engine.begin() as connection:
            mine = (requests.c.auth_req_id_hash == _digest(auth_req_id)) & (requests.c.client == client)
            row = connection.execute(select(requests).where(mine)).one_or_none()
            if row is None or row.state == State.USED:
                raise OAuthError("invalid_grant", "unknown or used auth_req_id")
            if row.expires_at <= now:
                raise OAuthError("expired_token", "the request is over")
            if row.state == State.REFUSED:
                raise OAuthError("access_denied", "the person refused")
            error = None if row.state == State.APPROVED else _not_yet(row, now)
            changes = {"state": State.USED} if error is None else _polled(row, error, now)
            connection.execute(update(requests).where(mine).values(changes))
        if error is not None:  # raised after the commit: the time of this call counts
            raise OAuthError(error, "the person has not answered yet")
        return _shown(row, now)

    def answer(self, phone: str, *, approve: bool, now: datetime, reference: str | None = None) -> bool:
        """Approve or refuse the waiting request ``reference`` of ``phone``, or its newest. False when none waits."""
        waiting = (requests.c.phone == phone) & (requests.c.state == State.WAITING) & (requests.c.expires_at > now)
        if reference is not None:
            waiting &= requests.c.reference == reference
        newest = select(requests.c.reference).where(waiting).order_by(requests.c.created_at.desc()).limit(1)
        state = State.APPROVED if approve else State.REFUSED
        with self._engine.begin() as connection:
            found = connection.execute(newest).scalar_one_or_none()
            if found is None:
                return False
            chosen = update(requests).where(requests.c.reference == found)
            connection.execute(chosen.values(state=state, answered_at=now))
        return True

    def of_phone(self, phone: str, now: datetime, limit: int = 8) -> list[PhoneRequest]:
        """Give the newest requests of ``phone``, newest first."""
        query = select(requests).where(requests.c.phone == phone).order_by(requests.c.created_at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_shown(row, now) for row in connection.execute(query)]

    def waiting_phones(self, now: datetime) -> frozenset[str]:
        waiting = (requests.c.state == State.WAITING) & (requests.c.expires_at > now)
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(requests.c.phone).where(waiting)))


def _digest(auth_req_id: str) -> str:
    return hashlib.sha256(auth_req_id.encode()).hexdigest()


def _not_yet(row: Row[tuple[object, ...]], now: datetime) -> str:
    due = row.polled_at + timedelta(seconds=row.interval) - EARLY if row.polled_at else now
    return "authorization_pending" if now >= due else "slow_down"


def _polled(row: Row[tuple[object, ...]], error: str, now: datetime) -> dict[str, object]:
    slower = SLOW_DOWN_SECONDS if error == "slow_down" else 0
    return {"polled_at": now, "interval": row.interval + slower}


def _shown(row: Row[tuple[object, ...]], now: datetime) -> PhoneRequest:
    state = State(row.state)
    if state is State.WAITING and row.expires_at <= now:
        state = State.EXPIRED
    return PhoneRequest(
        reference=row.reference,
        client=row.client,
        purpose=row.purpose,
        binding_message=row.binding_message,
        state=state,
        created_at=row.created_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        phone=row.phone,
    )
