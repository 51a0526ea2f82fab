"""Text of a foreign file brought to plain text, cut into passages and shortened between sentences."""

import html
import re
import unicodedata
from collections.abc import Iterator

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE = re.compile(r"\s*\n\s*|[ \t\u00a0\u3000]{2,}")
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|\n")
_NESTED_ENTITIES = 4
PASSAGE = 180
"""Signs of a passage: about 90 tokens of the vector model."""


def plain(text: str) -> str:
    """Give composed text without markup, entities and invisible signs; one line a line, no blank ones.

    Two spaces and more are what is left of a line break in files that were flattened, so they are one here.
    """
    text = unicodedata.normalize("NFC", _without_entities(text)).replace("\r", "\n")
    text = _CONTROL.sub("", _TAG.sub("\n", text))
    return "\n".join(line.strip() for line in _LINE.split(text) if line.strip())


def one_line(text: str) -> str:
    return _SPACES.sub(" ", plain(text)).strip()


def excerpt(text: str, limit: int) -> str:
    """Give the sentences from the beginning that fit in ``limit`` signs; a first one that does not ends at a word."""
    kept = ""
    for sentence in _sentences(text):
        if len(kept) + len(sentence) > limit:
            break
        kept += sentence
    return kept.strip() or shorten(_SPACES.sub(" ", text), limit)


def shorten(line: str, limit: int) -> str:
    """Give ``line``, or as many whole words of it as fit in ``limit`` signs with an ellipsis."""
    if len(line) <= limit:
        return line
    words, _, _ = line[: limit - 1].rpartition(" ")
    return (words or line[: limit - 1]).rstrip() + "…"


def passages(text: str, size: int = PASSAGE) -> list[str]:
    """Cut plain ``text`` into passages of about ``size`` signs, lines kept whole where they fit."""
    cut: list[str] = []
    for piece in _pieces(text, size):
        if cut and len(cut[-1]) + len(piece) <= size:
            cut[-1] = f"{cut[-1]} {piece}"
        else:
            cut.append(piece)
    return cut


def _pieces(text: str, size: int) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line) <= size * 1.5:
            yield line
            continue
        rest = line
        while len(rest) > size:
            end = rest.rfind(" ", 1, size + 1)
            end = end if end > 0 else size
            yield rest[:end].strip()
            rest = rest[end:].strip()
        if rest:
            yield rest


def _sentences(text: str) -> Iterator[str]:
    begun = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[begun : end.end()]
        begun = end.end()
    yield text[begun:]


def _without_entities(text: str) -> str:
    for _ in range(_NESTED_ENTITIES):  # exporters escape what was escaped already
        bare = html.unescape(text)
        if bare == text:
            break
        text = bare
    return text
