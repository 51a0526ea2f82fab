import pytest
from korean.initials import Initials, initials

SENTENCES = [
    ["도서관/NNG", "이/JKS", "멀/VA"],
    ["도서관/NNG", "가/VV"],
    ["불법/NNG", "주차/NNG", "신고/NNG"],
    ["불법/NNG", "주차/NNG", "를/JKO", "보/VV"],
    ["한번/NNG", "쓰/VV"],
    ["가게/NNG", "앞/NNG"],
    ["가게/NNG", "문/NNG"],
]


@pytest.fixture
def words():
    return Initials(SENTENCES, ["ㄱㄱ", "이거 ㄱㄱ", "빨리 ㄱㄱ"])


def test_the_first_consonants_of_a_word():
    assert initials("도서관") == "ㄷㅅㄱ"
    assert initials("따릉이") == "ㄸㄹㅇ"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ㄷㅅㄱ 몇시까지", "도서관 몇시까지"),
        ("ㅂㅂㅈㅊ 신고요", "불법주차 신고요"),
        ("도서관 ㅋㅋ", "도서관 ㅋㅋ"),
        ("ㅎㅂ 쓴 말", "ㅎㅂ 쓴 말"),
    ],
)
def test_a_run_of_consonants_becomes_the_word_it_stands_for(words, typed, read):
    assert words.read_back(typed) == read


def test_a_run_that_people_type_as_a_word_of_its_own_stays(words):
    assert words.read_back("ㄱㄱ") == "ㄱㄱ"


def test_a_frequent_word_is_read_back_however_often_its_consonants_are_typed():
    often = Initials(SENTENCES[:1] * 20, ["ㄷㅅㄱ 어디", "ㄷㅅㄱ 언제", "ㄷㅅㄱ ㄱㄱ"])
    assert often.read_back("ㄷㅅㄱ") == "도서관"
