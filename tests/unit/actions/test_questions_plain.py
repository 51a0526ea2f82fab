from hypothesis import given
from hypothesis import strategies as st

from actions.questions.plain import excerpt, passages, plain, shorten

LINES = (
    st.lists(st.text(st.sampled_from("가나다 .?!ab"), min_size=1, max_size=60), max_size=12).map("\n".join).map(plain)
)


def test_markup_and_twice_escaped_entities_become_plain_text() -> None:
    assert plain("<p>문의&amp;amp;amp;lt;대표&gt;</p><br/>끝") == "문의<대표>\n끝"


def test_brackets_around_korean_stay() -> None:
    assert plain("<준비물> 신분증") == "<준비물> 신분증"


def test_invisible_signs_go_and_flattened_lines_come_back() -> None:
    assert plain("\ufeff하나\u200b   둘\r\n\r\n\n셋\x00") == "하나\n둘\n셋"


def test_an_excerpt_ends_with_a_sentence() -> None:
    text = "첫 문장입니다. 둘째 문장입니다. 셋째 문장입니다."
    assert excerpt(text, 20) == "첫 문장입니다. 둘째 문장입니다."


def test_a_first_sentence_that_is_too_long_ends_with_a_word() -> None:
    assert excerpt("아주 길고 끝나지 않는 첫 문장", 12) == "아주 길고 끝나지…"


def test_a_single_word_that_is_too_long_is_cut() -> None:
    assert shorten("가" * 30, 10) == "가" * 9 + "…"


@given(LINES, st.integers(min_value=2, max_value=80))
def test_an_excerpt_fits_and_begins_the_text(text: str, limit: int) -> None:
    short = excerpt(text, limit)
    assert len(short) <= limit
    assert text.replace("\n", " ").startswith(short.removesuffix("…").replace("\n", " "))


@given(LINES)
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(text) == text
    assert "\n\n" not in text


@given(LINES, st.integers(min_value=5, max_value=60))
def test_passages_lose_no_sign(text: str, size: int) -> None:
    cut = passages(text, size)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(len(passage) <= size * 1.5 for passage in cut)
