"""Text to the pieces that the vector model knows: the likeliest cut by the scores of its vocabulary."""

import re
from collections.abc import Mapping, Sequence

_SPACE = "\u2581"
_PENALTY = 10.0
"""How much less likely an unknown sign is than the least likely piece."""


class Pieces:
    """``signs`` maps a code point to what it is normalised to; a piece's number is its place in ``pieces``."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int, signs: Mapping[int, str]) -> None:
        self._known = {
            piece: (score, number)
            for number, (piece, score) in reversed(list(enumerate(zip(pieces, scores, strict=True))))
            if number != unknown
        }
        self._unknown = (min(scores) - _PENALTY, unknown)
        self._longest = max(map(len, pieces))
        self._signs = dict(signs)

    def numbers(self, text: str) -> list[int]:
        """Give the numbers of the pieces of ``text``; a sign that no piece covers is the unknown one."""
        plain = re.sub(" {2,}", " ", text.translate(self._signs))
        marked = (plain if plain.startswith(" ") else f" {plain}").replace(" ", _SPACE)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(marked) + 1):
            best.append(self._best_end_at(marked, best, end))
        return _walk_back(best)

    def _best_end_at(self, text: str, best: Sequence[tuple[float, int, int]], end: int) -> tuple[float, int, int]:
        """Choose the last piece of ``text[:end]``: its score in all, where it starts, its number."""
        score, number = self._unknown
        chosen = (best[end - 1][0] + score, end - 1, number)
        for start in range(max(0, end - self._longest), end):
            if piece := self._known.get(text[start:end]):
                chosen = max(chosen, (best[start][0] + piece[0], start, piece[1]))
        return chosen


def _walk_back(best: Sequence[tuple[float, int, int]]) -> list[int]:
    numbers = []
    place = len(best) - 1
    while place:
        _, place, number = best[place]
        numbers.append(number)
    return numbers[::-1]
