"""The finished paper before programs that know nothing of ours."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf.pdfa import validate_written
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.domain.kind import PaperKind
from documents.domain.options import PremiumOptions
from documents.sealing.authority import Authority
from tests.unit.documents.paper_house import keys, now, pki, sealed
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_samples import (
    EVERYTHING,
    ISSUED_AT,
    draft,
    household_draft,
    long_household,
    rare_household,
)
from tests.unit.documents.paper_samples_premium import MONTHS, premium_draft
from tests.unit.documents.paper_samples_vaccination import ENGLISH, child_draft

AT = str(int(ISSUED_AT.timestamp()) + 60)
OTHERS = [kind for kind in PaperKind if kind is not PaperKind.RESIDENT_REGISTER]
PAPERS = {
    "default": draft,
    "everything": lambda: draft(EVERYTHING),
    "two-pages": lambda: household_draft(long_household(), EVERYTHING),
    "rare-letters": lambda: household_draft(rare_household()),
    "english": lambda: child_draft(ENGLISH),
    "ten-years-of-premiums": lambda: premium_draft(PremiumOptions(since=MONTHS[0].month, until=MONTHS[-1].month)),
    **{kind.value: lambda kind=kind: SAMPLES[kind] for kind in OTHERS},
}


def run(*command: str | Path) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    for name, make in PAPERS.items():
        (folder / f"{name}.pdf").write_bytes(sealed(make()))
    return folder


@pytest.fixture(scope="module")
def signature(files):
    """The CMS of the seal and the bytes it covers, and the archive time-stamp with its bytes."""
    pdf = (files / "default.pdf").read_bytes()
    reader = PdfFileReader(BytesIO(pdf))
    for name, embedded in (
        ("seal", reader.embedded_regular_signatures[0]),
        ("archive", reader.embedded_timestamp_signatures[0]),
    ):
        start, length, second, rest = (int(each) for each in embedded.byte_range)
        (files / f"{name}.bytes").write_bytes(pdf[start : start + length] + pdf[second : second + rest])
        (files / f"{name}.der").write_bytes(embedded.signed_data.dump())
        (files / f"{name}.p7s").write_bytes(embedded.pkcs7_content.rstrip(b"\0"))
    return files


@pytest.mark.parametrize("name", PAPERS)
def test_qpdf_finds_no_fault(files, name):
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", files / f"{name}.pdf")


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_embedded_a_subset_and_has_unicode(files, name):
    lines = run("pdffonts", files / f"{name}.pdf").splitlines()[2:]
    assert lines
    for line in lines:
        assert " yes yes yes " in line, line
        assert "Helvetica" not in line


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_is_pdf_a_3b_as_far_as_the_validator_sees(files, name):
    """An allowlist validator: it denies what it does not know. Of that kind are four things that PDF/A-3 does allow."""
    allowed = ("interactive forms (/AcroForm)", "permissions (/Perms)", "/DSS are not checked", "embedded files")
    report = validate_written(files / f"{name}.pdf", "3b")
    assert [each for each in map(str, report.findings) if not any(words in each for words in allowed)] == []


@pytest.mark.parametrize("name", ["default", *OTHERS])
def test_pdfsig_finds_a_valid_certifying_seal(files, name):
    text = run("pdfsig", "-nocert", files / f"{name}.pdf")
    assert "Signature Type: ETSI.CAdES.detached" in text
    assert "Signature Validation: Signature is Valid." in text
    assert "Total document signed" in text, "the archive time-stamp"


def test_openssl_verifies_the_seal(signature):
    text = run(
        *("openssl", "cms", "-verify", "-inform", "DER", "-in", signature / "seal.p7s"),
        *("-content", signature / "seal.bytes", "-binary", "-CAfile", keys() / "pki" / "root.pem"),
        *("-purpose", "any", "-attime", AT, "-out", "/dev/null"),
    )
    assert "CMS Verification successful" in text


def test_openssl_refuses_the_seal_over_other_bytes(signature):
    changed = signature / "changed.bytes"
    changed.write_bytes((signature / "seal.bytes").read_bytes().replace(b"seal", b"sea1", 1))
    with pytest.raises(AssertionError, match="CMS Verification failure"):
        run(
            *("openssl", "cms", "-verify", "-inform", "DER", "-in", signature / "seal.p7s"),
            *("-content", changed, "-binary", "-CAfile", keys() / "pki" / "root.pem"),
            *("-purpose", "any", "-attime", AT, "-out", "/dev/null"),
        )


def test_openssl_verifies_the_archive_timestamp_over_the_file(signature):
    text = run(
        *("openssl", "ts", "-verify", "-token_in", "-in", signature / "archive.p7s"),
        *("-data", signature / "archive.bytes", "-CAfile", keys() / "pki" / "root.pem", "-attime", AT),
    )
    assert "Verification: OK" in text


@pytest.mark.parametrize("digest", ["-sha256", "-sha384", "-sha512"])
@pytest.mark.parametrize("certificate", [["-cert"], []])
def test_openssl_asks_for_a_timestamp_and_verifies_the_answer(tmp_path, digest, certificate):
    from documents.sealing.timestamps import TimestampAuthority  # noqa: PLC0415

    query, reply, data = tmp_path / "q.tsq", tmp_path / "r.tsr", tmp_path / "data"
    data.write_bytes(b"a paper")
    run("openssl", "ts", "-query", "-data", data, digest, *certificate, "-out", query)
    reply.write_bytes(TimestampAuthority(pki(), now).respond(query.read_bytes()))
    untrusted = [] if certificate else ["-untrusted", keys() / "pki" / "tsa.pem"]
    anchor = ["-CAfile", keys() / "pki" / "root.pem", "-attime", AT]
    assert "Verification: OK" in run("openssl", "ts", "-verify", "-queryfile", query, "-in", reply, *anchor, *untrusted)
    run("openssl", "ts", "-reply", "-in", reply, "-text")


def test_openssl_asks_for_certificate_states(tmp_path):
    folder = keys() / "pki"
    request, answer = tmp_path / "q.der", tmp_path / "r.der"
    for name in ("seal", "tsa"):
        certificate = folder / f"{name}.pem"
        run("openssl", "ocsp", "-issuer", folder / "root.pem", "-cert", certificate, "-no_nonce", "-reqout", request)
        answer.write_bytes(Authority(pki(), now).respond(request.read_bytes()))
        text = run(
            *("openssl", "ocsp", "-issuer", folder / "root.pem", "-cert", certificate, "-no_nonce", "-respin", answer),
            *("-CAfile", folder / "root.pem", "-attime", AT, "-validity_period", "999999999"),
        )
        assert "Response verify OK" in text
        assert f"{name}.pem: good" in text


def test_openssl_reads_the_revocation_list(tmp_path):
    crl = tmp_path / "crl.der"
    crl.write_bytes(Authority(pki(), now).revocation_list())
    text = run(
        "openssl", "crl", "-inform", "DER", "-in", crl, "-CAfile", keys() / "pki" / "root.pem", "-noout", "-text"
    )
    assert "verify OK" in text


def test_pdftotext_reads_the_words_of_the_form(files):
    text = run("pdftotext", "-layout", files / "rare-letters.pdf", "-")
    for words in (
        "주민등록표",
        "이 등본은 세대별 주민등록표의 원본내용과 틀림없음을 증명합니다.",
        "뷁쀍(龘)",
        "서울특별시 마포구청장",
    ):
        assert words in text


@pytest.mark.parametrize("kind", PaperKind)
def test_pdfdetach_finds_the_data(files, kind):
    name = "default" if kind is PaperKind.RESIDENT_REGISTER else kind.value
    assert f"{kind.value}.json" in run("pdfdetach", "-list", files / f"{name}.pdf")


def test_the_picture_of_the_page_has_seal_codes_and_pale_ground(files, tmp_path):
    from PIL import Image  # noqa: PLC0415

    run("pdftoppm", "-r", "60", "-png", "-singlefile", files / "default.pdf", tmp_path / "page")
    picture = Image.open(tmp_path / "page.png").convert("RGB")
    counts = picture.getcolors(1 << 24)
    total = sum(count for count, _ in counts)
    red = sum(count for count, (r, g, b) in counts if r > 150 and g < 90 and b < 90)
    pale = sum(count for count, (r, g, b) in counts if min(r, g, b) > 180 and max(r, g, b) < 255)
    white = sum(count for count, colour in counts if colour == (255, 255, 255))
    assert red > 400, "the seal"
    assert pale / total > 0.1, "the woven ground"
    assert white / total > 0.4, "which leaves the page white"
