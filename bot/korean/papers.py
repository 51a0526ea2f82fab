"""What is said about papers beyond their eight options: whose paper, one more, like the last one, further contents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from korean.hangul import compact
from korean.morphemes import Surface
from korean.options import wishes

_WHEN = r"(?:지난\s?번|저번|먼젓?\s?번|전번|아까|방금|이전|전)"
_TAKEN = r"(?:뗀|떼신|뗐던|발급\s?받은|받은|신청한|했던|한)"
_LAST_TIME = re.compile(
    rf"{_WHEN}(?:에|에다)?\s?(?:{_TAKEN}\s?)?(?:그?거|그?것|걸|서류)?\s?"
    r"(?:(?:이랑|랑|하고|과|와)\s?(?:똑\s?같|같은|동일)|처럼|대로|그대로)"
)
_SAME_AGAIN = re.compile(r"(?:똑같은|같은)\s?(?:걸로|거로|것으로|거|서류)\s?(?:한\s?통|하나|한\s?번|또|더|다시)")
_OWN = re.compile(
    r"(?:^|\s)(?:내|제|나|저|본인)\s?(?:거|것|껄|꺼|걸)(?:로|요|예요|이요|입니다|\s|$|[.,!?])|본인\s?(?:것|거|예방|접종)"
)
_MORE = re.compile(r"\s?(?:도|까지(?!\s*나오))(?:\s|요|$|[,.])")
_BESIDES = re.compile(r"추가로|추가해|하는\s?김에|같이\s?(?:떼|발급|뽑|해)")


@dataclass(frozen=True)
class Said:
    """One thing said: the entity, its value, and where in the text."""

    entity: str
    value: Any
    start: int
    end: int


def said(
    text: str, tokens: Sequence[Surface], papers: Sequence[tuple[int, int]], lexicon: Mapping[str, Any], verbs: Any
) -> list[Said]:
    """Find what ``text`` says. ``papers``: spans of the named papers; ``verbs``: options.yml, to show and to hide."""
    found = [
        *_contents(text, tokens, lexicon, verbs),
        *_whose(text, tokens, lexicon),
        *_phrases("period_all", True, text, lexicon["whole_period"]),  # noqa: FBT003 - the entity's value
        *_like_before(text),
        *_one_more(text, papers),
    ]
    return sorted(found, key=lambda one: one.start)


def together(text: str, lexicon: Mapping[str, Any]) -> tuple[int, int] | None:
    """Find 등초본, which is 등본 and 초본 in one word."""
    return next((_span(text, word) for word in lexicon["together"] if _span(text, word)), None)


def _contents(text: str, tokens: Sequence[Surface], lexicon: Mapping[str, Any], verbs: Any) -> Iterator[Said]:
    topics = {
        name: {"said": words, "show": f"{name} 포함", "hide": f"{name} 제외"}
        for name, words in lexicon["contents"].items()
    }
    for wish in wishes(text, tokens, {**verbs, "topics": topics, "phrases": {}}):
        yield Said("detail", wish.value, wish.start, wish.end)
    yield from _phrases("detail", "병역 전부 포함", text, lexicon["all_of_service"])
    yield from _phrases("detail", "한글", text, lexicon["korean"])


def _whose(text: str, tokens: Sequence[Surface], lexicon: Mapping[str, Any]) -> Iterator[Said]:
    if any(word in text for word in lexicon["not_child"]):
        return
    child = next((one for one in tokens if one.text in lexicon["child"] and one.tag.startswith(("N", "M", "IC"))), None)
    own = _OWN.search(text)
    if child is not None:
        yield Said("for_whom", "child", child.start, child.end)
    elif own is not None:
        yield Said("for_whom", "self", *own.span())


def _like_before(text: str) -> Iterator[Said]:
    match = _LAST_TIME.search(text) or _SAME_AGAIN.search(text)
    if match:
        yield Said("like_before", True, *match.span())  # noqa: FBT003


def _one_more(text: str, papers: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Find a paper with 도 behind it, alone in its sentence: two papers in one sentence name each other."""
    if len(papers) == 1:
        start, end = papers[0]
        if _MORE.match(text, end) or _BESIDES.search(text):
            yield Said("added_document", True, start, end)  # noqa: FBT003


def _phrases(entity: str, value: Any, text: str, phrases: Sequence[str]) -> Iterator[Said]:
    span = next((found for phrase in phrases if (found := _span(text, phrase))), None)
    if span:
        yield Said(entity, value, *span)


def _span(text: str, phrase: str) -> tuple[int, int] | None:
    """Find ``phrase`` whatever the spaces; offsets are those of ``text``."""
    packed, places = compact(text)
    wanted = phrase.replace(" ", "")
    at = packed.find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None
