"""Every way to change a paper that we know of, and what the check must say of it."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.verdict import CheckStatus, Mark
from documents.rendering import open_renderer
from documents.sealing import open_sealer
from documents.verifying import Checker, Finding, IssuedPaper, judge
from tests.unit.documents.paper_house import PKI_URL, now, pki, renderer, sealed_sample
from tests.unit.documents.paper_samples import NUMBER, draft


class Ledger:
    """Knows one paper: the sealed sample."""

    def __init__(self, **changes):
        sample = draft()
        digest = hashlib.sha256(sealed_sample()).hexdigest()
        fields = {
            "number": NUMBER,
            "kind": PaperKind.RESIDENT_REGISTER,
            "sha256": digest,
            "issued_at": sample.issued_at,
            "expires_at": sample.expires_at,
        }
        self.code = sample.check_code
        self.paper = IssuedPaper(**{**fields, **changes})

    def find(self, number: PaperNumber):
        return self.paper if number == self.paper.number else None

    def find_coded(self, number: PaperNumber, check_code: str):
        return self.find(number) if check_code == self.code else None

    def find_sha256(self, sha256: str):
        return self.paper if sha256 == self.paper.sha256 else None


def check(pdf, clock=now, **changes):
    return Checker(papers=Ledger(**changes), judge=lambda each: judge(each, pki().root, clock), clock=clock).by_file(
        pdf
    )


def flipped():
    """One bit of the attached data."""
    pdf = bytearray(sealed_sample())
    place = pdf.index(b"/EmbeddedFile")
    start = pdf.index(b"stream", place) + 60
    pdf[start] ^= 1
    return bytes(pdf)


def overlaid():
    """A white box over the address, in a revision of its own: pdfsig calls such a file valid."""
    writer = IncrementalPdfFileWriter(BytesIO(sealed_sample()))
    from pyhanko.pdf_utils import generic  # noqa: PLC0415

    stream = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 100 560 250 60 re f Q"))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def metadata_changed():
    writer = IncrementalPdfFileWriter(BytesIO(sealed_sample()))
    writer.set_info(writer.add_object(writer.prev.trailer["/Info"]))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def resaved():
    output = BytesIO()
    with pikepdf.open(BytesIO(sealed_sample())) as pdf:
        pdf.save(output)
    return output.getvalue()


def unsigned_with_our_number():
    return renderer().render(draft())


def stripped():
    """The seal cut off: what was there before it."""
    return sealed_sample()[: sealed_sample().index(b"%%EOF") + 6]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """The same words, sealed by an authority with the same names and other keys."""
    folder = tmp_path_factory.mktemp("foreign")
    foreign_renderer, foreign_sealer = open_renderer(folder), open_sealer(folder, now, PKI_URL)
    return foreign_sealer.seal(foreign_renderer.render(draft()), draft())


def test_the_paper_itself_is_genuine():
    verdict = check(sealed_sample())
    assert (verdict.status, verdict.mark, verdict.sha256_match) == (CheckStatus.VALID, Mark.GENUINE, True)
    assert (verdict.indication, verdict.sub_indication) == ("TOTAL-PASSED", None)
    assert verdict.signed_at == now().replace(microsecond=0)
    assert (verdict.kind, verdict.issued_at) == (PaperKind.RESIDENT_REGISTER, draft().issued_at)


@pytest.mark.parametrize(
    "change",
    [
        flipped,
        overlaid,
        metadata_changed,
        resaved,
        unsigned_with_our_number,
        stripped,
        lambda: sealed_sample() + b"\n",
        lambda: sealed_sample() + b"% a remark\n%%EOF\n",
        lambda: sealed_sample() + sealed_sample(),
        lambda: sealed_sample()[:-1],
        lambda: sealed_sample()[:-2000],
    ],
    ids=[
        "flipped bit",
        "overlay",
        "metadata",
        "re-saved",
        "unsigned",
        "stripped",
        "newline appended",
        "remark appended",
        "doubled",
        "last byte lost",
        "end lost",
    ],
)
def test_a_changed_paper_is_tampered(change):
    verdict = check(change())
    assert (verdict.status, verdict.mark, verdict.sha256_match) == (CheckStatus.TAMPERED, Mark.TAMPERED, False)
    assert verdict.kind is None, "nothing of the ledger is told about a file that is not the paper"
    assert verdict.issued_at is None


def test_another_authority_of_the_same_names_is_not_ours(foreign):
    assert judge(foreign, pki().root, now).finding is Finding.STRANGER
    verdict = check(foreign)
    assert (verdict.status, verdict.mark) == (CheckStatus.NOT_OURS, Mark.CERTIFICATE_FAILED)
    assert verdict.indication == "INDETERMINATE"


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"%PDF-1.7\n" + bytes(5000),
        b"PK\x03\x04" + bytes(100),
        lambda: sealed_sample()[:9000],
    ],
    ids=["empty", "text", "bare header", "zeros", "zip", "beginning only"],
)
def test_what_is_no_document_is_unreadable(junk):
    verdict = check(junk() if callable(junk) else junk)
    assert (verdict.status, verdict.mark, verdict.indication) == (CheckStatus.UNREADABLE, Mark.UNCHECKED, None)


def test_a_strangers_document_is_not_ours():
    output = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(output)
    verdict = check(output.getvalue())
    assert (verdict.status, verdict.mark) == (CheckStatus.NOT_OURS, Mark.UNCHECKED)


def test_our_seal_on_a_paper_that_the_ledger_lost_is_unknown():
    other = PaperNumber.parse("1111222233334444")
    verdict = check(sealed_sample(), number=other, sha256="0" * 64)
    assert (verdict.status, verdict.mark) == (CheckStatus.UNKNOWN, Mark.UNCHECKED)
    assert verdict.indication == "TOTAL-PASSED"


def test_our_broken_seal_is_tampered_even_when_the_ledger_does_not_know_the_number():
    other = PaperNumber.parse("1111222233334444")
    assert check(flipped(), number=other, sha256="0" * 64).status is CheckStatus.TAMPERED


@pytest.mark.parametrize("years", [1, 8, 25])
def test_a_seal_stays_sound_long_after_its_certificate_ended(years):
    later = lambda: now() + timedelta(days=365 * years)  # noqa: E731
    facts = judge(sealed_sample(), pki().root, later)
    assert (facts.finding, facts.indication) == (Finding.SOUND, "TOTAL-PASSED")


def test_a_paper_from_the_future_is_not_believed():
    facts = judge(sealed_sample(), pki().root, lambda: now() - timedelta(days=3))
    assert facts.finding is not Finding.SOUND
