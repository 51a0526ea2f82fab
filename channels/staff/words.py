"""The console's words, read once from `words.yml`."""

from pathlib import Path
from typing import Any

import yaml

from documents.service.problems import Problem

FILE = Path(__file__).with_name("words.yml")

Words = dict[str, Any]


def read_words(file: Path = FILE) -> Words:
    words: Words = yaml.safe_load(file.read_text("utf-8"))
    return words


def problem(words: Words, status: int, code: str) -> Problem:
    """Make the problem ``code`` with its sentence."""
    return Problem(status, code, words["problems"][code])
