"""Where a paper stands in the public log of issued papers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogProof:
    """Proof by RFC 9162 2.1.3 that ``entry`` is number ``place`` of the first ``size`` entries."""

    entry: str
    """Canonical JSON: sha256, kind, times, and what happened. Nothing personal."""
    place: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str | None = None
    """The office's signed head over ``size`` entries (C2SP signed note)."""
