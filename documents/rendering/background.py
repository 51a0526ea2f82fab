"""What lies under every page: fine woven lines that a copier blurs, and the sample mark. Drawn once a process."""

import math
import zlib
from collections.abc import Iterator
from functools import cache

from documents.rendering.outlines import letter
from documents.rendering.page import FOOTER_TOP, HEIGHT, LEFT, RIGHT, WIDTH

_TOP = 782.0
_LINE = "0.83 0.91 0.92 RG 0.3 w"
_ROSETTE = "0.80 0.88 0.93 RG 0.3 w"
_MARK = "0.94 0.86 0.86 RG"
_MARK_SIZE, _MARK_TURN = 50.0, 34.0
_LINES, _WAVE_STEPS = 34, 24
_PETALS, _STRANDS = 14, 8


@cache
def background(mark: str) -> bytes:
    """Give the compressed content stream. ``mark`` is drawn across the page in outline."""
    parts = ["q", _LINE, *_waves(), _ROSETTE, *_rosette(WIDTH / 2, 440, 150), _MARK, *_slanted(mark), "Q"]
    return zlib.compress("\n".join(parts).encode(), 9)


def _waves() -> Iterator[str]:
    """Two families of waves of the same period, shifted against each other, woven over the page."""
    for family, phase in ((0, 0.0), (1, math.pi * 0.6)):
        for line in range(_LINES):
            base = FOOTER_TOP + (line + family / 2) * (_TOP - FOOTER_TOP) / _LINES
            swing = 10 + 5 * math.sin(line / _LINES * math.tau * 2)
            places = [step / _WAVE_STEPS for step in range(_WAVE_STEPS + 1)]
            yield _curve(
                [
                    (LEFT + (RIGHT - LEFT) * at, base + swing * math.sin(at * math.tau * 3 + phase + line * 0.22))
                    for at in places
                ]
            )


def _rosette(x: float, y: float, radius: float) -> Iterator[str]:
    """Two braided rings: strands of one wavy circle, each turned a little further."""
    turns = [step * math.tau / (_PETALS * 6) for step in range(_PETALS * 6 + 1)]
    for size, depth in ((1.0, 0.16), (0.62, 0.24)):
        for strand in range(_STRANDS):
            shift = strand * math.tau / _STRANDS
            reach = [radius * size * (1 + depth * math.sin(_PETALS * turn + shift)) for turn in turns]
            yield _curve(
                [
                    (x + each * math.cos(turn), y + each * math.sin(turn))
                    for each, turn in zip(reach, turns, strict=True)
                ]
            )


def _curve(points: list[tuple[float, float]]) -> str:
    """Join points smoothly (Catmull–Rom as Bézier)."""
    text = [f"{points[0][0]:.1f} {points[0][1]:.1f} m"]
    for place in range(len(points) - 1):
        before, start = points[max(place - 1, 0)], points[place]
        end, after = points[place + 1], points[min(place + 2, len(points) - 1)]
        controls = [
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
        ]
        text.append(" ".join(f"{value:.1f}" for value in (*controls, *end)) + " c")
    return " ".join([*text, "S"])


def _slanted(mark: str) -> Iterator[str]:
    turn = math.radians(_MARK_TURN)
    cos, sin = math.cos(turn), math.sin(turn)
    length = sum(_advance(character) for character in mark) * _MARK_SIZE
    for centre in (HEIGHT * 0.30, HEIGHT * 0.68):
        x, y = WIDTH / 2 - cos * length / 2, centre - sin * length / 2
        for character in mark:
            if character != " ":
                matrix = [cos * _MARK_SIZE, sin * _MARK_SIZE, -sin * _MARK_SIZE, cos * _MARK_SIZE, x, y]
                placed = " ".join(f"{value:.3f}" for value in matrix)
                yield f"q {placed} cm {0.7 / _MARK_SIZE:.4f} w {letter(character)[0]} S Q"
            x, y = x + cos * _advance(character) * _MARK_SIZE, y + sin * _advance(character) * _MARK_SIZE


def _advance(character: str) -> float:
    return 0.35 if character == " " else letter(character)[1]
