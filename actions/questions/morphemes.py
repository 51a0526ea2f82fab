"""Kiwi's view of a sentence: the words that carry meaning, without particles, endings and empty verbs."""

import re
from collections.abc import Iterator

from kiwipiepy import Kiwi  # type: ignore[import-untyped]

_KEPT = ("N", "VV", "VA", "XR", "SL", "SH", "SN", "MAG", "XPN", "XSN", "W_", "UN")
_EMPTY = {("하", "VV"), ("되", "VV"), ("있", "VV"), ("있", "VA"), ("것", "NNB"), ("수", "NNB"), ("등", "NNB")}
_SIGNS = re.compile(r"[^\w]+")


class Morphemes:
    """Loads Kiwi (one second, 480 MB) when it is made."""

    def __init__(self) -> None:
        self._kiwi = Kiwi(num_workers=1)
        self._kiwi.tokenize("준비")

    def terms(self, text: str) -> list[str]:
        """Give form/class of each morpheme that tells what ``text`` is about, in order."""
        return [
            f"{token.form}/{token.tag[0]}"
            for token in self._kiwi.tokenize(text)
            if token.tag.startswith(_KEPT) and (token.form, token.tag) not in _EMPTY
        ]


def characters(text: str) -> list[str]:
    """Give the pairs and triples of neighbouring signs of ``text`` without spaces: what typos and glued words share."""
    bare = letters(text)
    return list(_grams(bare, 2)) + list(_grams(bare, 3))


def letters(text: str) -> str:
    """Give ``text`` without spaces and punctuation, in lower case."""
    return _SIGNS.sub("", text).lower()


def _grams(text: str, size: int) -> Iterator[str]:
    return (text[place : place + size] for place in range(len(text) - size + 1))
