"""How the counter's people are doing: how many, why, how long until somebody came and answered, how it ended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles

from channels.conversation.handover import Handover, Reason
from channels.conversation.message import State
from documents.service.clock import SEOUL

DAYS = 14


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: what half did not exceed, and what nine in ten did not. None when there is nothing to measure."""

    half: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """``days`` are the last fourteen in Seoul, oldest first. Shares are between 0 and 1, None without a whole."""

    days: tuple[tuple[date, int], ...]
    reasons: tuple[tuple[str, int], ...]
    endings: tuple[tuple[str, int], ...]
    waiting: Spread
    answering: Spread
    in_time: float | None
    not_understood: float | None
    total: int
    waiting_now: int
    served_now: int


def figures(handovers: Iterable[Handover], now: datetime) -> Figures:
    """Count the hand-overs that were asked for within the last fourteen days."""
    today = now.astimezone(SEOUL).date()
    first = today - timedelta(days=DAYS - 1)
    counted = [each for each in handovers if each.asked_at.astimezone(SEOUL).date() >= first]
    by_day = Counter(each.asked_at.astimezone(SEOUL).date() for each in counted)
    due = [each for each in counted if each.answered_at is not None or each.respond_by < now]
    return Figures(
        days=tuple((day, by_day[day]) for day in (first + timedelta(days=each) for each in range(DAYS))),
        reasons=tuple(Counter(each.reason.value for each in counted).most_common()),
        endings=tuple(Counter(ending(each) for each in counted if not each.open).most_common()),
        waiting=_spread([(each.claimed_at - each.asked_at).total_seconds() for each in counted if each.claimed_at]),
        answering=_spread([(each.answered_at - each.asked_at).total_seconds() for each in counted if each.answered_at]),
        in_time=_share(sum(_in_time(each) for each in due), len(due)),
        not_understood=_share(sum(each.reason is Reason.NOT_UNDERSTOOD for each in counted), len(counted)),
        total=len(counted),
        waiting_now=sum(each.state is State.WAITING for each in counted),
        served_now=sum(each.state is State.STAFF for each in counted),
    )


def ending(handover: Handover) -> str:
    """Name how it ended: given back to the bot, or why it was closed."""
    if handover.close_reason is not None:
        return handover.close_reason.value
    return "returned" if handover.state is State.BOT else "closed"


def _in_time(handover: Handover) -> bool:
    return handover.answered_at is not None and handover.answered_at <= handover.respond_by


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _spread(seconds: Sequence[float]) -> Spread:
    if not seconds:
        return Spread(None, None)
    if len(seconds) == 1:
        return Spread(seconds[0], seconds[0])
    cuts = quantiles(seconds, n=10, method="inclusive")
    return Spread(cuts[4], cuts[8])
