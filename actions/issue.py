"""From the finished form to promises: each paper its own, with its own number, on one identity check."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from actions import request, spoken
from actions.action import CounterAction
from actions.consent import Consents
from actions.desk import Desk
from actions.guardian import Guardian
from actions.language import ENGLISH
from actions.outcome import Outcome, Say
from actions.request import Wanted
from actions.summary import short
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import MinwonError
from documents.domain.kind import PAPERS
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import Child
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise
from documents.news import News

PAPERS_PER_CHECK = 10
"""Papers that one identity check may serve."""


@dataclass(frozen=True)
class Counter:
    """What issuing at the counter works with. ``wake`` tells the issuing threads that there is work."""

    desk: Desk
    ledger: Ledger
    news: News
    guardian: Guardian
    consents: Consents
    wake: Callable[[], None]
    words: Words


class Issue(CounterAction):
    title = "action_issue"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        papers = request.every(turn)
        if not turn.slot("choice") or not papers:  # the form was never finished: an engine without its actions guesses
            return Outcome((Say("utter_rephrase"),))
        person = self._counter.desk.use(turn.conversation)
        if person is None:
            return Outcome((Say("utter_identity_expired"),), {"identity": None})
        return self._obstacle(turn, papers, person) or self._for_whom(turn, papers, person)

    def _obstacle(self, turn: Turn, papers: list[Wanted], person: VerifiedPerson) -> Outcome | None:
        if request.needs_consent(papers) and not turn.slot("consent"):
            return Outcome((Say("utter_consent_needed"),), {"choice": None})
        same = [p for p in self._counter.ledger.papers_of(turn.conversation) if p.verification == person.verification]
        if len(same) + len(papers) > PAPERS_PER_CHECK:
            return Outcome((Say("utter_issue_limit"),), request.CLEARED)
        return None

    def _for_whom(self, turn: Turn, papers: list[Wanted], person: VerifiedPerson) -> Outcome:
        """Find the child anew, by its reference: nothing about it is kept in the conversation."""
        if not request.for_child(turn, papers):
            return self._promise(turn, papers, person, None)
        try:
            child = self._counter.guardian.child(person, str(turn.slot("about")))
        except MinwonError:
            child = None
        if child is None:
            return Outcome((Say("utter_children_unknown"),), {"about": None})
        return self._promise(turn, papers, person, child)

    def _promise(self, turn: Turn, papers: list[Wanted], person: VerifiedPerson, child: Child | None) -> Outcome:
        counter = self._counter
        if request.needs_consent(papers):
            self._record(turn, person)
        promises = [counter.ledger.promise(self._request(turn, paper, person, child)) for paper in papers]
        counter.wake()
        says = [self._say(turn, promise, several=len(promises) > 1) for promise in promises]
        if len(promises) > 1:
            says = [Say("utter_issue_accepted_several", {"count": len(promises)}), *says]
        return Outcome(tuple(says), {**request.CLEARED, "paper_number": promises[-1].number.digits})

    def _record(self, turn: Turn, person: VerifiedPerson) -> None:
        """Keep the consent with the wording that was shown, in the language in which it was."""
        accepted_at, _, shown_in = str(turn.slot("consent")).partition(" ")
        words = self._counter.words.english if shown_in == ENGLISH else self._counter.words.korean
        shown = replace(self._counter.consents, field=words["health_consent"])
        shown.record(person.verification, turn.conversation, datetime.fromisoformat(accepted_at))

    @staticmethod
    def _request(turn: Turn, paper: Wanted, person: VerifiedPerson, child: Child | None) -> PaperRequest:
        purpose = turn.slot("purpose")
        options = spoken.for_purpose(paper, purpose).options
        about = child if PAPERS[paper.kind].for_children else None
        return PaperRequest(turn.conversation, person, paper.kind, options, purpose, about)

    def _say(self, turn: Turn, promise: Promise, *, several: bool) -> Say:
        news, name = self._counter.news, short(self._counter.words.of(turn), promise.kind)
        if promise.issued:  # the same request again is the same paper
            return Say("utter_paper_same", {"paper": name}, news.document_card(promise))
        card = news.progress_card(promise, "waiting" if promise.error_code else "running")
        values = {"number": str(promise.number), "paper": name}
        return Say("utter_issue_accepted_each" if several else "utter_issue_accepted", values, card)
