"""What can be chosen for a paper: the options card with private defaults, and spoken choices turned into options."""

from collections.abc import Mapping
from typing import Any

from documents.domain.errors import InvalidOptions
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions

YEARS_SUGGESTED = 5
_SPOKEN: Mapping[str, Mapping[str, Any]] = {
    "뒷자리 숨김": {"back_digits": BackDigits.NONE},
    "뒷자리 공개": {"back_digits": BackDigits.SELF},
    "세대원 포함": {"others_names": True},
    "세대원 제외": {"others_names": False},
    "세대주 관계 포함": {"relations": True},
    "과거 주소 전체": {"past_addresses": PastAddresses.ALL},
    "과거 주소 제외": {"past_addresses": PastAddresses.NONE},
}
"""Canonical values of the entity ``option`` → what they set."""


def options_card(words: Mapping[str, Any], kind: PaperKind, chosen: RegisterOptions, *, custom: bool) -> dict[str, Any]:
    """Give the card of one kind: short (purpose and two buttons) or custom (every option, preset to ``chosen``)."""
    text = words["options"][kind]
    label, other = ("custom", "basic") if custom else ("basic", "custom")
    payloads = {"basic": "/choose_basic", "custom": "/choose_options" if custom else "/choose_custom"}
    return {
        "type": "options",
        "kind": kind.value,
        "title": PAPERS[kind].title,
        "custom": custom,
        "purposes": words["purposes"],
        "fields": [_field(field, chosen) for field in text["fields"]] if custom else [],
        "submit": {"title": text[label]["submit"], "payload": payloads[label]},
        "actions": [{"title": text[label][other], "payload": payloads[other]}],
    }


def from_card(choices: Mapping[str, Any]) -> RegisterOptions:
    """Read what a custom card sent. Raise InvalidOptions for anything the card does not offer."""
    return RegisterOptions.parse({key: value for key, value in choices.items() if key != "purpose"})


def with_spoken(options: Mapping[str, Any], spoken: list[str], years: Any) -> dict[str, Any]:
    """Add choices made in words ("뒷자리 빼고 최근 5년 주소") to ``options``. Unknown ones raise InvalidOptions."""
    merged = dict(options)
    for value in spoken:
        if value not in _SPOKEN:
            raise InvalidOptions
        merged |= _SPOKEN[value]
    if years:
        merged |= {"past_addresses": PastAddresses.RECENT, "address_years": int(years)}
    return RegisterOptions.parse(merged).as_dict()


def _field(field: Mapping[str, Any], chosen: RegisterOptions) -> dict[str, Any]:
    value = getattr(chosen, field["name"])
    if field["type"] == "flag":
        value = "yes" if value else "no"
    elif field["type"] == "years":
        value = value or YEARS_SUGGESTED
    return {**field, "value": value}
