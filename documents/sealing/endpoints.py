"""What anyone may ask the authority over HTTP: certificate states, revocation list, time-stamps, the root.

Mount it where ``pki_url`` of the certificates points: ``app.include_router(pki_router(pki, clock), prefix="/pki")``.
"""

import base64
import binascii
from typing import Annotated

from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from documents.sealing.authority import Authority
from documents.sealing.key_folder import Pki
from documents.sealing.timestamps import TimestampAuthority
from documents.service.clock import Clock
from documents.service.problems import Problem

MAX_REQUEST = 16 * 1024
"""Bytes of an OCSP or time-stamp request; real ones have about a hundred."""
_OCSP = "application/ocsp-response"
_TSA = "application/timestamp-reply"


async def _small_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST:
            raise Problem(413, "too_large", "요청이 너무 커요.")
    return body


SmallBody = Annotated[bytes, Depends(_small_body)]


def pki_router(pki: Pki, clock: Clock) -> APIRouter:
    """Build the routes /ocsp, /crl, /tsa, /ca.pem."""
    router = APIRouter(tags=["pki"])
    authority, stamps = Authority(pki, clock), TimestampAuthority(pki, clock)

    @router.post("/ocsp", response_class=Response)
    def ocsp(body: SmallBody) -> Response:
        return Response(authority.respond(body), media_type=_OCSP)

    @router.get("/ocsp/{encoded:path}", response_class=Response)
    def ocsp_get(encoded: str) -> Response:
        """Answer the form of RFC 6960 A.1: the request in base64 in the path."""
        try:
            request = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            request = b""
        return Response(authority.respond(request), media_type=_OCSP)

    @router.get("/crl", response_class=Response)
    def crl() -> Response:
        return Response(authority.revocation_list(), media_type="application/pkix-crl")

    @router.post("/tsa", response_class=Response)
    def tsa(body: SmallBody) -> Response:
        return Response(stamps.respond(body), media_type=_TSA)

    @router.get("/ca.pem", response_class=Response)
    def ca() -> Response:
        return Response(pki.root.public_bytes(Encoding.PEM), media_type="application/x-pem-file")

    return router
