"""What is said about papers beyond the eight options: whose, one more, like the last one, further contents."""

import pytest
from components.entities import KoreanEntities


@pytest.fixture(scope="module")
def entities():
    return KoreanEntities({"today": "2026-11-22"}, None, None, {})


def found(entities, text, *names):
    return [(one["entity"], one["value"]) for one in entities.extract(text) if one["entity"] in names]


@pytest.mark.parametrize(
    "text", ["등본이랑 초본 다 떼줘", "등초본 한 통씩 떼줘", "등·초본 주세요", "등본하고 초본 각 한 통"]
)
def test_two_papers_in_one_sentence(entities, text):
    papers = [value for _, value in found(entities, text, "document")]
    assert papers == ["주민등록표 등본", "주민등록표 초본"]
    assert found(entities, text, "added_document") == []


@pytest.mark.parametrize(
    "text", ["초본도 떼줘", "초본도 같이 떼줘", "하는 김에 초본까지", "추가로 병적증명서도 부탁해요"]
)
def test_one_paper_more(entities, text):
    assert found(entities, text, "added_document") == [("added_document", True)]


@pytest.mark.parametrize("text", ["초본 떼줘", "아니 초본으로", "초본까지 나오게"])
def test_a_paper_instead_is_none_more(entities, text):
    assert found(entities, text, "added_document") == []


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("아이 예방접종증명서 떼줘", ["child"]),
        ("우리 애 접종 증명", ["child"]),
        ("둘째 접종증명서 필요해요", ["child"]),
        ("내 걸로 해줘", ["self"]),
        ("본인 예방접종증명서", ["self"]),
        ("예방접종증명서 떼줘", []),
        ("아이디가 뭐예요", []),
    ],
)
def test_whose_paper(entities, text, whom):
    assert [value for _, value in found(entities, text, "for_whom")] == whom


@pytest.mark.parametrize(
    "text",
    [
        "지난번이랑 똑같이 떼줘",
        "저번처럼 해줘",
        "아까 그거 그대로 한 통 더",
        "먼젓번이랑 같은 걸로",
        "전에 뗀 거랑 똑같이",
        "같은 걸로 한 통 더",
    ],
)
def test_like_the_last_one(entities, text):
    assert found(entities, text, "like_before") == [("like_before", True)]


@pytest.mark.parametrize(
    "text", ["등본 한 통 더", "전에 살던 주소도 나오게", "지난 주소는 빼줘", "이전 주소 다 나오게"]
)
def test_other_words_of_the_past_are_not_the_last_paper(entities, text):
    assert found(entities, text, "like_before") == []


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("군번이랑 계급도 나오게", ["군번 포함", "계급 포함"]),
        ("계급은 빼고", ["계급 제외"]),
        ("병적증명서 다 나오게 해줘", ["병역 전부 포함"]),
        ("개명한 것도 나오게", ["인적사항 변경 포함"]),
        ("병역사항 빼줘", ["병역사항 제외"]),
        ("한글로 해줘", ["한글"]),
        ("뒷자리 가려줘", []),
    ],
)
def test_further_contents(entities, text, details):
    assert [value for _, value in found(entities, text, "detail")] == details


def test_the_whole_period(entities):
    assert found(entities, "전체 기간으로 떼 주세요", "period_all", "period") == [("period_all", True)]


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("연말정산용으로 건보료 납부확인서 떼줘", "연말정산"),
        ("학교에 낼 등본", "학교 제출"),
        ("은행에낼 초본", "은행 제출"),
    ],
)
def test_a_purpose_that_sounds_like_time_is_no_period(entities, text, purpose):
    assert found(entities, text, "period", "purpose") == [("purpose", purpose)]
