"""An RRN is found however it is typed, and other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.screening import REDACTED, contains_rrn, redact_rrn
from documents.registers.town.people import load_people

NUMBERS = [person.rrn.open() for person in load_people()]
_FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")
_WORDS = str.maketrans("0123456789", "공일이삼사오육칠팔구")
WAYS = {
    "hyphen": lambda n: n,
    "none": lambda n: n.replace("-", ""),
    "space": lambda n: n.replace("-", " "),
    "hyphen in spaces": lambda n: n.replace("-", " - "),
    "en dash": lambda n: n.replace("-", "–"),
    "full width": lambda n: n.translate(_FULL),
    "every digit apart": lambda n: " ".join(n.replace("-", "")),
    "dots": lambda n: n.replace("-", "."),
    "spoken dash": lambda n: n.replace("-", " 다시 "),
    "words": lambda n: n.replace("-", "").translate(_WORDS),
    "words and dash": lambda n: n.replace("-", " 다시 ").translate(_WORDS),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", NUMBERS[:4])
def test_it_is_found_and_nothing_of_it_stays(way, number):
    typed = WAYS[way](number)
    text = f"제 번호는 {typed} 입니다"
    assert contains_rrn(text)
    redacted = redact_rrn(text)
    assert redacted == f"제 번호는 {REDACTED} 입니다"


def test_two_in_one_text_both_go():
    first, second = NUMBERS[:2]
    assert redact_rrn(f"{first}, 그리고 {second}").count(REDACTED) == 2


@pytest.mark.parametrize(
    "text",
    [
        "등본 떼고 싶은데요",
        "010-0000-0001",
        "1988년 3월 14일",
        "서울특별시 마포구 월드컵로 212",
        "문서번호 8803-1425-2601-9000",
        "1234-5678-9012-3456",
        "접수번호 20240101",
        "2024-01-01 12:30",
        "9913412345678",
        "접수번호가 8803-1425-1742이에요",
        "제 카드는 880314-251742이고 유효해요",
        "",
    ],
)
def test_other_numbers_stay(text):
    assert not contains_rrn(text)
    assert redact_rrn(text) == text


@given(st.text(max_size=80))
def test_redaction_is_stable(text):
    once = redact_rrn(text)
    assert redact_rrn(once) == once
    assert not contains_rrn(once)


@given(
    st.text("가나다 .,!", max_size=20),
    st.sampled_from(NUMBERS),
    st.sampled_from(sorted(WAYS)),
    st.text("가나다 ,!", max_size=20),
)
def test_what_surrounds_it_stays_as_typed(before, number, way, after):
    redacted = redact_rrn(f"{before} {WAYS[way](number)} {after}")
    assert REDACTED in redacted
    assert redacted.startswith(before)
    assert redacted.endswith(after)


@pytest.mark.parametrize(
    "text",
    [
        "880314-2345678이에요",
        "8803142345678이고요",
        "팔팔공삼일사 이삼사오육칠팔이에요",
        "팔팔공삼일사다시이삼사오육칠팔 이에요",
    ],
)
def test_a_number_with_a_particle_glued_to_it_is_found(text: str) -> None:
    assert contains_rrn(text)
    assert not any(digit in redact_rrn(text) for digit in "0123456789칠팔")
