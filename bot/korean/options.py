"""Wishes about what is printed: a topic (뒷자리), near it a verb of showing or hiding, turned round by a negation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from korean.hangul import compact
from korean.morphemes import Surface

_REACH = 9
"""Tokens after a topic among which its verb is sought."""


@dataclass(frozen=True)
class Wish:
    """A canonical option value and where in the text it was said."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Topic:
    name: str
    start: int
    end: int


def wishes(text: str, tokens: Sequence[Surface], lexicon: Mapping[str, Any]) -> list[Wish]:
    """Find the options that ``text`` asks for. ``lexicon`` is nlu_data/entities/options.yml as read."""
    found = [
        Wish(value, *span)
        for value, said in lexicon["phrases"].items()
        for phrase in said
        for span in _spans(text, phrase)[:1]
    ]
    topics = _topics(text, lexicon["topics"])
    for place, topic in enumerate(topics):
        until = topics[place + 1].start if place + 1 < len(topics) else len(text)
        wish = _wish(topic, until, tokens, lexicon) or (
            _wish(topic, len(text), tokens, lexicon) if _joined(text, topic) else None
        )
        if wish and all(wish.value != other.value for other in found):
            found.append(wish)
    return sorted(found, key=lambda one: one.start)


def _joined(text: str, topic: _Topic) -> bool:
    """Tell whether the topic shares the verb of the next one: "뒷자리랑 옛날 주소는 빼줘"."""
    return text[topic.end :].lstrip().startswith(("랑", "이랑", "하고", "와", "과", ",", "및"))


def _topics(text: str, topics: Mapping[str, Any]) -> list[_Topic]:
    """Give the topics said, the longest name first where two overlap, joined when one topic is named twice in a row."""
    spans = [
        _Topic(name, *span) for name, entry in topics.items() for said in entry["said"] for span in _spans(text, said)
    ]
    kept: list[_Topic] = []
    for topic in sorted(spans, key=lambda one: one.start - one.end):
        if all(topic.end <= other.start or other.end <= topic.start for other in kept):
            kept.append(topic)
    joined: list[_Topic] = []
    for topic in sorted(kept, key=lambda one: one.start):
        again = bool(joined) and joined[-1].name == topic.name
        joined.append(_Topic(topic.name, joined.pop().start, topic.end) if again else topic)
    return joined


def _wish(topic: _Topic, until: int, tokens: Sequence[Surface], lexicon: Mapping[str, Any]) -> Wish | None:
    entry = lexicon["topics"][topic.name]
    if "hide" not in entry and topic.name == "english":
        return Wish(entry["show"], topic.start, topic.end)
    after = [one for one in tokens if topic.start <= one.start < until and one.end > topic.end - _tail(topic)][:_REACH]
    shown, end = _direction(after, topic, lexicon)
    if shown is None:
        before = [one for one in tokens if one.end <= topic.start][-4:]
        shown, end = _direction(before, topic, lexicon)
        end = topic.end
    if shown is None:
        return None
    value = entry.get("show" if shown else "hide")
    return Wish(value, topic.start, max(end, topic.end)) if value else None


def _tail(topic: _Topic) -> int:
    """Let the last sign-group of "주소 다" itself be read as a verb of showing."""
    return 1 if topic.name == "past_addresses" else 0


def _direction(tokens: Sequence[Surface], topic: _Topic, lexicon: Mapping[str, Any]) -> tuple[bool | None, int]:
    """Tell whether ``tokens`` ask to show (True) or to hide (False); verbs outweigh words like 다, 전부."""
    weak: bool | None = None
    weak_end = topic.end
    for place, token in enumerate(tokens):
        word = _dictionary_form(token, lexicon)
        if word is None:
            continue
        shown = word in lexicon["show"]
        if word in _WEAK:
            weak, weak_end = True, token.end
            continue
        return shown != _negated(tokens, place), token.end
    return weak, weak_end


_WEAK = {"다", "전부", "모두", "전체", "같이", "함께", "있다", "전원"}


def _dictionary_form(token: Surface, lexicon: Mapping[str, Any]) -> str | None:
    for word in (token.lemma, token.text, token.text.lower(), token.morphemes[0].split("/")[0]):
        if word in lexicon["show"] or word in lexicon["hide"]:
            return word
    return None


def _negated(tokens: Sequence[Surface], place: int) -> bool:
    before = tokens[place - 1] if place else None
    after = tokens[place + 1 : place + 4]
    if before is not None and before.lemma in ("안", "못") and before.tag == "MAG":
        return True
    return any(one.lemma in ("않다", "말다") and one.tag.startswith(("VX", "VV")) for one in after)


def _spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Find ``phrase`` in ``text`` whatever the spaces; offsets are those of ``text``."""
    packed, places = _packed(text)
    wanted = phrase.replace(" ", "")
    spans, at = [], packed.find(wanted.lower())
    while at >= 0:
        spans.append((places[at], places[at + len(wanted) - 1] + 1))
        at = packed.find(wanted.lower(), at + 1)
    return spans


@lru_cache(4)
def _packed(text: str) -> tuple[str, list[int]]:
    """Every phrase is sought in the same few texts: pack each once."""
    packed, places = compact(text)
    return packed.lower(), places
