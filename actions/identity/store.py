"""Rows of verifications. All of it works in the caller's transaction; a row changes only in the state that is named."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from actions.identity.provider import AuthRequest
from actions.identity.state import State, Verification
from actions.identity.tables import verification as table

POLL_LEASE = timedelta(seconds=15)
"""Longer than a status call may take; another process looks again after it."""
_OPEN = (State.REQUESTED, State.PENDING)


def newest(connection: Connection, conversation: str) -> Row[Any] | None:
    """Give the row that counts for ``conversation`` and keep others from changing it."""
    query = select(table).where(table.c.conversation == conversation).order_by(table.c.seq.desc()).limit(1)
    return connection.execute(query.with_for_update()).one_or_none()


def by_id(connection: Connection, identity: str) -> Row[Any] | None:
    return connection.execute(select(table).where(table.c.id == identity).with_for_update()).one_or_none()


def seen(row: Row[Any]) -> Verification:
    return Verification(
        id=row.id,
        conversation=row.conversation,
        state=State(row.state),
        purpose=row.purpose,
        provider=row.provider,
        binding_code=row.binding_code,
        expires_at=row.expires_at,
        submitted_at=row.submitted_at,
        approved_at=row.approved_at,
        first_used_at=row.first_used_at,
    )


def new_id() -> str:
    """Draw the id of a verification: 128 random bits."""
    return secrets.token_urlsafe(16)


def add_requested(connection: Connection, conversation: str, purpose: str, now: datetime) -> Row[Any]:
    """Open a question for ``conversation``; an earlier open one ends."""
    superseded = (table.c.conversation == conversation) & table.c.state.in_(_OPEN)
    connection.execute(update(table).where(superseded).values(state=State.EXPIRED, sealed_request=None))
    values = {"id": new_id(), "conversation": conversation, "state": State.REQUESTED, "purpose": purpose}
    complete = insert(table).values(**values, asked_at=now, interval=0, slow_told=False).returning(table)
    return connection.execute(complete).one()


def set_purpose(connection: Connection, identity: str, purpose: str) -> None:
    _change(connection, identity, (State.REQUESTED,), purpose=purpose)


def set_pending(connection: Connection, identity: str, request: AuthRequest, now: datetime, **values: Any) -> bool:
    """Note that the phone was asked. ``values``: provider, binding_code, sealed_request, sealed_person."""
    return _change(
        connection,
        identity,
        (State.REQUESTED,),
        state=State.PENDING,
        submitted_at=now,
        expires_at=request.expires_at,
        interval=request.interval,
        next_poll_at=now + timedelta(seconds=request.interval),
        **values,
    )


def set_approved(connection: Connection, identity: str, approved_at: datetime, sealed_claims: bytes) -> bool:
    """Note the approval, once: False when the row does not wait any more."""
    values = {"state": State.APPROVED, "approved_at": approved_at, "sealed_claims": sealed_claims}
    return _change(connection, identity, (State.PENDING,), **values, sealed_request=None, sealed_person=None)


def set_ended(connection: Connection, identity: str, state: State) -> bool:
    """Note refusal or expiry. What was typed stays sealed for a while, so that one tap asks again."""
    return _change(connection, identity, _OPEN, state=state, sealed_request=None)


def set_used(connection: Connection, identity: str, now: datetime) -> bool:
    return _change(connection, identity, (State.APPROVED,), state=State.USED, first_used_at=now)


def set_slow_told(connection: Connection, identity: str) -> bool:
    return _change(connection, identity, (State.PENDING,), slow_told=True)


def set_next_poll(connection: Connection, identity: str, at: datetime, interval: float) -> None:
    _change(connection, identity, (State.PENDING,), next_poll_at=at, interval=interval)


def drop_typed(connection: Connection, identity: str) -> None:
    connection.execute(update(table).where(table.c.id == identity).values(sealed_person=None))


def pending(connection: Connection) -> Iterable[Row[Any]]:
    return connection.execute(select(table).where(table.c.state == State.PENDING).order_by(table.c.seq)).all()


def claim_poll(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Take the next look at ``row`` for this process. False when another one was first."""
    same = (table.c.id == row.id) & (table.c.state == State.PENDING) & (table.c.next_poll_at == row.next_poll_at)
    return connection.execute(update(table).where(same).values(next_poll_at=now + POLL_LEASE)).rowcount == 1


def stale_typed(connection: Connection, submitted_before: datetime) -> Iterable[Row[Any]]:
    """Give ended rows whose typed person nobody took up again."""
    ended = table.c.state.in_([State.REFUSED, State.EXPIRED]) & table.c.sealed_person.is_not(None)
    return connection.execute(select(table).where(ended, table.c.submitted_at < submitted_before)).all()


def _change(connection: Connection, identity: str, states: tuple[State, ...], **values: Any) -> bool:
    here = (table.c.id == identity) & table.c.state.in_(states)
    return connection.execute(update(table).where(here).values(**values)).rowcount == 1
