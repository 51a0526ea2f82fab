"""A finished paper into another wallet: the bridge's offer, handed to the counter for the eyes of the citizen.

Link, code and six digits are in the answer only: never in the dialogue, a slot, the tracker, the transcript or a log.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

import httpx
from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field, ValidationError

from documents.domain.errors import Refusal, Unavailable
from documents.service.internal import bearer_required
from documents.service.problems import Problem
from wallet_bridge.issuer.words import words

Conversation = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
Number = Annotated[str, Path(pattern=r"^\d{16}$")]
_STATUS = {"not_found": 404, "too_many_requests": 429}
_GONE = 409
_SERVER = 500
T = TypeVar("T", bound=BaseModel)


class Offer(BaseModel):
    """``offer_uri`` is openid-credential-offer://…, ``qr_svg`` the same as a picture of its own. Good until then."""

    offer_uri: str = Field(repr=False)
    qr_svg: str = Field(repr=False)
    tx_code: str = Field(repr=False)
    expires_at: datetime
    awaited: bool


class Taken(BaseModel):
    """What became of the newest offer: a state of ``wallet_bridge.issuer.desk.CopyAnswer``; None when there is none."""

    state: str | None


class NotOffered(Refusal):
    """not_found, paper_expired, paper_withdrawn or too_many_requests, with the bridge's sentence."""

    def __init__(self, code: str, title: str) -> None:
        super().__init__(code)
        self.title = title


@dataclass(frozen=True)
class WalletOffers:
    """``client`` goes out without redirects; ``bridge`` is the issuer's base URL. Raise NotOffered, Unavailable."""

    client: httpx.AsyncClient
    bridge: str
    token: str

    async def open(self, conversation: str, number: str) -> Offer:
        """Offer the paper of a conversation; an earlier offer that nobody took is closed."""
        body = {"number": number, "conversation": conversation}
        return _read(Offer, await self._call("POST", "/offers", json=body))

    async def taken(self, conversation: str, number: str) -> Taken:
        answer = await self._call("GET", f"/conversations/{conversation}/papers/{number}/copies")
        copies = answer.get("copies") or [{"state": None}]
        return _read(Taken, copies[-1])

    async def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            answer = await self.client.request(method, f"{self.bridge}/internal{path}", headers=headers, **more)
            content: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError):
            raise Unavailable("wallet_down") from None
        if answer.is_success:
            return content
        if answer.status_code >= _SERVER or "code" not in content:
            raise Unavailable("wallet_down")
        raise NotOffered(str(content["code"]), str(content.get("title", "")))


def offer_routes(offers: WalletOffers, token: str) -> APIRouter:
    """Give the internal routes that the counter asks."""
    routes = APIRouter(
        prefix="/internal/conversations/{conversation}/papers/{number}/offer",
        tags=["office"],
        dependencies=[Depends(bearer_required(token))],
    )

    @routes.post("", status_code=201)
    async def open_offer(conversation: Conversation, number: Number) -> Offer:
        try:
            return await offers.open(conversation, number)
        except (NotOffered, Unavailable) as error:
            raise _problem(error) from None

    @routes.get("")
    async def taken(conversation: Conversation, number: Number) -> Taken:
        try:
            return await offers.taken(conversation, number)
        except (NotOffered, Unavailable) as error:
            raise _problem(error) from None

    return routes


def _problem(error: NotOffered | Unavailable) -> Problem:
    if isinstance(error, NotOffered):
        return Problem(_STATUS.get(error.code, _GONE), error.code, error.title)
    return Problem(503, error.code, words()["problems"]["unavailable"])


def _read(shape: type[T], answer: dict[str, Any]) -> T:
    try:
        return shape.model_validate(answer)
    except ValidationError:
        raise Unavailable("wallet_down") from None
