"""What a citizen is asked to consent to: the questions as data, how they stand, the answers in the audit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from channels.conversation.consent import Answered, Question
from channels.conversation.handover import Deed as Happened
from channels.conversation.handover import Handover, LogLine
from channels.staff.audit import Audit, Deed, Entry
from channels.staff.words import Words

_ANSWERS = {Happened.CONSENT_GIVEN: "given", Happened.CONSENT_REFUSED: "refused"}


@dataclass(frozen=True, slots=True)
class Consent:
    """``state``: asked, given, refused, or over (nobody answered before the next question or the end of the talk)."""

    number: int
    what: str
    state: str
    at: datetime


def question(words: Words, name: str) -> Question | None:
    """Give the question of ``name`` in the words, None when there is none."""
    asked, buttons = words["consents"].get(name), words["consent_buttons"]
    return Question(asked["title"], asked["ask"], buttons["given"], buttons["refused"]) if asked else None


def consents_of(log: Sequence[LogLine], handover: Handover) -> list[Consent]:
    """Give what was asked in a conversation, oldest first. An answer follows its question in the log."""
    found: list[Consent] = []
    for line in log:
        if line.deed is Happened.CONSENT_ASKED:
            found = [*(_over(each) for each in found), Consent(line.number, line.note, "asked", line.at)]
        elif line.deed in _ANSWERS:
            found[-1] = replace(found[-1], state=_ANSWERS[line.deed], at=line.at)
    return [each if handover.open and each.number == handover.number else _over(each) for each in found]


def noting(audit: Audit, words: Words) -> Callable[[Answered], None]:
    """Note each answer in the audit before it is kept; when that fails it is not kept either."""

    def note(answered: Answered) -> None:
        deed = Deed.CONSENT_GIVEN if answered.given else Deed.CONSENT_REFUSED
        audit.note(Entry(words["from"]["citizen"], "", deed, answered.conversation, answered.what))

    return note


def _over(consent: Consent) -> Consent:
    return replace(consent, state="over") if consent.state == "asked" else consent
