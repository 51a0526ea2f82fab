import pytest
from korean.hangul import compact, has_final, normalise
from korean.josa import attach, cut
from korean.numbers import spoken_digits, whole_number
from korean.politeness import strip


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("5", 5),
        ("다섯", 5),
        ("석", 3),
        ("열두", 12),
        ("스물셋", 23),
        ("오", 5),
        ("십", 10),
        ("십이", 12),
        ("이십오", 25),
        ("백", 100),
        ("천구백", 1900),
    ],
)
def test_numerals_are_read(said, number):
    assert whole_number(said) == number


@pytest.mark.parametrize("said", ["등본", "", "오리", "다섯시간"])
def test_other_words_are_no_numerals(said):
    assert whole_number(said) is None


def test_digits_said_one_by_one_are_joined():
    assert spoken_digits("공일공 일이삼사") == "0101234"
    assert spoken_digits("공일공 등본") is None


@pytest.mark.parametrize(
    ("word", "stem"),
    [("은행에", "은행"), ("회사용으로", "회사"), ("법원에다가", "법원"), ("은행", "은행"), ("학교", "학교")],
)
def test_one_particle_is_cut(word, stem):
    assert cut(word) == stem


def test_the_particle_fits_the_last_consonant():
    assert attach("등본", "을", "를") == "등본을"
    assert attach("증명서", "을", "를") == "증명서를"
    assert not has_final("abc")


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("안녕하세요 등본 떼 주세요", "등본 떼 주세요"),
        ("등본 떼 주세요. 감사합니다", "등본 떼 주세요"),
        ("저기요, 혹시 수수료 얼마예요?", "수수료 얼마예요?"),
        ("안녕하세요", "안녕하세요"),
        ("감사합니다", "감사합니다"),
    ],
)
def test_politeness_is_cut_as_long_as_a_wish_remains(said, wish):
    assert strip(said) == wish


def test_text_is_brought_to_one_form():
    assert normalise("등본\u200b  떼줘ㅋㅋㅋㅋㅋ") == "등본 떼줘ㅋㅋ"
    assert normalise("ＡＢＣ") == "abc"


def test_compact_keeps_the_offsets():
    packed, places = compact("주민 등록  등본")
    assert packed == "주민등록등본"
    assert places == [0, 1, 3, 4, 7, 8]
