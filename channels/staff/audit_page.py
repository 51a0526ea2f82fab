"""The audit as a page: the newest entries, filtered, and whether the chain holds. Reading it is an entry, too."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.console import Console
from channels.staff.gate import Present


def audit_routes(console: Console) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    administrator = Annotated[Present, Depends(console.gate.need(Role.ADMINISTRATOR))]

    @routes.get("/audit")
    async def page(
        request: Request, present: administrator, what: str = "", who: str = "", subject: str = ""
    ) -> Response:
        await console.note(present, Deed.AUDIT_READ)
        broken = await console.run(console.audit.check)
        entries = await console.run(console.audit.newest, what=what, who=who, subject=subject.strip())
        wanted = {"what": what, "who": who, "subject": subject}
        known = {"colleagues": await console.colleagues(), "deeds": list(Deed)}
        return console.views.page(
            request, "audit", present, 200, entries=entries, broken=broken, wanted=wanted, **known
        )

    return routes
