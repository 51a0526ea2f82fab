"""Errors in the shape of OAuth 2.0 (RFC 6749 5.2) and CIBA 13, which clients of the protocol expect."""

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthError(Exception):
    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


class InvalidClient(OAuthError):
    """The description is the same for every cause: a caller learns nothing by trying."""

    def __init__(self) -> None:
        super().__init__("invalid_client", "client authentication failed", 401)


def install(app: FastAPI) -> None:
    app.add_exception_handler(OAuthError, _answer)


async def _answer(_request: Request, error: Exception) -> Response:
    assert isinstance(error, OAuthError)  # noqa: S101 - registered for this class only
    body = {"error": error.error, "error_description": error.description}
    return JSONResponse(body, error.status, headers=NO_STORE)
