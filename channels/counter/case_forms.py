"""Plain forms around a complaint: how to be reached, files, and the place of a photo. They work without script."""

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from channels.cases.attaching import take_file
from channels.cases.problems import answered
from channels.cases.public import take_contact, take_photos_place
from channels.counter.follow import page_after
from channels.counter.forms import ANSWER_SECONDS, back_to_page, posted
from channels.counter.room import Room


def case_form_routes(room: Room) -> APIRouter:
    cases, routes = room.cases, APIRouter(include_in_schema=False)

    @routes.post("/say/contact")
    async def say_contact(request: Request) -> Response:
        """Take ``name`` and ``phone``."""

        async def deed(conversation: str, form: FormData) -> None:
            await take_contact(cases, conversation, str(form.get("name", "")), str(form.get("phone", "")))

        return await posted(room, request, deed)

    @routes.post("/say/attachment")
    async def say_attachment(request: Request) -> Response:
        """Take the multipart part ``file``; a photo that knows its place comes back as ``?photo=`` for the question."""

        async def deed(conversation: str) -> str:
            before = await room.desk.last_seq(conversation)
            kept = await take_file(cases, request, conversation)
            await page_after(room, conversation, before, ANSWER_SECONDS)
            return f"/?photo={kept['id']}#latest" if kept["place"] else "/#latest"

        return await back_to_page(room, request, deed)

    @routes.post("/say/attachment/place")
    async def say_place(request: Request) -> Response:
        """Take the place of the photo ``id``."""

        async def deed(conversation: str, form: FormData) -> None:
            before = await room.desk.last_seq(conversation)
            await take_photos_place(cases, conversation, str(form.get("id", "")))
            await page_after(room, conversation, before, ANSWER_SECONDS)

        return await posted(room, request, deed)

    @routes.post("/say/attachment/remove")
    async def say_remove(request: Request) -> Response:
        """Remove the file ``id`` that waits."""

        async def deed(conversation: str, form: FormData) -> None:
            with answered(cases):
                await cases.desk.write(cases.desk.files.remove, conversation, str(form.get("id", "")))

        return await posted(room, request, deed)

    return routes
