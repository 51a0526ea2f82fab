"""The options card: what can be chosen for papers, with private defaults; and what such a card sends back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions import periods
from actions.request import SELF, Wanted, has, needs_consent
from actions.summary import summary, title, titles
from documents.domain.errors import InvalidOptions
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import Options, parse_options

YEARS_SUGGESTED = 5
_BESIDE = frozenset({"purpose", "for_whom", "health_consent", "span", "since", "until"})
"""Fields of a card that are not options by name."""
_Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known already when a card is drawn."""

    purpose: str | None = None
    for_whom: str | None = None


def options_card(
    words: _Words, paper: Wanted, preset: Preset, today: date, *, custom: bool, more: bool = False
) -> dict[str, Any]:
    """Give the card of one paper: short (purpose and two buttons) or custom (every option, preset to ``paper``).

    ``more``: another paper comes after this one.
    """
    buttons = words["buttons"]
    fields = [_field(field, paper.options, today) for field in words["options"][paper.kind]] if custom else []
    taking = buttons["chosen"] if custom else buttons["basic"]
    submit = buttons["next"].format(title=taking) if more else taking
    other = _action(buttons, "basic", "/choose_basic") if custom else _action(buttons, "custom", "/choose_custom")
    payload = "/choose_options" if custom else "/choose_basic"
    card = _card(words, [paper], fields, preset) | {"custom": custom, "actions": [] if more else [other]}
    return card | {"submit": _submit(words, [paper], submit, payload)}


def together_card(words: _Words, papers: list[Wanted], preset: Preset) -> dict[str, Any]:
    """Give the card that takes several papers at once, or begins with them one by one."""
    buttons, summaries = words["buttons"], [summary(words, paper) for paper in papers]
    lines = [
        words["kept_note"].format(title=title(words, paper.kind), summary=said or words["basic_note"])
        for paper, said in zip(papers, summaries, strict=True)
    ]
    submit = _submit(words, papers, buttons["all_chosen" if any(summaries) else "all"], "/choose_all")
    each = _action(buttons, "each", "/choose_custom")
    return _card(words, papers, [], preset) | {"custom": False, "lines": lines, "actions": [each], "submit": submit}


def from_card(kind: PaperKind, sent: Mapping[str, Any], items: list[Any], today: date) -> Options:
    """Read what a custom card sent; ``items``: every value of the field that takes several.

    Raise InvalidOptions for what the card does not offer; its code is "invalid_period" for days that cannot be had.
    """
    private = parse_options(kind, {})
    raw = {name: value for name, value in sent.items() if name not in _BESIDE}
    if has(private, "items"):
        raw["items"] = items
    if has(private, "since"):
        span = periods.picked(str(sent.get("span", "default")), sent.get("since"), sent.get("until"), today)
        raw |= {"since": span[0].isoformat(), "until": span[1].isoformat()} if span else {}
    elif "span" in sent:
        raise InvalidOptions
    return parse_options(kind, raw)


def _card(words: _Words, papers: list[Wanted], fields: list[dict[str, Any]], preset: Preset) -> dict[str, Any]:
    if any(PAPERS[paper.kind].for_children for paper in papers):
        fields = [{**words["for_whom"], "value": preset.for_whom or SELF}, *fields]
    if needs_consent(papers):
        fields = [*fields, {**words["health_consent"], "value": "yes"}]
    purposes = words["purposes"]["usual"] if len(papers) > 1 else _purposes(words, papers[0].kind)
    known = preset.purpose is None or preset.purpose in purposes
    return {
        "type": "options",
        "kind": papers[0].kind.value,
        "title": titles(words, papers),
        "purposes": purposes if known else [*purposes, preset.purpose],
        "purpose": preset.purpose,
        "fields": fields,
    }


def _purposes(words: _Words, kind: PaperKind) -> list[str]:
    purposes: list[str] = words["purposes"].get(kind, words["purposes"]["usual"])
    return purposes


def _submit(words: _Words, papers: list[Wanted], title: str, payload: str) -> dict[str, str]:
    if needs_consent(papers):
        title = words["buttons"]["consenting"].format(title=title)
    return {"title": title, "payload": payload}


def _action(buttons: Mapping[str, str], name: str, payload: str) -> dict[str, Any]:
    """Give a second button. With ``with_fields`` it carries what was picked so far, so that nothing is lost."""
    action: dict[str, Any] = {"title": buttons[name], "payload": payload}
    return action | ({"with_fields": True} if payload == "/choose_custom" else {})


def _field(field: Mapping[str, Any], chosen: Options, today: date) -> dict[str, Any]:
    if field["type"] == "period":
        return {**field, **_span(field, chosen, today)}
    value = getattr(chosen, field["name"])
    if field["type"] == "flag":
        value = "yes" if value else "no"
    elif field["type"] == "years":
        value = value or YEARS_SUGGESTED
    elif field["type"] == "many":
        value = sorted(value)
    return {**field, "value": value}


def _span(field: Mapping[str, Any], chosen: Any, today: date) -> dict[str, str]:
    span = (chosen.since, chosen.until) if chosen.since else None
    first, last = (day.isoformat() for day in span) if span else ("", "")
    name = periods.name_of(span, [choice["value"] for choice in field["choices"]], today)
    return {"value": name, "since": first, "until": last, "latest": today.isoformat()}
