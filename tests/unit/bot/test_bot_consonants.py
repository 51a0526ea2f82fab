import numpy as np
import pytest
from korean.consonants import Consonants, first_letters, mostly_consonants

TEXTS = [
    "도서관 반납 연장",
    "도서관 대출",
    "도서관 연체",
    "여권 재발급",
    "여권 만료",
    "여권 사진",
    "불법주차 신고",
    "불법주차 또",
]
LABELS = ["library"] * 3 + ["passport"] * 3 + ["parking"] * 2


@pytest.fixture
def consonants():
    return Consonants(TEXTS, LABELS)


def even(texts):
    return np.full((len(texts), 3), 1 / 3)


@pytest.mark.parametrize(
    ("typed", "label"), [("ㄷㅅㄱ ㅇㅊ", "library"), ("ㅇㄱ ㅁㄹ", "passport"), ("ㅂㅂㅈㅊ", "parking")]
)
def test_a_message_in_first_consonants_is_known_by_them(consonants, typed, label):
    chances = consonants.second(even([typed]), [typed])
    assert consonants.labels[chances[0].argmax()] == label
    assert np.isclose(chances.sum(), 1)


def test_other_messages_are_left_as_they_were(consonants):
    texts = ["도서관 몇 시까지 해요 ㅋㅋ", "여권"]
    assert np.array_equal(consonants.second(even(texts), texts), even(texts))


@pytest.mark.parametrize(
    ("text", "mostly"),
    [("ㄷㅅㄱ 어디", True), ("ㅇㄱ 재발급", False), ("등본 ㅠㅠ", False), ("", False), ("123", False)],
)
def test_what_is_mostly_consonants(text, mostly):
    assert mostly_consonants(text) is mostly


def test_first_letters_keep_what_is_no_syllable():
    assert first_letters("등본 2통 ㄱㄱ") == "ㄷㅂ 2ㅌ ㄱㄱ"
