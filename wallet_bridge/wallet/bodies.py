"""Request bodies are read up to a cap and no further."""

from collections.abc import AsyncGenerator

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from wallet_bridge.wallet.refusals import refuse

MAX_BODY = 10 * 1024 * 1024
FORM_OVERHEAD = 4096
"""What a form adds to the file in it, at most."""


async def read_body(request: Request, cap: int = MAX_BODY) -> bytes:
    """Give the whole body, or answer 413 as soon as it is known to be larger than ``cap`` bytes."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > cap:
        raise refuse(413, "too_large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > cap:
            raise refuse(413, "too_large")
    return bytes(body)


async def uploaded(request: Request, body: bytes) -> bytes:
    """Give the field ``file`` of a multipart body, or answer 422. Nothing is written to disk."""
    try:
        form = await MultiPartParser(request.headers, _whole(body), max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError) as error:
        raise refuse(422, "invalid_request", fields=["file"]) from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise refuse(422, "invalid_request", fields=["file"])
        return await file.read()
    finally:
        await form.close()


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
    yield b""
