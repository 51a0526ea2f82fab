"""A practice handler for a sandbox: it moves complaints on, so that a newcomer sees what becomes of one. Mostly off."""

from channels.cases.complaint import OPEN, Complaint, State
from channels.cases.progress import Progress
from channels.cases.reading import Filters, Reading

AGENT = "practice"
_NEXT = {State.RECEIVED: State.ACCEPTED, State.ACCEPTED: State.IN_PROGRESS, State.IN_PROGRESS: State.ANSWERED}


class PracticeHandler:
    """It leaves alone what a person was assigned."""

    def __init__(self, reading: Reading, progress: Progress, answer: str) -> None:
        self._reading, self._progress, self._answer = reading, progress, answer

    def work(self) -> None:
        """Move every open complaint of nobody one step on."""
        for complaint in self._reading.board(Filters(limit=1000)):
            if complaint.state in OPEN and complaint.agent in {None, AGENT}:
                self._move(complaint)

    def _move(self, complaint: Complaint) -> None:
        assert complaint.number is not None  # noqa: S101 - open ones have a number
        if complaint.state is State.ACCEPTED and complaint.agent is None:
            self._progress.assign(complaint.number, AGENT, complaint.handler)
            return
        then = _NEXT[complaint.state]
        self._progress.advance(complaint.number, AGENT, then, self._answer if then is State.ANSWERED else None)
