"""Request bodies are read up to a cap and no further."""

from fastapi import Request

from wallet_bridge.wallet.refusals import refuse

MAX_BODY = 10 * 1024 * 1024


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
