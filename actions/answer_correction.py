"""A correction of one of the city's answers: what staff may write, checked, and how it is told and kept."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer
from documents.domain.errors import Refusal
from documents.domain.screening import contains_rrn

LONGEST = 600
"""Signs of one text."""
WORDS: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("answer_shelf.yml").read_text("utf-8"))
_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/[^\s<>\"']*)?", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_ADDRESS = 40, 300


@dataclass(frozen=True, slots=True)
class Wording:
    """What of an answer staff may change."""

    text: str
    follow_ups: Mapping[str, str]
    link: Mapping[str, str]
    """``url`` and ``title``."""
    reviewed: date


@dataclass(frozen=True, slots=True)
class Correction:
    """``version`` counts from 1; 0 is the reviewed file itself, by nobody, at no time. ``at`` is ISO 8601, UTC."""

    version: int
    wording: Wording
    by: str
    at: str


def checked(wording: Wording, kinds: Iterable[str], today: date) -> Wording:
    """Give ``wording`` with its white space in order. ``kinds`` are the follow-ups that it must answer.

    Raise Refusal: answer_incomplete, answer_too_long, rrn_in_payload, bad_link, bad_review_day.
    """
    tidy = Wording(
        _line(wording.text),
        {kind: _line(wording.follow_ups.get(kind, "")) for kind in kinds},
        {name: _line(wording.link.get(name, "")) for name in ("title", "url")},
        wording.reviewed,
    )
    _check_texts([tidy.text, *tidy.follow_ups.values()])
    _check_link(tidy.link)
    if tidy.reviewed > today:
        raise Refusal("bad_review_day")
    return tidy


def applied(answer: Answer, wording: Wording) -> Answer:
    """Give ``answer`` as corrected. Its sources and its English spoke for the old words, so they go with them."""
    day = f"{wording.reviewed.year}년 {wording.reviewed.month}월 {wording.reviewed.day}일"
    return replace(
        answer,
        text=wording.text,
        follow_ups=wording.follow_ups,
        link=wording.link,
        reviewed=wording.reviewed,
        sources=(),
        basis=WORDS["basis"].format(day=day),
        english=answer.english if wording.text == _line(answer.text) else "",
    )


def wording_of(answer: Answer) -> Wording:
    return Wording(_line(answer.text), answer.follow_ups, answer.link or {}, answer.reviewed)


def written(correction: Correction) -> str:
    """Give the file of a correction."""
    wording = correction.wording
    kept = {
        "text": wording.text,
        "follow_ups": dict(wording.follow_ups),
        "link": dict(wording.link),
        "reviewed": wording.reviewed,
        "by": correction.by,
        "at": correction.at,
    }
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def read(version: int, raw: Mapping[str, Any]) -> Correction:
    """Read what ``written`` gave. A file without its fields is a KeyError."""
    wording = Wording(raw["text"], raw["follow_ups"], raw["link"], raw["reviewed"])
    return Correction(version, wording, raw["by"], raw["at"])


def _line(text: str) -> str:
    return " ".join(text.split())


def _check_texts(texts: list[str]) -> None:
    if not all(texts):
        raise Refusal("answer_incomplete")
    if any(len(text) > LONGEST for text in texts):
        raise Refusal("answer_too_long")
    if any(map(contains_rrn, texts)):
        raise Refusal("rrn_in_payload")


def _check_link(link: Mapping[str, str]) -> None:
    fits = 0 < len(link["title"]) <= _LONGEST_TITLE and len(link["url"]) <= _LONGEST_ADDRESS
    if not (fits and _ADDRESS.fullmatch(link["url"])):
        raise Refusal("bad_link")
    if any(map(contains_rrn, link.values())):
        raise Refusal("rrn_in_payload")
