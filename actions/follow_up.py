"""Questions that lean on the last topic: fee, telephone, place, time and way of what was just answered."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from actions import districts, topics
from actions.action import CounterAction
from actions.answer import Answer
from actions.language import in_english
from actions.leaning import Leaning
from actions.outcome import Outcome, Say
from actions.turn import Turn

_RECENT = 4
"""Turns within which something is still "그거"."""
_LOCAL = frozenset({"phone", "where"})


def topic(turn: Turn) -> str | None:
    """Give the topic that a leaning question leans on; None when there is none, or the paper being asked for.

    In the middle of a request only the answer given just before counts: the form has spoken since.
    """
    recent = turn.before[: 1 if turn.form else _RECENT]
    last: str | None = next((past.topic for past in recent if past.topic), None)
    if last is None and _of_report(turn):
        return topics.REPORT
    return None if last == topics.DOCUMENT else last


def _of_report(turn: Turn) -> bool:
    """Tell whether a report is still the matter: telling it takes many turns, the slot says that nothing came after it.

    While it is being told, "며칠 됐어요" is part of it; what sounds like a question about papers is about the report.
    """
    if turn.form:
        return turn.form == topics.REPORT_FORM and turn.intent in topics.PAPER_QUESTIONS
    told = any(topics.REPORT in (past.topic, topics.of(past.intent)) for past in turn.before)
    return told and turn.slot("last_topic") == topics.REPORT


class FollowUp(CounterAction):
    """Answer from the topic's own file; what is not there is said to be unknown."""

    title = "action_follow_up"

    def __init__(
        self,
        answers: Mapping[str, Answer],
        reports: Mapping[str, str],
        leaning: Leaning,
        english_reports: Mapping[str, str] | None = None,
    ) -> None:
        """Take the answers by label, and what is said about reports, by kind of question."""
        self._answers, self._reports, self._leaning = answers, reports, leaning
        self._english_reports = english_reports or {}

    def decide(self, turn: Turn) -> Outcome:
        about, kind = topic(turn), self._leaning.kind(turn.text) or ""
        answer = self._answers.get(about or "")
        said = self._told(turn, answer, about).get(kind)
        says = [Say("utter_follow_up", {"answer": said}) if said else Say("utter_follow_up_unknown")]
        if answer and answer.by_district and kind in _LOCAL and turn.slot("district"):
            says.append(districts.line(turn, turn.slot("district"), nearby=answer.nearby))
        return Outcome(tuple(says), {"route": None, "last_topic": about}, next_action=turn.onward)

    def _told(self, turn: Turn, answer: Answer | None, about: str | None) -> Mapping[str, str]:
        """Give what is told of the matter by kind of question, in the language of ``turn``."""
        english = in_english(turn)
        if answer:
            return answer.english_follow_ups if english else answer.follow_ups
        if about != topics.REPORT:
            return {}
        return self._english_reports if english else self._reports


def load_reports(folder: Path, name: str = "follow_ups") -> Mapping[str, str]:
    """Read what is said to questions that lean on a report; in English it is called ``english_follow_ups``."""
    reports: Mapping[str, str] = yaml.safe_load((folder / "reports.yml").read_text("utf-8"))[name]
    return reports
