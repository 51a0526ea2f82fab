"""What was chosen, in a few words: for headings, for lines on a card, for "지난번처럼"."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.josa import listed, with_josa
from actions.request import Wanted
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import PastAddresses, parse_options

_Words = Mapping[str, Any]


def short(words: _Words, kind: PaperKind) -> str:
    """Give the paper's name in a sentence: 등본."""
    return str(words["short"][kind])


def particled(words: _Words, name: str, pair: str) -> str:
    """Give ``name`` with the fitting particle of ``pair``; in English there is none."""
    return with_josa(name, pair) if words["particles"] else name


def named(words: _Words, papers: list[Wanted]) -> str:
    """Name papers in a sentence: 등본과 초본."""
    names = [short(words, paper.kind) for paper in papers]
    return listed(names) if words["particles"] else ", ".join(names)


def title(words: _Words, kind: PaperKind) -> str:
    """Name a paper as it is headed; in English with its Korean name."""
    return str(words["titles"].get(kind, PAPERS[kind].title))


def titles(words: _Words, papers: list[Wanted]) -> str:
    """Name papers in a heading: the first, and how many more."""
    first = title(words, papers[0].kind)
    return words["more"].format(title=first, count=len(papers) - 1) if len(papers) > 1 else first


def label(words: _Words, kind: PaperKind, name: str) -> str:
    """Give the card's word for an option."""
    return str(next(field["label"] for field in words["options"][kind] if field["name"] == name))


def labels(words: _Words, kind: PaperKind, name: str, values: list[str]) -> str:
    """Give the card's words for some choices of an option."""
    field = next(each for each in words["options"][kind] if each["name"] == name)
    return ", ".join(choice["label"] for choice in field["choices"] if choice["value"] in values)


def summary(words: _Words, paper: Wanted) -> str:
    """Say in a line what differs from the private default; empty for nothing."""
    private = parse_options(paper.kind, {})
    said = (_said(words, field, paper, private) for field in words["options"][paper.kind])
    return ", ".join(part for part in said if part)


def _said(words: _Words, field: Mapping[str, Any], paper: Wanted, private: Any) -> str:
    told, options, kind = words["summary"], paper.options.as_dict(), field["type"]
    if kind == "period":
        return told["period"].format(**days(words, options)) if options["since"] else ""
    value = options[field["name"]]
    if value == private.as_dict()[field["name"]] or value == PastAddresses.RECENT:  # its years say it
        return ""
    if kind == "flag":
        return str(told["shown" if value else "hidden"].format(label=field["label"]))
    if kind == "years":
        return str(told["years"].format(years=value))
    chosen = labels(words, paper.kind, field["name"], value if kind == "many" else [value])
    return chosen if kind == "many" else str(told["choice"].format(label=field["label"], choice=chosen))


def days(words: _Words, options: Mapping[str, Any]) -> dict[str, str]:
    """Write both ends of a chosen period as people say them."""
    return {name: date.fromisoformat(options[name]).strftime(words["day"]) for name in ("since", "until")}
