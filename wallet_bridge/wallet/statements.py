"""What a scanned code says: the address in a QR, or the signed offline statement in a Data Matrix.

A sound statement carries the office's signature over the number, so it stands for the printed check code when the
ledger is asked how the paper stands today. That it was signed and how it stands are told as two facts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.rendering.statement import FORMAT, read_statement
from documents.rendering.statement_key import read_statement_key

MAX_TEXT = 600
_PATH = re.compile(r"/verify/([0-9]{16})")


@dataclass(frozen=True, slots=True)
class CheckAddress:
    """A QR that leads to this check."""

    number: str
    check_code: str


@dataclass(frozen=True, slots=True)
class SoundStatement:
    """A Data Matrix whose signature holds."""

    number: PaperNumber
    kind: PaperKind
    issued_at: datetime
    expires_on: date
    """The last day of the public check, in Seoul."""


class UnsoundStatement:
    """A Data Matrix in our format that the office did not sign."""


class Foreign:
    """A code that is none of ours: another site's address, or anything else. It is never followed."""


Scanned = CheckAddress | SoundStatement | UnsoundStatement | Foreign


@dataclass(frozen=True, slots=True)
class CodeReader:
    """``public_url``: the only address whose QR codes are ours. ``keys``: the folder with the office's public keys."""

    public_url: str
    keys: Path

    def read(self, text: str) -> Scanned:
        """Tell what the text of a code is."""
        plain = text.strip()[:MAX_TEXT]
        if plain.startswith(f"{FORMAT}."):
            return self._statement(plain)
        return self._address(plain) or Foreign()

    def _address(self, text: str) -> CheckAddress | None:
        if not text.startswith(f"{self.public_url}/verify/"):
            return None
        parts = urlsplit(text)
        number = _PATH.fullmatch(parts.path[len(urlsplit(self.public_url).path) :])
        (code,) = parse_qs(parts.query).get("check", [""])[:1]
        return CheckAddress(number.group(1), code[:40]) if number else None

    def _statement(self, text: str) -> Scanned:
        key = read_statement_key(self.keys)  # afresh, like every published key
        said = read_statement(text, key) if key else None
        if said is None or said.kind not in set(PaperKind):
            return UnsoundStatement()
        issued = datetime.strptime(said.issued_at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        last = datetime.strptime(said.expires_on, "%Y%m%d").replace(tzinfo=UTC).date()
        return SoundStatement(said.number, PaperKind(said.kind), issued, last)


CheckCodes = Callable[[PaperNumber], str | None]
"""The office's record of the code printed beside a number; None when it issued no such number."""
