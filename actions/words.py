"""Read the words on the cards once, at start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("cards.yml")


def load() -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return words
