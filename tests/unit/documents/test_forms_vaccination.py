import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.options import Language, PremiumOptions, VaccinationOptions
from documents.domain.records import Dose
from documents.forms.catalogue import FORMS
from documents.forms.vaccination_choice import choose
from documents.forms.vaccination_data import as_data
from documents.verifying import PageSubjectReader
from documents.verifying.pages import page_texts
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import JUNHO, NUMBER, SEOYEON
from tests.unit.documents.paper_samples_vaccination import (
    ADDRESS_EN,
    CHILD,
    CHILD_BORN,
    DOSES,
    ENGLISH,
    GUARDIAN_BORN,
    ROMAN,
    SIXTY,
    child_draft,
    own_draft,
    record,
)
from tests.unit.documents.paper_schemas import require_schema

_HANGUL = re.compile("[가-힣]")
doses = st.lists(st.sampled_from((*DOSES, *SIXTY)), min_size=1, max_size=40, unique=True)


def squeezed(text: str) -> str:
    """Without the breaks of lines in cells."""
    return "".join(text.split())


def line(place: int, dose: Dose, language: Language) -> str:
    korean = f"{place}{dose.vaccine}{dose.round}차{dose.given}{dose.clinic}"
    return squeezed(
        korean if language is Language.KOREAN else f"{place}{dose.vaccine_en}{dose.round}{dose.given}{dose.clinic_en}"
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(doses, st.sampled_from(Language))
def test_the_page_holds_every_dose_in_its_language_and_no_other(some, language):
    given_draft = child_draft(VaccinationOptions(language=language), record=record(*some))
    pdf = renderer().render(given_draft)
    text, data = squeezed(text_of(pdf)), data_of(pdf)
    require_schema(data)
    assert all(line(place, dose, language) in text for place, dose in enumerate(some, start=1))
    assert len(data["doses"]) == len(some)
    for dose in (*DOSES, *SIXTY):
        korean, english = squeezed(dose.vaccine) in text, squeezed(dose.vaccine_en) in text
        present = any(dose.vaccine == each.vaccine for each in some)
        assert (korean, english) == ((present, False) if language is Language.KOREAN else (False, present))


@pytest.mark.parametrize("secret", [ROMAN, ADDRESS_EN])
def test_name_and_address_for_abroad_stand_on_the_english_paper_alone(secret):
    korean, english = renderer().render(child_draft()), renderer().render(child_draft(ENGLISH))
    assert (secret in text_of(korean), secret in text_of(english)) == (False, True)
    assert (secret in json.dumps(data_of(korean)), secret in json.dumps(data_of(english))) == (False, True)


def test_the_english_paper_is_bilingual_in_its_labels_and_english_in_its_rows():
    text = text_of(renderer().render(child_draft(ENGLISH)))
    for words in (
        "예방접종증명서",
        "CERTIFICATE OF VACCINATION",
        "문서확인번호 Document No.: 1234-5678-1234-5670",
        "신청인 Applicant: 김서연 (1988-03-14)",
        "대상자 Subject: 이하온 (2019-05-20)",
        "We certify that the person named above received the vaccinations listed above.",
        "2 March 2026",
        "31 May 2026",
        "질병관리청장",
        "Korea Disease Control and Prevention Agency",
        "견본 · 법적 효력 없음",
        "SAMPLE · NO LEGAL EFFECT",
    ):
        assert words in text, words
    sheet = FORMS[PaperKind.VACCINATION].lay_out(child_draft(ENGLISH))
    assert not any(_HANGUL.search(cell.text) for row in sheet.tables[1].rows for cell in row)


def test_a_childs_paper_names_both_and_reads_back_as_the_childs():
    for options in (VaccinationOptions(), ENGLISH):
        pdf = renderer().render(child_draft(options))
        subject = PageSubjectReader().read(pdf)
        assert (subject.number, subject.name, subject.born) == (NUMBER, CHILD.hangul, CHILD_BORN)
        assert (subject.applicant_name, subject.applicant_born) == (SEOYEON.hangul, GUARDIAN_BORN)
        data = data_of(pdf)
        assert data["applicant"] == {"name": "김서연", "born": "1988-03-14"}
        assert data["subject"] == {"name": "이하온", "born": "2019-05-20"}


def test_ones_own_paper_names_one_person():
    pdf = renderer().render(own_draft())
    subject = PageSubjectReader().read(pdf)
    assert (subject.name, subject.applicant_name) == ("김서연", "김서연")
    assert "대상자" not in text_of(pdf)
    assert "subject" not in data_of(pdf)


def test_sixty_doses_flow_over_pages_with_their_heads():
    given_draft = own_draft()
    pdf = renderer().render(given_draft)
    pages = page_texts(pdf)
    assert len(pages) == 3
    for place, text in enumerate(pages, start=1):
        assert f"({place} / 3)" in text
        assert "번호 백신 차수 접종일자 접종기관" in text
    assert len(re.findall(r"^\d+ 인플루엔자 \d+차 ", "\n".join(pages), re.MULTILINE)) == 60
    assert ["질병관리청장" in text for text in pages] == [False, False, True]
    assert codes_of(pdf, 2)["QRCode"] == given_draft.verify_url
    assert all(font["embedded"] for font in fonts_of(pdf))


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ({"doses": ()}, VaccinationOptions(), "no_doses"),
        ({"doses": ()}, ENGLISH, "no_doses"),
        ({"roman": None}, ENGLISH, "no_roman_name"),
        ({"roman": ""}, ENGLISH, "no_roman_name"),
        ({"address_en": None}, ENGLISH, "no_roman_name"),
    ],
)
def test_what_cannot_be_certified_is_answered_with_a_refusal(changes, options, code):
    with pytest.raises(Refusal) as refusal:
        FORMS[PaperKind.VACCINATION].require(child_draft(options, record=record(**changes)))
    assert refusal.value.code == code


def test_a_korean_paper_needs_no_roman_name():
    given_draft = child_draft(record=record(roman=None, address_en=None))
    FORMS[PaperKind.VACCINATION].require(given_draft)
    assert "이하온" in text_of(renderer().render(given_draft))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": JUNHO, "applicant_born": None}, "subject_mismatch"),
        ({"options": PremiumOptions()}, "wrong_material"),
    ],
)
def test_somebody_elses_record_or_options_make_no_paper(changes, code):
    with pytest.raises(Halt) as halt:
        renderer().render(child_draft(**changes))
    assert halt.value.code == code


def test_nothing_is_dropped_from_the_record():
    assert len(choose(own_draft()).doses) == 60
    assert as_data(own_draft())["doses"][0]["given"] == date(1990, 10, 1).isoformat()
