import pytest
from components.entities import KoreanEntities


@pytest.fixture(scope="module")
def entities():
    return KoreanEntities({"today": "2026-11-22"}, None, None, {})


def found(entities, text):
    return [(one["entity"], one["value"], text[one["start"] : one["end"]]) for one in entities.extract(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("등본떼고싶은데", [("document", "주민등록표 등본", "등본")]),
        ("등본을 떼 주세요", [("document", "주민등록표 등본", "등본")]),
        ("주민 등록   등본 이요", [("document", "주민등록표 등본", "등본")]),
        ("초본이요", [("document", "주민등록표 초본", "초본")]),
        ("초번 한장", [("document", "주민등록표 초본", "초번")]),
        ("건보료 낸 증명서", [("document", "건강보험료 납부확인서", "건보료 낸 증명서")]),
        ("건강보험자격득실확인서를 떼려고요", [("document", "건강보험 자격득실확인서", "건강보험자격득실확인서")]),
        ("백신 맞은 증명서", [("document", "예방접종증명서", "백신 맞은 증명서")]),
        ("출입국에 관한 사실증명", [("document", "출입국 사실증명", "출입국에 관한 사실증명")]),
        ("병적증명서는", [("document", "병적증명서", "병적증명서")]),
        (
            "아니 초본 말고 등본",
            [("rejected_document", "주민등록표 초본", "초본"), ("document", "주민등록표 등본", "등본")],
        ),
        (
            "초본이 아니라 등본이요",
            [("rejected_document", "주민등록표 초본", "초본"), ("document", "주민등록표 등본", "등본")],
        ),
        ("초본말고등본", [("rejected_document", "주민등록표 초본", "초본"), ("document", "주민등록표 등본", "등본")]),
        ("등기부등본 떼줘", []),
        ("건물 등본 필요해요", []),
        ("가족관계증명서", []),
        ("뒷자리 안보이게 해줘", [("option", "뒷자리 숨김", "뒷자리 안보이")]),
        ("뒷번호까지 다 나오게", [("option", "뒷자리 공개", "뒷번호까지 다 나오")]),
        ("가족은 빼고", [("option", "세대원 제외", "가족은 빼")]),
        ("나만 나오게 해줘", [("option", "세대원 제외", "나만 나오게")]),
        ("세대주와의 관계도 나오게 해주세요", [("option", "세대주 관계 포함", "세대주와의 관계도 나오")]),
        ("과거 주소는 빼줘", [("option", "과거 주소 제외", "과거 주소는 빼")]),
        ("최근 5년 주소 나오게", [("address_years", 5, "5년")]),
        ("다섯 해 주소만 넣어줘", [("address_years", 5, "다섯 해")]),
        (
            "최근 3개월 건강보험료 납부확인서",
            [
                ("period", ["2026-08-22", "2026-11-22"], "최근 3개월"),
                ("document", "건강보험료 납부확인서", "건강보험료 납부확인서"),
            ],
        ),
        ("은행에 낼거에요", [("purpose", "은행 제출", "은행")]),
        ("회사 제출용", [("purpose", "회사 제출", "회사")]),
        ("비자 때문에", [("purpose", "비자", "비자")]),
        ("전세 계약용으로 필요해요", [("purpose", "전세 계약", "전세 계약")]),
        ("010-0000-0001", [("phone", "010-0000-0001", "010-0000-0001")]),
        ("문서확인번호 1234 5678 9012 3456", [("document_number", "1234-5678-9012-3456", "1234 5678 9012 3456")]),
        ("제 번호는 900101-1234567", []),
        ("은행이 어디 있나요", []),
    ],
)
def test_an_utterance_gives_exactly_its_entities(entities, text, expected):
    assert found(entities, text) == expected


def test_two_options_in_one_breath(entities):
    values = [value for _, value, _ in found(entities, "뒷자리는 숨기고 과거 주소는 전부 나오게")]
    assert values == ["뒷자리 숨김", "과거 주소 전체"]


def test_two_options_may_share_a_verb(entities):
    values = [value for _, value, _ in found(entities, "뒷자리랑 옛날 주소는 빼줘")]
    assert values == ["뒷자리 숨김", "과거 주소 제외"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("뒷자리 가리지 말고", "뒷자리 공개"),
        ("뒷자리 안 가려도 돼", "뒷자리 공개"),
        ("세대원 빼지 말고", "세대원 포함"),
    ],
)
def test_a_negation_turns_the_wish_round(entities, text, value):
    assert [one for _, one, _ in found(entities, text)] == [value]


def test_the_day_comes_from_the_environment_when_it_is_set(monkeypatch):
    monkeypatch.setenv("MINWON_TODAY", "2024-02-29")
    [one] = KoreanEntities({}, None, None, {}).extract("최근 1년 보험료")
    assert one["value"] == ["2023-02-28", "2024-02-29"]
