"""Invented questions and answers, and models of a few lines that behave like the real ones on them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from actions.questions import importing
from actions.questions.build import Tools
from actions.questions.importing import Imported
from actions.questions.morphemes import characters
from actions.questions.vectors import SIZE, Floats

HEAD = "분류,제목,내용"
LIBRARY = "생활,달빛 도서관은 몇 시에 여나요?,달빛 도서관은 아침 아홉 시에 열고 밤 아홉 시에 닫습니다."
GARDEN = "생활,구름 텃밭 분양 신청,구름 텃밭은 봄에 누리집에서 신청합니다. 추첨으로 뽑습니다."
BICYCLE = "교통,자전거 보관대 고장 신고,부서진 보관대는 사진과 함께 교통과로 알려 주세요."


class FakeVectors:
    """A text is the sum of its pairs of signs, each in a random direction of its own: shared signs mean nearness."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def questions(self, texts: Sequence[str]) -> Floats:
        return self._rows(texts)

    def passages(self, texts: Sequence[str]) -> Floats:
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> Floats:
        self.read += texts
        rows = np.stack([sum((_direction(gram) for gram in characters(text)), _direction("")) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


class SplitTerms:
    def terms(self, text: str) -> list[str]:
        return text.split()


def fake_tools() -> Tools:
    return Tools(SplitTerms(), FakeVectors())


def write(file: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    file.write_bytes("\n".join((head, *lines, "")).encode(encoding))
    return file


def import_lines(folder: Path, *lines: str, tools: Tools | None = None) -> Imported:
    """Import a file of ``lines`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    file = write(folder / "questions.csv", *lines)
    return importing.run(file, folder, "시험 자료", lambda: tools or fake_tools(), lambda *_: None)


@cache
def _direction(gram: str) -> Floats:
    return np.random.default_rng(list(gram.encode())).standard_normal(SIZE).astype(np.float32)
