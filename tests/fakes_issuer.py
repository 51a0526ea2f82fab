"""An issuer over a fresh database, an office of a few papers, and a wallet's key proofs."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from documents.domain.errors import Halt, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from wallet_bridge.issuer.papers import OfficePaper, Standing, Subject
from wallet_bridge.issuer.settings import IssuerSettings

MORNING = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
CONVERSATION = "a-conversation-of-24-chars"
SUBJECT = Subject("홍길동", date(1971, 2, 3))


@dataclass
class Hands:
    """A clock that a test may set."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@dataclass
class FakePapers:
    """An office without a ledger. ``down``: it does not answer; ``troubled``: the bytes of papers are another's."""

    known: dict[str, OfficePaper] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    down: bool = False
    troubled: bool = False

    def promise(self, kind: PaperKind = PaperKind.RESIDENT_REGISTER, subject: Subject = SUBJECT) -> PaperNumber:
        number = PaperNumber.draw()
        self.known[number.digits] = OfficePaper(number, kind, CONVERSATION, Standing.PROMISED, None, None, None)
        self.subjects[number.digits] = subject
        return number

    def seal(self, number: PaperNumber, at: datetime = MORNING) -> None:
        sha256 = hashlib.sha256(number.digits.encode()).hexdigest()
        times = {"issued_at": at, "expires_at": at + timedelta(days=90)}
        paper = self.known[number.digits]
        self.known[number.digits] = replace(paper, standing=Standing.ISSUED, sha256=sha256, **times)

    def issue(self, kind: PaperKind = PaperKind.RESIDENT_REGISTER, subject: Subject = SUBJECT) -> PaperNumber:
        number = self.promise(kind, subject)
        self.seal(number)
        return number

    def stand(self, number: PaperNumber, standing: Standing) -> None:
        self.known[number.digits] = replace(self.known[number.digits], standing=standing)

    def find(self, number: PaperNumber) -> OfficePaper | None:
        self._answer()
        return self.known.get(number.digits)

    def subject(self, number: PaperNumber) -> Subject:
        self._answer()
        if self.troubled:
            raise Halt("subject_mismatch")
        return self.subjects[number.digits]

    def taken_back(self, now: datetime) -> frozenset[str]:
        self._answer()
        return frozenset(each.number.digits for each in self.known.values() if each.standing is Standing.TAKEN_BACK)

    def _answer(self) -> None:
        if self.down:
            raise Unavailable("ledger_down")


def settings(data: Path, **more: Any) -> IssuerSettings:
    return IssuerSettings.model_validate({"data": data, **more})


def proof(key: ECKey, issuer: str, c_nonce: str, now: datetime, **changed: Any) -> str:
    """Write a key proof as a wallet does. ``changed``: other claims, or members of ``header``; None: left out."""
    header = {"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": key.as_dict(private=False)}
    header |= changed.pop("header", {})
    claims = {"aud": issuer, "iat": int(now.timestamp()), "nonce": c_nonce} | changed
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({name: value for name, value in header.items() if value is not None}, present, key)
