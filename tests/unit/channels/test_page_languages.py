"""What is in another language than the page is marked, so that it is read aloud with the right voice."""

import pytest
from jinja2 import Environment

from channels.counter.languages import language_of, said
from channels.counter.taste import Language, Taste

TWO = "Here it is.\n4821\n여기 있어요."


def written(text: str, language: Language) -> str:
    environment = Environment(autoescape=True)
    environment.filters["said"] = said
    return environment.from_string("{{ text|said }}").render(text=text, taste=Taste(language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("등본", "ko"),
        ("PDF를 내려받아요", "ko"),
        ("Resident register", "en"),
        ("PDF", None),
        ("4821-9305", None),
        ("", None),
    ],
)
def test_language_is_told_by_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_only_what_is_in_another_language_is_marked() -> None:
    assert written(TWO, "en") == 'Here it is.\n4821\n<span lang="ko">여기 있어요.</span>'
    assert written(TWO, "ko") == '<span lang="en">Here it is.\n</span>4821\n여기 있어요.'
    assert written("등본", "ko") == "등본"


def test_markup_stays_text() -> None:
    assert written("<b>굵게</b>", "en") == '<span lang="ko">&lt;b&gt;굵게&lt;/b&gt;</span>'
