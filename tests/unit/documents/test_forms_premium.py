import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.options import PremiumOptions, PremiumUse
from documents.domain.records import InsuredAs, PremiumMonth
from documents.domain.resident import Name
from documents.forms.catalogue import FORMS
from documents.forms.premium_choice import choose, require_content
from documents.forms.premium_data import as_data
from documents.verifying import PageSubjectReader
from documents.verifying.pages import page_texts
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import JUNHO, NUMBER, invented_rrn
from tests.unit.documents.paper_samples_eligibility import record as eligibility_record
from tests.unit.documents.paper_samples_premium import BORN, MONTHS, RRN, premium_draft, record
from tests.unit.documents.paper_schemas import require_schema

TEN_YEARS = PremiumOptions(since=date(2016, 3, 1), until=date(2026, 2, 28))
_ROW = re.compile(r"^\d{4}-\d{2} [\d,]+ .*$", re.MULTILINE)
_TOTAL = re.compile(r"^합계 (.*) (\d+)개월$", re.MULTILINE)
days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
options = st.builds(
    lambda period, **chosen: PremiumOptions(**dict(zip(("since", "until"), sorted(period), strict=False)), **chosen),
    period=st.one_of(st.just(()), st.tuples(days, days)),
    use=st.sampled_from(PremiumUse),
    back_digits=st.booleans(),
)


def within(chosen: PremiumOptions) -> list[PremiumMonth]:
    """The sample's months that the chosen days touch, found by their last days, not by their first."""
    since, until = chosen.since or date(2025, 3, 1), chosen.until or date(2026, 2, 28)
    return [each for each in MONTHS if each.month <= until and _last_day(each.month) >= since]


def _last_day(month: date) -> date:
    return date.fromordinal(date(month.year + month.month // 12, month.month % 12 + 1, 1).toordinal() - 1)


def line(month: PremiumMonth) -> str:
    amounts = (month.billed_health, month.billed_care, month.paid_health, month.paid_care)
    figures = " ".join(f"{each:,}" for each in (*amounts, month.paid_health + month.paid_care))
    ending = f"{month.paid_on:%Y-%m-%d}" if month.paid_on else month.note
    return f"{month.month:%Y-%m} {figures} {ending}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(options)
def test_the_page_holds_the_months_of_the_period_and_no_other(chosen):
    given_draft, expected = premium_draft(chosen), within(chosen)
    if not expected:
        with pytest.raises(Refusal) as refusal:
            FORMS[PaperKind.HEALTH_PREMIUM_PAYMENT].require(given_draft)
        assert refusal.value.code == "no_premiums"
        return
    pdf = renderer().render(given_draft)
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    assert [found.strip() for found in _ROW.findall(text)] == [line(each) for each in expected]
    assert [each["month"] for each in data["months"]] == [f"{each.month:%Y-%m}" for each in expected]
    assert (RRN.open() in text, RRN.masked() in text) == (chosen.back_digits, not chosen.back_digits)
    assert data["rrn"] == (RRN.open() if chosen.back_digits else RRN.masked())


@given(options.filter(within))
def test_totals_are_the_sums_of_the_rows_that_are_printed(chosen):
    data = as_data(premium_draft(chosen))
    for name, total in data["totals"].items():
        assert total == sum(month[name] for month in data["months"]), name
    assert data["totals"]["paid_total"] == data["totals"]["paid_health"] + data["totals"]["paid_care"]


def test_the_total_on_the_page_is_the_sum_of_the_rows_on_the_page():
    text = text_of(renderer().render(premium_draft(TEN_YEARS)))
    rows = [[int(each.replace(",", "")) for each in row.split()[1:6]] for row in _ROW.findall(text)]
    ((total, count),) = _TOTAL.findall(text)
    assert int(count) == len(rows) == 120
    assert [int(each.replace(",", "")) for each in total.split()] == [sum(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (None, None, date(2025, 3, 1), date(2026, 2, 1)),
        (date(2025, 1, 1), date(2025, 12, 31), date(2025, 1, 1), date(2025, 12, 1)),
        (date(2024, 2, 29), date(2024, 3, 1), date(2024, 2, 1), date(2024, 3, 1)),
        (date(2025, 7, 15), date(2025, 7, 15), date(2025, 7, 1), date(2025, 7, 1)),
    ],
)
def test_months_that_the_period_touches_are_whole(since, until, first, last):
    months = choose(premium_draft(PremiumOptions(since=since, until=until))).months
    assert (months[0].month, months[-1].month) == (first, last)


def test_without_a_period_it_is_twelve_months_by_the_calendar_of_seoul():
    new_year_in_seoul = datetime(2025, 12, 31, 15, 0, tzinfo=UTC)
    chosen = choose(premium_draft(issued_at=new_year_in_seoul))
    assert (chosen.since, chosen.until, len(chosen.months)) == (date(2025, 1, 1), date(2025, 12, 1), 12)


@pytest.mark.parametrize(
    ("use", "title", "sentence"),
    [
        (PremiumUse.SUBMISSION, "(제출용)", "납부하였음을 확인합니다."),
        (PremiumUse.YEAR_END, "(연말정산용)", "납부하였음을 연말정산용으로 확인합니다."),
        (PremiumUse.LOAN, "(대출용)", "납부하였음을 대출용으로 확인합니다."),
    ],
)
def test_the_use_changes_title_and_sentence_and_no_figure(use, title, sentence):
    text = text_of(renderer().render(premium_draft(PremiumOptions(use=use))))
    assert title in text
    assert sentence in text
    assert _ROW.findall(text) == _ROW.findall(text_of(renderer().render(premium_draft())))


def test_the_usual_twelve_months_stand_on_one_page_like_the_insurers_form():
    (text,) = page_texts(renderer().render(premium_draft()))
    for words in (
        "발급번호: 1234-5678-1234-5670",
        "건강보험료 납부확인서",
        "성명 김서연 주민등록번호 880314-2******",
        "주소 서울특별시 마포구 월드컵로 212 (성산동)",
        "가입자구분 직장가입자 사업장명칭 주식회사 한빛물산",
        "대상기간 2025년 3월 ~ 2026년 2월",
        "신청인: 김서연 (1988-03-14)",
        "국민건강보험공단 이사장",
        "견본 · 법적 효력 없음",
        "(1 / 1)",
    ):
        assert words in text, words
    assert "문서확인번호" not in text


def test_ten_years_flow_over_pages_with_their_heads_and_one_seal():
    pages = page_texts(renderer().render(premium_draft(TEN_YEARS)))
    assert len(pages) == 5
    for place, text in enumerate(pages, start=1):
        assert f"({place} / 5)" in text
        assert "건강보험료 장기요양보험료 건강보험료 장기요양보험료 계" in text
        assert len(_ROW.findall(text)) >= 2
    assert ["이사장" in text for text in pages] == [False, False, False, False, True]


def test_every_page_carries_both_codes_and_embedded_fonts():
    given_draft = premium_draft(TEN_YEARS)
    pdf = renderer().render(given_draft)
    assert all(codes_of(pdf, page)["QRCode"] == given_draft.verify_url for page in (0, 4))
    assert all("HEALTH_PREMIUM_PAYMENT" in codes_of(pdf, page)["DataMatrix"] for page in (0, 4))
    assert all(font["embedded"] for font in fonts_of(pdf))


def test_the_subject_is_read_back_from_the_page():
    subject = PageSubjectReader().read(renderer().render(premium_draft()))
    assert (subject.number, subject.name, subject.born) == (NUMBER, "김서연", BORN)


def test_an_insured_person_without_a_workplace_leaves_its_field_empty():
    given_draft = premium_draft(record=record(insured_as=InsuredAs.LOCAL_HEAD, workplace=None))
    assert "workplace" not in as_data(given_draft)
    assert "가입자구분 지역세대주 사업장명칭\n" in text_of(renderer().render(given_draft))


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant": JUNHO},
        {"applicant_born": date(1960, 1, 1)},
        {"record": record(name=Name("김서윤"))},
        {"record": record(rrn=invented_rrn(date(1988, 3, 15), "F", 10001))},
    ],
)
def test_a_record_that_is_not_the_applicants_makes_no_paper(changes):
    with pytest.raises(Halt) as halt:
        renderer().render(premium_draft(**changes))
    assert halt.value.code == "subject_mismatch"


def test_another_registers_record_makes_no_paper():
    with pytest.raises(Halt) as halt:
        choose(premium_draft(record=eligibility_record()))
    assert halt.value.code == "wrong_material"


def test_a_period_with_months_is_not_refused():
    assert require_content(premium_draft()) is None
    outside = record(*(replace(each, month=date(2020, 1, 1)) for each in MONTHS[:1]))
    with pytest.raises(Refusal):
        require_content(premium_draft(record=outside))
