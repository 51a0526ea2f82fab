import pytest
from korean.slips import Names, Slip

NAMES = Names({"주민등록등본": "등본", "병적증명서": "병적", "등본": "등본", "초본": "초본"})


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("초번 한장", "초본", "초번"),
        ("등뵨 떼 주세요", "등본", "등뵨"),
        ("등븐을 발급해 줘", "등본", "등븐"),
        ("저기 병젹 증명서는요", "병적", "병젹 증명서"),
        ("쥬민등록듭본이요", "등본", "쥬민등록듭본"),
    ],
)
def test_a_slip_of_the_finger_is_read(text, value, said):
    start = text.find(said)
    assert NAMES.misspelt(text) == Slip(value, start, start + len(said))


@pytest.mark.parametrize(
    "text",
    [
        "초반에 신청했어요",
        "초보 한 명이요",
        "초밥 하나 주세요",
        "등번호가 뭐예요",
        "초번",
        "돌초번 한장",
        "ㅊㅂ 한장",
        "",
        "주민등록",
    ],
)
def test_a_word_that_is_only_like_a_name_is_not(text):
    assert NAMES.misspelt(text) is None
