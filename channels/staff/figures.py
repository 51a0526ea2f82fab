"""How the counter is doing: how much the bot does alone, how well it understands, how long until a person came."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import quantiles

from channels.conversation.handover import Handover, Reason
from channels.conversation.message import State
from channels.conversation.turns import Hour
from documents.service.clock import SEOUL

DAYS = 14


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: what half did not exceed, and what nine in ten did not. None when there is nothing to measure."""

    half: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Alone:
    """What the bot did in conversations that began in some time. Shares are between 0 and 1, None without a whole.

    ``contained``: of those that are over, the share in which nobody asked for a person. ``understood``: of the answers
    to typed words, the share that neither asked back nor said that it had not understood; ``missed`` the share of the
    latter.
    """

    begun: int
    contained: float | None
    understood: float | None
    missed: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Seoul. ``asked``: wishes for a person."""

    day: date
    alone: Alone
    asked: int
    waiting: Spread
    answering: Spread


@dataclass(frozen=True, slots=True)
class Figures:
    """``days`` are the last fourteen in Seoul, oldest first."""

    days: tuple[Day, ...]
    alone: Alone
    reasons: tuple[tuple[str, int], ...]
    endings: tuple[tuple[str, int], ...]
    waiting: Spread
    answering: Spread
    in_time: float | None
    not_understood: float | None
    total: int
    waiting_now: int
    served_now: int


def begins(now: datetime) -> datetime:
    """Give the moment at which the days that are counted begin."""
    first = now.astimezone(SEOUL).date() - timedelta(days=DAYS - 1)
    return datetime.combine(first, time(), SEOUL).astimezone(now.tzinfo)


def figures(handovers: Iterable[Handover], hours: Iterable[Hour], now: datetime) -> Figures:
    """Count the hand-overs that were asked for, and the conversations that began, within the last fourteen days."""
    first = begins(now)
    counted = [each for each in handovers if each.asked_at >= first]
    spent = [each for each in hours if each.begins >= first]
    due = [each for each in counted if each.answered_at is not None or each.respond_by < now]
    return Figures(
        days=_days(counted, spent, first.astimezone(SEOUL).date()),
        alone=_alone(spent),
        reasons=tuple(Counter(each.reason.value for each in counted).most_common()),
        endings=tuple(Counter(ending(each) for each in counted if not each.open).most_common()),
        waiting=_waiting(counted),
        answering=_answering(counted),
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


def _days(handovers: Sequence[Handover], hours: Sequence[Hour], first: date) -> tuple[Day, ...]:
    days = []
    for day in (first + timedelta(days=each) for each in range(DAYS)):
        asked = [each for each in handovers if each.asked_at.astimezone(SEOUL).date() == day]
        spent = [each for each in hours if each.begins.astimezone(SEOUL).date() == day]
        days.append(Day(day, _alone(spent), len(asked), _waiting(asked), _answering(asked)))
    return tuple(days)


def _alone(hours: Sequence[Hour]) -> Alone:
    def all_of(number: Callable[[Hour], int]) -> int:
        return sum(map(number, hours))

    turns, missed = all_of(lambda each: each.turns), all_of(lambda each: each.missed)
    return Alone(
        begun=all_of(lambda each: each.begun),
        contained=_share(all_of(lambda each: each.contained), all_of(lambda each: each.ended)),
        understood=_share(turns - missed - all_of(lambda each: each.asked_back), turns),
        missed=_share(missed, turns),
    )


def _waiting(handovers: Sequence[Handover]) -> Spread:
    return _spread([(each.claimed_at - each.asked_at).total_seconds() for each in handovers if each.claimed_at])


def _answering(handovers: Sequence[Handover]) -> Spread:
    return _spread([(each.answered_at - each.asked_at).total_seconds() for each in handovers if each.answered_at])


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
