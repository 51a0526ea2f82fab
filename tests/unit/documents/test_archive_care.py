"""The job that looks after the stamps of kept papers, on real papers and a real archive; the ledger is played."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import structlog
from cryptography.x509 import ReasonFlags
from sqlalchemy import create_engine

from documents import archive_care
from documents.archive import PaperStore
from documents.archive_care import LEAD, AgeingPaper, ArchiveCare
from documents.domain.errors import Unavailable
from documents.domain.number import PaperNumber
from documents.domain.resident import Ci
from documents.ledger.schema import metadata
from documents.sealing.lines import LINES, TSA
from documents.vault import Vault
from documents.verifying import Finding
from tests.unit.documents.seal_room import SealRoom, open_room, stamp_serials


@dataclass
class Papers:
    """Implements ``RenewedPapers`` in memory."""

    kept: dict[str, AgeingPaper] = field(default_factory=dict)
    good_until: dict[str, object] = field(default_factory=dict)
    outrun: bool = False

    def add(self, paper):
        self.kept[paper.number.digits] = paper

    def ageing(self, before, most, after=0):
        beyond = [each for each in self.kept.values() if each.place > after]
        return [each for each in beyond if self.good_until.get(each.sha256, before - LEAD) < before][:most]

    def note(self, paper, good_until):
        self.good_until[paper.sha256] = good_until

    def record(self, paper, sha256, blob, good_until):
        if self.outrun or self.kept[paper.number.digits] != paper:
            return False
        self.kept[paper.number.digits] = replace(paper, sha256=sha256, blob=blob)
        self.good_until[sha256] = good_until
        return True


@dataclass
class Archive:
    room: SealRoom
    store: PaperStore
    papers: Papers
    numbers: int = 0

    @property
    def care(self):
        return ArchiveCare(self.papers, self.store, self.room.stamps, self.room.judge, self.room.clock)

    def keep(self, pdf, sha256=None):
        self.numbers += 1
        number, holder = PaperNumber.draw(), Ci(f"ci-{self.numbers}")
        sha256 = sha256 or hashlib.sha256(pdf).hexdigest()
        self.papers.add(
            AgeingPaper(self.numbers, number, sha256, self.store.store(number, sha256, pdf, holder), holder)
        )
        return number

    def bytes_of(self, number):
        return self.store.read(self.papers.kept[number.digits].blob)

    def grow_old(self, paper):
        """Go to the day on which ``paper`` is due; the certificates have been followed by others, as every day."""
        self.room.clock.moment = self.room.stamps.good_until(paper) - LEAD + timedelta(hours=1)
        for line in LINES.values():
            self.room.care.rotate(line)


@pytest.fixture
def archive(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/office.db")
    metadata.create_all(engine)
    store = PaperStore(tmp_path / "papers", engine, Vault(b"k" * 32, b"i" * 32))
    yield Archive(open_room(tmp_path / "keys"), store, Papers())
    engine.dispose()


def codes(said):
    return [each["code"] for each in said if each["event"] == "alarm"]


def test_a_fresh_paper_is_looked_at_once_and_left_as_it_is(archive):
    paper = archive.room.seal()
    number = archive.keep(paper)
    assert archive.care.tend() == 0
    assert archive.bytes_of(number) == paper
    assert archive.papers.ageing(archive.room.clock() + LEAD, 10) == []


def test_papers_are_renewed_when_their_stamp_nears_its_end_and_only_once(archive):
    paper = archive.room.seal()
    numbers = [archive.keep(paper) for _ in range(3)]
    archive.grow_old(paper)
    fresh = archive.keep(archive.room.seal())
    assert archive.care.tend() == 3
    assert archive.care.tend() == 0
    for number in numbers:
        renewed = archive.bytes_of(number)
        assert renewed.startswith(paper)
        assert hashlib.sha256(renewed).hexdigest() == archive.papers.kept[number.digits].sha256
        assert archive.room.judge(renewed).finding is Finding.SOUND
        assert len(stamp_serials(renewed)) == 2
    assert len(stamp_serials(archive.bytes_of(fresh))) == 1


def test_a_round_goes_on_to_the_last_page_past_those_that_cannot_be_renewed(archive, monkeypatch):
    monkeypatch.setattr(archive_care, "A_PAGE", 2)
    paper = archive.room.seal()
    archive.keep(paper, sha256="0" * 64)
    numbers = [archive.keep(paper) for _ in range(4)]
    archive.grow_old(paper)
    assert archive.care.tend() == 4
    assert all(len(stamp_serials(archive.bytes_of(each))) == 2 for each in numbers)


def test_whoever_records_second_renews_nothing(archive):
    paper = archive.room.seal()
    number = archive.keep(paper)
    archive.grow_old(paper)
    archive.papers.outrun = True
    assert archive.care.tend() == 0
    assert archive.bytes_of(number) == paper


def test_a_paper_that_cannot_be_renewed_is_an_alarm_and_does_not_keep_the_others_waiting(archive):
    paper = archive.room.seal()
    changed = archive.keep(paper, sha256="0" * 64)
    touched = archive.keep(paper + b"\n")
    good = archive.keep(paper)
    archive.grow_old(paper)
    with structlog.testing.capture_logs() as said:
        assert archive.care.tend() == 1
    assert codes(said) == ["paper_changed", "paper_not_sound"]
    assert [len(stamp_serials(archive.bytes_of(each))) for each in (changed, touched, good)] == [1, 1, 2]


def test_a_lapsed_stamp_is_an_alarm(archive):
    paper = archive.room.seal()
    archive.keep(paper)
    archive.grow_old(paper)
    archive.room.clock.pass_by(days=31)
    with structlog.testing.capture_logs() as said:
        assert archive.care.tend() == 0
    assert codes(said) == ["archive_stamp_lapsed"]


def test_a_stamp_that_would_not_last_longer_is_not_made(archive):
    paper = archive.room.seal()
    number = archive.keep(paper)
    archive.room.clock.moment = archive.room.stamps.good_until(paper) - timedelta(days=10)
    with structlog.testing.capture_logs() as said:
        assert archive.care.tend() == 0
    assert codes(said) == ["no_later_timestamp"]
    assert archive.bytes_of(number) == paper


def test_while_there_is_no_stamp_to_be_had_the_round_ends_and_the_next_one_does_it(archive):
    paper = archive.room.seal()
    archive.keep(paper)
    archive.grow_old(paper)
    archive.room.care.revoke(archive.room.current["tsa"].serial_number, ReasonFlags.key_compromise)
    with pytest.raises(Unavailable, match="seal_down"):
        archive.care.tend()
    archive.room.care.rotate(TSA)
    assert archive.care.tend() == 1
