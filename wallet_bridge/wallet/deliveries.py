"""``POST /deliveries``: offices push papers here; ``GET /deliveries/{promise_key}``: an office asks what was taken.

1. Cap the size.
2. The signature: trusted key, in time, for this address, these bytes, this idempotency key (401).
3. The letter itself: shape, digest of the paper, promise key equal to the idempotency key (422).
4. Keep it once: 201, the same again 200 with the same body, another digest under the same key 409, holder gone 410.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request
from fastapi import Path as PathParam
from joserfc.jwk import ECKey
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from documents.service.clock import Clock
from wallet_bridge import http_signature, keys, receipt
from wallet_bridge.wallet.bodies import read_body
from wallet_bridge.wallet.holdings import Conflict, HolderGone, Holdings, Taken
from wallet_bridge.wallet.letter import Letter
from wallet_bridge.wallet.refusals import refuse

_log = structlog.get_logger(__name__)
_SIGNED = ("content-type", "content-digest", "idempotency-key", "signature", "signature-input")


class DeliveryAnswer(BaseModel):
    receipt: str
    """JWS (ES256) by the wallet over promise_key, sha256 and delivered_at."""


class TakenAnswer(BaseModel):
    sha256: str
    taken_at: datetime
    """As in the receipt."""


class Deliveries:
    def __init__(self, address: str, trusted: Path, receipt_key: ECKey, holdings: Holdings, clock: Clock) -> None:
        self._address, self._trusted = address, trusted
        self._receipt_key, self._holdings, self._clock = receipt_key, holdings, clock

    async def signed_body(self, request: Request) -> bytes:
        """FastAPI dependency: the body, once its signature is found good."""
        body = await read_body(request)
        # Headers that appear twice are joined as RFC 9421 says, so a second one cannot hide behind the signed one.
        headers = {name: ", ".join(request.headers.getlist(name)) for name in _SIGNED if name in request.headers}
        address = "/".join([self._address, *request.path_params.values()])
        message = http_signature.Message(request.method, address, headers)
        try:
            http_signature.verify(message, body, keys.read_public(self._trusted))
        except (http_signature.SignatureRefused, OSError) as error:
            _log.warning("delivery_signature_refused", reason=type(error.__cause__ or error).__name__)
            raise refuse(401, "bad_signature") from error
        return body

    def taken(self, promise_key: str) -> TakenAnswer:
        signed = self._holdings.receipt_of(promise_key)
        if signed is None:
            raise refuse(404, "not_found", promise_key=promise_key)  # which a page in our place would not say
        given = receipt.content(signed)
        return TakenAnswer(sha256=given.sha256, taken_at=given.delivered_at)

    def take(self, body: bytes, idempotency_key: str) -> Taken:
        letter = _parse(body)
        if letter.promise_key != idempotency_key:
            raise refuse(422, "invalid_request", fields=["promise_key"])
        now = self._clock()
        signed = receipt.write(self._receipt_key, letter.promise_key, letter.sha256, now)
        try:
            return self._holdings.take(letter, hashlib.sha256(body).hexdigest(), signed, now)
        except Conflict as error:
            raise refuse(409, "conflict") from error
        except HolderGone as error:
            raise refuse(410, "holder_gone") from error


def _parse(body: bytes) -> Letter:
    try:
        return Letter.model_validate_json(body)
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors(include_input=False)})
        raise refuse(422, "invalid_request", fields=fields) from error


def router(deliveries: Deliveries) -> APIRouter:
    routes = APIRouter(tags=["deliveries"])

    @routes.post(
        "/deliveries",
        status_code=201,
        response_model=DeliveryAnswer,
        responses={200: {"model": DeliveryAnswer}, 401: {}, 409: {}, 410: {}, 413: {}, 422: {}},
        openapi_extra={"requestBody": {"content": {"application/json": {"schema": Letter.model_json_schema()}}}},
    )
    async def deliver(
        body: Annotated[bytes, Depends(deliveries.signed_body)], idempotency_key: Annotated[str, Header()]
    ) -> JSONResponse:
        taken = await run_in_threadpool(deliveries.take, body, idempotency_key)
        _log.info("delivery_taken", first=taken.first)
        return JSONResponse(DeliveryAnswer(receipt=taken.receipt).model_dump(), 201 if taken.first else 200)

    @routes.get("/deliveries/{promise_key}", responses={401: {}, 404: {}})
    async def taken(
        promise_key: Annotated[str, PathParam(pattern="^[0-9a-f]{64}$")],
        _signed: Annotated[bytes, Depends(deliveries.signed_body)],
    ) -> TakenAnswer:
        return await run_in_threadpool(deliveries.taken, promise_key)

    return routes
