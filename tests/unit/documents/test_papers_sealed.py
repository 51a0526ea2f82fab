"""A sealed paper of each kind: judged sound, its codes read back, its kind told by the public check."""

import hashlib

import pytest

from documents.domain.kind import PaperKind
from documents.domain.verdict import CheckStatus, Mark
from documents.rendering.statement import read_statement
from documents.rendering.statement_key import load_statement_key
from documents.verifying import Checker, Finding, IssuedPaper, PageSubjectReader
from documents.verifying.pages import page_texts
from tests.unit.documents.paper_house import judge_of_house, keys, now, sealed_kind
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_pages import codes_of, fonts_of

kinds = pytest.mark.parametrize("kind", PaperKind)


class OnePaper:
    """The ledger's view of one issued paper."""

    def __init__(self, kind: PaperKind) -> None:
        made, pdf = SAMPLES[kind], sealed_kind(kind)
        digest = hashlib.sha256(pdf).hexdigest()
        self.code = made.check_code
        self.paper = IssuedPaper(made.number, kind, digest, made.issued_at, made.expires_at)

    def find(self, number):
        return self.paper if number == self.paper.number else None

    def find_coded(self, number, check_code):
        return self.find(number) if check_code == self.code else None

    def find_sha256(self, sha256):
        return self.paper if sha256 == self.paper.sha256 else None


@kinds
def test_its_seal_is_sound_and_its_subject_is_read(kind):
    pdf, made = sealed_kind(kind), SAMPLES[kind]
    facts = judge_of_house(pdf)
    assert (facts.finding, facts.number) == (Finding.SOUND, made.number)
    subject = PageSubjectReader().read(pdf)
    assert (subject.name, subject.born) == (made.record.name.hangul, made.record.born)


@kinds
def test_both_codes_are_read_back_from_a_picture_of_every_page(kind):
    pdf, made = sealed_kind(kind), SAMPLES[kind]
    for page in range(len(page_texts(pdf))):
        codes = codes_of(pdf, page)
        assert codes["QRCode"] == made.verify_url
        statement = read_statement(codes["DataMatrix"], load_statement_key(keys()).public_key())
        assert statement is not None
        assert (statement.number, statement.kind) == (made.number, kind.value)


@kinds
def test_every_font_is_embedded(kind):
    fonts = fonts_of(sealed_kind(kind))
    assert fonts
    assert all(font["embedded"] and "Helvetica" not in font["name"] for font in fonts)


@kinds
def test_the_public_check_tells_its_kind(kind):
    papers = OnePaper(kind)
    checker = Checker(papers=papers, judge=judge_of_house, clock=now)
    by_file = checker.by_file(sealed_kind(kind))
    by_number = checker.by_number(str(papers.paper.number), papers.code)
    for verdict in (by_file, by_number):
        assert (verdict.status, verdict.mark, verdict.kind) == (CheckStatus.VALID, Mark.GENUINE, kind)
