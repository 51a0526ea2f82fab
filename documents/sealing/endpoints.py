"""What anyone may ask the authority over HTTP: certificate states, revocation list, time-stamps, the root.

Mount it where ``pki_url`` of the certificates points:
``app.include_router(pki_router(open_desk(keys, clock, pki_url)), prefix="/pki")``.
"""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cryptography import x509
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from documents.domain.errors import Unavailable
from documents.sealing.authority import Authority
from documents.sealing.key_folder import FOLDER, Pki, pem_of, prepare
from documents.sealing.key_ring import KeyRing
from documents.sealing.seal_keys import SealKeys
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


@dataclass(frozen=True)
class Desk:
    """What the authority answers with, of one generation of keys. It needs no seal key."""

    root: x509.Certificate
    authority: Authority
    stamps: TimestampAuthority


def open_desk(keys: Path, clock: Clock, pki_url: str, seal_keys: SealKeys | None = None) -> KeyRing[Desk]:
    """Build the ring of ``keys``, making what is missing. Raise ValueError or OSError when a file is broken."""
    prepare(keys, now=clock(), pki_url=pki_url, seal_keys=seal_keys)

    def build(pki: Pki) -> Desk:
        authority = Authority(pki, clock)
        authority.revoked()  # a broken list shuts the desk
        return Desk(pki.root, authority, TimestampAuthority(pki, clock))

    return KeyRing(keys / FOLDER, build)


def pki_router(ring: KeyRing[Desk]) -> APIRouter:
    """Build the routes /ocsp, /crl, /tsa, /ca.pem. While the keys cannot be read they answer 503."""
    router = APIRouter(tags=["pki"])

    def newest() -> Desk:
        try:
            return ring.current()
        except Unavailable as error:
            raise Problem(503, "pki_down", "지금은 인증서 상태를 알려 드릴 수 없어요.") from error

    newest_desk = Depends(newest)

    @router.post("/ocsp", response_class=Response)
    def ocsp(body: SmallBody, desk: Desk = newest_desk) -> Response:
        return Response(desk.authority.respond(body), media_type=_OCSP)

    @router.get("/ocsp/{encoded:path}", response_class=Response)
    def ocsp_get(encoded: str, desk: Desk = newest_desk) -> Response:
        """Answer the form of RFC 6960 A.1: the request in base64 in the path."""
        try:
            request = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            request = b""
        return Response(desk.authority.respond(request), media_type=_OCSP)

    @router.get("/crl", response_class=Response)
    def crl(desk: Desk = newest_desk) -> Response:
        return Response(desk.authority.revocation_list(), media_type="application/pkix-crl")

    @router.post("/tsa", response_class=Response)
    def tsa(body: SmallBody, desk: Desk = newest_desk) -> Response:
        return Response(desk.stamps.respond(body), media_type=_TSA)

    @router.get("/ca.pem", response_class=Response)
    def ca(desk: Desk = newest_desk) -> Response:
        return Response(pem_of(desk.root), media_type="application/x-pem-file")

    return router
