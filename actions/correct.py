"""Something is wrong in a paper: the citizen's words become a case for staff."""

import json
from collections.abc import Mapping, Sequence

from actions.action import CounterAction
from actions.corrections import Corrections
from actions.history import named
from actions.outcome import Outcome, Say
from actions.summary import short
from actions.turn import Turn
from actions.words import Words
from documents.domain.kind import PAPERS
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise

_REPORT = "report_document_problem"
_ASKED = 5


class OpenCorrection(CounterAction):
    """Take up what was said before the button was pressed; ask which paper only when several come into question."""

    title = "action_open_correction"

    def __init__(self, ledger: Ledger, corrections: Corrections, words: Words) -> None:
        self._ledger, self._corrections, self._words = ledger, corrections, words

    def decide(self, turn: Turn) -> Outcome:
        issued = [paper for paper in self._ledger.papers_of(turn.conversation) if paper.issued]
        wrong = _said(turn)
        if not issued:
            return Outcome((Say("utter_correction_no_paper"),))
        if wrong is None:
            return Outcome((Say("utter_correction_what"),))
        papers = self._meant(turn, issued, wrong)
        if len(papers) > 1:
            return Outcome((Say("utter_correction_which", buttons=self._choices(turn, papers)),))
        return self._open(turn, papers[0] if papers else issued[-1], wrong)

    def _open(self, turn: Turn, paper: Promise, wrong: str) -> Outcome:
        kept = self._ledger.kept(paper.conversation, paper.number)
        if kept is None:
            return Outcome((Say("utter_correction_no_paper"),))
        case = self._corrections.report(kept, wrong)
        values = {
            "case": f"{case[:4]}-{case[4:]}",
            "paper": short(self._words.of(turn), paper.kind),
            "number": str(paper.number),
        }
        return Outcome((Say("utter_correction_opened", values),))

    def _meant(self, turn: Turn, issued: Sequence[Promise], wrong: str) -> Sequence[Promise]:
        """Give the papers that may be meant: by number, by a name in the words, else one of each kind."""
        if turn.every("document_number"):
            return named(turn, issued)
        newest = {paper.kind: paper for paper in issued}
        names = (self._words.korean, self._words.english)
        spoken = [paper for kind, paper in newest.items() if any(short(each, kind) in wrong for each in names)]
        return spoken or list(newest.values())

    def _choices(self, turn: Turn, papers: Sequence[Promise]) -> tuple[Mapping[str, str], ...]:
        titles = self._words.of(turn)["titles"]
        return tuple(
            {
                "title": titles.get(paper.kind, PAPERS[paper.kind].spoken),
                "payload": f"/open_correction{json.dumps({'document_number': paper.number.digits})}",
            }
            for paper in papers[-_ASKED:]
        )


def _said(turn: Turn) -> str | None:
    """Give the newest words that reported a problem; a pressed button says nothing."""
    reported = (past.text for past in turn.before if past.intent == _REPORT)
    return next((text for text in reported if text and not text.startswith("/")), None)
