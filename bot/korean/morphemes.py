"""Kiwi's morphemes as surface tokens. Fused ones (떼 + 어) share a syllable, so they share a token; offsets rise."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Morpheme(Protocol):
    """What Kiwi gives: ``start`` and ``len`` in signs of the text, the dictionary form in ``lemma``."""

    form: str
    tag: str
    start: int
    len: int
    lemma: str


@dataclass(frozen=True)
class Surface:
    """A stretch of the text with its first morpheme's lemma and tag, and all its morphemes as form/tag."""

    text: str
    start: int
    end: int
    lemma: str
    tag: str
    morphemes: tuple[str, ...]


def surfaces(text: str, morphemes: Iterable[Morpheme]) -> list[Surface]:
    """Cut ``text`` at the starts of ``morphemes``; every sign that is no white space falls in exactly one surface."""
    groups: list[list[Morpheme]] = []
    reached = 0
    for one in morphemes:
        if groups and (one.start < reached or one.len == 0):
            groups[-1].append(one)
        else:
            groups.append([one])
        reached = max(reached, one.start + one.len)
    pieces = [_surface(text, group) for group in groups]
    return sorted([*pieces, *_left_over(text, pieces)], key=lambda piece: piece.start)


def _surface(text: str, group: list[Morpheme]) -> Surface:
    start = group[0].start
    end = max(one.start + one.len for one in group)
    spoken = tuple(f"{one.form}/{one.tag}" for one in group)
    return Surface(text[start:end], start, end, group[0].lemma, group[0].tag, spoken)


def _left_over(text: str, pieces: list[Surface]) -> list[Surface]:
    """Give signs that the analyser skipped (odd controls) as surfaces of their own."""
    covered = {place for piece in pieces for place in range(piece.start, piece.end)}
    return [
        Surface(sign, place, place + 1, sign, "UN", (f"{sign}/UN",))
        for place, sign in enumerate(text)
        if place not in covered and not sign.isspace()
    ]
