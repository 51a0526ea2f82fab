"""The paper's news back into words: issued, waiting, rejected, held, voided, and what can be done next."""

import json
from collections.abc import Mapping

from actions.action import CounterAction
from actions.outcome import Outcome, Say
from actions.summary import particled, short
from actions.turn import Turn
from actions.words import Words
from documents.domain.number import PaperNumber
from documents.domain.state import PromiseState
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise
from documents.news import News

_KNOWN_REASONS = {
    "waiting": {"register_down", "seal_down", "wallet_down"},
    "rejected": {
        *("not_entitled", "no_record", "no_doses", "no_premiums", "no_roman_name"),
        "minor_past_householders",
    },
    "held": {"missing_glyph"},
}
_CAN_BE_CANCELLED = frozenset({"register_down", "seal_down"})
_UNSEALED = frozenset({PromiseState.PROMISED, PromiseState.RENDERED, PromiseState.CHECKED})


class Deliver(CounterAction):
    title = "action_deliver"

    def __init__(self, ledger: Ledger, news: News, words: Words) -> None:
        self._ledger, self._news, self._words = ledger, news, words

    def decide(self, turn: Turn) -> Outcome:
        number = PaperNumber.parse(str(turn.entities["number"]))
        promise = self._ledger.find(turn.conversation, number)
        if promise is None or not promise.issued:
            return Outcome()
        words = self._words.of(turn)
        subject = {"subject": particled(words, short(words, promise.kind), "이/가")}
        response = "utter_paper_issued_of_several" if self._more_to_come(promise) else "utter_paper_issued"
        say = Say(response, subject, self._news.document_card(promise))
        return Outcome((say,), {"paper_number": number.digits})

    def _more_to_come(self, promise: Promise) -> bool:
        """Tell whether another paper of the same check is still being made: the last one says what can be done next."""
        papers = self._ledger.papers_of(promise.conversation)
        return any(p.verification == promise.verification and p.state in _UNSEALED and not p.error_code for p in papers)


class ReportPaperNews(CounterAction):
    """Waiting, rejected, held, voided: what happened and what happens next."""

    title = "action_report_paper_news"

    def __init__(self, ledger: Ledger, words: Words) -> None:
        self._ledger, self._words = ledger, words

    def decide(self, turn: Turn) -> Outcome:
        news = turn.intent.removeprefix("EXTERNAL_paper_")
        reason = str(turn.entities.get("reason"))
        number = PaperNumber.parse(str(turn.entities["number"]))
        response = f"utter_paper_{news}"
        if reason in _KNOWN_REASONS.get(news, ()):
            response = f"{response}_{reason}"
        buttons = self._cancel(turn, number) if reason in _CAN_BE_CANCELLED else ()
        if turn.entities.get("replaced_by"):
            return self._replaced(turn, number)
        return Outcome((Say(response, {"number": str(number), "paper": self._paper(turn, number)}, buttons=buttons),))

    def _replaced(self, turn: Turn, number: PaperNumber) -> Outcome:
        newer = PaperNumber.parse(str(turn.entities["replaced_by"]))
        values = {"number": str(number), "paper": self._paper(turn, number), "replaced_by": str(newer)}
        return Outcome((Say("utter_paper_voided_replaced", values),))

    def _paper(self, turn: Turn, number: PaperNumber) -> str:
        promise, words = self._ledger.find(turn.conversation, number), self._words.of(turn)
        return short(words, promise.kind) if promise else str(words["any_paper"])

    def _cancel(self, turn: Turn, number: PaperNumber) -> tuple[Mapping[str, str], ...]:
        payload = f"/withdraw_paper{json.dumps({'document_number': number.digits})}"
        return ({"title": self._words.of(turn)["cancel"], "payload": payload},)
