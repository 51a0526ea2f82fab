"""Choices made in words: "뒷자리 빼고 최근 5년 주소 나오게", "작년 1월부터 12월까지", "군번이랑 계급도"."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import yaml

from actions import periods
from actions.request import Wanted, has
from actions.turn import Turn
from documents.domain.options import PastAddresses, PremiumOptions, PremiumUse, parse_options

_SPOKEN: Mapping[str, Mapping[str, Mapping[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("spoken.yml").read_text("utf-8")
)
_USES = {"연말정산": PremiumUse.YEAR_END, "대출": PremiumUse.LOAN}
"""Purposes that change the sentence of a 납부확인서."""
_SEVERAL = frozenset({"add", "drop"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said about what is printed, before or after the paper was named."""

    values: Sequence[str] = ()
    """Of the entities ``option`` and ``detail``."""
    address_years: int | None = None
    period: Sequence[str] | None = None
    """Two ISO dates."""
    whole_period: bool = False

    def __bool__(self) -> bool:
        return bool(self.values) or self.timed

    @property
    def timed(self) -> bool:
        return bool(self.address_years or self.period or self.whole_period)

    def packed(self) -> dict[str, Any] | None:
        """Write it as the slot ``wishes`` holds it; ``unpacked`` reads that."""
        return asdict(self) if self else None

    @classmethod
    def unpacked(cls, slot: Mapping[str, Any] | None) -> Self:
        return cls(**slot) if slot else cls()


def wishes(turn: Turn) -> Wishes:
    """Read the newest message."""
    span, years = turn.entities.get("period"), turn.entities.get("address_years")
    return Wishes(
        values=[*turn.every("option"), *turn.every("detail")],
        address_years=int(years) if years else None,
        period=[str(day) for day in span] if isinstance(span, list) else None,
        whole_period=bool(turn.entities.get("period_all")),
    )


def granted(paper: Wanted, wished: Wishes, today: date) -> Wanted:
    """Give ``paper`` with those wishes that it offers. Raise InvalidOptions for a period that cannot be had."""
    options = paper.options.as_dict()
    for value in wished.values:
        _set(options, _SPOKEN.get(value, {}).get(paper.kind, {}))
    if wished.address_years and has(paper.options, "address_years"):
        options |= {"past_addresses": PastAddresses.RECENT, "address_years": wished.address_years}
    if has(paper.options, "since"):
        options |= _period(wished, today)
    return Wanted(paper.kind, parse_options(paper.kind, options))


def known(paper: Wanted, wished: Wishes) -> dict[str, Any]:
    """Give what ``wished`` speaks of in ``paper``, by option; also where nothing is left to be changed."""
    changes = [_SPOKEN.get(value, {}).get(paper.kind, {}) for value in wished.values]
    spoken_of = {"items" if name in _SEVERAL else name for change in changes for name in change}
    if wished.address_years and has(paper.options, "address_years"):
        spoken_of.add("past_addresses")
    if (wished.period or wished.whole_period) and has(paper.options, "since"):
        spoken_of.add("since")
    now = paper.options.as_dict()
    return {name: now[name] for name in now if name in spoken_of}


def unknown(papers: Sequence[Wanted], wished: Wishes) -> list[str]:
    """Give the values that none of ``papers`` offers; ``period`` stands for a time that none can be narrowed to."""
    values = [value for value in wished.values if all(paper.kind not in _SPOKEN.get(value, {}) for paper in papers)]
    taken = any({"past_addresses", "since"} & known(paper, wished).keys() for paper in papers)
    return values + (["period"] if wished.timed and not taken else [])


def for_purpose(paper: Wanted, purpose: str | None) -> Wanted:
    """Let the purpose of a 납부확인서 choose its sentence."""
    if not isinstance(paper.options, PremiumOptions) or purpose not in _USES:
        return paper
    return Wanted(paper.kind, parse_options(paper.kind, paper.options.as_dict() | {"use": _USES[purpose]}))


def _period(wished: Wishes, today: date) -> dict[str, str | None]:
    if wished.whole_period:
        return {"since": None, "until": None}
    if wished.period is None:
        return {}
    first, last = periods.past(wished.period[0], wished.period[1], today)
    return {"since": first.isoformat(), "until": last.isoformat()}


def _set(options: dict[str, Any], change: Mapping[str, Any]) -> None:
    for name, value in change.items():
        if name == "add":
            options["items"] = sorted({*options["items"], *value})
        elif name == "drop":
            options["items"] = sorted({*options["items"]} - {*value})
        else:
            options[name] = value
