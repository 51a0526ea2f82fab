"""One's papers afterwards: the list of them, sending one to the wallet again, withdrawing one in time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions import request
from actions.action import CounterAction
from actions.desk import Desk
from actions.outcome import Outcome, Say
from actions.past_requests import PastRequests
from actions.summary import short, title
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import InvalidNumber
from documents.domain.kind import PAPERS
from documents.domain.number import PaperNumber
from documents.domain.state import CITIZEN_WORD, PromiseState
from documents.ledger.asking import CANCELLED
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise

_LISTED = 10


class IssuanceStatus(CounterAction):
    """The papers of 90 days: of the conversation, and while the identity check lives, all of that person."""

    title = "action_issuance_status"

    def __init__(self, desk: Desk, past: PastRequests, words: Words) -> None:
        self._desk, self._past, self._words = desk, past, words

    def decide(self, turn: Turn) -> Outcome:
        papers = self._past.papers(turn.conversation, self._desk.live(turn.conversation))
        if not papers:
            return Outcome((Say("utter_status_none"),))
        return Outcome((Say("utter_status_list", {"count": len(papers)}, self._card(turn, papers)),))

    def _card(self, turn: Turn, papers: Sequence[Promise]) -> dict[str, Any]:
        words, older = self._words.of(turn), len(papers) - _LISTED
        return {
            "type": "papers",
            "title": words["papers"]["title"],
            "rows": [self._row(words, turn.conversation, paper) for paper in papers[: -_LISTED - 1 : -1]],
            "note": words["papers"]["more"].format(count=older) if older > 0 else None,
        }

    @staticmethod
    def _row(words: Mapping[str, Any], conversation: str, paper: Promise) -> dict[str, Any]:
        """Give a line; only a paper of this very conversation can be opened from it."""
        opens = paper.issued and paper.conversation == conversation and paper.state is not PromiseState.VOIDED
        route = f"/api/conversations/{conversation}/documents/{paper.number.digits}"
        return {
            "title": title(words, paper.kind),
            "number": paper.number.digits,
            "state": state_word(words, paper),
            "at": paper.created_at.isoformat(),
            "expires_at": paper.expires_at.isoformat() if paper.expires_at else None,
            "download_url": route if opens else None,
            "html_url": f"{route}/page.html" if opens else None,
        }


class ResendToWallet(CounterAction):
    title = "action_resend_to_wallet"

    def __init__(self, ledger: Ledger, wake: Callable[[], None], words: Words) -> None:
        self._ledger, self._wake, self._words = ledger, wake, words

    def decide(self, turn: Turn) -> Outcome:
        papers = named(turn, self._ledger.papers_of(turn.conversation))
        if not papers:
            return Outcome((Say("utter_status_none"),))
        lost = [paper for paper in papers if paper.issued and paper.receipt is None]
        resent = [paper for paper in lost if self._ledger.resume(turn.conversation, paper.number)]
        if resent:
            self._wake()
            return Outcome((Say("utter_wallet_resent"),))
        newest = papers[-1]
        if newest.receipt is not None:
            return Outcome((Say("utter_wallet_arrived", {"paper": short(self._words.of(turn), newest.kind)}),))
        return Outcome((Say("utter_status_line", self._line(turn, newest)),))

    def _line(self, turn: Turn, paper: Promise) -> dict[str, str]:
        words = self._words.of(turn)
        name = words["titles"].get(paper.kind, PAPERS[paper.kind].spoken)
        return {"title": name, "number": str(paper.number), "state": state_word(words, paper)}


class CancelIssuance(CounterAction):
    """Withdraw an identity request, and papers that are not sealed yet; a sealed one stays."""

    title = "action_cancel_issuance"

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger

    def decide(self, turn: Turn) -> Outcome:
        every = self._ledger.papers_of(turn.conversation)
        papers = named(turn, every)
        withdrawn = papers is every and self._desk.withdraw(turn.conversation)
        cancelled = [p for p in papers if not p.finished and self._ledger.cancel(turn.conversation, p.number)]
        if withdrawn or cancelled:
            return Outcome((Say("utter_cancel_done"),))
        gone = [p for p in papers if not _cancelled(p)]
        return Outcome((Say("utter_cancel_too_late" if gone else "utter_nothing_to_stop"),))


def named(turn: Turn, papers: Sequence[Promise]) -> Sequence[Promise]:
    """Give those of ``papers`` that the message names by number or kind; all of them when it names none."""
    numbers, kinds = turn.every("document_number"), [request.KINDS.get(each) for each in turn.every("document")]
    if numbers:
        return [paper for paper in papers if paper.number in map(_number, numbers)]
    return [paper for paper in papers if paper.kind in kinds] if kinds else papers


def state_word(words: Mapping[str, Any], paper: Promise) -> str:
    """Say how far a paper is in the words of the application: 신청, 소요, 발급, 반려; and 취소 for a withdrawn one."""
    said = words["papers"]["cancelled"] if _cancelled(paper) else CITIZEN_WORD[paper.state]
    return str(words["papers"]["states"].get(said, said))


def _cancelled(paper: Promise) -> bool:
    return paper.error_code == CANCELLED


def _number(typed: Any) -> PaperNumber | None:
    try:
        return PaperNumber.parse(str(typed))
    except InvalidNumber:
        return None
