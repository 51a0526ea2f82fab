"""What the wallet holds: deliveries taken once, papers of one holder, a holder's leaving and return."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.letter import Letter
from wallet_bridge.wallet.submissions import expire_copies, stop_open
from wallet_bridge.wallet.tables import delivery, holder, paper, session, submission, viewing


class Conflict(Exception):
    """The promise key was used for a delivery with another digest."""


class HolderGone(Exception):
    """The holder closed the wallet."""


@dataclass(frozen=True, slots=True)
class Taken:
    receipt: str
    first: bool
    """False when this delivery had been taken before; the receipt is then the one given at that time."""


@dataclass(frozen=True, slots=True)
class HeldPaper:
    id: str
    kind: str
    title: str
    number: str
    issued_at: datetime
    expires_at: datetime
    sha256: str
    verify_url: str
    received_at: datetime
    downloaded_at: datetime | None
    log: str | None
    """The proof of the public log, as it came."""


_SHOWN = [paper.c[name] for name in HeldPaper.__dataclass_fields__]


class Holdings:
    """Every look-up of a paper names its holder: another holder's paper does not exist here."""

    def __init__(self, engine: Engine, cabinet: Cabinet) -> None:
        self._engine, self._cabinet = engine, cabinet

    def take(self, letter: Letter, digest: str, receipt: str, now: datetime) -> Taken:
        """Keep the paper and its receipt in one transaction, once per promise key, whoever else is doing the same."""
        try:
            with self._engine.begin() as connection:
                earlier = _earlier(connection, letter.promise_key, digest)
                return earlier or self._keep(connection, letter, digest, receipt, now)
        except IntegrityError:
            with self._engine.begin() as connection:  # the same delivery arrived twice at one moment: theirs counts
                earlier = _earlier(connection, letter.promise_key, digest)
        if earlier is None:
            raise Conflict
        return earlier

    def receipt_of(self, promise_key: str) -> str | None:
        """Give the receipt of a delivery that was taken, also when its holder has since put the paper away."""
        query = select(delivery.c.receipt).where(delivery.c.promise_key == promise_key)
        with self._engine.begin() as connection:
            return connection.execute(query).scalar_one_or_none()

    def papers(self, owner: str) -> list[HeldPaper]:
        """List a holder's papers, newest first."""
        query = select(*_SHOWN).where(paper.c.holder == owner).order_by(paper.c.received_at.desc(), paper.c.id)
        with self._engine.begin() as connection:
            return [HeldPaper(**row) for row in connection.execute(query).mappings()]

    def find(self, owner: str, paper_id: str) -> HeldPaper | None:
        query = select(*_SHOWN).where(paper.c.holder == owner, paper.c.id == paper_id)
        with self._engine.begin() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return HeldPaper(**row) if row else None

    def content(self, owner: str, paper_id: str) -> bytes | None:
        """Give the sealed bytes of a holder's paper, exactly as delivered."""
        query = select(paper.c.content).where(paper.c.holder == owner, paper.c.id == paper_id)
        with self._engine.begin() as connection:
            locked = connection.execute(query).scalar_one_or_none()
        return None if locked is None else self._cabinet.open(locked, paper_id)

    def mark_downloaded(self, owner: str, paper_id: str, now: datetime) -> None:
        chosen = (paper.c.holder == owner, paper.c.id == paper_id, paper.c.downloaded_at.is_(None))
        with self._engine.begin() as connection:
            connection.execute(update(paper).where(*chosen).values(downloaded_at=now))

    def delete_paper(self, owner: str, paper_id: str, now: datetime) -> bool:
        """Delete a paper and its content, and call back what is on its way of it. False: no such paper."""
        with self._engine.begin() as connection:
            return _delete(connection, now, paper.c.holder == owner, paper.c.id == paper_id) > 0

    def delete_expired(self, now: datetime) -> int:
        """Delete the papers whose term is over, and the receivers' copies of such; give how many papers."""
        with self._engine.begin() as connection:
            expire_copies(connection, now)
            return _delete(connection, now, paper.c.expires_at <= now)

    def know(self, owner: str, now: datetime) -> None:
        """Make sure that the wallet knows ``owner``; one who left stays gone."""
        with self._engine.begin() as connection:
            _ensure_holder(connection, owner, now)

    def reopen_holder(self, owner: str) -> None:
        """Take back one who left: papers may come again."""
        with self._engine.begin() as connection:
            connection.execute(update(holder).where(holder.c.id == owner).values(closed_at=None))

    def is_closed(self, owner: str) -> bool:
        with self._engine.begin() as connection:
            return _closed(connection, owner)

    def close_holder(self, owner: str, now: datetime) -> None:
        """Forget a holder's papers, history and sessions and refuse new deliveries.

        Receipts and what receivers have taken stay; they name nobody.
        """
        with self._engine.begin() as connection:
            _ensure_holder(connection, owner, now)
            _delete(connection, now, paper.c.holder == owner)
            connection.execute(delete(viewing).where(viewing.c.holder == owner))
            connection.execute(update(submission).where(submission.c.holder == owner).values(holder=None))
            connection.execute(delete(session).where(session.c.holder == owner))
            connection.execute(update(holder).where(holder.c.id == owner).values(closed_at=now))

    def _keep(self, connection: Connection, letter: Letter, digest: str, receipt: str, now: datetime) -> Taken:
        if _closed(connection, letter.holder):
            raise HolderGone
        _ensure_holder(connection, letter.holder, now)
        paper_id = secrets.token_urlsafe(18)
        connection.execute(
            insert(delivery).values(promise_key=letter.promise_key, digest=digest, receipt=receipt, received_at=now)
        )
        connection.execute(
            insert(paper).values(
                **letter.model_dump(include={"promise_key", "holder", "kind", "title", "number", "sha256"}),
                id=paper_id,
                issued_at=letter.issued_at,
                expires_at=letter.expires_at,
                verify_url=str(letter.verify_url),
                received_at=now,
                content=self._cabinet.lock(letter.pdf(), paper_id),
                log=letter.log.model_dump_json() if letter.log else None,
            )
        )
        return Taken(receipt, first=True)


def _delete(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    # Locked first: nothing is submitted of a paper that is about to go.
    ids = connection.execute(select(paper.c.id).where(*which).with_for_update()).scalars().all()
    for paper_id in ids:
        stop_open(connection, paper_id, now)
        connection.execute(delete(paper).where(paper.c.id == paper_id))
    return len(ids)


def _earlier(connection: Connection, promise_key: str, digest: str) -> Taken | None:
    query = select(delivery.c.digest, delivery.c.receipt).where(delivery.c.promise_key == promise_key)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.digest != digest:
        raise Conflict
    return Taken(row.receipt, first=False)


def _closed(connection: Connection, owner: str) -> bool:
    return connection.execute(select(holder.c.closed_at).where(holder.c.id == owner)).scalar() is not None


def _ensure_holder(connection: Connection, owner: str, now: datetime) -> None:
    known = connection.execute(select(holder.c.id).where(holder.c.id == owner)).scalar()
    if known is None:
        # Two first papers of one person may arrive together: the one that comes second finds the holder made.
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(insert(holder).values(id=owner, opened_at=now))
