"""The type of each paper as a credential (SD-JWT VC type metadata): how it is called, what it says, what may be hidden.

A published type never changes: credentials out there name it. What must change gets a new version, beside the old one.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.domain.kind import PAPERS, PaperKind
from wallet_bridge.issuer.words import words

VERSION = 1
_NUMBER = "paper_number"


@dataclass(frozen=True, slots=True)
class PaperTypes:
    """``issuer`` is the issuer's URL; types live below it."""

    issuer: str

    def vct(self, kind: PaperKind) -> str:
        return f"{self.issuer}/issuer/types/{kind.value}/{VERSION}"

    def document(self, kind: PaperKind) -> bytes:
        """Give the type metadata document, byte for byte the same each time."""
        content = {
            "vct": self.vct(kind),
            "name": words()["names"][kind.value],
            "description": words()["sample"]["en"],
            "display": display(kind, rendered=True),
            "claims": [_claim(name, told, "label", sd=True) for name, told in _claims(kind).items()],
        }
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def integrity(self, kind: PaperKind) -> str:
        """Give the ``vct#integrity`` of the document (W3C Subresource Integrity)."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.document(kind)).digest()).decode()}"


def display(kind: PaperKind, *, rendered: bool = False) -> list[dict[str, Any]]:
    """Give names in Korean and English. ``rendered``: as type metadata has it, else as issuer metadata has it."""
    colours = {"rendering": {"simple": words()["colours"]}} if rendered else words()["colours"]
    named = {"ko-KR": (PAPERS[kind].title, "ko"), "en-US": (words()["names"][kind.value], "en")}
    return [
        {"locale": locale, "name": name, "description": words()["sample"][tongue], **colours}
        for locale, (name, tongue) in named.items()
    ]


def claims(kind: PaperKind) -> list[dict[str, Any]]:
    """Describe the claims as the issuer's metadata has it."""
    return [_claim(name, told, "name", sd=False) for name, told in _claims(kind).items()]


def _claims(kind: PaperKind) -> dict[str, Mapping[str, str]]:
    number = {"ko": PAPERS[kind].number_label, "en": words()["number"], "sd": "never"}
    guardian = words()["guardian_claims"] if PAPERS[kind].for_children else {}
    return {_NUMBER: number, **words()["claims"], **guardian}


def _claim(name: str, told: Mapping[str, str], label: str, *, sd: bool) -> dict[str, Any]:
    shown = [{"locale": "ko-KR", label: told["ko"]}, {"locale": "en-US", label: told["en"]}]
    described: dict[str, Any] = {"path": [name], "display": shown, "mandatory": name not in words()["guardian_claims"]}
    return {**described, "sd": told["sd"]} if sd else described
