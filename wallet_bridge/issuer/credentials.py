"""A paper as a credential: SD-JWT VC, bound to the holder's key, with the paper's digest and a place in a status list.

Number, kind, times and digest are open; who it is about is hidden until the holder shows it.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.domain.kind import PaperKind
from documents.service.clock import SEOUL
from wallet_bridge.issuer import sd_jwt
from wallet_bridge.issuer.copy_state import Copy
from wallet_bridge.issuer.keys import IssuerKeys
from wallet_bridge.issuer.paper_types import PaperTypes
from wallet_bridge.issuer.papers import OfficePaper, Subject

FORMAT = "dc+sd-jwt"


@dataclass(frozen=True)
class Credentials:
    """``integrity``: say in each credential which bytes its type document has."""

    issuer: str
    keys: IssuerKeys
    types: PaperTypes
    integrity: bool = False

    def write(self, paper: OfficePaper, subject: Subject, copy: Copy, now: datetime) -> str:
        """Sign the credential of an issued paper for a copy that has its key and its place."""
        if paper.expires_at is None or paper.issued_at is None or copy.holder_key is None:
            raise ValueError("not issued")
        claims = {
            "iss": self.issuer,
            "iat": int(now.timestamp()),
            "exp": int(paper.expires_at.timestamp()),
            **self._type(paper.kind),
            "cnf": {"jwk": json.loads(copy.holder_key)},
            "status": {"status_list": {"idx": copy.place, "uri": status_uri(self.issuer, copy.list_no or 0)}},
            "paper_number": str(paper.number),
            "kind": paper.kind.value,
            "issued_at": _seoul(paper.issued_at),
            "expires_at": _seoul(paper.expires_at),
            "sha256": paper.sha256,
        }
        return sd_jwt.sign(self.keys.header(FORMAT), claims, _hidden(subject), self.keys.current)

    def _type(self, kind: PaperKind) -> dict[str, str]:
        named = {"vct": self.types.vct(kind)}
        return {**named, "vct#integrity": self.types.integrity(kind)} if self.integrity else named


def status_uri(issuer: str, list_no: int) -> str:
    return f"{issuer}/issuer/status-lists/{list_no}"


def _hidden(subject: Subject) -> dict[str, Any]:
    told: dict[str, str | date | None] = {
        "name": subject.name,
        "birthdate": subject.born,
        "applicant_name": subject.applicant_name,
        "applicant_birthdate": subject.applicant_born,
    }
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _plain(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value


def _seoul(moment: datetime) -> str:
    return moment.astimezone(SEOUL).isoformat(timespec="seconds")
