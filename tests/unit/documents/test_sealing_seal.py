import asyncio
import json
import shutil
import stat
import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from documents.domain.errors import Unavailable
from documents.sealing import certificates, open_sealer, prepare
from documents.sealing.archive import TIMESTAMP_BYTES
from documents.sealing.authority import Authority
from documents.sealing.lines import LINES
from documents.sealing.material import MaterialShelf
from documents.sealing.seal import SIGNATURE_BYTES
from tests.unit.documents.paper_house import PKI_URL, keys, now, pki, renderer, sealed_sample, sealer
from tests.unit.documents.paper_samples import draft


def test_the_seal_certifies_and_allows_no_change():
    reader = PdfFileReader(BytesIO(sealed_sample()))
    (seal,) = reader.embedded_regular_signatures
    (stamp,) = reader.embedded_timestamp_signatures
    assert seal.docmdp_level is MDPPerm.NO_CHANGES
    assert seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert stamp.sig_object["/SubFilter"] == "/ETSI.RFC3161"
    assert len(reader.root["/DSS"]["/OCSPs"]) == 2
    assert len(reader.root["/DSS"]["/Certs"]) == 4


def test_reserved_room_fits_signature_and_timestamp_without_great_waste():
    reader = PdfFileReader(BytesIO(sealed_sample()))
    for signatures, reserved in (
        (reader.embedded_regular_signatures, SIGNATURE_BYTES),
        (reader.embedded_timestamp_signatures, TIMESTAMP_BYTES),
    ):
        contents = signatures[0].pkcs7_content.rstrip(b"\0")
        assert 0.5 * reserved < 2 * len(contents) < 0.95 * reserved


def test_the_seal_is_drawn_without_any_font():
    reader = PdfFileReader(BytesIO(sealed_sample()))
    field = next(each for each in reader.root["/AcroForm"]["/Fields"] if each.get_object()["/T"] == "seal").get_object()
    appearance = field["/AP"]["/N"]
    assert "/Font" not in appearance["/Resources"]
    assert b" c " in appearance.data, "letters are curves"


def test_the_page_under_the_seal_stays_byte_for_byte():
    unsealed = renderer().render(draft())
    assert sealed_sample().startswith(unsealed)


def test_sealing_inside_a_running_loop_and_in_threads_works():
    unsealed = renderer().render(draft())

    async def inside():
        return sealer().seal(unsealed, draft())

    results = [asyncio.run(inside())]
    threads = [threading.Thread(target=lambda: results.append(sealer().seal(unsealed, draft()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 5
    assert all(len(PdfFileReader(BytesIO(each)).embedded_signatures) == 2 for each in results)


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF", sealed_sample])
def test_what_cannot_be_sealed_is_an_unavailable_seal(content):
    with pytest.raises(Unavailable) as error:
        sealer().seal(content() if callable(content) else content, draft())
    assert error.value.code == "seal_down"


def test_keys_are_made_once_and_only_their_owner_reads_them():
    again = prepare(keys(), now=now() + timedelta(days=400), pki_url="http://elsewhere")
    assert again.seal == pki().seal
    assert again.root_key.private_numbers() == pki().root_key.private_numbers()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (keys() / "pki").rglob("*.*")}
    assert modes.pop("statement.pub") == 0o644, "the wallet reads it, whoever that runs as"
    assert set(modes.values()) == {0o600}


def test_a_key_that_is_not_that_of_its_certificate_stops_the_sealer(tmp_path):
    folder = shutil.copytree(keys() / "pki", tmp_path / "pki")
    (folder / "tsa.key").write_bytes((folder / "ocsp.key").read_bytes())
    with pytest.raises(Unavailable):
        open_sealer(tmp_path, now, PKI_URL)
    (folder / "tsa.key").write_bytes(b"broken")
    with pytest.raises(Unavailable):
        open_sealer(tmp_path, now, PKI_URL)


@pytest.mark.parametrize("days", [-30, 365 * 6])
def test_outside_the_certificates_term_nothing_is_sealed(days):
    sealer_then = open_sealer(keys(), lambda: now() + timedelta(days=days), PKI_URL)
    with pytest.raises(Unavailable):
        sealer_then.seal(renderer().render(draft()), draft())


def test_a_revoked_seal_seals_no_more(tmp_path):
    shutil.copytree(keys() / "pki", tmp_path / "pki")
    own = prepare(tmp_path, now=now(), pki_url=PKI_URL)
    own.revoked_file.write_text(json.dumps({f"{own.seal.serial_number:x}": now().isoformat()}))
    with pytest.raises(Unavailable):
        open_sealer(tmp_path, now, PKI_URL).seal(renderer().render(draft()), draft())


def test_validation_material_is_reused_and_refreshed_in_time():
    time = [now()]
    clock = lambda: time[0]  # noqa: E731
    shelf = MaterialShelf(pki(), Authority(pki(), clock), clock)
    first = shelf.take()
    time[0] += timedelta(minutes=59)
    assert shelf.take() is first
    time[0] += timedelta(minutes=2)
    second = shelf.take()
    assert second.since == time[0]
    time[0] -= timedelta(hours=2)
    assert shelf.take().since == time[0], "a clock set back must not leave answers from the future"


def test_material_that_takes_a_second_to_collect_is_good_material():
    """Found under load: the answers were judged at the moment before they were asked for, as from the future."""
    moments = (now() + timedelta(seconds=each) for each in range(100))
    clock = lambda: next(moments)  # noqa: E731
    assert len(MaterialShelf(pki(), Authority(pki(), clock), clock).take().answers) == 2


@pytest.mark.parametrize("line", ["seal", "tsa", "ocsp", "root"])
def test_no_material_is_handed_out_past_the_end_of_a_certificate(line):
    """Found: what was collected a minute before the end was handed out for an hour."""
    end = getattr(pki(), line).not_valid_after_utc
    ending = replace(pki(), **{each: _ending(each, end) for each in ("seal", "tsa", "ocsp") if each != line})
    time = [end - timedelta(minutes=1)]
    clock = lambda: time[0]  # noqa: E731
    shelf = MaterialShelf(ending, Authority(ending, clock), clock)
    assert shelf.take().since == time[0]
    time[0] += timedelta(minutes=2)
    with pytest.raises((PathValidationError, PathBuildingError)):
        shelf.take()


def _ending(line, end):
    """A certificate for the same key that ends at ``end`` or, for lines that end earlier, holds then."""
    duty, key = LINES[line].duty, getattr(pki(), line).public_key()
    begin = end - timedelta(days=30)
    return certificates.issue(duty, key, root=pki().root, root_key=pki().root_key, now=begin, pki_url=PKI_URL)
