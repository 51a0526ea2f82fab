"""The words of ``words.yml``."""

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.yml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
