"""The public check: by number and check code, by digest, or by file. Open to everyone, tells nothing about anyone.

An unknown number and a wrong check code get one answer: same status, same body, same work. Budgets count both alike.
"""

import hashlib
import re
from typing import Annotated, Protocol
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from joserfc.jwk import ECKey, KeySet
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from documents.domain.verdict import CheckStatus, Verdict
from wallet_bridge.wallet.bodies import FORM_OVERHEAD, MAX_BODY, read_body, uploaded
from wallet_bridge.wallet.browser import prefers_html
from wallet_bridge.wallet.budgets import Budgets, address_of
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.verdicts import CheckAnswer, answer
from wallet_bridge.wallet.views import Views

_MISSES = frozenset({CheckStatus.UNKNOWN, CheckStatus.NOT_OURS, CheckStatus.UNREADABLE})
_FILES_AT_ONCE = 2
_DIGITS = re.compile(r"[^0-9]")


class PaperChecker(Protocol):
    """documents.verifying's checker, as far as it is used here."""

    def by_number(self, number: str, check_code: str) -> Verdict: ...

    def by_sha256(self, sha256: str) -> Verdict: ...

    def by_file(self, pdf: bytes) -> Verdict: ...


class DigestQuestion(BaseModel):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]


class PublicCheck:
    """Judges and signs. ``issuer`` names this check service in its receipts."""

    def __init__(self, checker: PaperChecker, budgets: Budgets, key: ECKey, issuer: str) -> None:
        self._checker, self._budgets, self._key, self._issuer = checker, budgets, key, issuer

    def number(self, number: str, check_code: str, address: str) -> CheckAnswer:
        asked = _DIGITS.sub("", number)[:16]
        self._budgets.spend_check(address, asked)
        verdict = self._checker.by_number(number, check_code)
        if verdict.status in _MISSES:
            self._budgets.count_miss(address, asked)
        return self._signed(verdict, {"number": asked})

    def digest(self, sha256: str, address: str) -> CheckAnswer:
        self._budgets.spend_check(address)
        return self._signed(self._checker.by_sha256(sha256.lower()), {"sha256": sha256.lower()})

    def file(self, pdf: bytes, address: str) -> CheckAnswer:
        self._budgets.spend_check(address)
        return self._signed(self._checker.by_file(pdf), {"sha256": hashlib.sha256(pdf).hexdigest()})

    def keys(self) -> dict[str, object]:
        return dict(KeySet([self._key]).as_dict(private=False))

    def _signed(self, verdict: Verdict, about: dict[str, str]) -> CheckAnswer:
        return answer(verdict, about, self._issuer, self._key)


def router(check: PublicCheck, views: Views) -> APIRouter:
    routes = APIRouter(prefix="/verify", tags=["public check"])
    few = CapacityLimiter(_FILES_AT_ONCE)

    @routes.get("", response_model=None, include_in_schema=False)
    def page(
        request: Request,
        number: Annotated[str, Query(max_length=40)] = "",
        check: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        digits = _DIGITS.sub("", number)
        if digits and check:
            return RedirectResponse(f"/verify/{digits}?{urlencode({'check': check})}", 303)
        return views.page(request, "check", number=number, check=check)

    @routes.get("/keys")
    def keys() -> dict[str, object]:
        """Public keys (JWKS) of the check receipts."""
        return check.keys()

    @routes.get("/{number}", response_model=CheckAnswer)
    def by_number(
        request: Request, number: str, check_code: Annotated[str, Query(alias="check", max_length=40)] = ""
    ) -> Response:
        """Check by number and check code."""
        return _show(request, views, check.number(number[:40], check_code, address_of(request)), by="number")

    @routes.post("", response_model=CheckAnswer, openapi_extra=_FILE_OR_DIGEST)
    async def by_content(request: Request) -> Response:
        """Check a PDF (multipart field ``file`` or application/pdf), or ``{"sha256"}``."""
        question = await _question(request)
        address = address_of(request)
        if isinstance(question, str):
            return _show(request, views, await run_in_threadpool(check.digest, question, address), by="digest")
        result = await to_thread.run_sync(check.file, question, address, limiter=few)
        return _show(request, views, result, by="file")

    return routes


async def _question(request: Request) -> str | bytes:
    """Read what is asked: a digest (str), or the file itself (bytes)."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request, MAX_BODY + FORM_OVERHEAD)
    if media == "application/json":
        return _digest(body)
    if media == "multipart/form-data":
        return await uploaded(request, body)
    if media == "application/pdf" and body:
        return body
    raise refuse(422, "invalid_request", fields=["file"])


def _digest(body: bytes) -> str:
    try:
        return DigestQuestion.model_validate_json(body).sha256
    except ValidationError as error:
        raise refuse(422, "invalid_request", fields=["sha256"]) from error


def _show(request: Request, views: Views, result: CheckAnswer, by: str) -> Response:
    if prefers_html(request):
        response: Response = views.page(request, "verdict", answer=result, by=by, scan=None)
    else:
        response = JSONResponse(result.model_dump(mode="json"))
    response.headers["Vary"] = "Accept"
    return response


_FILE_OR_DIGEST = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": DigestQuestion.model_json_schema()},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    }
}
