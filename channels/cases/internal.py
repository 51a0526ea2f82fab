"""What the dialogue's actions ask for, with the house's bearer token. Texts and places come in here and stay here."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field

from channels.cases.complaint import Complaint
from channels.cases.drafts import Said
from channels.cases.problems import answered
from channels.cases.room import Cases
from documents.service.internal import bearer_required

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Conversation = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Number = Annotated[str, Path(pattern=r"^\d{4}-\d{7}$")]
_LONGEST = 4000


class Learnt(BaseModel):
    """What one turn of the dialogue learnt about a complaint."""

    key: Key
    kind: str | None = Field(default=None, max_length=32)
    text: str | None = Field(default=None, max_length=_LONGEST, repr=False)
    place: str | None = Field(default=None, max_length=300, repr=False)
    district: str | None = Field(default=None, max_length=16)
    verification: str | None = Field(default=None, max_length=64)


class Keyed(BaseModel):
    key: Key


class Addition(Keyed):
    text: str = Field(min_length=1, max_length=_LONGEST, repr=False)


class Wish(Keyed):
    topic: str = Field(max_length=_LONGEST, repr=False)


class Score(BaseModel):
    score: int = Field(ge=1, le=5)


def internal_routes(cases: Cases, token: str) -> APIRouter:
    desk, wire = cases.desk, cases.showing.wire
    routes = APIRouter(
        prefix="/internal/conversations/{conversation}",
        dependencies=[Depends(bearer_required(token))],
        include_in_schema=False,
    )

    @routes.post("/complaints/draft")
    async def draft(conversation: Conversation, learnt: Learnt) -> dict[str, Any]:
        said = Said(learnt.kind, learnt.text, learnt.place, learnt.district, learnt.verification)
        return await desk.write(desk.drafts.merge, conversation, learnt.key, said)

    @routes.post("/complaints/draft/drop", status_code=204)
    async def drop(conversation: Conversation, keyed: Keyed) -> None:
        await desk.write(desk.drafts.drop, conversation, keyed.key)

    @routes.post("/complaints", status_code=201)
    async def file(conversation: Conversation, keyed: Keyed, response: Response) -> dict[str, Any]:
        with answered(cases):
            return _filed(cases, await desk.write(desk.filing.file, conversation, keyed.key), response)

    @routes.post("/callbacks", status_code=201)
    async def call_back(conversation: Conversation, wish: Wish, response: Response) -> dict[str, Any]:
        return _filed(cases, await desk.write(desk.filing.call_back, conversation, wish.key, wish.topic), response)

    @routes.get("/complaints")
    async def complaints(conversation: Conversation) -> list[dict[str, Any]]:
        return [wire(each) for each in await desk.read(desk.reading.all_of, conversation)]

    @routes.get("/complaints/{number}")
    async def complaint(conversation: Conversation, number: Number) -> dict[str, Any]:
        with answered(cases):
            return wire(await desk.read(desk.reading.own, conversation, number))

    @routes.post("/complaints/{number}/additions", status_code=201)
    async def add(conversation: Conversation, number: Number, addition: Addition) -> dict[str, Any]:
        with answered(cases):
            return wire(await desk.write(desk.filing.add, conversation, number, addition.key, addition.text))

    @routes.post("/complaints/{number}/withdraw")
    async def withdraw(conversation: Conversation, number: Number, keyed: Keyed) -> dict[str, Any]:  # noqa: ARG001
        with answered(cases):
            return wire(await desk.write(desk.filing.withdraw, conversation, number))

    @routes.post("/complaints/{number}/satisfaction")
    async def satisfaction(conversation: Conversation, number: Number, judged: Score) -> dict[str, Any]:
        with answered(cases):
            return wire(await desk.write(desk.filing.judge, conversation, number, judged.score))

    return routes


def _filed(cases: Cases, filed: tuple[Complaint, bool], response: Response) -> dict[str, Any]:
    complaint, new = filed
    if not new:
        response.status_code = 200
    return cases.showing.wire(complaint)
