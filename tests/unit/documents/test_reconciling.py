"""The reconciler: what went astray is named once, mended where that is safe, and named no longer when it is mended."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, update

from documents.access.book import AccessBook
from documents.access.tables import access
from documents.delivery import Taken
from documents.domain.errors import Unavailable
from documents.domain.resident import Ci
from documents.domain.state import PromiseState
from documents.ledger.findings import WHOLE, Findings
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import promise
from documents.reconciling import SELDOM, Reconciler
from documents.service.database import migrate, open_engine
from documents.transparency.heads import LogHeads
from documents.transparency.tables import log_entry
from documents.transparency.witness import Witness
from tests.fakes_documents import NOON, FakeWallet, person, request
from tests.office import TestOffice, vault

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass
class FakeList:
    """What a fake wallet holds, as its list tells it."""

    wallet: FakeWallet
    down: bool = False

    def taken(self, promise_key):
        if self.down:
            raise Unavailable("wallet_down")
        held = self.wallet.held.get(promise_key)
        return held and Taken(hashlib.sha256(held[1]).hexdigest(), NOON)


@dataclass
class Room:
    """An office, its reconciler, and a clock that can be put on."""

    office: TestOffice
    now: list = field(default_factory=lambda: [NOON])

    def __post_init__(self):
        engine, folder = self.office.engine, self.office.folder
        clock = lambda: self.now[0]  # noqa: E731
        self.book = AccessBook(engine, vault(), KEY, clock)
        self.findings = Findings(engine, clock)
        self.list = FakeList(self.office.wallet)
        self.witness = Witness(folder / "log.seen", LogHeads(engine, KEY, clock))
        parts = (self.office.ledger, self.office.store, self.findings, self.witness, self.book, self.list, clock)
        self.reconciler = Reconciler(*parts, batch=3)

    def look(self, rounds: int = 1) -> set:
        for _ in range(rounds):
            self.reconciler.round()
        return {(each.code, each.number) for each in self.findings.open()}

    def issue(self, count: int = 1) -> list:
        asked = [self.office.ask(request(person(ci=f"ci-{n}"), f"chat-{n}")) for n in range(count)]
        while self.office.turn():
            pass
        return [self.office.now(each) for each in asked]

    def blob(self, issued):
        return self.office.folder / "papers" / self.office.ledger.kept(issued.conversation, issued.number).blob


@pytest.fixture
def room(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}")
    migrate(engine, MIGRATIONS)
    yield Room(TestOffice(engine, tmp_path))
    engine.dispose()


def alarms(logs: list) -> list:
    return [(each["code"], each.get("number")) for each in logs if each["event"] == "alarm"]


def test_a_house_in_order_has_no_findings(room):
    room.issue(5)
    room.book.note(who="issuing", source="register", whose=Ci("c"), what="household", why="x")
    assert room.look(3) == set()
    assert room.reconciler.level() == "ok"


def test_a_promise_that_is_not_kept_in_time_is_one_alarm_until_it_is(room):
    room.office.residents.planned = [Unavailable("register_down")]
    asked = room.office.ask(request())
    room.office.turn()
    assert room.look() == set()
    room.now[0] += timedelta(minutes=11)
    with structlog.testing.capture_logs() as logs:
        assert room.look(2) == {("overdue", asked.number.digits)}
    assert alarms(logs) == [("overdue", asked.number.digits)]
    assert room.reconciler.level() == "degraded"
    room.office.turn()
    assert room.look() == set()


def test_what_waits_for_a_part_that_works_again_is_made_due(tmp_path, room):
    slow = TestOffice(room.office.engine, tmp_path, backoff=type(room.office.backoff)(base=25.0, jitter=lambda: 1.0))
    slow.wallet.planned = [Unavailable("wallet_down")]
    waiting = slow.ask(request(person(ci="1")))
    slow.turn()
    with slow.engine.begin() as connection:
        connection.execute(update(promise).values(updated_at=NOON - timedelta(minutes=1)))
    assert slow.ledger.hurry_mended() == 0
    slow.ask(request(person(ci="2")))
    assert slow.turn()
    assert not slow.turn()
    room.look()
    assert slow.turn()
    assert slow.now(waiting).state is PromiseState.ACKED


@pytest.mark.parametrize("code", ["paper_missing", "paper_changed"])
def test_a_paper_that_is_not_what_was_issued_is_named_until_it_is_back(room, code):
    issued = room.issue(5)[4]
    blob = room.blob(issued)
    whole = blob.read_bytes()
    if code == "paper_missing":
        blob.unlink()
    else:
        blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert room.look(2) == {(code, issued.number.digits)}, "in the second batch"
    blob.write_bytes(whole)
    assert room.look() == set()


def test_a_paper_of_an_erased_person_is_nobodys_finding(room):
    room.issue()
    with room.office.engine.begin() as connection:
        vault().erase(connection, vault().blind(Ci("ci-0")))
    assert room.look(2) == set()


def test_a_paper_that_the_public_log_does_not_name_is_entered(room):
    issued = room.issue()[0]
    with room.office.engine.begin() as connection:
        connection.execute(delete(log_entry))
    with structlog.testing.capture_logs() as logs:
        room.look()
    assert alarms(logs) == [("paper_not_logged", issued.number.digits)]
    assert room.look() == set()
    assert room.office.ledger.kept_after(0, 10)[0].entered


def test_a_paper_that_the_wallet_lost_is_sent_again_under_its_key(room):
    issued = room.issue(2)[0]
    del room.office.wallet.held[issued.key]
    assert room.look() == {("wallet_lost_paper", issued.number.digits)}
    assert room.office.turn()
    assert issued.key in room.office.wallet.held
    assert room.look() == set()
    assert room.office.now(issued) == issued


def test_another_paper_at_the_wallet_is_named_and_not_overwritten(room):
    issued = room.issue()[0]
    room.office.wallet.held[issued.key] = ("ci-0", b'{"another": "paper"}')
    assert room.look() == {("wallet_other_paper", issued.number.digits)}
    assert not room.office.turn()


def test_a_wallet_that_does_not_answer_has_lost_nothing(room):
    room.issue()
    room.list.down = True
    with structlog.testing.capture_logs() as logs:
        assert room.look() == set()
    assert ("wallet_down", None) in alarms(logs)
    room.list.down = False
    assert room.look() == set()


def test_a_broken_access_chain_is_found_within_the_hour(room):
    for _ in range(3):
        room.book.note(who="issuing", source="register", whose=Ci("c"), what="household", why="x")
    assert room.look() == set()
    with room.office.engine.begin() as connection:
        connection.execute(update(access).where(access.c.place == 1).values(who="nobody"))
    assert room.look() == set(), "the chain is long: not in every round"
    room.now[0] += SELDOM
    assert room.look() == {("access_chain_broken", WHOLE)}


def copy_of(room) -> None:
    """Make a backup as an operator does, while the house runs."""
    with (
        closing(sqlite3.connect(room.office.folder / "office.db")) as live,
        closing(sqlite3.connect(room.office.folder / "yesterday.db")) as backup,
    ):
        live.backup(backup)


def test_yesterdays_copy_is_known_its_gap_is_listed_and_its_numbers_are_not_used_again(room):
    room.issue(2)
    room.look()
    copy_of(room)
    later = [room.office.ask(request(person(ci=f"later-{n}"), f"later-{n}")) for n in range(2)]
    while room.office.turn():
        pass
    room.look()
    lost = {each.number.digits for each in later}
    room.office.engine.dispose()
    for name in ("office.db", "office.db-wal", "office.db-shm"):
        (room.office.folder / name).unlink(missing_ok=True)
    shutil.copy(room.office.folder / "yesterday.db", room.office.folder / "office.db")

    restored = Room(TestOffice(room.office.engine, room.office.folder, wallet=room.office.wallet))
    found = restored.look()
    assert found == {("paper_without_promise", number) for number in lost} | {("log_behind", WHOLE)}
    drawn = [later[0].number, later[1].number, type(later[0].number).draw()]
    object.__setattr__(restored.office.ledger.office, "draw_number", lambda: drawn.pop(0))
    assert restored.office.ask(request(person(ci="new"))).number.digits not in lost
    assert drawn == []


def test_a_log_that_was_rewritten_is_known_and_the_evidence_stays(room):
    room.issue(2)
    room.look()
    evidence = room.witness.path.read_text()
    with room.office.engine.begin() as connection:
        connection.exec_driver_sql("update log_node set hash = zeroblob(32)")
    assert room.look() == {("log_forked", WHOLE)}
    assert room.witness.path.read_text() == evidence
    room.witness.path.write_text("torn")
    assert room.look() == {("log_witness_unreadable", WHOLE)}


def test_a_finding_that_comes_back_is_a_new_alarm(room):
    with structlog.testing.capture_logs() as logs:
        room.findings.report("overdue", {"1"})
        room.findings.report("overdue", {"1"})
        room.findings.report("overdue", ())
        room.now[0] += timedelta(minutes=1)
        room.findings.report("overdue", {"1"})
    assert alarms(logs) == [("overdue", "1")] * 2
    (found,) = room.findings.open()
    assert (found.first_seen, found.last_seen) == (room.now[0], room.now[0])


def test_only_what_was_looked_at_is_taken_off_the_list(room):
    room.findings.report("paper_missing", {"1", "2"})
    room.findings.report("paper_missing", (), {"2", "3"})
    assert room.findings.numbers("paper_missing") == {"1"}
