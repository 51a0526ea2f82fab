"""The front page of the practice agencies, and the switch that makes one of them fail."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from actions.agencies.headers import same_origin
from actions.agencies.phone import TEMPLATES
from documents.domain.kind import Agency
from documents.registers.sandbox.faults import FaultBoard, FaultKind

PARTS = {
    "identity": "본인인증",
    Agency.RESIDENT: "주민등록 자료",
    Agency.HEALTH_INSURANCE: "건강보험 자료",
    Agency.IMMUNISATION: "예방접종 자료",
    Agency.IMMIGRATION: "출입국 자료",
    Agency.MILITARY: "병적 자료",
}


def router(faults: FaultBoard) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    def welcome(request: Request) -> Response:
        parts = [{"id": part, "title": title, "fault": faults.current(part)} for part, title in PARTS.items()]
        return TEMPLATES.TemplateResponse(request, "welcome.html", {"parts": parts})

    @routes.post("/faults/switch")
    def switch(
        part: Annotated[str, Form()],
        kind: Annotated[FaultKind, Form()],
        seconds: Annotated[int, Form(ge=0, le=600)],
        _own: Annotated[None, Depends(same_origin)],
    ) -> Response:
        faults.set(part, kind, seconds)
        return RedirectResponse("/", 303)

    return routes
