import pytest
from components.entities import KoreanEntities


@pytest.fixture(scope="module")
def entities():
    return KoreanEntities({"today": "2026-11-22"}, None, None, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("망원동 사는데요", {"district": "마포구"}),
        ("저는상계1동살아요", {"district": "노원구"}),
        ("신사동이요", {"ambiguous_district": ["강남구", "관악구", "은평구"]}),
        ("강남구 신사동", {"district": "강남구"}),
        ("운동하고 행동해요", {}),
        ("홍길동이에요", {}),
        ("서울중구예요", {"district": "중구"}),
        ("설명이 중구난방이라 모르겠어요", {}),
        ("사당동 1041-3 앞이요", {"district": "동작구", "address": "사당동 1041-3"}),
        ("태평로1가 31", {"address": "태평로1가 31", "district": "중구"}),
        ("을지로3가요", {"district": "중구"}),
        ("충정로 2가", {"ambiguous_district": ["서대문구", "중구"]}),
        ("마포에 살아요", {"district": "마포구"}),
        ("서울 노원 쪽이에요", {"district": "노원구"}),
        ("신사동인데 강남 쪽이에요", {"district": "강남구"}),
        ("강남역 가려면", {}),
        ("강남 가는 버스", {}),
        ("용산 전자상가", {}),
        ("학동로 426입니다", {"address": "학동로 426"}),
        ("전화로 120에 물었어요", {}),
        ("카드로 3만원 냈어요", {}),
        ("집 앞으로 2대 왔어요", {}),
        ("I live in Mapo-gu", {"district": "마포구"}),
        ("no, seocho gu", {"district": "서초구"}),
        ("the Jung district", {"district": "중구"}),
        ("Gangnam station", {}),
        ("a yoga guru", {}),
    ],
)
def test_a_place_is_read_and_a_mere_word_is_not(entities, text, expected):
    places = ("district", "ambiguous_district", "address")
    assert {one["entity"]: one["value"] for one in entities.extract(text) if one["entity"] in places} == expected


def test_an_address_comes_with_its_parts(entities):
    address = next(one for one in entities.extract("마포구 월드컵로 212 앞") if one["entity"] == "address")
    assert address["parts"] == {"district": "마포구", "road": "월드컵로", "number": "212"}


@pytest.mark.parametrize(
    ("text", "phone"),
    [("공일공에 공공공공에 이삼사오", "010-0000-2345"), ("영일영 공공공공 육칠팔구", "010-0000-6789")],
)
def test_a_telephone_number_may_be_spoken(entities, text, phone):
    assert [one["value"] for one in entities.extract(text) if one["entity"] == "phone"] == [phone]


@pytest.mark.parametrize(("text", "years"), [("최근삼년주소로해줘요", 3), ("이태 동안 살던 주소", 2)])
def test_years_may_be_glued_or_old_words(entities, text, years):
    assert [one["value"] for one in entities.extract(text) if one["entity"] == "address_years"] == [years]


def test_itaewon_is_not_two_years(entities):
    assert not [one for one in entities.extract("이태원 살던 주소") if one["entity"] == "address_years"]
