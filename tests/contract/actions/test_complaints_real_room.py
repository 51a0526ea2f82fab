"""The actions' client against the real cases room: the whole life of a complaint, and what an old draft leaves."""

from collections.abc import Iterator

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from actions.complaints.case import CaseRefused
from actions.complaints.room import HttpRoom
from channels.cases.internal import internal_routes
from channels.cases.room import open_cases
from channels.cases.settings import CasesSettings
from documents.service import problems
from tests.contract.channels.cases_room import Ears, Hands

TOKEN = "internal"
HOLE = {"kind": "report_road_damage", "text": "길이 깊게 파였어요"}


class Through(httpx.BaseTransport):
    """Carries a request into the application, which lives on the loop of another thread, without a network."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self._inside, self._portal = httpx.ASGITransport(app), portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._portal.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        url = f"http://counter{request.url.path}"
        again = httpx.Request(request.method, url, headers=request.headers, content=request.read())
        async with httpx.AsyncClient(transport=self._inside) as client:
            answer = await client.send(again)
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpRoom]:
    async def say(_conversation: str, _drafts: object) -> None:
        """Nobody listens."""

    cases = open_cases(CasesSettings(data=tmp_path_factory.mktemp("cases")), say, Ears(), Hands())
    app = FastAPI()
    problems.install(app)
    app.include_router(internal_routes(cases, TOKEN))
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(cases),
        httpx.Client(transport=Through(app, portal), headers=bearer) as client,
    ):
        yield HttpRoom(client, "http://counter")


def test_a_complaint_is_written_filed_added_to_and_withdrawn(room: HttpRoom) -> None:
    conversation = "conversation-of-the-hole"
    first = room.draft(conversation, "k1", **HOLE)
    assert (first.told, first.place and first.place.found) == (True, False)
    placed = room.draft(conversation, "k1", kind=HOLE["kind"], place="망원초등학교 정문", district="마포구")
    assert placed.place is not None
    assert (placed.place.found, placed.place.district) == (True, "마포구")
    filed = room.file(conversation, "k1")
    assert filed == room.file(conversation, "k1")
    assert filed.due_at
    assert filed.handler["phone"]
    room.add(conversation, filed.number, "a1", "더 깊어졌어요")
    room.withdraw(conversation, filed.number, "w1")
    assert [each.state for each in room.mine(conversation)] == ["withdrawn"]


def test_the_district_alone_mends_the_place(room: HttpRoom) -> None:
    conversation = "conversation-of-the-district"
    nowhere = room.draft(conversation, "k1", **HOLE, place="우리 집 앞 슈퍼")
    assert nowhere.place is not None
    assert not nowhere.place.found
    mended = room.draft(conversation, "k1", kind=HOLE["kind"], district="서초구")
    assert mended.place is not None
    assert (mended.place.found, mended.place.district) == (True, "서초구")


def test_the_same_hole_is_known_to_the_second_who_reports_it(room: HttpRoom) -> None:
    for conversation in ("conversation-of-one-neighbour", "conversation-of-the-other"):
        draft = room.draft(conversation, "k1", **HOLE, place="서초구 반포대로 58")
        filed = room.file(conversation, "k1")
    assert draft.similar
    assert filed.number not in draft.similar


def test_a_call_back_pressed_twice_is_one_case(room: HttpRoom) -> None:
    conversation = "conversation-of-a-wish"
    assert room.call_back(conversation, f"{conversation}.general", "general") == room.call_back(
        conversation, f"{conversation}.general", "general"
    )


def test_what_is_over_is_refused_by_its_code(room: HttpRoom) -> None:
    conversation = "conversation-of-a-refusal"
    room.draft(conversation, "k1", **HOLE, place="서초구 반포대로 58")
    filed = room.file(conversation, "k1")
    with pytest.raises(CaseRefused) as refused:
        room.rate(conversation, filed.number, 5)
    assert refused.value.code == "not_now"
