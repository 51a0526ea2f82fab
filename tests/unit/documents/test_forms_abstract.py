import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt
from documents.domain.number import PaperNumber
from documents.domain.options import AbstractOptions, MilitaryExtent, PastAddresses, RegisterOptions
from documents.domain.resident import Name
from documents.forms.abstract_choice import choose
from documents.forms.abstract_data import as_data
from documents.verifying import PageSubjectReader
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import JUNHO, NUMBER, SEOYEON
from tests.unit.documents.paper_samples_resident_abstract import (
    EVERYTHING,
    OLD_RRN,
    PAST_HOUSEHOLDER,
    RECORD,
    SERVICE,
    abstract_draft,
    born_on,
    malsoon_draft,
    person_addresses,
)
from tests.unit.documents.paper_schemas import require_schema

FLAGS = (
    "personal_changes",
    "past_householders",
    "householder",
    "event_dates",
    "change_reasons",
    "back_digits",
    "foreigner_number",
)
options = st.builds(
    lambda years, **chosen: AbstractOptions(
        **chosen, address_years=years if chosen["past_addresses"] is PastAddresses.RECENT else None
    ),
    years=st.integers(1, 10),
    past_addresses=st.sampled_from(PastAddresses),
    military=st.sampled_from(MilitaryExtent),
    **{name: st.booleans() for name in FLAGS},
)
YEARS_BACK = (3, 5, 7, 9)
"""From how many years on each past address of the sample is recent."""


def squeezed(text: str) -> str:
    """Without the breaks of lines in cells."""
    return "".join(text.split())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(options)
def test_the_abstract_holds_what_was_chosen_and_nothing_else(chosen):
    pdf = renderer().render(abstract_draft(chosen))
    data = data_of(pdf)
    require_schema(data)
    text, attached = squeezed(text_of(pdf)), squeezed(json.dumps(data, ensure_ascii=False))
    for secret, expected in _secrets(chosen).items():
        assert (squeezed(secret) in text, squeezed(secret) in attached) == (expected, expected), secret


def _secrets(chosen: AbstractOptions) -> dict[str, bool]:
    """Strings that stand for one choice each, and whether they must be there."""
    past = {
        entry.address: chosen.past_addresses is PastAddresses.ALL or (chosen.address_years or 0) >= years
        for entry, years in zip(RECORD.addresses[1:], YEARS_BACK, strict=True)
    }
    changes, opened, full = chosen.personal_changes, chosen.back_digits, chosen.military is MilitaryExtent.ALL
    return {
        **past,
        RECORD.addresses[0].address: True,
        PAST_HOUSEHOLDER.hangul: chosen.past_householders and any(past.values()),
        JUNHO.hangul: chosen.householder,
        "김복순(金福順)": changes,
        "개명허가": changes and chosen.change_reasons,
        "2004-09-17": changes and chosen.event_dates,
        OLD_RRN.open(): changes and opened,
        OLD_RRN.open()[8:]: changes and opened,
        RECORD.rrn.open(): opened,
        RECORD.rrn.open()[8:]: opened,
        RECORD.rrn.masked(): not opened,
        "세대합가": chosen.change_reasons,
        "2025-06-01": True,
        "2025-06-05": chosen.event_dates,
        "2007-03-05": chosen.military is not MilitaryExtent.NONE,
        "2009-01-23": chosen.military is not MilitaryExtent.NONE,
        **dict.fromkeys(("육군", "병장", "07-71002345", "만기전역"), full),
        "880314-6123456": chosen.foreigner_number and opened,
        "880314-6******": chosen.foreigner_number and not opened,
    }


def test_private_defaults_tell_name_number_and_where_somebody_lives():
    chosen = choose(abstract_draft())
    assert (chosen.name, chosen.rrn) == ("김서연(金瑞姸)", RECORD.rrn.masked())
    assert (chosen.changes, chosen.military_chosen, chosen.foreigner_number) == (None, False, None)
    (current,) = chosen.addresses
    assert (current.householder, current.relation, current.changed, current.reason) == (None, None, None, None)
    assert current.status == "거주자"


@pytest.mark.parametrize(("years", "kept"), [(1, 0), (3, 1), (5, 2), (9, 4), (100, 4)])
def test_recent_past_addresses_are_those_entered_within_the_years(years, kept):
    chosen = choose(abstract_draft(AbstractOptions(past_addresses=PastAddresses.RECENT, address_years=years)))
    assert len(chosen.addresses) == 1 + kept


@pytest.mark.parametrize(("current", "past"), [(False, False), (True, False), (False, True), (True, True)])
def test_householders_of_today_and_of_the_past_are_two_choices(current, past):
    chosen = choose(
        abstract_draft(
            AbstractOptions(past_addresses=PastAddresses.ALL, householder=current, past_householders=past),
        )
    )
    first, *others = chosen.addresses
    assert (first.householder, first.relation) == (("이준호", "배우자") if current else (None, None))
    assert {row.householder for row in others} == {"김철규" if past else None}
    assert {row.relation for row in others} == {"자녀" if past else None}


@pytest.mark.parametrize(
    ("born", "issued", "printed"),
    [
        (date(2007, 3, 2), datetime(2026, 3, 2, 1, tzinfo=UTC), True),
        (date(2007, 3, 3), datetime(2026, 3, 2, 1, tzinfo=UTC), False),
        (date(2007, 3, 3), datetime(2026, 3, 2, 15, tzinfo=UTC), True),  # midnight in Seoul
        (date(2007, 3, 3), datetime(2026, 3, 2, 14, 59, tzinfo=UTC), False),
        (date(2012, 5, 5), datetime(2026, 3, 2, 1, tzinfo=UTC), False),
    ],
)
def test_past_householders_of_somebody_under_nineteen_are_never_printed(born, issued, printed):
    given_draft = replace(abstract_draft(EVERYTHING, **born_on(born)), issued_at=issued)
    current, *past = choose(given_draft).addresses
    assert current.householder == "이준호"
    assert {row.householder is not None for row in past} == {printed}


def test_a_changed_number_shows_its_rear_digits_only_when_rear_digits_were_chosen():
    hidden, shown = (
        choose(abstract_draft(AbstractOptions(personal_changes=True, back_digits=opened))).changes[1]
        for opened in (False, True)
    )
    assert (hidden.before, hidden.after) == ("880314-2******", "880314-2******")
    assert (shown.before, shown.after) == (OLD_RRN.open(), RECORD.rrn.open())


@pytest.mark.parametrize(
    ("extent", "service", "expected"),
    [
        (MilitaryExtent.NONE, SERVICE, {}),
        (MilitaryExtent.NONE, None, {}),
        (MilitaryExtent.DATES, None, {"military": None}),
        (MilitaryExtent.ALL, None, {"military": None}),
        (MilitaryExtent.DATES, SERVICE, {"military": {"enlisted": "2007-03-05", "discharged": "2009-01-23"}}),
        (
            MilitaryExtent.ALL,
            replace(SERVICE, discharged=None, discharge_reason=None),
            {
                "military": {
                    "enlisted": "2007-03-05",
                    "discharged": None,
                    "branch": "육군",
                    "rank": "병장",
                    "service_number": "07-71002345",
                    "discharge_reason": None,
                }
            },
        ),
    ],
)
def test_military_service_as_data(extent, service, expected):
    data = as_data(abstract_draft(AbstractOptions(military=extent), military=service))
    require_schema(data)
    assert {name: value for name, value in data.items() if name == "military"} == expected


def test_somebody_still_serving_has_no_day_of_discharge():
    serving = replace(SERVICE, discharged=None, discharge_reason=None)
    text = text_of(
        renderer().render(abstract_draft(AbstractOptions(military=MilitaryExtent.DATES), military=serving)),
    )
    assert "입영일자 2007-03-05 전역일자 복무 중" in text


def test_what_was_chosen_but_does_not_exist_is_said():
    pdf = renderer().render(malsoon_draft(EVERYTHING))
    text, data = text_of(pdf), data_of(pdf)
    assert text.count("= 해당 사항 없음 =") == 2
    assert (data["personal_changes"], data["military"]) == ([], None)
    assert "외국인등록번호" not in text
    assert "foreigner_number" not in data["person"]


def test_the_page_carries_what_the_statutory_abstract_asks_for():
    text = text_of(renderer().render(abstract_draft()))
    for words in (
        "이 초본은 개인별 주민등록표의 원본내용과 틀림없음을 증명합니다.",
        "[별지 제19호서식]",
        "신청인: 김서연 (1988-03-14)",
        "은행 제출",
        "현주소",
        "서울특별시 마포구청장",
        "주민등록표(초본)",
        "견본 · 법적 효력 없음",
        "(1 / 1)",
        "- 이하 여백 -",
    ):
        assert words in text, words


def test_eleven_past_addresses_flow_over_pages_under_a_repeated_head():
    pdf = renderer().render(
        malsoon_draft(AbstractOptions(past_addresses=PastAddresses.ALL, personal_changes=True, change_reasons=True))
    )
    first, second = text_of(pdf).split("(2 / 2)")
    assert "(1 / 2)" in first
    assert "전입일 / 변동일" in first
    assert "전입일 / 변동일" in second
    assert ("종로구청장" in first, "종로구청장" in second) == (False, True)


def test_military_service_is_not_torn_apart_by_the_end_of_a_page():
    first, second = text_of(renderer().render(abstract_draft(EVERYTHING))).split("(2 / 2)")
    assert ("입영일자" in first, "입영일자" in second) == (False, True)
    assert "전역사유 만기전역" in second


def test_a_long_history_is_told_in_full_and_in_order():
    given_draft = abstract_draft(EVERYTHING, addresses=person_addresses(20))
    text = squeezed(text_of(renderer().render(given_draft)))
    places = [text.find(squeezed(entry.address)) for entry in given_draft.record.addresses]
    assert places == sorted(places)
    assert places[0] > 0
    assert "(2/2)" in text


def test_both_codes_and_fonts_of_an_abstract():
    pdf = renderer().render(abstract_draft(EVERYTHING))
    codes = codes_of(pdf)
    assert codes["QRCode"] == abstract_draft().verify_url
    assert ".RESIDENT_ABSTRACT." in codes["DataMatrix"]
    assert all(font["embedded"] for font in fonts_of(pdf))


@pytest.mark.parametrize("given_draft", [abstract_draft(), abstract_draft(EVERYTHING), malsoon_draft(EVERYTHING)])
def test_the_subject_of_an_abstract_is_read_back(given_draft):
    subject = PageSubjectReader().read(renderer().render(given_draft))
    record = given_draft.record
    assert (subject.number, subject.name, subject.born) == (NUMBER, record.name.hangul, record.born)


def test_the_data_of_another_paper_is_not_this_ones():
    other = PaperNumber.parse("1111222233334444")
    data = as_data(replace(abstract_draft(), number=other, purpose=None))
    require_schema(data)
    assert data["number"] == other.digits
    assert "purpose" not in data


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": JUNHO}, "subject_mismatch"),
        ({"applicant_born": date(1988, 3, 14)}, "subject_mismatch"),
        ({"record": replace(RECORD, born=date(1988, 3, 15))}, "subject_mismatch"),
        ({"record": replace(RECORD, name=Name("김서윤", SEOYEON.hanja))}, "subject_mismatch"),
        ({"options": RegisterOptions()}, "wrong_material"),
    ],
)
def test_an_abstract_of_somebody_else_is_not_made(changes, code):
    with pytest.raises(Halt) as halt:
        choose(replace(abstract_draft(), **changes))
    assert halt.value.code == code
