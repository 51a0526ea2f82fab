"""Complaints over HTTP beside a real conversation store: shapes, keys, strangers, uploads, notices in the chat."""

import io
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pikepdf
import pytest
import pytest_asyncio
from fastapi import FastAPI
from PIL import Image

from channels.cases.complaint import State
from channels.cases.room import open_cases
from channels.cases.routes import case_routes
from channels.cases.settings import CasesSettings
from channels.cases.uploads import LARGEST
from channels.conversation.broadcast import Broadcaster
from channels.counter.access import Access
from channels.counter.app import MIGRATIONS
from channels.counter.keeper import Keeper
from channels.counter.settings import CounterSettings
from channels.words import read_words
from documents.service import problems
from documents.service.database import migrate
from tests.contract.channels.cases_room import Ears, Hands

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOKEN = "internal"
HOLE = {"key": "k1", "kind": "report_road_damage", "text": "길이 깊게 파였어요", "place": "마포구 망원동 57-1"}
HERE = {"lat": 37.5561, "lon": 126.9012, "accuracy": 10.5}


class House:
    """The room of complaints with its routes, the real desk beside it, and a citizen's conversation."""

    def __init__(self, keeper, cases, http, ears):
        self.keeper, self.cases, self.http, self.ears = keeper, cases, http, ears

    async def open(self):
        return await self.keeper.desk.open("web", [])

    async def internal(self, method, conversation, path, body=None, token=TOKEN):
        headers = {"Authorization": f"Bearer {token}"}
        return await self.http.request(
            method, f"/internal/conversations/{conversation}/{path}", json=body, headers=headers
        )

    async def own(self, method, opened, path, **more):
        headers = {"Authorization": f"Bearer {opened.token}"}
        return await self.http.request(method, f"/api/conversations/{opened.id}/{path}", headers=headers, **more)

    async def attach(self, opened, content, name="a.jpg"):
        return await self.own("POST", opened, "attachments", files={"file": (name, content)})

    async def file(self, opened, **more):
        await self.internal("POST", opened.id, "complaints/draft", HOLE | more)
        return (await self.internal("POST", opened.id, "complaints", {"key": HOLE["key"]})).json()["number"]

    async def said(self, opened):
        return [message.draft for message in (await self.keeper.desk.page(opened.id)).messages]


@asynccontextmanager
async def open_house(folder) -> AsyncIterator[House]:
    clock, ears = Hands(), Ears()
    keeper = Keeper(CounterSettings(data=folder), read_words(), clock, Broadcaster())
    migrate(keeper.writer, MIGRATIONS)
    cases = open_cases(CasesSettings(data=folder), keeper.desk.say, ears, clock)
    app = FastAPI()
    problems.install(app)
    app.include_router(case_routes(cases, Access(keeper.desk.holds, secure=False), TOKEN))
    transport = httpx.ASGITransport(app=app)
    try:
        async with cases, httpx.AsyncClient(transport=transport, base_url="http://counter") as http:
            yield House(keeper, cases, http, ears)
    finally:
        await keeper.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_house(tmp_path_factory):
    async with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def house(shared_house):
    """Each test opens conversations of its own and hears the engine's news anew."""
    shared_house.ears.heard.clear()
    return shared_house


def photo(**more):
    written = io.BytesIO()
    Image.new("RGB", (32, 32), "blue").save(written, "JPEG", **more)
    return written.getvalue()


def with_place(lat=(37.0, 33.0, 21.96), lon=(126.0, 54.0, 4.32)):
    data = Image.Exif()
    data.get_ifd(0x8825).update({1: "N", 2: lat, 3: "E", 4: lon})
    return photo(exif=data.tobytes())


async def test_complaint_from_the_first_word_to_its_number(house):
    opened = await house.open()
    draft = (await house.internal("POST", opened.id, "complaints/draft", HOLE)).json()
    assert draft == {
        "kind": "report_road_damage",
        "text_given": True,
        "place": {"said": "마포구 망원동 57-1", "district": "마포구", "dong": "망원동", "ok": True},
        "photos": 0,
        "contact": False,
        "missing": ["contact"],
        "similar": [],
    }
    first = await house.internal("POST", opened.id, "complaints", {"key": "k1"})
    again = await house.internal("POST", opened.id, "complaints", {"key": "k1"})
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    filed = first.json()
    assert (
        filed.items()
        >= {
            "kind": "report_road_damage",
            "state": "received",
            "state_title": "접수",
            "department": "마포구 도로 담당",
            "due_at": "2026-11-23T05:00:00.000+00:00",
            "due_text": "11월 23일(월) 오후 2시",
            "accept_by": "2026-11-24T01:00:00.000+00:00",
        }.items()
    )
    listed = await house.internal("GET", opened.id, "complaints")
    assert listed.json() == [filed]
    one = await house.internal("GET", opened.id, f"complaints/{filed['number']}")
    assert one.json() == filed


async def test_adding_withdrawing_judging_and_calling_back(house):
    opened = await house.open()
    number = await house.file(opened)
    added = await house.internal("POST", opened.id, f"complaints/{number}/additions", {"key": "a", "text": "더"})
    assert (added.status_code, added.json()["state"]) == (201, "received")
    early = await house.internal("POST", opened.id, f"complaints/{number}/satisfaction", {"score": 5})
    assert (early.status_code, early.json()["code"]) == (409, "not_now")
    await house.cases.board.advance(number, "u1", State.ANSWERED, "고쳤어요")
    for score, status in ((0, 422), (6, 422), (4, 200)):
        judged = await house.internal("POST", opened.id, f"complaints/{number}/satisfaction", {"score": score})
        assert judged.status_code == status
    late = await house.internal("POST", opened.id, f"complaints/{number}/withdraw", {"key": "w"})
    assert (late.status_code, late.json()["title"]) == (409, "지금 단계에서는 할 수 없는 일이에요.")
    called = await house.internal("POST", opened.id, "callbacks", {"key": "c", "topic": "세금"})
    again = await house.internal("POST", opened.id, "callbacks", {"key": "c", "topic": "세금"})
    assert (called.status_code, again.status_code) == (201, 200)
    assert called.json()["number"] == again.json()["number"]
    assert await house.cases.take_callback(opened.id, "c", "세금") == called.json()["number"]


async def test_only_the_house_and_the_holder_get_in(house):
    opened, stranger = await house.open(), await house.open()
    number = await house.file(opened)
    file = (await house.attach(opened, photo())).json()["id"]
    for method, path, body in (
        ("POST", "complaints/draft", HOLE),
        ("POST", "complaints", {"key": "k"}),
        ("GET", "complaints", None),
        ("GET", f"complaints/{number}", None),
        ("POST", f"complaints/{number}/additions", {"key": "a", "text": "x"}),
        ("POST", f"complaints/{number}/withdraw", {"key": "w"}),
        ("POST", f"complaints/{number}/satisfaction", {"score": 5}),
        ("POST", "callbacks", {"key": "k", "topic": "x"}),
    ):
        answer = await house.internal(method, opened.id, path, body, token="wrong")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for method, path in (
        ("GET", f"complaints/{number}"),
        ("POST", f"complaints/{number}/withdraw"),
    ):
        body = {"key": "w"} if method == "POST" else None
        answer = await house.internal(method, stranger.id, path, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_complaint")
    for method, path, body in (
        ("POST", "attachments", None),
        ("GET", "attachments", None),
        ("GET", f"attachments/{file}", None),
        ("DELETE", f"attachments/{file}", None),
        ("POST", f"attachments/{file}/place", None),
        ("POST", "place", HERE),
        ("POST", "contact", {"name": "김서연", "phone": "01000000001"}),
    ):
        for token in (stranger.token, "x", ""):
            headers = {"Authorization": f"Bearer {token}"}
            url = f"/api/conversations/{opened.id}/{path}"
            answer = await house.http.request(method, url, json=body, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            assert answer.headers["content-type"] == "application/problem+json"
    assert (await house.own("GET", stranger, f"attachments/{file}")).status_code == 404
    assert (await house.own("GET", opened, f"attachments/{file}")).status_code == 200


async def test_another_site_sends_nothing(house):
    opened = await house.open()
    headers = {"Cookie": f"minwon_conversation={opened.id}.{opened.token}", "Sec-Fetch-Site": "cross-site"}
    for path in ("attachments", "place", "contact"):
        answer = await house.http.post(f"/api/conversations/{opened.id}/{path}", headers=headers, json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "other_site")


async def test_photo_is_kept_offered_placed_handed_out_and_removed(house):
    opened = await house.open()
    kept = await house.attach(opened, with_place(), "구멍.jpg")
    place = {"offered": True, "district": None, "dong": None}
    assert (kept.status_code, kept.json()["place"], kept.json()["kind"]) == (201, place, "photo")
    id_ = kept.json()["id"]
    assert house.ears.heard == [(opened.id, "EXTERNAL_attachment", {"count": 1})]
    placed = await house.own("POST", opened, f"attachments/{id_}/place")
    assert placed.json()["place"]["problem"] == "district_unknown"
    assert house.ears.heard[1:] == [(opened.id, "EXTERNAL_place_given", {})]
    draft = await house.internal("POST", opened.id, "complaints/draft", {"key": "k", "district": "마포구"})
    assert draft.json()["place"] == {"said": "사진을 찍은 곳", "district": "마포구", "dong": None, "ok": True}
    assert draft.json()["photos"] == 1
    assert (await house.own("GET", opened, "attachments")).json() == {"waiting": [{"id": id_, "name": "구멍.jpg"}]}
    sent = await house.own("GET", opened, f"attachments/{id_}")
    assert sent.content.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in sent.content
    assert sent.headers["content-type"] == "image/jpeg"
    assert sent.headers["content-disposition"].startswith("attachment;")
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in sent.headers["content-security-policy"]
    for _ in range(2):
        assert (await house.own("DELETE", opened, f"attachments/{id_}")).status_code == 204
    assert (await house.own("GET", opened, f"attachments/{id_}")).status_code == 404


async def test_place_of_a_photo_outside_seoul_is_not_offered(house):
    opened = await house.open()
    kept = (await house.attach(opened, with_place(lat=(35.0, 6.0, 0.0), lon=(129.0, 2.0, 0.0)))).json()
    assert kept["place"] is None
    plain = (await house.attach(opened, photo())).json()
    refused = await house.own("POST", opened, f"attachments/{plain['id']}/place")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_place")


async def test_here_is_a_place_in_seoul(house):
    opened = await house.open()
    assert (await house.own("POST", opened, "place", json=HERE)).json()["place"]["said"] == "보내 주신 위치"
    busan = await house.own("POST", opened, "place", json={"lat": 35.1, "lon": 129.0, "accuracy": 5})
    assert (busan.status_code, busan.json()["code"]) == (422, "outside_seoul")
    for bad in ({"lat": 91, "lon": 0}, {"lat": "x", "lon": 0}, {"lon": 127}):
        answer = await house.own("POST", opened, "place", json=bad)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_contact_is_asked_once_and_checked(house):
    opened = await house.open()
    for body, code in (
        ({"name": " ", "phone": "010-0000-0001"}, "bad_name"),
        ({"name": "900101-1234567", "phone": "010-0000-0001"}, "bad_name"),
        ({"name": "김서연", "phone": "12"}, "bad_phone"),
        ({"name": "김서연", "phone": "+1 202 555 0100"}, "bad_phone"),
    ):
        answer = await house.own("POST", opened, "contact", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    given = await house.own("POST", opened, "contact", json={"name": "김서연", "phone": "010-0000-0001"})
    assert given.status_code == 204
    draft = (await house.internal("POST", opened.id, "complaints/draft", HOLE)).json()
    assert (draft["contact"], draft["missing"]) == (True, [])
    number = await house.file(opened)
    contact = (await house.cases.board.get(number)).contact
    assert (contact.name, contact.phone, contact.verified) == ("김서연", "01000000001", False)


async def test_upload_over_ten_megabytes_is_cut_off_while_it_comes(house):
    opened, read = await house.open(), 0
    boundary = secrets.token_hex(8)

    async def endless():
        nonlocal read
        yield f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'.encode()
        while True:
            read += 2**16
            yield b"\0" * 2**16

    kind = f"multipart/form-data; boundary={boundary}"
    headers = {"Authorization": f"Bearer {opened.token}", "Content-Type": kind}
    url = f"/api/conversations/{opened.id}/attachments"
    answer = await house.http.post(url, content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert LARGEST < read < LARGEST + 2**18


async def test_bad_uploads_are_answered_in_korean(house):
    opened = await house.open()
    for content, name, status, code in (
        (b"<script>", "a.html", 415, "file_unknown"),
        (b"\xff\xd8\xffjunk", "a.jpg", 422, "file_broken"),
        (b"", "a.jpg", 422, "file_missing"),
    ):
        answer = await house.attach(opened, content, name)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["title"].endswith("요.")
    for headers, body in (
        ({}, b"x"),
        ({"Content-Type": "application/json"}, b"{}"),
        ({"Content-Type": "multipart/form-data"}, b"x"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n\r\n\r\n--b--"),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
        ),
    ):
        url = f"/api/conversations/{opened.id}/attachments"
        answer = await house.http.post(url, content=body, headers={"Authorization": f"Bearer {opened.token}"} | headers)
        assert answer.status_code == 422
        assert answer.json()["code"] in {"file_missing", "file_broken"}
    assert house.ears.heard == []


async def test_paper_of_a_complaint_reaches_its_handler(house):
    opened, written = await house.open(), io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(written)
    kept = (await house.attach(opened, written.getvalue(), "도면.pdf")).json()
    assert (kept["kind"], kept["name"], kept["place"]) == ("pdf", "도면.pdf", None)
    number = await house.file(opened)
    (file,) = (await house.cases.board.get(number)).files
    handed = await house.cases.board.attachment(number, file.id)
    assert (handed.kind, handed.content) == ("application/pdf", written.getvalue())


async def test_bad_keys_numbers_and_texts_do_not_get_in(house):
    opened = await house.open()
    for path, body in (
        ("complaints/draft", {"kind": "report_noise"}),
        ("complaints/draft", {"key": "", "kind": "report_noise"}),
        ("complaints/draft", {"key": "k" * 65}),
        ("complaints/draft", {"key": "k", "text": "가" * 4001}),
        ("complaints", {"key": "k k"}),
        ("complaints/2026-1/withdraw", {"key": "k"}),
    ):
        answer = await house.internal("POST", opened.id, path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    nothing = await house.internal("POST", opened.id, "complaints", {"key": "k"})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "no_draft")


async def test_four_notices_reach_the_chat_with_card_and_question(house):
    opened, board = await house.open(), house.cases.board
    number = await house.file(opened)
    await board.assign(number, "u1", "김하나", "02-120")
    await board.advance(number, "u1", State.IN_PROGRESS)
    await board.extend(number, "u1", "자재를 기다려요")
    await board.advance(number, "u1", State.ANSWERED, "{구멍}을 메웠어요.")
    await house.cases.deliver()
    said = await house.said(opened)
    assert [draft.card["state_title"] for draft in said][-1] == "답변"
    texts = [draft.text for draft in said]
    assert len(texts) == 5
    assert texts[0].startswith(f"도로 파손 신고 {number} · 담당 부서에 접수됐어요.")
    assert "김하나" in texts[1]
    assert "자재를 기다려요" in texts[3]
    assert "{구멍}을 메웠어요." in texts[4]
    assert [button.title for button in said[-1].buttons] == ["5점", "4점", "3점", "2점", "1점"]
    assert said[-1].buttons[0].payload == f'/rate_complaint{{"complaint_number":"{number}","score":"5"}}'
    card = said[-1].card
    assert (card["type"], card["number"], card["handler"]) == (
        "complaint",
        number,
        {"name": "김하나", "phone": "02-120"},
    )
    offered = await house.keeper.desk.offered(opened.id, card["actions"][0]["payload"])
    assert offered[0].title == "내용 추가"


async def test_board_lists_exports_and_tells_its_refusals(house):
    opened, board = await house.open(), house.cases.board
    number = await house.file(opened)
    (row,) = [each for each in await board.list() if each.number == number]
    assert board.wire(row)["late"] is False
    assert board.card(row)["type"] == "complaint"
    assert (await board.counts())["received"] >= 1
    assert [each.number for each in await board.of_conversation(opened.id)] == [number]
    await board.assign(number, "u1", "=HYPERLINK(1)")
    csv = await board.export_csv()
    assert ",'=HYPERLINK(1)," in csv
    assert csv.startswith("\ufeffnumber,title,")
    assert f"{number},도로 파손 신고,수리,마포구,마포구 도로 담당," in csv
    assert "망원동 57-1" not in csv
    assert board.sentence("extended_already") == "처리 기간은 한 번만 늘릴 수 있어요."
