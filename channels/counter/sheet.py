"""The page's style within the page: it is painted as soon as it has come, without asking for a style first.

The policy names the style by its hash, so no other runs. Pages beside the conversation link to the same files.
"""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from channels.counter.assets import DIST, Assets


@dataclass(frozen=True, slots=True)
class Sheet:
    """``text`` stands in the page as it is; ``source`` is its name in the policy. Both empty where nothing is built."""

    text: str = ""
    source: str = ""


def read_sheet(assets: Assets, dist: Path = DIST) -> Sheet:
    """Put the files of ``assets.styles`` together. Raise ``ValueError`` for one that would end its own tag."""
    text = "".join((dist / Path(each).name).read_text("utf-8").strip() for each in assets.styles)
    if "</" in text:
        raise ValueError("a style sheet with a tag in it")
    return Sheet(text, source_of(text)) if text else Sheet()


def source_of(text: str) -> str:
    """Give the source expression of an inline style, as in CSP 3: ``'sha256-…'``."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
