"""What a wallet reads: who issues what, where tokens are had, and an offer by its address."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from documents.service.problems import Problem
from wallet_bridge.issuer.metadata import issuer_metadata, server_metadata
from wallet_bridge.issuer.parts import Issuer
from wallet_bridge.issuer.words import words

A_WHILE = {"Cache-Control": "public, max-age=300"}
_PRIVATE = {"Cache-Control": "no-store"}


def published(issuer: Issuer) -> APIRouter:
    routes = APIRouter(tags=["OpenID4VCI"])

    @routes.get("/.well-known/openid-credential-issuer")
    def credential_issuer() -> Response:
        return answer(issuer_metadata(issuer.types), A_WHILE)

    @routes.get("/.well-known/oauth-authorization-server")
    def authorization_server() -> Response:
        return answer(server_metadata(issuer.url), A_WHILE)

    @routes.get("/issuer/offers/{handle}", dependencies=[Depends(issuer.budgets.spend_request)])
    def offer(handle: str) -> Response:
        """Give the credential offer of this address while it can be taken."""
        content = issuer.offering.content(handle, issuer.clock())
        if content is None:
            raise not_found()
        return answer(content, _PRIVATE)

    return routes


def answer(body: dict[str, Any], headers: dict[str, str]) -> Response:
    return JSONResponse(body, headers=headers)


def not_found() -> Problem:
    return Problem(404, "not_found", words()["problems"]["not_found"])
