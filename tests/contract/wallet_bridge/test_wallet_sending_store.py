"""Submissions and one-time viewing on both databases, with everybody at once."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import Engine, select

from tests.databases import migrated
from tests.postgres import fresh_database, postgres_server  # noqa: F401 - a fixture
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.holdings import Holdings
from wallet_bridge.wallet.letter import Letter
from wallet_bridge.wallet.submission_state import SubmissionState
from wallet_bridge.wallet.submissions import Submissions
from wallet_bridge.wallet.viewings import LIFETIME, MAX_TRIES, Viewings, ViewingState

T = TypeVar("T")
MIGRATIONS = Path(tables.__file__).parent / "migrations"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINE, BANK, SCHOOL = "a" * 64, "woori-bank@wallet", "hanbit-school@wallet"
CONTENT = b"%PDF-1.7 paper"
CROWD = 8


class Room:
    """A wallet with one paper of one holder."""

    def __init__(self, engine: Engine) -> None:
        cabinet = Cabinet(b"k" * 32)
        self.engine = engine
        self.holdings, self.submissions = Holdings(engine, cabinet), Submissions(engine, cabinet)
        self.viewings = Viewings(engine, cabinet)
        letter = Letter.model_validate(
            {
                "promise_key": "promise-key-of-16",
                "holder": MINE,
                "kind": "resident_register",
                "title": "주민등록표(등본)",
                "number": "1234567890123452",
                "issued_at": NOW.isoformat(),
                "expires_at": (NOW + timedelta(days=90)).isoformat(),
                "sha256": hashlib.sha256(CONTENT).hexdigest(),
                "verify_url": "http://127.0.0.1:8100/verify/1234567890123452?check=7KX2M9QA",
                "paper": base64.b64encode(CONTENT).decode(),
            }
        )
        self.holdings.take(letter, "digest", "receipt", NOW)
        self.paper = self.holdings.papers(MINE)[0].id

    def sent(self, receiver: str = BANK) -> str:
        made = self.submissions.submit(MINE, self.paper, receiver, NOW)
        assert made is not None
        return made

    def arrived(self) -> str:
        made = self.sent()
        self.submissions.arrive(BANK, NOW)
        return made

    def states(self) -> list[SubmissionState]:
        return [step.state for step in self.submissions.of_holder(MINE)[0].steps]


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    with migrated(database_url, MIGRATIONS) as engine:
        yield Room(engine)


def at_once(*works: Callable[[], T]) -> list[T]:
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait(60)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_a_submission_goes_its_way_and_every_step_is_noted(room: Room) -> None:
    made = room.arrived()
    assert room.submissions.content(BANK, made) is None, "nothing is handed over before the receipt"
    assert room.submissions.take(BANK, made, NOW)
    assert room.submissions.content(BANK, made) == CONTENT
    assert room.submissions.content(SCHOOL, made) is None
    assert room.submissions.mark_downloaded(BANK, made, NOW)
    assert [state.value for state in room.states()] == ["submitted", "receiving", "received", "downloaded"]
    assert not room.submissions.cancel(MINE, made, NOW)
    assert room.submissions.erase(BANK, made, NOW)
    assert room.submissions.content(BANK, made) is None


def test_a_receiver_cannot_act_on_what_came_to_another(room: Room) -> None:
    made = room.arrived()
    for act in (room.submissions.take, room.submissions.mark_downloaded, room.submissions.erase):
        assert not act(SCHOOL, made, NOW)
    assert not room.submissions.send_back(SCHOOL, made, "까닭", NOW)
    assert not room.submissions.cancel("b" * 64, made, NOW)
    assert room.states()[-1] is SubmissionState.RECEIVING


def test_eight_receipts_at_once_are_one(room: Room) -> None:
    made = room.arrived()
    done = at_once(*[lambda: room.submissions.take(BANK, made, NOW)] * CROWD)
    assert done.count(True) == 1
    assert room.states().count(SubmissionState.RECEIVED) == 1


def test_of_receipt_return_and_cancel_at_once_one_counts(room: Room) -> None:
    made = room.arrived()
    done = at_once(
        *[lambda: room.submissions.take(BANK, made, NOW)] * 3,
        *[lambda: room.submissions.cancel(MINE, made, NOW)] * 3,
        *[lambda: room.submissions.send_back(BANK, made, "까닭", NOW)] * 2,
    )
    assert done.count(True) == 1
    assert len(room.states()) == 3


def test_pressing_submit_eight_times_sends_once(room: Room) -> None:
    made = at_once(*[lambda: room.submissions.submit(MINE, room.paper, BANK, NOW)] * CROWD)
    assert len(set(made)) == 1
    assert len(room.submissions.of_receiver(BANK)) == 1
    assert room.sent(SCHOOL) not in made


def test_after_a_return_the_paper_may_be_sent_again(room: Room) -> None:
    first = room.arrived()
    assert room.submissions.send_back(BANK, first, "흐려요", NOW)
    assert room.submissions.of_holder(MINE)[0].reason == "흐려요"
    assert room.sent() != first


def test_deleting_and_receiving_at_once_never_loses_what_was_received(room: Room) -> None:
    made = room.arrived()
    taken, deleted = at_once(
        lambda: room.submissions.take(BANK, made, NOW), lambda: room.holdings.delete_paper(MINE, room.paper, NOW)
    )
    assert deleted
    assert (room.submissions.content(BANK, made) == CONTENT) == taken
    assert room.states()[-1] is (SubmissionState.RECEIVED if taken else SubmissionState.DELETED)


def test_deleting_a_paper_calls_back_what_is_on_its_way(room: Room) -> None:
    made = room.arrived()
    assert not room.holdings.delete_paper("b" * 64, room.paper, NOW)
    assert room.holdings.delete_paper(MINE, room.paper, NOW)
    assert room.states()[-1] is SubmissionState.DELETED
    assert not room.submissions.take(BANK, made, NOW)
    assert room.submissions.submit(MINE, room.paper, BANK, NOW) is None


def test_after_ninety_days_paper_and_copies_are_gone_with_their_content(room: Room) -> None:
    made = room.arrived()
    room.submissions.take(BANK, made, NOW)
    assert room.holdings.delete_expired(NOW + timedelta(days=90, seconds=-1)) == 0
    assert room.holdings.delete_expired(NOW + timedelta(days=90)) == 1
    with room.engine.begin() as connection:
        assert connection.execute(select(tables.paper.c.id)).all() == []
        assert connection.execute(select(tables.submission.c.content)).scalars().all() == [None]
    assert room.states()[-1] is SubmissionState.DELETED


def test_closing_the_wallet_forgets_who_sent_and_leaves_the_receiver_its_copy(room: Room) -> None:
    made = room.arrived()
    room.submissions.take(BANK, made, NOW)
    room.viewings.invite(MINE, room.paper, NOW)
    room.holdings.close_holder(MINE, NOW)
    assert room.submissions.of_holder(MINE) == []
    assert room.viewings.of_holder(MINE, NOW) == []
    assert room.submissions.content(BANK, made) == CONTENT


def test_the_right_number_opens_once_also_for_eight_at_once(room: Room) -> None:
    link = room.viewings.invite(MINE, room.paper, NOW)
    assert link is not None
    seen = at_once(*[lambda: room.viewings.open(link.token, link.code, NOW)] * CROWD)
    (only,) = [each for each in seen if each is not None]
    assert only.content == CONTENT
    assert room.viewings.open(link.token, link.code, NOW) is None
    (entry,) = room.viewings.of_holder(MINE, NOW)
    assert (entry.state, entry.opened_at) == (ViewingState.USED, NOW)


def test_eight_wrong_numbers_at_once_are_five_tries(room: Room) -> None:
    link = room.viewings.invite(MINE, room.paper, NOW)
    assert link is not None
    wrong = f"{(int(link.code) + 1) % 10**6:06d}"
    assert at_once(*[lambda: room.viewings.open(link.token, wrong, NOW)] * CROWD) == [None] * CROWD
    look = room.viewings.look(link.token, NOW)
    assert look is not None
    assert (look.state, look.tries_left) == (ViewingState.LOCKED, 0)
    assert room.viewings.open(link.token, link.code, NOW) is None, "the right number comes too late"


def test_four_wrong_numbers_leave_one_try(room: Room) -> None:
    link = room.viewings.invite(MINE, room.paper, NOW)
    assert link is not None
    for _ in range(MAX_TRIES - 1):
        assert room.viewings.open(link.token, "no", NOW) is None
    assert room.viewings.open(link.token, link.code, NOW) is not None


def test_a_link_ends_with_its_time_and_with_its_paper(room: Room) -> None:
    late, orphan = room.viewings.invite(MINE, room.paper, NOW), room.viewings.invite(MINE, room.paper, NOW)
    assert late is not None
    assert orphan is not None
    assert room.viewings.open(late.token, late.code, NOW + LIFETIME) is None
    assert room.viewings.invite("b" * 64, room.paper, NOW) is None
    room.holdings.delete_paper(MINE, room.paper, NOW)
    assert room.viewings.open(orphan.token, orphan.code, NOW) is None
    look = room.viewings.look(orphan.token, NOW)
    assert look is not None
    assert look.state is ViewingState.GONE


def test_the_database_holds_neither_address_nor_number(room: Room) -> None:
    link = room.viewings.invite(MINE, room.paper, NOW)
    assert link is not None
    with room.engine.begin() as connection:
        (row,) = connection.execute(select(tables.viewing)).all()
    assert not {link.token, link.code} & {str(each) for each in row}
