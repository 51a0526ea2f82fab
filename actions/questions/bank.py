"""The question bank that a running process asks: read when there is one, read again when a new one was imported."""

import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from actions.questions import ranking, storage
from actions.questions.answer import Answer, Found
from actions.questions.build import Tools
from actions.questions.index import Index, Question
from actions.questions.morphemes import Morphemes, characters, letters
from actions.questions.plain import excerpt, one_line
from actions.questions.vectors import E5

FOLDER = "questions"
_EXCERPT = 240
_LONGEST_QUESTION = 300
_log = structlog.get_logger(__name__)


def open_tools() -> Tools:
    return Tools(Morphemes(), E5())


class QuestionBank:
    """``folder`` is the data folder's ``questions``. Models are loaded with the first bank, not before: 0.5 GB."""

    def __init__(self, folder: Path, tools: Callable[[], Tools] = open_tools) -> None:
        self._file, self._open_tools = folder / storage.FILE, tools
        self._tools: Tools | None = None
        self._index: Index | None = None
        self._places: dict[str, Answer] = {}
        self._stamp: tuple[int, ...] | None = None
        self._busy = threading.Lock()

    def search(self, text: str, limit: int = 3) -> list[Found]:
        """Give the answers that ``text`` most likely asks for, best first; none when none is likely."""
        asked = one_line(text)[:_LONGEST_QUESTION]
        with self._busy:  # neither model may be entered by two threads
            index = self._current()
            if index is None or self._tools is None or not asked:
                return []
            terms, vector = self._tools.morphemes.terms(asked), self._tools.vectors.questions([asked])[0]
        scores = ranking.score(index.features(Question(terms, characters(asked), vector)))
        scores[index.titled.get(letters(asked), [])] += ranking.SAME_TITLE
        return [
            _found(index.answers[place], float(scores[place]))
            for place in ranking.best(scores, limit)
            if scores[place] >= ranking.THRESHOLD
        ]

    def find(self, answer_id: str) -> Answer | None:
        with self._busy:
            self._current()
            return self._places.get(answer_id)

    def warm(self) -> bool:
        """Load what a search needs; tell whether there is a bank."""
        with self._busy:
            return self._current() is not None

    def _current(self) -> Index | None:
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()
        if self._index is not None and self._tools is None:
            self._tools = self._open_tools()
        return self._index

    def _stamp_now(self) -> tuple[int, ...] | None:
        try:
            state = self._file.stat()
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_ino, state.st_size

    def _read(self) -> None:
        """Take the new bank; keep the old one when the new cannot be read."""
        try:
            index = storage.load(self._file)
        except FileNotFoundError:
            self._index, self._places = None, {}
        except (storage.BrokenBank, OSError) as error:
            _log.error("question_bank_unreadable", error=type(error).__name__)
        else:
            self._index, self._places = index, {each.id: each for each in index.answers}
            _log.info("question_bank_read", answers=len(index.answers))


def _found(answer: Answer, score: float) -> Found:
    return Found(answer.id, answer.title, excerpt(answer.content, _EXCERPT), answer.category, score, answer.source)
