import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from documents.domain.errors import Halt
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.options import RegisterOptions
from documents.forms.catalogue import FORMS
from documents.verifying import PageSubjectReader, UnreadablePages, preview
from tests.unit.documents.paper_house import renderer, sealed, sealed_sample
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_samples import (
    EVERYTHING,
    NUMBER,
    draft,
    household_draft,
    long_household,
    rare_household,
)
from tests.unit.documents.paper_samples_vaccination import ENGLISH, child_draft, own_draft


@pytest.mark.parametrize(
    ("given", "name", "born"),
    [
        (draft(), "김서연", date(1988, 3, 14)),
        (draft(RegisterOptions(others_names=False, relations=False)), "김서연", date(1988, 3, 14)),
        (household_draft(rare_household()), "뷁쀍", date(1979, 9, 9)),
        (household_draft(long_household(), EVERYTHING), "박말순", date(1944, 1, 30)),
    ],
)
def test_the_subject_is_read_from_the_pages(given, name, born):
    subject = PageSubjectReader().read(renderer().render(given))
    assert (subject.number, subject.name, subject.born) == (NUMBER, name, born)


@pytest.mark.parametrize("kind", PaperKind)
def test_the_subject_of_each_kind_is_read_from_the_pages(kind):
    given = SAMPLES[kind]
    subject = PageSubjectReader().read(renderer().render(given))
    assert (subject.number, subject.name, subject.born) == (NUMBER, given.record.name.hangul, given.record.born)
    applicant_born = given.applicant_born or given.record.born
    assert (subject.applicant_name, subject.applicant_born) == (given.applicant.hangul, applicant_born)


@pytest.mark.parametrize("given", [child_draft(ENGLISH), own_draft(ENGLISH)])
def test_the_subject_of_an_english_paper_is_read(given):
    subject = PageSubjectReader().read(renderer().render(given))
    assert (subject.name, subject.born) == (given.record.name.hangul, given.record.born)
    assert (subject.applicant_name, subject.applicant_born) == ("김서연", date(1988, 3, 14))


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.RESIDENT_REGISTER])
@pytest.mark.parametrize(
    "people", ["김가람 ({born})", "{name} (1970-01-01)"], ids=["another name", "another birth date"]
)
def test_people_lines_that_do_not_belong_to_the_data_below_are_a_mismatch(monkeypatch, kind, people):
    """As if a template had kept the people of an earlier paper above the data of this one."""
    given = SAMPLES[kind]
    form, label = FORMS[kind], "대상자" if given.applicant_born else "신청인"
    laid, wrong = form.lay_out(given), people.format(name=given.record.name.hangul, born=given.record.born)
    facts = tuple(replace(each, value=wrong) if each.label.startswith(label) else each for each in laid.facts)
    assert facts != laid.facts
    monkeypatch.setitem(FORMS, kind, replace(form, lay_out=lambda _given: replace(laid, facts=facts)))
    with pytest.raises(Halt) as halt:
        PageSubjectReader().read(renderer().render(given))
    assert halt.value.code == "subject_mismatch"


def test_the_sealed_paper_reads_the_same():
    assert PageSubjectReader().read(sealed_sample()).name == "김서연"


def test_a_heading_that_does_not_belong_to_the_table_below_is_a_mismatch(monkeypatch):
    """As if a template had kept an earlier applicant: the title names one person, the table another's household."""
    from documents.forms import resident_register  # noqa: PLC0415

    honest = resident_register.choose
    stranger = household_draft(rare_household())
    monkeypatch.setattr(resident_register, "choose", lambda given: honest(stranger))
    with pytest.raises(Halt) as halt:
        PageSubjectReader().read(renderer().render(draft()))
    assert halt.value.code == "subject_mismatch"


def test_a_birth_date_of_another_century_is_a_mismatch(monkeypatch):
    from documents.forms import resident_register  # noqa: PLC0415

    given = draft()
    honest = resident_register.choose(given)
    rows = tuple(replace(row, rrn=row.rrn.replace("880314-2", "880314-4")) for row in honest.members)
    monkeypatch.setattr(resident_register, "choose", lambda _given: replace(honest, members=rows))
    with pytest.raises(Halt):
        PageSubjectReader().read(renderer().render(given))


def test_pages_of_two_papers_in_one_file_are_a_mismatch():
    first = pikepdf.open(BytesIO(renderer().render(draft())))
    second = pikepdf.open(BytesIO(renderer().render(draft(number=type(NUMBER).parse("1111222233334444")))))
    output = BytesIO()
    with first, second:
        for page in second.pages:
            del page.obj.Annots
        with warnings.catch_warnings(action="ignore"):  # the seal field stays behind, as meant
            first.pages.extend(second.pages)
        first.save(output)
    with pytest.raises(Halt):
        PageSubjectReader().read(output.getvalue())


@pytest.mark.parametrize("junk", [b"", b"text", b"%PDF-1.7"])
def test_an_unreadable_file_is_a_mismatch(junk):
    with pytest.raises(Halt):
        PageSubjectReader().read(junk)


def test_the_preview_shows_page_one_with_its_seal():
    picture = Image.open(BytesIO(preview(sealed_sample()))).convert("RGB")
    unsealed = Image.open(BytesIO(preview(renderer().render(draft())))).convert("RGB")
    assert picture.size == unsealed.size == (720, 1019)
    assert _reds(picture) > _reds(unsealed) + 1000


def test_a_preview_of_nothing_is_refused():
    with pytest.raises(UnreadablePages):
        preview(b"nothing")


def _reds(picture):
    return sum(count for count, (r, g, b) in picture.getcolors(1 << 24) if r > 150 and g < 80 and b < 80)


def test_papers_rendered_and_sealed_at_once_never_mix():
    """The lesson of 2024: 646 papers with another person's data when several people connected at once."""
    people = [draft(), household_draft(rare_household()), household_draft(long_household(), EVERYTHING)]
    wanted = [replace(people[turn % 3], number=PaperNumber.draw()) for turn in range(48)]
    with ThreadPoolExecutor(12) as pool:
        papers = list(pool.map(sealed, wanted))
    for given, paper in zip(wanted, papers, strict=True):
        subject = PageSubjectReader().read(paper)
        assert (subject.number, subject.name) == (given.number, given.record.name.hangul)
