"""What the office's other processes ask of the issuer: offers for a conversation, what became of them, revocation."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber
from documents.service.internal import bearer_required
from documents.service.problems import Problem
from wallet_bridge.issuer.offering import NotOffered, Offering
from wallet_bridge.issuer.papers import OfficePaper
from wallet_bridge.issuer.parts import Issuer
from wallet_bridge.issuer.words import words

Conversation = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
Number = Annotated[str, Path(max_length=40)]
_STATUS = {"paper_expired": 410, "paper_withdrawn": 409}


class OfferQuestion(BaseModel):
    number: str = Field(max_length=40)
    conversation: Conversation


class OfferAnswer(BaseModel):
    """``tx_code`` is for the eyes of the citizen only: shown in the chat, never in a link."""

    offer_uri: str
    offer_uri_by_value: str
    qr_svg: str
    tx_code: str
    expires_at: datetime
    awaited: bool


class CopyAnswer(BaseModel):
    state: str
    """offered, expired, replaced, locked, redeemed, deferred, issued, accepted, failed, deleted or revoked."""
    offered_at: datetime
    issued_at: datetime | None


class Copied(BaseModel):
    copies: list[CopyAnswer]


class Revoked(BaseModel):
    copies: int


def desk(issuer: Issuer, token: str) -> APIRouter:
    routes = APIRouter(prefix="/internal", tags=["office"], dependencies=[Depends(bearer_required(token))])

    @routes.post("/offers", status_code=201)
    def offer(question: OfferQuestion) -> OfferAnswer:
        """Offer a paper of a conversation to a wallet; earlier offers of it that nobody took are closed."""
        paper = _paper_of(issuer.offering, question.number, question.conversation)
        issuer.budgets.spend_offer(question.conversation)
        try:
            made = issuer.offering.offer(paper, issuer.clock())
        except NotOffered as error:
            raise _problem(_STATUS[error.code], error.code) from None
        return OfferAnswer(
            offer_uri=made.uri,
            offer_uri_by_value=made.uri_by_value,
            qr_svg=made.qr_svg,
            tx_code=made.tx_code,
            expires_at=made.expires_at,
            awaited=made.awaited,
        )

    @routes.get("/conversations/{conversation}/papers/{number}/copies")
    def copies_of(conversation: str, number: Number) -> Copied:
        """List the copies of a paper of a conversation and what became of each, oldest first."""
        found, now = issuer.copies.of_paper(_paper_of(issuer.offering, number, conversation).number), issuer.clock()
        told = [
            CopyAnswer(state=each.state_at(now), offered_at=each.offered_at, issued_at=each.issued_at) for each in found
        ]
        return Copied(copies=told)

    @routes.post("/papers/{number}/revocation")
    def revoke(number: Number) -> Revoked:
        """Revoke every copy of a paper, and give no further one."""
        return Revoked(copies=issuer.revocations.revoke(_number(number), issuer.clock()))

    return routes


def _paper_of(offering: Offering, number: str, conversation: str) -> OfficePaper:
    paper = offering.paper_of(_number(number), conversation)
    if paper is None:
        raise _problem(404, "not_found")
    return paper


def _number(text: str) -> PaperNumber:
    try:
        return PaperNumber.parse(text)
    except InvalidNumber:
        raise _problem(404, "not_found") from None


def _problem(status: int, code: str) -> Problem:
    return Problem(status, code, words()["problems"][code])
