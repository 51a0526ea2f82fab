"""Errors over HTTP: RFC 9457 problem+json with a stable ``code``."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

_log = structlog.get_logger(__name__)


class Problem(Exception):
    """Raise in a route to answer with a problem document. ``title`` is the sentence a citizen may read."""

    def __init__(self, status: int, code: str, title: str, **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.more = status, code, title, more


def respond(status: int, code: str, title: str, **more: Any) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem document. Nothing of the request's content is echoed."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _crash)


async def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
    return respond(error.status, error.code, error.title, **error.more)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    fields = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
    return respond(422, "invalid_request", "요청을 읽을 수 없어요.", fields=fields)


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    codes = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    return respond(error.status_code, codes.get(error.status_code, "http_error"), str(error.detail))


async def _crash(request: Request, error: Exception) -> Response:
    _log.error("request_failed", route=request.scope.get("path", "").split("/")[1:3], exc_info=error)
    return respond(500, "internal_error", "잠시 문제가 생겼어요. 조금 뒤에 다시 해 주세요.")
