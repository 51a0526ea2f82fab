"""Places without a map, kinds and desks: what residents write, which 구 and 동 it is, who handles it."""

from pathlib import Path

import pytest
import yaml

from channels.cases.complaint import LegalClass
from channels.cases.kinds import read_kinds
from channels.cases.places import read_places
from channels.cases.routing import read_routing

ROOT = Path(__file__).parents[3]
PLACES, KINDS, ROUTING = read_places(), read_kinds(), read_routing()


@pytest.mark.parametrize(
    ("said", "district", "found"),
    [
        ("마포구 망원동 57-1", None, ("마포구", "망원동", None)),
        ("망원동 시장 앞", None, ("마포구", "망원동", None)),
        ("서울 마포구 월드컵로 19길 3", None, ("마포구", None, None)),
        ("서울특별시 종로구 종로1길 50", None, ("종로구", None, None)),
        ("역삼1동 주민센터 앞이요", None, ("강남구", "역삼동", None)),
        ("성수동2가 300", None, ("성동구", "성수동", None)),
        ("신사동 사거리", None, (None, "신사동", "which_district")),
        ("신사동 사거리", "은평구", ("은평구", "신사동", None)),
        ("강남구 망원동", None, ("강남구", None, "dong_elsewhere")),
        ("마포구", None, ("마포구", None, "where_exactly")),
        ("서울 마포구요", None, ("마포구", None, "where_exactly")),
        ("마포구청 앞", None, ("마포구", None, None)),
        ("월드컵로 19길 3", None, (None, None, "district_unknown")),
        ("월드컵로 19길 3", "마포구", ("마포구", None, None)),
        ("우리 집 앞", "없는구", (None, None, "district_unknown")),
        ("부산 해운대구 우동", None, (None, None, "outside")),
        ("인천 중구 신흥동", None, (None, None, "outside")),
        ("부산광역시 강서구 명지동", None, (None, None, "outside")),
        ("인천식당 앞, 마포구 망원동", None, ("마포구", "망원동", None)),
        ("경기도 고양시 일산동구", None, (None, None, "outside")),
        ("운동장 옆 골목", None, (None, None, "district_unknown")),
        ("능동적으로 치워 주세요", None, (None, None, "district_unknown")),
        ("광진구 능동 어린이대공원", None, ("광진구", "능동", None)),
        ("", None, (None, None, "district_unknown")),
    ],
)
def test_place(said, district, found):
    place = PLACES.judge(said, district)
    assert (place.district, place.dong, place.problem) == found
    assert place.ok == (found[2] is None)


def test_every_district_and_dong_is_found_in_its_district():
    assert len(PLACES.districts) == 25
    for district, dongs in PLACES.districts.items():
        for dong in dongs:
            place = PLACES.judge(f"서울 {district} {dong} 12-3")
            assert (place.district, place.dong) == (district, dong), (district, dong)


def test_facts_are_those_that_the_dialogue_knows():
    known = yaml.safe_load((ROOT / "nlu_data/entities/districts.yml").read_text("utf-8"))
    assert {name: list(dongs) for name, dongs in PLACES.districts.items()} == known["districts"]
    assert list(PLACES.everyday) == known["everyday"]


def test_every_label_of_a_complaint_can_be_filed():
    labels = yaml.safe_load((ROOT / "bot/domain/complaints.yml").read_text("utf-8"))["intents"]
    names = {name for label in labels for name in label}
    filed = {name for name in names if name.startswith("report_")} | {"file_complaint", "suggest_policy"}
    assert filed <= KINDS.kinds.keys()
    assert len(filed) == 16


def test_every_kind_has_a_clock_a_desk_and_a_title():
    assert set(KINDS.periods) == set(LegalClass)
    for name, kind in KINDS.kinds.items():
        assert KINDS.period(name).count > 0
        assert ROUTING.department(kind.team, "마포구").startswith(("마포구 ", "서울시 "))
        assert kind.title


def test_what_has_no_kind_is_still_a_complaint():
    assert KINDS.name("누가 봐도 이상한 것") == "file_complaint"
    assert KINDS.of("누가 봐도 이상한 것").title == "생활 불편 신고"


def test_desk_follows_the_district_and_its_person_stays_the_same():
    assert ROUTING.department("roads", "마포구") == "마포구 도로 담당"
    assert ROUTING.department("roads", None) == "서울시 도로 담당"
    assert ROUTING.department("taxis", "마포구") == "서울시 택시 담당"
    handler = ROUTING.handler("마포구 도로 담당", "120")
    assert handler == ROUTING.handler("마포구 도로 담당", "120")
    assert handler.name.endswith("(연습)")
    assert handler.phone == "120"
