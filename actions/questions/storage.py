"""The bank as one file: NumPy arrays and a JSON of the answers; nothing in it is executed when it is read."""

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from actions.questions import lexical
from actions.questions.answer import Answer
from actions.questions.files import replace
from actions.questions.index import Index
from actions.questions.space import Space

FILE = "bank.npz"
VERSION = 1
_HALVED = ("passages", "bridge")
_ARRAYS = ("lengths", "passages", "starts", "bridge", "hubs")
_SPACE = ("question_mean", "passage_mean", "softening")


class BrokenBank(Exception):
    """The file is none of ours, or of another version: import again."""


def save(file: Path, index: Index, digest: str) -> None:
    """Put ``index`` in the place of ``file`` in one step. ``digest`` says what it was made of."""
    answers = [[each.category, each.title, each.content, each.source] for each in index.answers]
    head = json.dumps({"version": VERSION, "digest": digest, "answers": answers}, ensure_ascii=False)
    arrays: dict[str, Any] = {"head": np.frombuffer(head.encode(), np.uint8)}
    arrays |= {name: getattr(index, name) for name in _ARRAYS} | {name: getattr(index.space, name) for name in _SPACE}
    arrays |= {name: arrays[name].astype(np.float16) for name in _HALVED}
    arrays |= index.words.arrays("words") | index.characters.arrays("characters")
    replace(file, lambda opened: np.savez(opened, **arrays))


def load(file: Path) -> Index:
    """Read ``file``. Raise ``BrokenBank``; ``FileNotFoundError`` when there is none."""
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            answers = tuple(Answer(*fields) for fields in _head(kept)["answers"])
            arrays = {name: kept[name] for name in _ARRAYS} | {name: kept[name].astype(np.float32) for name in _HALVED}
            words, characters = lexical.restore(kept, "words"), lexical.restore(kept, "characters")
            where = Space(*(kept[name] for name in _SPACE))
    except (ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        raise BrokenBank(file.name) from error
    return Index(answers=answers, words=words, characters=characters, space=where, **arrays)


def digest_of(file: Path) -> str | None:
    """Give what the bank in ``file`` was made of; None when there is none that can be read."""
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            return str(_head(kept)["digest"])
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError):
        return None


def _head(kept: Any) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(kept["head"].tobytes())
    if head["version"] != VERSION:
        raise ValueError(head["version"])
    return head
