"""Archive time-stamps renewed before they age out, and what the check says of files that only look like that."""

from datetime import timedelta
from io import BytesIO

import pytest
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.domain.errors import Halt, Unavailable
from documents.rendering.page import SEAL_FIELD
from documents.sealing import open_ring
from documents.sealing.archive import ARCHIVE_FIELD, ArchiveStamps, close_with_stamp
from documents.sealing.lines import OCSP, SEAL, TSA
from documents.sealing.waiting import finish
from documents.verifying import Finding
from tests.unit.documents.paper_house import PKI_URL, renderer
from tests.unit.documents.paper_samples import draft
from tests.unit.documents.seal_room import SetClock, open_room, stamp_serials

YEAR = timedelta(days=365)


@pytest.fixture
def room(tmp_path):
    return open_room(tmp_path)


@pytest.fixture
def aged(room):
    """A paper of long ago, in a room whose certificates have been followed by others a month before the first ended."""
    paper = room.seal()
    room.clock.moment = room.stamps.good_until(paper) - timedelta(days=30)
    for line in (SEAL, TSA, OCSP):
        room.care.rotate(line)
    return paper


def test_a_renewed_paper_keeps_its_bytes_and_carries_a_second_stamp_of_the_authority_in_use(room, aged):
    renewed = room.stamps.renew(aged)
    assert renewed.startswith(aged)
    assert [stamp_serials(each)[-1] == room.current["tsa"].serial_number for each in (aged, renewed)] == [False, True]
    assert stamp_serials(renewed)[:-1] == stamp_serials(aged)
    names = [each.field_name for each in PdfFileReader(BytesIO(renewed)).embedded_signatures]
    assert names == [SEAL_FIELD, ARCHIVE_FIELD, f"{ARCHIVE_FIELD}-2"]
    assert room.stamps.good_until(aged) < room.clock() + YEAR
    assert room.stamps.good_until(renewed) == room.stamps.renewed_until() > room.clock() + 9 * YEAR


@pytest.mark.parametrize("days", [0, 29, 31, 365 * 9], ids=["at once", "before", "after the old end", "years after"])
def test_a_renewed_paper_is_sound_whenever_it_is_looked_at(room, aged, days):
    renewed, before = room.stamps.renew(aged), room.judge(aged)
    facts = room.judge(renewed, SetClock(room.clock() + timedelta(days=days)))
    assert (facts.finding, facts.indication) == (Finding.SOUND, "TOTAL-PASSED")
    assert (facts.signed_at, facts.number) == (before.signed_at, before.number), "renewing does not date it anew"


def test_a_paper_can_be_renewed_again_and_again(room, aged):
    paper = aged
    for _ in range(3):
        paper = room.stamps.renew(paper)
        assert room.judge(paper).finding is Finding.SOUND
        if room.stamps.good_until(paper) < room.ring.current().pki.root.not_valid_after_utc:
            room.clock.moment = room.stamps.good_until(paper) - timedelta(days=30)
            room.care.rotate(TSA)
            room.care.rotate(OCSP)
            room.care.rotate(SEAL)
    assert len(stamp_serials(paper)) == 4


def test_a_stamp_that_has_ended_is_not_mended(room, aged):
    room.clock.pass_by(days=30)
    with pytest.raises(Halt, match="archive_stamp_lapsed"):
        room.stamps.renew(aged)


def test_a_stamp_whose_authority_was_revoked_is_not_mended(room, aged):
    (former,) = stamp_serials(aged)
    room.care.revoke(former, x509.ReasonFlags.key_compromise)
    with pytest.raises(Halt, match="archive_stamp_lapsed"):
        room.stamps.renew(aged)


def test_nothing_is_renewed_while_the_authority_in_use_is_revoked(room, aged):
    room.care.revoke(room.current["tsa"].serial_number, x509.ReasonFlags.key_compromise)
    with pytest.raises(Unavailable, match="seal_down"):
        room.stamps.renew(aged)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no pdf",
        lambda room: renderer().render(draft()),
        lambda room: open_room(room.keys / "other").seal()[:-900],
    ],
    ids=["nothing", "text", "never sealed", "cut off"],
)
def test_what_carries_no_stamp_is_not_renewed(room, content):
    with pytest.raises(Halt, match="paper_changed"):
        room.stamps.renew(content(room) if callable(content) else content)


def overlaid(pdf):
    """A white box over the address, in a revision of its own."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stream = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 100 560 250 60 re f Q"))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def flipped(pdf):
    changed = bytearray(pdf)
    changed[pdf.index(b"stream", pdf.index(b"/EmbeddedFile")) + 60] ^= 1
    return bytes(changed)


TAMPERED = {
    "overlay between the stamps": lambda room, aged: room.stamps.renew(overlaid(aged)),
    "overlay after the renewal": lambda room, aged: overlaid(room.stamps.renew(aged)),
    "newline after the renewal": lambda room, aged: room.stamps.renew(aged) + b"\n",
    "remark after the renewal": lambda room, aged: room.stamps.renew(aged) + b"% a remark\n%%EOF\n",
    "last byte lost": lambda room, aged: room.stamps.renew(aged)[:-1],
    "changed, then renewed": lambda room, aged: room.stamps.renew(flipped(aged)),
    "renewed, then changed": lambda room, aged: flipped(room.stamps.renew(aged)),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_a_renewal_hides_no_change(room, aged, change):
    facts = room.judge(change(room, aged))
    assert facts.finding in {Finding.BROKEN, Finding.UNREADABLE}
    assert facts.signed_at is None or facts.indication == "TOTAL-FAILED"


def stamped_by(kit, paper):
    """What anybody can do who has a time-stamp authority: a stamp behind ``paper``, and material that fits it."""
    material, file = kit.shelf.take(), BytesIO()
    file.write(paper)
    finish(close_with_stamp(file, kit.stamper, f"{ARCHIVE_FIELD}-2", material.certificates, material.answers))
    return file.getvalue()


def test_a_stamp_by_another_authority_of_the_same_names_is_not_believed(room, aged, tmp_path):
    foreign = open_ring(tmp_path / "foreign", room.clock, PKI_URL)
    with pytest.raises(Halt, match="archive_stamp_lapsed"):
        ArchiveStamps(foreign, room.clock).renew(aged)
    forged = stamped_by(foreign.current(), aged)
    assert len(stamp_serials(forged)) == 2
    assert room.judge(forged).finding is Finding.DISTRUSTED


def test_our_stamp_without_the_state_of_the_former_authority_is_not_believed(room, aged):
    """As anybody could have it made by our public time-stamp service, behind a paper whose stamp nobody vouches for."""
    forged = stamped_by(room.ring.current(), aged)
    assert room.judge(forged).finding is Finding.DISTRUSTED


def test_our_stamp_that_came_too_late_is_not_believed(room, aged):
    room.clock.pass_by(days=31)
    assert room.judge(stamped_by(room.ring.current(), aged)).finding is Finding.DISTRUSTED
