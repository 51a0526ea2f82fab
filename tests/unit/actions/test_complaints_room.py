"""The client against a server that follows the contract; no network."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from actions.complaints.case import CaseRefused, CasesDown
from actions.complaints.room import HttpRoom
from tests.unit.actions.fakes_complaints import NUMBER

CONVERSATION = "conversation-0000000001"
FILED = {
    "number": NUMBER,
    "kind": "report_noise",
    "state": "received",
    "department": "환경과",
    "handler": {"name": "김연습", "phone": "120"},
    "due_at": "2026-11-27T08:00:00Z",
    "accept_by": None,
}
DRAFT = {
    "kind": "report_noise",
    "text_given": True,
    "photos": 1,
    "contact": False,
    "missing": ["contact"],
    "place": {"said": "집 앞", "district": None, "dong": None, "ok": False, "problem": "district_unknown"},
    "similar": [{"number": "2026-0000026", "kind": "report_noise", "at": "2026-11-20T08:00:00Z"}],
}
Answer = Callable[[httpx.Request], httpx.Response]


class Server:
    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict]] = []
        self.answer: Answer = lambda _request: httpx.Response(200, json={})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        self.calls.append(
            (request.method, request.url.path.removeprefix(f"/internal/conversations/{CONVERSATION}/"), body)
        )
        return self.answer(request)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def room(server: Server) -> Iterator[HttpRoom]:
    with httpx.Client(transport=httpx.MockTransport(server)) as client:
        yield HttpRoom(client, "http://counter")


def test_a_draft_is_told_only_what_is_new(server: Server, room: HttpRoom) -> None:
    server.answer = lambda _request: httpx.Response(200, json=DRAFT)
    draft = room.draft(CONVERSATION, "k", kind="report_noise", text="시끄러워요")
    assert server.calls == [("POST", "complaints/draft", {"key": "k", "kind": "report_noise", "text": "시끄러워요"})]
    assert (draft.told, draft.photos, draft.similar) == (True, 1, ("2026-0000026",))
    assert draft.place is not None
    assert not draft.place.found


def test_filing_gives_number_term_and_handler(server: Server, room: HttpRoom) -> None:
    server.answer = lambda _request: httpx.Response(201, json=FILED)
    filed = room.file(CONVERSATION, "k")
    assert (filed.number, filed.due_at, filed.handler["phone"]) == (NUMBER, "2026-11-27T08:00:00Z", "120")
    assert server.calls[0][:2] == ("POST", "complaints")


@pytest.mark.parametrize("body", [[FILED], {"complaints": [FILED]}])
def test_the_list_may_stand_alone_or_under_its_name(server: Server, room: HttpRoom, body: object) -> None:
    server.answer = lambda _request: httpx.Response(200, json=body)
    assert [each.number for each in room.mine(CONVERSATION)] == [NUMBER]


def test_everything_else_goes_to_its_address(server: Server, room: HttpRoom) -> None:
    server.answer = lambda _request: httpx.Response(200, json=FILED)
    room.add(CONVERSATION, NUMBER, "a", "더 있어요")
    room.withdraw(CONVERSATION, NUMBER, "w")
    room.rate(CONVERSATION, NUMBER, 5)
    assert room.call_back(CONVERSATION, "c", "general") == NUMBER
    assert server.calls == [
        ("POST", f"complaints/{NUMBER}/additions", {"key": "a", "text": "더 있어요"}),
        ("POST", f"complaints/{NUMBER}/withdraw", {"key": "w"}),
        ("POST", f"complaints/{NUMBER}/satisfaction", {"score": 5}),
        ("POST", "callbacks", {"key": "c", "topic": "general"}),
    ]


def test_a_refusal_keeps_its_code(server: Server, room: HttpRoom) -> None:
    server.answer = lambda _request: httpx.Response(409, json={"code": "not_now"})
    with pytest.raises(CaseRefused) as refused:
        room.withdraw(CONVERSATION, NUMBER, "w")
    assert refused.value.code == "not_now"


@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_room_is_down(server: Server, room: HttpRoom, status: int) -> None:
    server.answer = lambda _request: httpx.Response(status)
    with pytest.raises(CasesDown):
        room.mine(CONVERSATION)


def test_no_room_at_all_is_down(server: Server, room: HttpRoom) -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    server.answer = nobody
    with pytest.raises(CasesDown):
        room.draft(CONVERSATION, "k")
