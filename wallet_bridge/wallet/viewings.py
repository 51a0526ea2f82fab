"""One-time viewing: an address and six digits, shown to the holder once, good for one look at one paper.

The database keeps digests only. The six digits are hashed together with the address's 256 random bits, so that the
digest cannot be searched by whoever reads the database. A try costs one conditional update, right or wrong: five tries
are five however many come at once, and of several right ones a single one opens.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, and_, insert, select, update

from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.sessions import digest_of
from wallet_bridge.wallet.tables import paper, viewing

MAX_TRIES = 5
LIFETIME = timedelta(minutes=30)
_CODES = 10**6
_WITH_PAPER = select(viewing, paper.c.sha256).outerjoin(paper, paper.c.id == viewing.c.paper_id)


class ViewingState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    LOCKED = "locked"
    """Five wrong tries."""
    GONE = "gone"
    """The holder deleted the paper."""


@dataclass(frozen=True, slots=True)
class Invitation:
    token: str = field(repr=False)
    """The secret part of the address."""
    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What the one look shows."""

    title: str
    number: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """A link as it stands, told to whoever has it."""

    state: ViewingState
    tries_left: int
    sha256: str | None = field(repr=False)
    """Of the paper behind it; None when it is gone."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """An entry of the holder's history."""

    paper_id: str
    title: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    state: ViewingState


class Viewings:
    def __init__(self, engine: Engine, cabinet: Cabinet) -> None:
        self._engine, self._cabinet = engine, cabinet

    def invite(self, owner: str, paper_id: str, now: datetime) -> Invitation | None:
        """Make a link and its code, never to be told again. None: no such paper of this holder."""
        invitation = Invitation(secrets.token_urlsafe(32), f"{secrets.randbelow(_CODES):06d}", now + LIFETIME)
        row = {
            "token_hash": digest_of(invitation.token),
            "holder": owner,
            "paper_id": paper_id,
            "code_hash": _code_hash(invitation.token, invitation.code),
            "tries": 0,
            "made_at": now,
            "expires_at": invitation.expires_at,
        }
        mine = select(paper.c.title).where(paper.c.holder == owner, paper.c.id == paper_id)
        with self._engine.begin() as connection:
            title = connection.execute(mine).scalar_one_or_none()
            if title is None:
                return None
            connection.execute(insert(viewing).values(**row, title=title))
        return invitation

    def look(self, token: str, now: datetime) -> Look | None:
        """Tell how a link stands. None: nobody made it."""
        with self._engine.begin() as connection:
            row = connection.execute(_WITH_PAPER.where(viewing.c.token_hash == digest_of(token))).one_or_none()
        return None if row is None else Look(_state(row, now), MAX_TRIES - row.tries, row.sha256)

    def open(self, token: str, code: str, now: datetime) -> Seen | None:
        """Use the link. None: wrong code, or nothing to open any more; ``look`` tells which."""
        key = viewing.c.token_hash == digest_of(token)
        usable = and_(key, viewing.c.opened_at.is_(None), viewing.c.tries < MAX_TRIES, viewing.c.expires_at > now)
        held = select(viewing.c.code_hash, paper).join(paper, paper.c.id == viewing.c.paper_id).where(key)
        with self._engine.begin() as connection:
            row = connection.execute(held).one_or_none()
            if row is None:
                return None
            right = hmac.compare_digest(row.code_hash, _code_hash(token, code))
            spent: dict[str, Any] = {"opened_at": now} if right else {"tries": viewing.c.tries + 1}
            changed = connection.execute(update(viewing).where(usable).values(**spent)).rowcount
        if not (right and changed):
            return None
        return Seen(row.title, row.number, row.sha256, self._cabinet.open(row.content, row.id))

    def of_holder(self, owner: str, now: datetime) -> list[Viewing]:
        """List a holder's links, newest first."""
        mine = _WITH_PAPER.where(viewing.c.holder == owner).order_by(viewing.c.made_at.desc())
        with self._engine.begin() as connection:
            rows = connection.execute(mine).all()
        return [
            Viewing(row.paper_id, row.title, row.made_at, row.expires_at, row.opened_at, _state(row, now))
            for row in rows
        ]


def _state(row: Row[Any], now: datetime) -> ViewingState:
    if row.opened_at is not None:
        return ViewingState.USED
    if row.tries >= MAX_TRIES:
        return ViewingState.LOCKED
    if row.expires_at <= now:
        return ViewingState.EXPIRED
    return ViewingState.OPEN if row.sha256 else ViewingState.GONE


def _code_hash(token: str, code: str) -> str:
    return hashlib.sha256(f"{token}:{code}".encode()).hexdigest()
