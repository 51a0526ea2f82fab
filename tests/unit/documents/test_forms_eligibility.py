import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt
from documents.domain.options import EligibilityOptions
from documents.domain.records import InsuredAs, InsuredSpell
from documents.forms.eligibility_choice import choose
from documents.forms.eligibility_data import as_data
from documents.verifying import PageSubjectReader
from documents.verifying.pages import page_texts
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, text_of
from tests.unit.documents.paper_samples import JUNHO, NUMBER
from tests.unit.documents.paper_samples_eligibility import SPELLS, eligibility_draft, record
from tests.unit.documents.paper_samples_premium import BORN, RRN, premium_draft
from tests.unit.documents.paper_schemas import require_schema

_ROW = re.compile(r"^\d+ ((?:직장|지역)\S+ .*)$", re.MULTILINE)
NEVER = date(2099, 1, 1)
days = st.dates(date(2004, 1, 1), date(2026, 12, 31))
options = st.builds(
    lambda period, **chosen: EligibilityOptions(
        **dict(zip(("since", "until"), sorted(period), strict=False)), **chosen
    ),
    period=st.one_of(st.just(()), st.tuples(days, days)),
    back_digits=st.booleans(),
)


def line(spell: InsuredSpell) -> str:
    parts = (spell.insured_as, spell.workplace, str(spell.gained), spell.lost and str(spell.lost))
    return " ".join(part for part in parts if part)


def touched(chosen: EligibilityOptions) -> list[InsuredSpell]:
    since, until = chosen.since or date.min, chosen.until or date.max
    return [each for each in SPELLS if max(each.gained, since) <= min(each.lost or NEVER, until)]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(options)
def test_the_page_holds_the_spells_of_the_period_and_no_other(chosen):
    pdf = renderer().render(eligibility_draft(chosen))
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    assert [found.strip() for found in _ROW.findall(text)] == [line(each) for each in touched(chosen)]
    assert [each["gained"] for each in data["spells"]] == [each.gained.isoformat() for each in touched(chosen)]
    assert (RRN.open() in text, RRN.masked() in text) == (chosen.back_digits, not chosen.back_digits)
    assert ("period" in data) == (chosen.since is not None) == ("조회기간 전체" not in text)


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (date(2012, 9, 3), date(2012, 9, 3), (3, 4)),
        (date(2013, 7, 3), date(2018, 11, 15), (2,)),
        (date(2013, 7, 2), date(2018, 11, 16), (1, 2, 3)),
        (date(2026, 1, 1), date(2026, 2, 1), (0,)),
        (date(2000, 1, 1), date(2006, 3, 19), ()),
        (date(2000, 1, 1), date(2006, 3, 20), (4,)),
    ],
)
def test_days_of_gain_and_loss_belong_to_the_spell(since, until, kept):
    chosen = choose(eligibility_draft(EligibilityOptions(since=since, until=until)))
    assert [row.gained for row in chosen.spells] == [SPELLS[place].gained for place in kept]


def test_a_period_without_a_spell_says_so():
    pdf = renderer().render(eligibility_draft(EligibilityOptions(since=date(2001, 1, 1), until=date(2001, 12, 31))))
    assert "조회기간에 자격 기록이 없습니다." in text_of(pdf)
    assert data_of(pdf)["spells"] == []
    assert "조회기간에 자격 기록이 없습니다." not in text_of(renderer().render(eligibility_draft()))


def test_the_page_carries_what_the_insurers_form_has():
    (text,) = page_texts(renderer().render(eligibility_draft()))
    for words in (
        "발급번호: 1234-5678-1234-5670",
        "건강보험 자격득실 확인서",
        "성명 김서연 주민등록번호 880314-2******",
        "조회기간 전체",
        "번호 가입자구분 사업장명칭 자격취득일 자격상실일",
        "위와 같이 건강보험 자격의 취득과 상실을 확인합니다.",
        "국민건강보험공단 이사장",
        "견본 · 법적 효력 없음",
    ):
        assert words in text, words


def test_a_life_of_many_spells_flows_over_pages():
    many = tuple(
        InsuredSpell(InsuredAs.EMPLOYEE, f"한빛상사 {place}지점", date(2000 - place, 1, 2), date(2001 - place, 1, 2))
        for place in range(60)
    )
    given_draft = eligibility_draft(record=record(*many))
    pdf = renderer().render(given_draft)
    pages = page_texts(pdf)
    assert len(pages) == 3
    assert all("번호 가입자구분 사업장명칭 자격취득일 자격상실일" in text for text in pages)
    assert [found.strip() for found in _ROW.findall("\n".join(pages))] == [line(each) for each in many]
    assert codes_of(pdf, 2)["QRCode"] == given_draft.verify_url


def test_the_subject_is_read_back_from_the_page():
    subject = PageSubjectReader().read(renderer().render(eligibility_draft()))
    assert (subject.number, subject.name, subject.born) == (NUMBER, "김서연", BORN)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"applicant": JUNHO}, "subject_mismatch"), ({"record": premium_draft().record}, "wrong_material")],
)
def test_somebody_elses_or_another_record_makes_no_paper(changes, code):
    with pytest.raises(Halt) as halt:
        as_data(eligibility_draft(**changes))
    assert halt.value.code == code
