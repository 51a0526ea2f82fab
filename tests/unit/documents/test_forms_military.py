import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.options import MilitaryItem, MilitaryOptions, RegisterOptions
from documents.forms.catalogue import FORMS
from documents.forms.military_choice import choose
from documents.forms.military_data import as_data
from documents.verifying import PageSubjectReader
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_pages import codes_of, data_of, fonts_of, text_of
from tests.unit.documents.paper_samples import SEOYEON
from tests.unit.documents.paper_samples_military_service import (
    EVERYTHING,
    EXAMINATION,
    RECORD,
    SERVICE,
    military_draft,
)
from tests.unit.documents.paper_schemas import require_schema

VALUES = {
    MilitaryItem.BRANCH: "육군",
    MilitaryItem.RANK: "병장",
    MilitaryItem.SERVICE_NUMBER: "07-71002345",
    MilitaryItem.SPECIALTY: "111(소총수)",
    MilitaryItem.CATEGORY: "예비역",
    MilitaryItem.DISCHARGE_REASON: "만기전역",
    MilitaryItem.UNIT: "제102보충대(현역병입영)",
    MilitaryItem.GRADE: "1급",
}
SERVING = replace(SERVICE, discharged=None, discharge_reason=None)
items = st.frozensets(st.sampled_from(MilitaryItem))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items)
def test_each_item_stands_only_when_it_was_chosen(chosen):
    pdf = renderer().render(military_draft(MilitaryOptions(chosen)))
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    assert {item for item, value in VALUES.items() if value in text} == chosen
    assert {item: data["service"][item] for item in chosen} == {item: VALUES[item] for item in chosen}
    assert set(data["service"]) == {"enlisted", "discharged", *chosen}
    attached = json.dumps(data, ensure_ascii=False)
    for always in ("2007-03-05", "2009-01-23", RECORD.rrn.masked()):
        assert always in text
        assert always in attached


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items)
def test_somebody_who_did_not_serve_has_an_examination_whatever_was_chosen(chosen):
    pdf = renderer().render(military_draft(MilitaryOptions(chosen), service=None, examination=EXAMINATION))
    text, data = text_of(pdf), data_of(pdf)
    require_schema(data)
    assert data["examination"] == {
        "examined": "2020-07-14",
        "grade": "4급",
        "disposition": "사회복무요원 소집 대상",
        "reason": "근시 및 체질량지수",
    }
    assert "service" not in data
    assert all(value in text for value in data["examination"].values())
    assert not any(words in text for words in ("입영일자", "전역일자", "군번"))


def test_the_layout_keeps_a_cell_for_each_item_and_says_why_some_are_empty():
    default, full = (text_of(renderer().render(military_draft(options))) for options in (None, EVERYTHING))
    for label in ("역종", "군별", "계급", "군번", "주특기(병과)", "전역사유", "입영부대(구분)", "신체등급"):
        assert label in default
        assert label in full
    note = "빈칸은 신청인이 표시하지 않도록 선택한 항목임"
    assert (note in default, note in full) == (True, False)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (frozenset(), {"enlisted": "2007-03-05", "discharged": None}),
        (
            frozenset({MilitaryItem.DISCHARGE_REASON, MilitaryItem.RANK}),
            {"enlisted": "2007-03-05", "discharged": None, "rank": "병장", "discharge_reason": None},
        ),
    ],
)
def test_somebody_still_serving_has_no_discharge(chosen, told):
    pdf = renderer().render(military_draft(MilitaryOptions(chosen), service=SERVING))
    assert data_of(pdf)["service"] == told
    require_schema(data_of(pdf))
    assert "입영일자 2007-03-05 전역일자 복무 중" in text_of(pdf)


def test_the_page_carries_what_the_statutory_certificate_asks_for():
    text = text_of(renderer().render(military_draft(EVERYTHING)))
    for words in (
        "병적증명서",
        "[별지 제5호서식]",
        "신청인: 이준호 (1986-11-02)",
        "용도 및 목적: 은행 제출",
        "이준호(李俊浩)",
        "서울특별시 마포구 월드컵로 212 (성산동)",
        "위 사람의 병적사항이 위와 같음을 증명합니다.",
        "2026년 3월 2일",
        "서울지방병무청장",
        "견본 · 법적 효력 없음",
    ):
        assert words in text, words


def test_the_rear_digits_are_never_there():
    pdf = renderer().render(military_draft(EVERYTHING))
    assert RECORD.rrn.open()[8:] not in text_of(pdf)
    assert RECORD.rrn.open()[8:] not in json.dumps(data_of(pdf))


@pytest.mark.parametrize("examination", [None, EXAMINATION])
def test_the_subject_codes_and_fonts_of_a_military_certificate(examination):
    service = None if examination else SERVICE
    pdf = renderer().render(military_draft(service=service, examination=examination))
    subject = PageSubjectReader().read(pdf)
    assert (subject.name, subject.born) == ("이준호", date(1986, 11, 2))
    codes = codes_of(pdf)
    assert codes["QRCode"] == military_draft().verify_url
    assert ".MILITARY_SERVICE." in codes["DataMatrix"]
    assert all(font["embedded"] for font in fonts_of(pdf))


def test_an_office_that_knows_nothing_makes_no_paper():
    require = FORMS[PaperKind.MILITARY_SERVICE].require
    require(military_draft())
    require(military_draft(service=None, examination=EXAMINATION))
    with pytest.raises(Refusal) as refusal:
        require(military_draft(service=None, examination=None))
    assert refusal.value.code == "no_record"


def test_service_outweighs_an_examination_that_the_record_also_holds():
    data = as_data(military_draft(examination=EXAMINATION))
    require_schema(data)
    assert ("service" in data, "examination" in data) == (True, False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": SEOYEON}, "subject_mismatch"),
        ({"record": replace(RECORD, born=date(1986, 11, 3))}, "subject_mismatch"),
        ({"options": RegisterOptions()}, "wrong_material"),
    ],
)
def test_a_military_certificate_of_somebody_else_is_not_made(changes, code):
    with pytest.raises(Halt) as halt:
        choose(replace(military_draft(), **changes))
    assert halt.value.code == code
