"""From the finished form to a promise, and the paper's news back into words."""

from collections.abc import Callable, Mapping
from typing import Any

from actions import request
from actions.action import CounterAction
from actions.desk import Desk
from actions.outcome import Outcome, Say
from actions.turn import Turn
from documents.domain.kind import PAPERS
from documents.domain.number import PaperNumber
from documents.domain.request import PaperRequest
from documents.domain.state import CITIZEN_WORD
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise
from documents.news import News

PAPERS_PER_CHECK = 10
"""Papers that one identity check may serve."""
_LISTED = 3
_KNOWN_REASONS = {
    "waiting": {"register_down", "seal_down", "wallet_down"},
    "rejected": {"not_entitled", "no_record"},
    "held": {"missing_glyph"},
}


class Issue(CounterAction):
    title = "action_issue"

    def __init__(self, desk: Desk, ledger: Ledger, news: News, wake: Callable[[], None]) -> None:
        self._desk, self._ledger, self._news, self._wake = desk, ledger, news, wake

    def decide(self, turn: Turn) -> Outcome:
        if not turn.slot("choice"):  # the form was never finished: an engine without its actions guesses so
            return Outcome((Say("utter_rephrase"),))
        kind, person = request.kind(turn), self._desk.use(turn.conversation)
        if kind is None or person is None:
            return Outcome((Say("utter_identity_expired"),), {"identity": None})
        same_check = [p for p in self._ledger.papers_of(turn.conversation) if p.verification == person.verification]
        if len(same_check) >= PAPERS_PER_CHECK:
            return Outcome((Say("utter_issue_limit"),), request.CLEARED)
        asked = PaperRequest(turn.conversation, person, kind, request.options(turn), turn.slot("purpose"))
        promise = self._ledger.promise(asked)
        self._wake()
        return Outcome((self._say(promise),), {**request.CLEARED, "paper_number": promise.number.digits})

    def _say(self, promise: Promise) -> Say:
        if promise.issued:  # the same request again is the same paper
            return Say("utter_paper_issued", card=self._news.document_card(promise))
        state = "waiting" if promise.error_code else "running"
        return Say("utter_issue_accepted", {"number": str(promise.number)}, self._news.progress_card(promise, state))


class Deliver(CounterAction):
    title = "action_deliver"

    def __init__(self, ledger: Ledger, news: News) -> None:
        self._ledger, self._news = ledger, news

    def decide(self, turn: Turn) -> Outcome:
        number = PaperNumber.parse(str(turn.entities["number"]))
        promise = self._ledger.find(turn.conversation, number)
        if promise is None or not promise.issued:
            return Outcome()
        card = self._news.document_card(promise)
        return Outcome((Say("utter_paper_issued", card=card),), {"paper_number": number.digits})


class ReportPaperNews(CounterAction):
    """Waiting, rejected, held: what happened and what happens next."""

    title = "action_report_paper_news"

    def decide(self, turn: Turn) -> Outcome:
        news = turn.intent.removeprefix("EXTERNAL_paper_")
        reason = str(turn.entities.get("reason"))
        response = f"utter_paper_{news}"
        if reason in _KNOWN_REASONS[news]:
            response = f"{response}_{reason}"
        number = str(PaperNumber.parse(str(turn.entities["number"])))
        return Outcome((Say(response, {"number": number}),))


class IssuanceStatus(CounterAction):
    title = "action_issuance_status"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def decide(self, turn: Turn) -> Outcome:
        newest = self._ledger.papers_of(turn.conversation)[-_LISTED:]
        lines = tuple(Say("utter_status_line", _line(promise)) for promise in reversed(newest))
        return Outcome(lines or (Say("utter_status_none"),))


class ResendToWallet(CounterAction):
    title = "action_resend_to_wallet"

    def __init__(self, ledger: Ledger, wake: Callable[[], None]) -> None:
        self._ledger, self._wake = ledger, wake

    def decide(self, turn: Turn) -> Outcome:
        papers = self._ledger.papers_of(turn.conversation)
        if not papers:
            return Outcome((Say("utter_status_none"),))
        newest = papers[-1]
        if newest.receipt is not None:
            return Outcome((Say("utter_wallet_arrived"),))
        if newest.issued and self._ledger.resume(turn.conversation, newest.number):
            self._wake()
            return Outcome((Say("utter_wallet_resent"),))
        return Outcome((Say("utter_status_line", _line(newest)),))


class CancelIssuance(CounterAction):
    """Withdraw an identity request, or a paper that is not sealed yet; a sealed one stays."""

    title = "action_cancel_issuance"

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger

    def decide(self, turn: Turn) -> Outcome:
        withdrawn = self._desk.withdraw(turn.conversation)
        papers = self._ledger.papers_of(turn.conversation)
        cancelled = [p for p in papers if not p.finished and self._ledger.cancel(turn.conversation, p.number)]
        if withdrawn or cancelled:
            return Outcome((Say("utter_cancel_done"),))
        return Outcome((Say("utter_cancel_too_late" if papers else "utter_nothing_to_stop"),))


def _line(promise: Promise) -> Mapping[str, Any]:
    return {
        "title": PAPERS[promise.kind].spoken,
        "number": str(promise.number),
        "state": CITIZEN_WORD[promise.state],
    }
