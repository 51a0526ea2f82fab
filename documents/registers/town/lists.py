"""The town's lists: yml files beside the modules that know them, read as the types that those modules declare."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter

T = TypeVar("T")
FOLDER = Path(__file__).parent


def load(name: str, shape: type[T]) -> T:
    """Read ``name``.yml as ``shape``. A malformed file raises pydantic's ValidationError."""
    with (FOLDER / f"{name}.yml").open(encoding="utf-8") as file:
        return TypeAdapter(shape).validate_python(yaml.load(file, yaml.CSafeLoader))
