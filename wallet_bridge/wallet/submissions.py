"""Papers on their way to a receiver. A step is one conditional update: of two who race, one finds it done."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.submission_state import BEFORE, ON_THE_WAY, WITH_RECEIVER, SubmissionState
from wallet_bridge.wallet.tables import paper, submission, submission_step

_COPIED = ("kind", "title", "number", "sha256", "expires_at")


@dataclass(frozen=True, slots=True)
class Step:
    state: SubmissionState
    at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    id: str
    paper_id: str
    receiver: str
    """The receiver's wallet address."""
    kind: str
    title: str
    number: str
    sha256: str
    expires_at: datetime
    state: SubmissionState
    reason: str | None
    """Why the receiver returned it."""
    changed_at: datetime
    steps: tuple[Step, ...]
    """Oldest first."""

    @property
    def submitted_at(self) -> datetime:
        return self.steps[0].at

    @property
    def on_the_way(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def with_receiver(self) -> bool:
        return self.state in WITH_RECEIVER


class Submissions:
    """Holders and receivers see their own only: each look-up and step names the one or the other."""

    def __init__(self, engine: Engine, cabinet: Cabinet) -> None:
        self._engine, self._cabinet = engine, cabinet

    def submit(self, owner: str, paper_id: str, receiver: str, now: datetime) -> str | None:
        """Send a paper and give the id; one that is on its way there already keeps its id. None: no such paper."""
        try:
            with self._engine.begin() as connection:
                return _under_way(connection, paper_id, receiver) or _start(connection, owner, paper_id, receiver, now)
        except IntegrityError:  # pressed twice at one moment: the other one is on its way
            with self._engine.begin() as connection:
                return _under_way(connection, paper_id, receiver)

    def cancel(self, owner: str, submission_id: str, now: datetime) -> bool:
        """Call it back before receipt. False: too late, or not this holder's."""
        return self._step(submission_id, SubmissionState.CANCELLED, now, submission.c.holder == owner)

    def arrive(self, receiver: str, now: datetime) -> None:
        """Note that the receiver has seen what came."""
        waiting = (submission.c.receiver == receiver, submission.c.state == SubmissionState.SUBMITTED)
        with self._engine.begin() as connection:
            for submission_id in connection.execute(select(submission.c.id).where(*waiting)).scalars().all():
                step(connection, submission_id, SubmissionState.RECEIVING, now)

    def take(self, receiver: str, submission_id: str, now: datetime) -> bool:
        """Receive a paper: from now on the receiver has a copy of its own. False: no longer to be had."""
        theirs = submission.c.receiver == receiver
        with self._engine.begin() as connection:
            if not step(connection, submission_id, SubmissionState.RECEIVED, now, theirs):
                return False
            held = select(paper.c.id, paper.c.content).join(submission, submission.c.paper_id == paper.c.id)
            row = connection.execute(held.where(submission.c.id == submission_id)).one()
            copy = self._cabinet.lock(self._cabinet.open(row.content, row.id), submission_id)
            connection.execute(update(submission).where(submission.c.id == submission_id).values(content=copy))
        return True

    def send_back(self, receiver: str, submission_id: str, reason: str, now: datetime) -> bool:
        theirs = submission.c.receiver == receiver
        return self._step(submission_id, SubmissionState.RETURNED, now, theirs, reason=reason)

    def mark_downloaded(self, receiver: str, submission_id: str, now: datetime) -> bool:
        return self._step(submission_id, SubmissionState.DOWNLOADED, now, submission.c.receiver == receiver)

    def erase(self, receiver: str, submission_id: str, now: datetime) -> bool:
        """Delete the receiver's copy. What was not received is not the receiver's to delete."""
        theirs = (submission.c.receiver == receiver, submission.c.state.in_(WITH_RECEIVER))
        return self._step(submission_id, SubmissionState.DELETED, now, *theirs)

    def content(self, receiver: str, submission_id: str) -> bytes | None:
        """Give the receiver's copy; None before receipt, after deletion, and to everybody else."""
        theirs = (submission.c.id == submission_id, submission.c.receiver == receiver)
        with self._engine.begin() as connection:
            locked = connection.execute(select(submission.c.content).where(*theirs)).scalar_one_or_none()
        return None if locked is None else self._cabinet.open(locked, submission_id)

    def of_holder(self, owner: str) -> list[Submission]:
        """List what a holder sent, newest first."""
        return self._list(submission.c.holder == owner)

    def of_receiver(self, receiver: str) -> list[Submission]:
        """List what came to a receiver, newest first."""
        return self._list(submission.c.receiver == receiver)

    def _step(
        self, submission_id: str, to: SubmissionState, now: datetime, *only: ColumnElement[bool], **more: Any
    ) -> bool:
        with self._engine.begin() as connection:
            return step(connection, submission_id, to, now, *only, **more)

    def _list(self, whose: ColumnElement[bool]) -> list[Submission]:
        query = select(submission).where(whose).order_by(submission.c.changed_at.desc(), submission.c.id)
        steps = select(submission_step).join(submission).where(whose).order_by(submission_step.c.at)
        with self._engine.begin() as connection:
            rows, taken = connection.execute(query).all(), connection.execute(steps).all()
        return [_submission(row, [each for each in taken if each.submission == row.id]) for row in rows]


def step(
    connection: Connection,
    submission_id: str,
    to: SubmissionState,
    now: datetime,
    *only: ColumnElement[bool],
    **more: Any,
) -> bool:
    """Enter state ``to`` from a state before it, in the caller's transaction. False: that is not possible now."""
    values = {"state": to, "changed_at": now, **more}
    if to not in ON_THE_WAY:
        values["open_slot"] = None
    if to is SubmissionState.DELETED:
        values["content"] = None
    before = (submission.c.id == submission_id, submission.c.state.in_(BEFORE[to]), *only)
    changed = connection.execute(update(submission).where(*before).values(**values)).rowcount
    if changed:
        connection.execute(insert(submission_step).values(submission=submission_id, state=to, at=now))
    return bool(changed)


def stop_open(connection: Connection, paper_id: str, now: datetime) -> None:
    """End what is on its way of a paper that ceases to be, in the caller's transaction."""
    open_ones = select(submission.c.id).where(submission.c.paper_id == paper_id, submission.c.state.in_(ON_THE_WAY))
    for submission_id in connection.execute(open_ones).scalars().all():
        step(connection, submission_id, SubmissionState.DELETED, now, submission.c.state.in_(ON_THE_WAY))


def expire_copies(connection: Connection, now: datetime) -> int:
    """Delete what receivers hold past its term, in the caller's transaction; give how many."""
    old = select(submission.c.id).where(submission.c.state.in_(WITH_RECEIVER), submission.c.expires_at <= now)
    ids = connection.execute(old).scalars().all()
    return sum(step(connection, submission_id, SubmissionState.DELETED, now) for submission_id in ids)


def _slot(paper_id: str, receiver: str) -> str:
    return f"{paper_id}:{receiver}"


def _under_way(connection: Connection, paper_id: str, receiver: str) -> str | None:
    known = select(submission.c.id).where(submission.c.open_slot == _slot(paper_id, receiver))
    return connection.execute(known).scalar_one_or_none()


def _start(connection: Connection, owner: str, paper_id: str, receiver: str, now: datetime) -> str | None:
    # Locked, so that the paper cannot be deleted between this look and the submission of it.
    mine = select(paper).where(paper.c.holder == owner, paper.c.id == paper_id).with_for_update()
    row = connection.execute(mine).one_or_none()
    if row is None:
        return None
    submission_id = secrets.token_urlsafe(18)
    facts = {name: getattr(row, name) for name in _COPIED}
    slot = _slot(paper_id, receiver)
    started = {"id": submission_id, "holder": owner, "paper_id": paper_id, "receiver": receiver, "open_slot": slot}
    state = {"state": SubmissionState.SUBMITTED, "changed_at": now}
    connection.execute(insert(submission).values(**started, **facts, **state))
    connection.execute(
        insert(submission_step).values(submission=submission_id, state=SubmissionState.SUBMITTED, at=now)
    )
    return submission_id


def _submission(row: Any, steps: list[Any]) -> Submission:
    names = [name for name in Submission.__dataclass_fields__ if name not in {"state", "steps"}]
    order = list(SubmissionState)
    told = sorted((Step(SubmissionState(each.state), each.at) for each in steps), key=lambda s: order.index(s.state))
    facts = {name: getattr(row, name) for name in names}
    return Submission(**facts, state=SubmissionState(row.state), steps=tuple(told))
