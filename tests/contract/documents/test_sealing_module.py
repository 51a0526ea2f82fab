"""The seal's key in a hardware module, by PKCS#11, with SoftHSM2 for a module."""

import shutil
import subprocess
import threading
from datetime import timedelta
from io import BytesIO

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import ReasonFlags
from pkcs11 import Attribute, ObjectClass
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.domain.errors import Unavailable
from documents.sealing import load_anchor, open_ring, prepare
from documents.sealing.lines import SEAL
from documents.sealing.module import ModuleSealKeys
from documents.sealing.place import seal_keys
from documents.sealing.renewing import open_care
from documents.sealing.token_session import TokenSession
from documents.service.settings import HouseSettings
from documents.verifying import Finding, judge
from tests.contract.documents.soft_token import KEY, LABEL, PIN, SoftToken, library
from tests.unit.documents.paper_house import PKI_URL, keys, now, pki
from tests.unit.documents.seal_room import SealRoom, SetClock, seal_serial

AT = str(int((now() + timedelta(minutes=1)).timestamp()))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A key folder without a seal, and the token in which its key was drawn: the tests work on copies."""
    folder = tmp_path_factory.mktemp("drawn")
    pki()
    pki_folder = shutil.copytree(keys() / "pki", folder / "keys" / "pki")
    (pki_folder / "seal.key").unlink()
    (pki_folder / "seal.pem").unlink()
    token = SoftToken(folder / "module")
    prepare(folder / "keys", now=now(), pki_url=PKI_URL, seal_keys=token.seal_keys())
    token.close()
    return folder


@pytest.fixture
def token(tmp_path, drawn):
    token = SoftToken(tmp_path / "module", like=drawn / "module" / "tokens")
    yield token
    token.close()


@pytest.fixture
def room(tmp_path, token, drawn):
    shutil.copytree(drawn / "keys", tmp_path / "keys")
    clock, place = SetClock(now()), token.seal_keys()
    ring = open_ring(tmp_path / "keys", clock, PKI_URL, place)
    return SealRoom(tmp_path / "keys", clock, ring, open_care(tmp_path / "keys", clock, PKI_URL, place))


def requires_seal_down(seal):
    with pytest.raises(Unavailable) as error:
        seal()
    assert error.value.code == "seal_down"


def test_a_paper_sealed_by_the_module_is_sound_and_no_file_holds_its_key(room):
    paper = room.seal()
    assert room.judge(paper).finding is Finding.SOUND
    public = room.current["seal"].public_key()
    in_files = [load_pem_private_key(path.read_bytes(), None).public_key() for path in room.folder.glob("*.key")]
    assert not list(room.folder.glob("*seal*.key*"))
    assert public not in in_files


def test_the_key_in_the_module_signs_only_and_does_not_come_out(room, token):
    with pkcs11.lib(str(library())).get_token(token_label=LABEL).open() as session:  # the sealer has logged in
        (key,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: KEY})
        assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)
        assert (key[Attribute.SIGN], key[Attribute.DECRYPT], key[Attribute.UNWRAP]) == (True, False, False)
        assert key.key_length == 3072
        with pytest.raises(pkcs11.AttributeSensitive):
            key[Attribute.PRIVATE_EXPONENT]


def test_pdfsig_and_openssl_verify_the_modules_seal(room, tmp_path):
    paper = room.seal()
    seal = PdfFileReader(BytesIO(paper)).embedded_regular_signatures[0]
    start, length, second, rest = (int(each) for each in seal.byte_range)
    (tmp_path / "paper.pdf").write_bytes(paper)
    (tmp_path / "seal.bytes").write_bytes(paper[start : start + length] + paper[second : second + rest])
    (tmp_path / "seal.p7s").write_bytes(seal.pkcs7_content.rstrip(b"\0"))
    assert "Signature is Valid." in run("pdfsig", "-nocert", tmp_path / "paper.pdf")
    assert "CMS Verification successful" in run(
        *("openssl", "cms", "-verify", "-inform", "DER", "-in", tmp_path / "seal.p7s"),
        *("-content", tmp_path / "seal.bytes", "-binary", "-CAfile", room.folder / "root.pem"),
        *("-purpose", "any", "-attime", AT, "-out", "/dev/null"),
    )


def run(*command):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_token_pulled_out_stops_the_sealing_and_put_back_it_seals_again(room, token):
    room.seal()
    token.pull_out()
    for _ in range(2):
        requires_seal_down(room.seal)
    token.put_back()
    assert room.judge(room.seal()).finding is Finding.SOUND


def test_a_session_lost_meanwhile_is_opened_again_without_a_failure(room):
    first = room.seal()
    pkcs11.lib(str(library())).reinitialize()  # as when the module was restarted: every session is gone
    assert [room.judge(each).finding for each in (first, room.seal())] == [Finding.SOUND] * 2


def test_a_login_that_somebody_ended_is_made_again(room):
    room.seal()
    room.ring.current().key.raw.session._opened.session.close()  # logs out
    assert room.judge(room.seal()).finding is Finding.SOUND


def test_an_office_opens_without_its_module_and_seals_when_it_is_there(room, token):
    token.pull_out()
    place = token.seal_keys()
    ring = open_ring(room.keys, room.clock, PKI_URL, place)
    later = SealRoom(room.keys, room.clock, ring, room.care)
    requires_seal_down(later.seal)
    token.put_back()
    assert room.judge(later.seal()).finding is Finding.SOUND


def test_a_wrong_pin_is_tried_once_and_not_until_the_token_locks(room, token, monkeypatch):
    pkcs11.lib(str(library())).reinitialize()
    token.pin_file.write_text("000000")
    opened = []
    place = token.seal_keys()
    real = place.session._open

    def counted():
        opened.append(place.session._refused_pin)
        return real()

    monkeypatch.setattr(place.session, "_open", counted)
    for _ in range(5):
        requires_seal_down(lambda: place.find(room.current["seal"].public_key()))
    assert opened == [None, "000000", "000000", "000000", "000000"]
    token.pin_file.write_text(PIN)
    assert place.find(room.current["seal"].public_key()).sign(b"bytes")


def test_threads_share_the_module(room):
    papers, threads = [], []
    for _ in range(8):
        threads.append(threading.Thread(target=lambda: papers.append(room.seal())))
        threads[-1].start()
    for thread in threads:
        thread.join(60)
    assert [room.judge(each).finding for each in papers] == [Finding.SOUND] * 8


def test_renewal_rotation_and_revocation_work_on_the_module(room, token):
    papers, serials = [room.seal()], [room.current["seal"].serial_number]
    room.care.renew(SEAL)
    papers.append(room.seal())
    room.care.rotate(SEAL)
    papers.append(room.seal())
    assert len({seal_serial(each) for each in papers}) == 3
    assert [room.judge(each).finding for each in papers] == [Finding.SOUND] * 3
    room.care.revoke(room.current["seal"].serial_number, ReasonFlags.key_compromise)
    requires_seal_down(room.seal)
    room.care.rotate(SEAL)
    assert room.judge(room.seal()).finding is Finding.SOUND
    assert serials[0] in {each.serial_number for each in room.ring.current().pki.retired}


def test_a_certificate_whose_key_is_not_in_the_module_seals_nothing(room, token):
    shutil.copy(keys() / "pki" / "seal.pem", room.folder / "seal.pem")
    requires_seal_down(room.seal)


@pytest.fixture
def empty(tmp_path):
    token = SoftToken(tmp_path / "empty")
    yield token
    token.close()


def test_the_pair_that_the_operator_drew_is_used(tmp_path, empty):
    """``pkcs11-tool`` or the vendor's program made it."""
    with pkcs11.lib(str(library())).get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        public, _ = session.generate_keypair(pkcs11.KeyType.RSA, 3072, id=b"\x01", label=KEY, store=True)
        modulus = int.from_bytes(public[Attribute.MODULUS], "big")
    own = prepare(tmp_path / "own", now=now(), pki_url=PKI_URL, seal_keys=empty.seal_keys())
    assert own.seal.public_key().public_numbers().n == modulus


def test_two_pairs_of_one_label_and_no_certificate_are_a_question_for_a_person(tmp_path, token):
    place = token.seal_keys()
    place.draw()
    with pytest.raises(ValueError, match="several keys"):
        prepare(tmp_path / "own", now=now(), pki_url=PKI_URL, seal_keys=place)


def test_the_settings_name_module_token_and_key(room, token, tmp_path, monkeypatch):
    shutil.copy(token.pin_file, room.folder / "seal.pin")
    for name, value in (("DATA", tmp_path), ("SEAL_MODULE", library()), ("SEAL_TOKEN", LABEL), ("SEAL_KEY", KEY)):
        monkeypatch.setenv(f"MINWON_{name}", str(value))
    place = seal_keys(HouseSettings())
    assert isinstance(place, ModuleSealKeys)
    ring = open_ring(room.keys, room.clock, PKI_URL, place)
    paper = SealRoom(room.keys, room.clock, ring, room.care).seal()
    assert judge(paper, load_anchor(room.keys), room.clock).finding is Finding.SOUND


@pytest.mark.parametrize(("module", "label"), [("/nowhere/module.so", "minwon"), (None, "")])
def test_settings_that_cannot_work_stop_the_process_at_its_start(monkeypatch, module, label):
    monkeypatch.setenv("MINWON_SEAL_MODULE", module or str(library()))
    monkeypatch.setenv("MINWON_SEAL_TOKEN", label)
    with pytest.raises(ValueError, match="MINWON_SEAL_MODULE"):
        HouseSettings()


def test_a_library_that_is_none_is_a_seal_out_of_reach(tmp_path, token):
    (tmp_path / "module.so").write_bytes(b"not a library")
    place = ModuleSealKeys(TokenSession(tmp_path / "module.so", LABEL, token.pin_file), KEY)
    requires_seal_down(place.draw)
