"""The public check by camera or picture. A browser that can read codes sends their text only, never the picture."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from documents.domain.kind import PaperKind
from wallet_bridge.wallet.bodies import FORM_OVERHEAD, MAX_BODY, read_body, uploaded
from wallet_bridge.wallet.browser import prefers_html, same_site_required
from wallet_bridge.wallet.budgets import address_of
from wallet_bridge.wallet.check import PublicCheck
from wallet_bridge.wallet.pictures import UnreadablePicture, codes_in
from wallet_bridge.wallet.receivers import Receivers
from wallet_bridge.wallet.refusals import refuse
from wallet_bridge.wallet.statements import (
    MAX_TEXT,
    CheckAddress,
    CheckCodes,
    CodeReader,
    SoundStatement,
    UnsoundStatement,
)
from wallet_bridge.wallet.verdicts import CheckAnswer
from wallet_bridge.wallet.views import Views

_MOST_CODES = 8
_PICTURES_AT_ONCE = 2
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=()"


class Codes(BaseModel):
    texts: Annotated[list[Annotated[str, Field(max_length=MAX_TEXT)]], Field(min_length=1, max_length=_MOST_CODES)]


class StatementFact(BaseModel):
    """The signed statement of the Data Matrix, which holds without any network. No personal data."""

    sound: bool
    """The office's signature holds."""
    number: str | None = None
    kind: PaperKind | None = None
    issued_at: datetime | None = None
    expires_on: date | None = None
    same_paper: bool | None = None
    """Whether the QR beside it speaks of the same paper; None without a QR."""


class ScanAnswer(BaseModel):
    answer: CheckAnswer | None = None
    """How the paper stands today; None when no code of ours names one."""
    statement: StatementFact | None = None
    receiver: str | None = None
    """The wallet address of the receiver whose QR this is."""


@dataclass(frozen=True, slots=True)
class ScanDesk:
    check: PublicCheck
    reader: CodeReader
    check_codes: CheckCodes
    receivers: Receivers
    views: Views
    decoder: Path
    """Folder of the packaged decoder; it need not be there."""

    def judge(self, texts: list[str], asker: str) -> ScanAnswer:
        """Tell what the codes of one picture say together."""
        read = [self.reader.read(text) for text in texts[:_MOST_CODES]]
        address = next((each for each in read if isinstance(each, CheckAddress)), None)
        sound = next((each for each in read if isinstance(each, SoundStatement)), None)
        forged = any(isinstance(each, UnsoundStatement) for each in read)
        answer = self._standing(address, sound, asker)
        receiver = next(filter(None, (self.receivers.find(text) for text in texts)), None)
        fact = StatementFact(sound=False) if forged else _fact(sound, address)
        return ScanAnswer(answer=answer, statement=fact, receiver=receiver.address if receiver else None)

    def _standing(self, address: CheckAddress | None, sound: SoundStatement | None, asker: str) -> CheckAnswer | None:
        if address:
            return self.check.number(address.number, address.check_code, asker)
        if sound:
            return self.check.number(sound.number.digits, self.check_codes(sound.number) or "", asker)
        return None


def _fact(sound: SoundStatement | None, address: CheckAddress | None) -> StatementFact | None:
    if sound is None:
        return None
    same = None if address is None else address.number == sound.number.digits
    return StatementFact(
        sound=True,
        number=sound.number.digits,
        kind=sound.kind,
        issued_at=sound.issued_at,
        expires_on=sound.expires_on,
        same_paper=same,
    )


def router(desk: ScanDesk) -> APIRouter:
    routes = APIRouter(prefix="/verify", tags=["public check"])
    few = CapacityLimiter(_PICTURES_AT_ONCE)

    @routes.get("/scan", include_in_schema=False)
    def page(request: Request) -> Response:
        answer = desk.views.page(request, "scan", decoder=desk.decoder.exists())
        answer.headers.update({"Content-Security-Policy": _POLICY, "Permissions-Policy": _PERMISSIONS})
        return answer

    @routes.post("/code", response_model=ScanAnswer, openapi_extra=_TEXTS)
    async def by_code(request: Request) -> Response:
        """Check by the texts of the codes of one picture, read by the asker's own device."""
        try:
            texts = Codes.model_validate_json(await read_body(request, FORM_OVERHEAD * 2)).texts
        except ValidationError as error:
            raise refuse(422, "invalid_request", fields=["texts"]) from error
        return _show(request, desk, await run_in_threadpool(desk.judge, texts, address_of(request)))

    @routes.post("/picture", response_model=ScanAnswer, openapi_extra=_PICTURE, dependencies=[Depends(_form_is_ours)])
    async def by_picture(request: Request) -> Response:
        """Check by a picture (multipart field ``file``: JPEG, PNG or WEBP) of the codes. It is not kept."""
        picture = await uploaded(request, await read_body(request, MAX_BODY + FORM_OVERHEAD))
        try:
            texts = await to_thread.run_sync(codes_in, picture, limiter=few)
        except UnreadablePicture as error:
            raise refuse(422, "not_a_picture") from error
        return _show(request, desk, await run_in_threadpool(desk.judge, texts, address_of(request)))

    return routes


def _form_is_ours(request: Request) -> None:
    """Let programs ask, and forms of our own page; decoding is not done for other sites' visitors."""
    if prefers_html(request):
        same_site_required(request)


def _show(request: Request, desk: ScanDesk, scan: ScanAnswer) -> Response:
    if prefers_html(request):
        template = "verdict" if scan.answer else "scan_result"
        answer: Response = desk.views.page(request, template, answer=scan.answer, by="number", scan=scan)
    else:
        answer = JSONResponse(scan.model_dump(mode="json"))
    answer.headers["Vary"] = "Accept"
    return answer


_TEXTS = {"requestBody": {"required": True, "content": {"application/json": {"schema": Codes.model_json_schema()}}}}
_PICTURE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            }
        },
    }
}
