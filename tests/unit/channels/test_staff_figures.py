"""The figures of the counter's people, over hand-overs of two weeks."""

from datetime import UTC, date, datetime, timedelta

from channels.conversation.handover import CloseReason, Handover, Reason
from channels.conversation.message import State
from channels.conversation.turns import Hour
from channels.staff.charts import CHARTS, bars_of, highest
from channels.staff.figures import Alone, Spread, figures
from channels.staff.words import read_words

NOW = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


def _handover(number: int, asked: timedelta, answered: float | None = None, **more: object) -> Handover:
    at = NOW - asked
    values: dict[str, object] = {
        "conversation": f"c{number}",
        "number": number,
        "channel": "web",
        "reason": Reason.REQUESTED,
        "team": "general",
        "state": State.WAITING,
        "on_hold": False,
        "agent": None,
        "wanted": None,
        "asked_at": at,
        "claimed_at": None if answered is None else at + timedelta(seconds=answered / 2),
        "answered_at": None if answered is None else at + timedelta(seconds=answered),
        "respond_by": at + timedelta(seconds=60),
        "last_citizen_at": at,
        "waiting_for_staff": True,
        "ended_at": None,
        "close_reason": None,
        "summary": {},
        "version": number,
    }
    return Handover(**{**values, **more})  # type: ignore[arg-type]


def test_two_weeks_are_counted_and_what_is_older_is_not():
    found = figures(
        [
            _handover(1, timedelta(days=20), 10),
            _handover(2, timedelta(days=1), 20, state=State.CLOSED, close_reason=CloseReason.SOLVED),
            _handover(3, timedelta(days=1), 40, state=State.BOT),
            _handover(4, timedelta(hours=1), 100, state=State.STAFF, reason=Reason.NOT_UNDERSTOOD),
            _handover(5, timedelta(seconds=10)),
            _handover(6, timedelta(hours=2)),
        ],
        [],
        NOW,
    )
    assert (found.total, found.waiting_now, found.served_now) == (5, 2, 1)
    assert (found.days[0].day, found.days[0].asked) == (date(2026, 2, 20), 0)
    assert [(each.day, each.asked) for each in found.days[-2:]] == [(date(2026, 3, 4), 2), (date(2026, 3, 5), 3)]
    assert found.days[-2].answering.half == 30
    assert found.reasons == (("requested", 4), ("not_understood", 1))
    assert dict(found.endings) == {"solved": 1, "returned": 1}
    assert found.in_time == 0.5  # two of the four that were due: the fifth still has time
    assert found.not_understood == 0.2
    assert found.answering.half == 40
    assert found.waiting.half == 20


def test_nothing_has_no_shares():
    found = figures([], [], NOW)
    assert (found.in_time, found.not_understood, found.waiting) == (None, None, Spread(None, None))
    assert found.alone == Alone(0, None, None, None)
    words = read_words()
    for chart in CHARTS:
        bars = bars_of(chart, found, [], words)
        assert not any(bar.value for bar in bars)
        assert highest(chart, bars) == 1


def _hour(ago: timedelta, **counted: int) -> Hour:
    nothing = {"begun": 0, "ended": 0, "contained": 0, "turns": 0, "asked_back": 0, "missed": 0}
    return Hour(NOW - ago, **{**nothing, **counted})


def test_what_the_bot_does_alone_is_a_share_of_what_is_over():
    hours = [
        _hour(timedelta(days=15), begun=9, ended=9, turns=9),
        _hour(timedelta(days=1), begun=3, ended=2, contained=2, turns=8, asked_back=1, missed=1),
        _hour(timedelta(hours=1), begun=2, ended=2, contained=1, turns=2),
    ]
    found = figures([], hours, NOW)
    assert found.alone == Alone(5, 0.75, 0.8, 0.1)
    assert found.days[-2].alone == Alone(3, 1.0, 0.75, 0.125)
    shown = [bar.shown for bar in bars_of("contained", found, [], read_words())]
    assert shown[-3:] == ["", "100%", "50%"]


def test_scores_are_counted_from_one_to_five():
    bars = bars_of("satisfaction", figures([], [], NOW), [5, 5, 1], read_words())
    assert [bar.value for bar in bars] == [1, 0, 0, 0, 2]
