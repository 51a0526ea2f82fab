"""Certificates come, go and are revoked; the sealer follows without a restart."""

from datetime import timedelta

import pytest
import structlog
from cryptography import x509
from cryptography.x509 import ocsp

from documents.domain.errors import Halt, Unavailable
from documents.domain.number import VERIFIABLE_FOR
from documents.sealing import renewing
from documents.sealing.key_files import write_whole
from documents.sealing.keys import key_id
from documents.sealing.lines import LINES, OCSP, SEAL, TSA
from documents.sealing.seal_keys import seal_key_files
from documents.verifying import Finding
from tests.unit.documents.seal_room import open_room, seal_serial, stamp_serials

COMPROMISED = x509.ReasonFlags.key_compromise


@pytest.fixture
def room(tmp_path):
    return open_room(tmp_path)


def requires_seal_down(seal):
    with pytest.raises(Unavailable) as error:
        seal()
    assert error.value.code == "seal_down"


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_renewed_certificate_has_the_same_key_and_counts_at_once(room, line):
    before, former = room.seal(), room.current[line.name]
    fresh = room.care.renew(line)
    after = room.seal()
    assert fresh.public_key() == former.public_key()
    assert fresh.serial_number != former.serial_number
    assert room.current[line.name] == fresh
    assert [room.judge(each).finding for each in (before, after)] == [Finding.SOUND] * 2


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_rotated_line_has_another_key_and_the_former_key_is_gone(room, line):
    before, former = room.seal(), room.current[line.name]
    fresh = room.care.rotate(line)
    after = room.seal()
    assert fresh.public_key() != former.public_key()
    assert [each.name for each in room.folder.glob(f"{line.name}*.key")] == [
        f"{line.name}-{key_id(fresh.public_key()).hex()}.key"
    ]
    assert [room.judge(each).finding for each in (before, after)] == [Finding.SOUND] * 2


def test_the_papers_name_the_certificates_of_their_time(room):
    first, former = room.seal(), dict(room.current)
    room.care.rotate(SEAL)
    room.care.rotate(TSA)
    second = room.seal()
    assert (seal_serial(first), stamp_serials(first)) == (
        former["seal"].serial_number,
        [former["tsa"].serial_number],
    )
    assert (seal_serial(second), stamp_serials(second)) == (
        room.current["seal"].serial_number,
        [room.current["tsa"].serial_number],
    )


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_revoked_certificate_seals_nothing_more_until_its_line_is_rotated(room, line):
    before = room.seal()
    room.care.revoke(room.current[line.name].serial_number, COMPROMISED)
    requires_seal_down(room.seal)
    room.care.rotate(line)
    after = room.seal()
    assert [room.judge(each).finding for each in (before, after)] == [Finding.SOUND] * 2


def test_a_revocation_of_a_former_certificate_stops_nothing(room):
    before, former = room.seal(), room.current["seal"]
    room.care.rotate(SEAL)
    room.clock.pass_by(days=1)
    room.care.revoke(former.serial_number, x509.ReasonFlags.superseded)
    assert room.judge(room.seal()).finding is Finding.SOUND
    assert room.judge(before).finding is Finding.SOUND, "it was sealed before"


class Interrupted:
    """Signs as the file does, after something else has happened."""

    def __init__(self, files, happens):
        self.files, self.happens = files, happens

    def __getattr__(self, name):
        return getattr(self.files, name)

    def find(self, public):
        raw, happens = self.files.find(public), self.happens

        class Signer:
            def sign(self, data):
                happens.pop()() if happens else None
                return raw.sign(data)

        return Signer()


def interrupted_room(tmp_path):
    """A room, and the list of what shall happen while it seals."""
    happens = []
    return open_room(tmp_path, seal_keys=Interrupted(seal_key_files(tmp_path / "pki"), happens)), happens


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_paper_is_not_given_out_when_its_certificate_is_revoked_while_it_is_sealed(tmp_path, line):
    room, happens = interrupted_room(tmp_path)
    happens.append(lambda: room.care.revoke(room.current[line.name].serial_number, COMPROMISED))
    requires_seal_down(room.seal)
    assert happens == [], "the revocation fell into the sealing"


def test_a_paper_is_given_out_when_its_certificate_is_replaced_while_it_is_sealed(tmp_path):
    room, happens = interrupted_room(tmp_path)
    former = room.current["seal"].serial_number
    happens.append(lambda: room.care.renew(SEAL))
    paper = room.seal()
    assert (seal_serial(paper), room.judge(paper).finding) == (former, Finding.SOUND)
    assert room.current["seal"].serial_number != former


def test_a_revoked_certificate_is_not_renewed(room):
    room.care.revoke(room.current["seal"].serial_number, COMPROMISED)
    with pytest.raises(Halt, match="certificate_revoked"):
        room.care.renew(SEAL)


def test_a_second_revocation_changes_nothing(room):
    serial = room.current["seal"].serial_number
    first = room.care.revoke(serial, COMPROMISED)
    room.clock.pass_by(hours=3)
    assert room.care.revoke(serial, x509.ReasonFlags.superseded) == first


def test_only_certificates_of_ours_are_revoked_and_never_the_root(room):
    for serial in (4711, room.ring.current().pki.root.serial_number):
        with pytest.raises(Halt, match="unknown_certificate"):
            room.care.revoke(serial, COMPROMISED)
    assert not (room.folder / "revoked.json").exists()


def test_states_of_former_certificates_are_told(room):
    former = room.current["seal"]
    room.care.rotate(SEAL)
    room.care.revoke(former.serial_number, COMPROMISED)
    answer = ocsp.load_der_ocsp_response(room.ring.current().authority.status(former))
    assert (answer.certificate_status, answer.revocation_reason) == (ocsp.OCSPCertStatus.REVOKED, COMPROMISED)
    listed = x509.load_der_x509_crl(room.ring.current().authority.revocation_list())
    entry = listed.get_revoked_certificate_by_serial_number(former.serial_number)
    assert entry.extensions.get_extension_for_class(x509.CRLReason).value.reason is COMPROMISED


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_certificate_is_followed_before_it_ends_and_once(room, line):
    former = room.current[line.name]
    room.clock.moment = former.not_valid_after_utc - line.lead - timedelta(seconds=1)
    assert line not in room.care.rotate_when_due()
    room.clock.pass_by(seconds=1)
    assert line in room.care.rotate_when_due()
    assert room.current[line.name].public_key() != former.public_key()
    assert room.care.rotate_when_due() == ()
    assert room.judge(room.seal()).finding is Finding.SOUND


def test_every_archive_timestamp_outlives_its_paper(room):
    """Sealed in the last moment before the change, day by day looked after."""
    room.clock.moment = room.current["tsa"].not_valid_after_utc - TSA.lead - timedelta(days=1, seconds=1)
    for _ in range(4):
        room.care.rotate_when_due()
        assert room.stamps.good_until(room.seal()) > room.clock() + VERIFIABLE_FOR
        room.clock.pass_by(days=1)


def test_near_the_roots_own_end_nothing_is_gained_by_another_certificate(room):
    end = room.ring.current().pki.root.not_valid_after_utc
    room.clock.moment = end - timedelta(days=150)
    assert room.care.rotate_when_due() == (SEAL, TSA, OCSP), "all three had ended long ago"
    room.clock.moment = end - timedelta(days=20)
    with structlog.testing.capture_logs() as said:
        assert room.care.rotate_when_due() == ()
    assert [each["code"] for each in said] == ["root_ends_soon"] * 3


@pytest.mark.parametrize("stops_at", ["retired", "seal.pem"])
def test_a_change_that_stops_half_way_leaves_the_former_generation(room, monkeypatch, stops_at):
    def full(path, content):
        if stops_at in str(path):
            raise OSError(28, "No space left on device")
        write_whole(path, content)

    former = room.current["seal"]
    monkeypatch.setattr(renewing, "write_whole", full)
    requires_seal_down(lambda: room.care.rotate(SEAL))
    assert seal_serial(room.seal()) == former.serial_number
    monkeypatch.undo()
    room.care.rotate(SEAL)
    assert room.judge(room.seal()).finding is Finding.SOUND
    assert len(list(room.folder.glob("seal*.key"))) == 1, "the key of the attempt is gone, too"


def test_a_key_that_cannot_sign_does_not_take_over(tmp_path):
    class Faulty(Interrupted):
        def draw(self):
            drawn = self.files.draw()
            self.find = lambda public: type("Signer", (), {"sign": lambda self, data: bytes(384)})()
            return drawn

    room = open_room(tmp_path)
    former = room.current["seal"]
    faulty = Faulty(seal_key_files(tmp_path / "pki"), [])
    with pytest.raises(Halt, match="seal_key_unproven"):
        renewing.open_care(tmp_path, room.clock, "http://pki", faulty).rotate(SEAL)
    assert room.current["seal"] == former
    assert room.judge(room.seal()).finding is Finding.SOUND
