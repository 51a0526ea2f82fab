"""Entry screening: what a citizen typed is judged before anything of it is stored."""

import re
import unicodedata
from dataclasses import dataclass, field

from documents.domain.screening import contains_rrn, redact_rrn

LONGEST = 2000
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_KEPT_CONTROLS = frozenset("\n\t")
_LEADING_SLASHES = re.compile(r"^[\s/]*/")


class Unfit(Exception):
    """The text cannot be taken. ``code`` names the sentence: ``empty``, ``too_long``, ``bad_client_id``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Screened:
    """``text`` may be stored. ``refused`` says that an RRN was taken out of it, so that nothing goes further."""

    text: str = field(repr=False)
    refused: bool


def screen(raw: str) -> Screened:
    """Clean ``raw`` and take RRNs out of it. Raise ``Unfit`` when nothing is left or over 2,000 characters are."""
    text = clean(raw)
    if all(unicodedata.category(each) in _INVISIBLE for each in text):
        raise Unfit("empty")
    if len(text) > LONGEST:
        raise Unfit("too_long")
    if contains_rrn(text):
        return Screened(redact_rrn(text), refused=True)
    return Screened(text, refused=False)


def clean(raw: str) -> str:
    """Compose Hangul (NFC) and drop what no database can hold or no eye can see: controls, lone surrogates."""
    composed = unicodedata.normalize("NFC", raw)
    kept = (each for each in composed if each in _KEPT_CONTROLS or unicodedata.category(each) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def plain(text: str) -> str:
    """Write leading slashes full-width: the engine takes text that begins with ``/`` for a command."""
    found = _LEADING_SLASHES.match(text)
    return text if found is None else found.group().replace("/", "／") + text[found.end() :]


def check_client_id(client_id: str) -> str:
    """Give ``client_id`` back when it may be stored. An identifier is no way around the screening of text.

    A UUID is taken whatever its digits: one in some thousands reads like an RRN across its hyphens.
    """
    fits = _UUID.fullmatch(client_id) or (_CLIENT_ID.fullmatch(client_id) and not contains_rrn(client_id))
    if not fits:
        raise Unfit("bad_client_id")
    return client_id
