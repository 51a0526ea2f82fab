"""Cut long texts where a messenger's limit wants it: between sentences, never in one that fits."""

import re
from collections.abc import Callable, Iterator

_END = re.compile(r"(?<=[.!?…。])\s+|\n+")
_SPACE = re.compile(r"\s+")
_Cut = Callable[[str], list[str]]


def size(text: str) -> int:
    """Count as messengers do: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``limit`` units between sentences.

    Only a sentence that is longer than that by itself is cut, between words; a longer word between its characters.
    """
    return _packed(
        text, limit, _END, lambda sentence: _packed(sentence, limit, _SPACE, lambda word: _hard(word, limit))
    )


def _packed(text: str, limit: int, gap: re.Pattern[str], cut: _Cut) -> list[str]:
    """Put as many parts of ``text`` (between gaps) into each piece as fit; ``cut`` is for what fits nowhere."""
    done: list[str] = []
    piece = ""
    for space, part in _parts(text.strip(), gap):
        if piece and size(piece + space + part) <= limit:
            piece += space + part
            continue
        if piece:
            done.append(piece)
        *whole, piece = [part] if size(part) <= limit else cut(part)
        done += whole
    return [*done, piece] if piece else done


def _parts(text: str, gap: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Give each part with the gap before it."""
    space, start = "", 0
    for found in gap.finditer(text):
        if part := text[start : found.start()]:
            yield space, part
            space = found.group()
        start = found.end()
    if part := text[start:]:
        yield space, part


def _hard(word: str, limit: int) -> list[str]:
    cut, piece = [], ""
    for character in word:
        if size(piece + character) > limit:
            cut.append(piece)
            piece = ""
        piece += character
    return [*cut, piece]
