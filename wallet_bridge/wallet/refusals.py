"""Problem documents of this process; their sentences are data in ``refusals.yml``."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from documents.service.problems import Problem


def refuse(status: int, code: str, **more: Any) -> Problem:
    """Make the problem ``code`` for a route to raise."""
    return Problem(status, code, _titles()[code], **more)


@cache
def _titles() -> dict[str, str]:
    text = resources.files(__package__).joinpath("refusals.yml").read_text("utf-8")
    titles: dict[str, str] = yaml.safe_load(text)
    return titles
