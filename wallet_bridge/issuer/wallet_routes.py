"""The endpoints that a wallet talks to: token, nonce, credential, deferred credential, notification."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from wallet_bridge.issuer.nonces import NONCE_LASTS
from wallet_bridge.issuer.parts import Issuer
from wallet_bridge.issuer.requests import (
    CredentialRequest,
    DeferredRequest,
    NotificationRequest,
    bearer,
    credential_request,
    deferred_request,
    notification_request,
    small_body,
    token_request,
)

Body = Annotated[bytes, Depends(small_body)]
Token = Annotated[str, Depends(bearer)]
_PRIVATE = {"Cache-Control": "no-store"}
_FORM = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type", "pre-authorized_code", "tx_code"],
                    "properties": {
                        name: {"type": "string"} for name in ("grant_type", "pre-authorized_code", "tx_code")
                    },
                }
            }
        }
    }
}


def wallet_routes(issuer: Issuer) -> APIRouter:
    issuance, clock = issuer.issuance, issuer.clock
    spend = Depends(issuer.budgets.spend_request)
    routes = APIRouter(prefix="/issuer", tags=["OpenID4VCI"], dependencies=[spend], responses={400: {}})

    @routes.post("/token", openapi_extra=_FORM)
    def token(request: Request, body: Body) -> Response:
        """Exchange a pre-authorized code and its transaction code for an access token."""
        asked = token_request(request, body)
        granted = issuer.book.redeem(asked.code, asked.tx_code, clock())
        answer = {"access_token": granted.token, "token_type": "Bearer"}
        return _json({**answer, "expires_in": int(granted.lasts.total_seconds())})

    @routes.post("/nonce")
    def nonce() -> Response:
        """Give a ``c_nonce`` for one key proof."""
        return _json({"c_nonce": issuer.nonces.draw(clock()), "c_nonce_expires_in": int(NONCE_LASTS.total_seconds())})

    @routes.post("/credential", openapi_extra=_schema(CredentialRequest), responses={202: {}, 401: {}})
    def credential(given: Token, body: Body) -> Response:
        """Give the credential, or 202 with a transaction while its paper is not sealed."""
        now = clock()
        copy = issuance.copies.of_token(given, now)
        answer = issuance.credential(copy, credential_request(body), now)
        return _json(answer.body, answer.status)

    @routes.post("/deferred", openapi_extra=_schema(DeferredRequest), responses={202: {}, 401: {}})
    def deferred(given: Token, body: Body) -> Response:
        """Give the credential of a transaction, or 202 while there is none yet."""
        now = clock()
        copy = issuance.copies.of_token(given, now)
        answer = issuance.deferred(copy, deferred_request(body).transaction_id, now)
        return _json(answer.body, answer.status)

    @routes.post("/notification", status_code=204, openapi_extra=_schema(NotificationRequest), responses={401: {}})
    def notification(given: Token, body: Body) -> Response:
        """Take the wallet's word that it keeps the credential, could not, or does no more."""
        now = clock()
        issuance.notify(issuance.copies.of_token(given, now), notification_request(body), now)
        return Response(status_code=204)

    return routes


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers=_PRIVATE)


def _schema(model: type[CredentialRequest | DeferredRequest | NotificationRequest]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": model.model_json_schema()}}}}
