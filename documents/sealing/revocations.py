"""Which of our certificates were revoked, since when and why: ``revoked.json`` in the key folder."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from documents.sealing.key_files import write_whole


@dataclass(frozen=True, slots=True)
class Revocation:
    at: datetime
    reason: x509.ReasonFlags


def read_revocations(path: Path) -> dict[int, Revocation]:
    """Read ``{"<serial in hex>": {"at": "<ISO time>", "reason": "keyCompromise"}}``; no file, nothing revoked.

    Raise ValueError for a file that is not whole: nobody may take a broken list for an empty one.
    """
    try:
        entries = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    try:
        return {int(serial, 16): _parse(entry) for serial, entry in entries.items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: not a list of revocations") from error


def write_revocations(path: Path, entries: dict[int, Revocation]) -> None:
    rows = {f"{serial:x}": {"at": each.at.isoformat(), "reason": each.reason.value} for serial, each in entries.items()}
    write_whole(path, json.dumps(rows, indent=1).encode())


def _parse(entry: Any) -> Revocation:
    if isinstance(entry, str):  # as the first edition of the file had it: the time alone
        return Revocation(_moment(entry), x509.ReasonFlags.unspecified)
    return Revocation(_moment(entry["at"]), x509.ReasonFlags(entry["reason"]))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time of revocation without its zone")
    return moment
