"""Where what an answer says comes from: sources are data, each with what it supports and the day we looked it up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

_MOST = 3
"""Names that a citizen reads under one answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of ``sources.yml`` as one answer leans on it."""

    kind: str
    """``shared``, ``law``, ``official``, ``press`` or ``index``; what they mean stands in the file."""
    title: str
    publisher: str
    where: str
    """Address of the page, or name of the data set."""
    seen: date
    name: str | None
    """As citizens read it; None for what is not worth telling."""
    supports: tuple[str, ...]
    """Pieces of the answer, word for word, that this source confirms."""


class Sources:
    """The list of all sources, and the words in which they are told."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._list, self._shown = raw["list"], raw["shown"]

    def named(self, leans: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
        """Give what an answer's ``sources`` name, in that order. A name that is not in the list is a KeyError."""
        return tuple(_source(self._list[each["from"]], each["supports"]) for each in leans)

    def told(self, reviewed: date, sources: Iterable[Source]) -> str:
        """Say when an answer was reviewed and, where there is something to name, by what."""
        day = f"{reviewed.year}년 {reviewed.month}월 {reviewed.day}일"
        names = list(dict.fromkeys(each.name for each in sources if each.name))[:_MOST]
        said: str = self._shown["sourced" if names else "checked"].format(day=day, names=", ".join(names))
        return said

    def told_in_english(self, reviewed: date) -> str:
        """Say when an answer was reviewed; the sources have Korean names only."""
        said: str = self._shown["english"].format(day=f"{reviewed.day} {reviewed:%b %Y}")
        return said


def load_sources(folder: Path) -> Sources:
    """Read ``sources.yml`` in the answers folder."""
    return Sources(yaml.safe_load((folder / "sources.yml").read_text("utf-8")))


def _source(raw: Mapping[str, Any], supports: Iterable[str]) -> Source:
    where = raw.get("url") or raw["dataset"]
    return Source(raw["kind"], raw["title"], raw["publisher"], where, raw["seen"], raw.get("name"), tuple(supports))
