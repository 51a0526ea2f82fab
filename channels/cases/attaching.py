"""Files that a resident attaches: sent, looked at again, removed. Never shown inside a page of ours."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from channels.cases.files import Kept
from channels.cases.problems import answered
from channels.cases.room import Cases
from channels.cases.spots import in_seoul
from channels.cases.uploads import Upload, admit, receive

Attachment = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BODY = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"format": "binary"}}}}}


def attachment_routes(cases: Cases) -> APIRouter:
    desk, routes = cases.desk, APIRouter(prefix="/attachments")

    @routes.post("", status_code=201, openapi_extra={"requestBody": {"content": _BODY}})
    async def attach(request: Request, conversation: str) -> dict[str, Any]:
        return await take_file(cases, request, conversation)

    @routes.get("")
    async def waiting(conversation: str) -> dict[str, list[dict[str, str]]]:
        """List what no complaint has taken along yet: ``{"waiting": [{"id", "name"}]}``, oldest first."""
        return {"waiting": await desk.read(desk.files.waiting, conversation)}

    @routes.get("/{attachment}", response_class=Response)
    async def download(conversation: str, attachment: Attachment) -> Response:
        with answered(cases):
            kept = await desk.read(desk.files.of_conversation, conversation, attachment)
        return as_download(kept)

    @routes.delete("/{attachment}", status_code=204, response_class=Response)
    async def remove(conversation: str, attachment: Attachment) -> None:
        with answered(cases):
            await desk.write(desk.files.remove, conversation, attachment)

    return routes


async def take_file(cases: Cases, request: Request, conversation: str) -> dict[str, Any]:
    """Keep the part ``file`` of a multipart body for the next complaint. Raise ``Problem``."""
    desk = cases.desk
    with answered(cases):
        upload = await desk.judge(admit, *await receive(request))
        id_, count = await desk.write(desk.files.keep, conversation, upload)
    await cases.tell(conversation, "EXTERNAL_attachment", {"count": count})
    return {"id": id_, "name": upload.name, "kind": upload.kind, "place": _offer(upload)}


def as_download(kept: Kept) -> Response:
    """Hand out an attachment so that no browser opens it as a page of this site, for residents and staff alike."""
    disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(kept.name, safe='')}"
    headers = {**_HEADERS, "Content-Disposition": disposition}
    return Response(kept.content, media_type=kept.kind, headers=headers)


def _offer(upload: Upload) -> dict[str, Any] | None:
    """Offer the place of a photo that was taken in Seoul; its 구 is asked for in words when it is taken."""
    if upload.spot is None or not in_seoul(upload.spot):
        return None
    return {"offered": True, "district": None, "dong": None}
