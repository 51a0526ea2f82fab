"""Offers of a paper to whatever wallet the citizen has: a link, the same as QR, and six digits for the chat."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

import segno

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from wallet_bridge.issuer.handles import Handles
from wallet_bridge.issuer.offer_book import OfferBook
from wallet_bridge.issuer.papers import OfficePaper, OfficePapers, Standing
from wallet_bridge.issuer.revocations import Revocations
from wallet_bridge.issuer.words import words

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
_SCHEME = "openid-credential-offer://"


class NotOffered(Exception):
    """``code``: paper_expired or paper_withdrawn."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Offer:
    """``uri`` names the offer, ``uri_by_value`` contains it, ``qr_svg`` is a picture of ``uri`` that stands alone.

    ``awaited``: the paper is not sealed yet.
    """

    uri: str
    uri_by_value: str
    qr_svg: str
    tx_code: str
    expires_at: datetime
    awaited: bool


@dataclass(frozen=True)
class Offering:
    issuer: str
    book: OfferBook
    handles: Handles
    papers: OfficePapers
    revocations: Revocations

    def paper_of(self, number: PaperNumber, conversation: str) -> OfficePaper | None:
        """Give the paper if it belongs to ``conversation``; another's does not exist here."""
        paper = self.papers.find(number)
        return paper if paper is not None and paper.conversation == conversation else None

    def offer(self, paper: OfficePaper, now: datetime) -> Offer:
        """Open an offer. Raise NotOffered for a paper that does not count, or not any more."""
        if paper.standing in {Standing.REFUSED, Standing.TAKEN_BACK} or self.revocations.is_revoked(paper.number):
            raise NotOffered("paper_withdrawn")
        if paper.expires_at is not None and now >= paper.expires_at:
            raise NotOffered("paper_expired")
        awaited = paper.standing is Standing.PROMISED
        offered = self.book.offer(paper.number, paper.kind, now, awaited=awaited)
        uri = _link("credential_offer_uri", f"{self.issuer}/issuer/offers/{offered.handle}")
        by_value = json.dumps(_content(self.issuer, paper.kind, offered.code), ensure_ascii=False)
        return Offer(
            uri=uri,
            uri_by_value=_link("credential_offer", by_value),
            qr_svg=_picture(uri),
            tx_code=offered.tx_code,
            expires_at=offered.expires_at,
            awaited=awaited,
        )

    def content(self, handle: str, now: datetime) -> dict[str, Any] | None:
        """Give the credential offer object behind an offer's address while it can be taken."""
        copy = self.book.find(handle, now)
        return _content(self.issuer, copy.kind, self.handles.code(copy.id)) if copy else None


def _content(issuer: str, kind: PaperKind, code: str) -> dict[str, Any]:
    tx_code = {"input_mode": "numeric", "length": 6, "description": words()["tx_code"]}
    return {
        "credential_issuer": issuer,
        "credential_configuration_ids": [kind.value],
        "grants": {GRANT: {"pre-authorized_code": code, "tx_code": tx_code}},
    }


def _picture(uri: str) -> str:
    svg = BytesIO()
    segno.make(uri, error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, nl=False, omitsize=True, svgclass=None, lineclass=None, light="#fff"
    )
    return svg.getvalue().decode()


def _link(parameter: str, value: str) -> str:
    return f"{_SCHEME}?{parameter}={quote(value, safe='')}"
