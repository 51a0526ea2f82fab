"""An options card by keys: each field shows its choice, a tap goes to the next one, the submit carries them all."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from channels.conversation.message import Card
from channels.conversation.offers import Offer
from channels.messenger.words import OptionWords

Picks = Mapping[str, Any]
_PURPOSE = "purpose"
_BY_HAND = "pick"
"""The choice of a period whose days are typed: on the page only."""
_YES_NO = ("yes", "no")


class Picking:
    """``picks`` are the taps so far, by field name; what was not tapped has the card's own value."""

    def __init__(self, words: OptionWords, card: Card) -> None:
        self._words, self._card = words, card
        self._fields: list[dict[str, Any]] = list(card.get("fields") or ())

    @property
    def steps(self) -> list[str]:
        """Give the names of what can be picked by taps, in order."""
        names = [field["name"] for field in self._fields if self._choices(field["name"])]
        return names + ([_PURPOSE] if self._card.get("purposes") else [])

    @property
    def complete(self) -> bool:
        """Say whether taps reach everything that the page offers."""
        return all(field["name"] in self.steps or field["type"] == "consent" for field in self._fields)

    def title(self, name: str, picks: Picks) -> str:
        label = self._words.purpose if name == _PURPOSE else str(self._field(name)["label"])
        choices = self._choices(name)
        said = choices.get(str(self._value(name, picks)))
        return self._words.field.format(label=label, choice=said or next(iter(choices.values())))

    def next(self, name: str, picks: Picks) -> dict[str, Any]:
        """Give ``picks`` with the next choice of ``name``; after the last comes the first."""
        values = list(self._choices(name))
        now = str(self._value(name, picks))
        place = values.index(now) if now in values else -1
        return {**picks, name: values[(place + 1) % len(values)]}

    def payload(self, bare: str, picks: Picks) -> str:
        """Fill ``bare`` with what was picked, as the page does."""
        names = [*(field["name"] for field in self._fields), _PURPOSE]
        values = {name: value for name in names if (value := self._value(name, picks)) not in (None, "", [])}
        values |= self._days(values)
        return bare + (json.dumps(values, ensure_ascii=False) if values else "")

    def pressed(self, bare: str, offered: Sequence[Offer], picks: Picks) -> str:
        """Give what pressing ``bare`` says: with what was picked where it was offered to carry that."""
        carries = bool(offered) and offered[0].fields is not None
        return self.payload(bare, picks) if carries else bare

    def _days(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Keep the days of a period that was typed on the page before."""
        for field in self._fields:
            if field["type"] == "period" and values.get(field["name"]) == _BY_HAND:
                return {name: field[name] for name in ("since", "until") if field.get(name)}
        return {}

    def _choices(self, name: str) -> dict[str, str]:
        """Give value → words of what ``name`` can be; empty when taps cannot choose it."""
        if name == _PURPOSE:
            return {"": self._words.no_purpose, **{each: each for each in self._card.get("purposes") or ()}}
        field = self._field(name)
        if field["type"] == "flag":
            return dict(zip(_YES_NO, (self._words.shown, self._words.hidden), strict=True))
        if field["type"] not in {"choice", "period"}:
            return {}
        by_hand = field.get("value") == _BY_HAND
        choices = field.get("choices") or ()
        return {str(each["value"]): each["label"] for each in choices if each["value"] != _BY_HAND or by_hand}

    def _value(self, name: str, picks: Picks) -> Any:
        if name in picks:
            return picks[name]
        return self._card.get(_PURPOSE) or "" if name == _PURPOSE else self._field(name).get("value")

    def _field(self, name: str) -> dict[str, Any]:
        return next(field for field in self._fields if field["name"] == name)
