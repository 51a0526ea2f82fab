"""What lies under every page: fine woven lines that a copier blurs, and the sample mark. Drawn once a process."""

import math
import zlib
from collections.abc import Iterator
from functools import cache

from documents.rendering.outlines import letter
from documents.rendering.page import FOOTER_TOP, HEIGHT, LEFT, RIGHT, WIDTH

_STEPS = 36
_TOP = 782.0
_LINE = "0.80 0.89 0.90 RG 0.35 w"
_ROSETTE = "0.74 0.85 0.90 RG 0.3 w"
_MARK = "0.93 0.84 0.84 RG 0.6 w"
_MARK_SIZE, _MARK_TURN = 50.0, 34.0


@cache
def background(mark: str) -> bytes:
    """Give the compressed content stream. ``mark`` is drawn across the page in outline."""
    parts = ["q", _LINE, *_waves(), _ROSETTE, *_rosette(WIDTH / 2, 440, 150), _MARK, *_slanted(mark), "Q"]
    return zlib.compress("\n".join(parts).encode(), 9)


def _waves() -> Iterator[str]:
    """Two families of waves of the same period, shifted against each other, woven over the page."""
    for family, phase in ((0, 0.0), (1, math.pi * 0.6)):
        for line in range(46):
            base = FOOTER_TOP + (line + family / 2) * (_TOP - FOOTER_TOP) / 46
            swing = 9 + 5 * math.sin(line / 46 * math.tau * 2)
            yield _curve(
                [
                    (x, base + swing * math.sin((x - LEFT) / (RIGHT - LEFT) * math.tau * 3 + phase + line * 0.22))
                    for x in (LEFT + (RIGHT - LEFT) * step / _STEPS for step in range(_STEPS + 1))
                ]
            )


def _rosette(x: float, y: float, radius: float) -> Iterator[str]:
    for ring in range(10):
        shift, reach = ring * math.tau / 120, radius * (0.62 + 0.038 * ring)
        turns = [(step * math.tau / 240) for step in range(241)]
        yield _curve(
            [
                (
                    x + reach * (0.8 + 0.2 * math.sin(12 * turn + 12 * shift)) * math.cos(turn),
                    y + reach * (0.8 + 0.2 * math.sin(12 * turn + 12 * shift)) * math.sin(turn),
                )
                for turn in turns
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
