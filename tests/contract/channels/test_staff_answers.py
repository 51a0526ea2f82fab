"""Answers corrected in the console over the real actions process: what the next citizen is told, and who may do it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from actions.app import create_app
from actions.settings import ActionsSettings
from channels.staff.accounts import Role
from channels.staff.answers import versions
from channels.staff.words import read_words
from documents.sealing import prepare
from documents.service.clock import SEOUL, utc_now
from documents.service.secret_files import token
from tests.axe import faults
from tests.fakes_engine import Served, serving
from tests.staff_house import Member, StaffHouse, staff_console

PATIENT = 60_000
WORDS = read_words()
Body = dict[str, Any]


class Town:
    """The console, the actions process behind it, and what a citizen is told there."""

    def __init__(self, house: StaffHouse, office: Served, bearer: str) -> None:
        self.house, self.office, self._bearer = house, office, bearer
        self.supervisor = house.member("answers-lead", "이책임", Role.SUPERVISOR)
        self.administrator = house.member("answers-admin", "박관리", Role.ADMINISTRATOR)

    @property
    def today(self) -> date:
        return utc_now().astimezone(SEOUL).date()

    def told(self, topic: str) -> Body:
        """Ask the question as the engine does; give what is said."""
        message = {"intent": {"name": "ask"}, "entities": [{"entity": "topic", "value": topic}], "text": ""}
        tracker = {"sender_id": "c" * 24, "slots": {}, "latest_message": message, "events": [], "paused": False}
        more = {"followup_action": None, "active_loop": {}, "latest_action_name": ""}
        call = {"next_action": "action_answer", "sender_id": "c" * 24, "tracker": {**tracker, **more}, "domain": {}}
        url = f"http://127.0.0.1:{self.office.port}/webhook"
        headers = {"Authorization": f"Bearer {self._bearer}"}
        answer = httpx.post(url, json=call, headers=headers, trust_env=False, timeout=60)
        said: Body = answer.json()["responses"][0]
        return said

    def read(self, name: str, member: Member | None = None) -> Body:
        found: Body = (member or self.supervisor).http.get(f"/api/answers/{name}").json()
        return found

    def put(self, name: str, member: Member | None = None, **changed: Any) -> httpx.Response:
        """Correct what is read now, with ``changed``."""
        who, now = member or self.supervisor, self.read(name)
        kept = {part: now[part] for part in ("version", "text", "follow_ups", "link")}
        body = {**kept, "reviewed": self.today.isoformat(), **changed}
        return who.http.put(f"/api/answers/{name}", json=body, headers={"X-CSRF-Token": who.csrf})


@contextmanager
def _actions(data: Path) -> Iterator[Served]:
    settings = ActionsSettings(data=data)
    prepare(settings.keys, now=utc_now(), pki_url=settings.pki_url)
    app = create_app(settings)
    try:
        with serving(app) as served:
            yield served
    finally:
        asyncio.run(_end(app))


async def _end(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        """Nothing more is asked; leaving closes what the process holds."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    data = tmp_path_factory.mktemp("answers")
    with _actions(data) as office, staff_console(data, office.port) as house:
        yield Town(house, office, token(data / "internal.token"))


def test_the_next_citizen_is_told_what_staff_have_corrected(town: Town):
    before = town.told("library")["answer"]
    assert town.put("library", text="책은 서울도서관에서 빌려요.").status_code == 200
    told = town.told("library")
    assert (before == told["answer"], told["answer"]) == (False, "책은 서울도서관에서 빌려요.")
    day = town.today
    assert told["basis"] in {_basis(day), _basis(day - timedelta(days=1))}  # midnight may lie between
    (noted,) = _noted(town, "library")
    assert (noted["what"], noted["who"], noted["why"]) == ("answer_changed", town.supervisor.id, "1")


def test_history_tells_who_changed_what_into_what(town: Town):
    first = town.read("kiosk")["text"]
    town.put("kiosk", text="첫째로 고쳐요.")
    other = town.administrator
    link = {"title": "서울시", "url": "https://www.seoul.go.kr/"}
    assert town.put("kiosk", other, link=link, reviewed="2026-01-02").status_code == 200
    newest, middle, oldest = versions(town.read("kiosk")["history"])
    assert (newest.by, middle.by, oldest.by) == (other.id, town.supervisor.id, "")
    assert ("text", first, "첫째로 고쳐요.") in middle.changed
    assert {what for what, _, _ in newest.changed} >= {"link_title", "reviewed"}
    assert oldest.changed == ()
    page = other.http.get("/answers/kiosk").text
    for shown in (first, "첫째로 고쳐요.", "박관리", "이책임", WORDS["answers"]["house"]):
        assert shown in page


def test_answer_that_is_due_is_marked_and_stands_first(town: Town):
    long_ago = "2001-02-03"
    assert town.put("subway_info", reviewed=long_ago).status_code == 200
    first, *others = town.supervisor.http.get("/api/answers").json()["answers"]
    assert (first["name"], first["overdue"], first["reviewed"]) == ("subway_info", True, long_ago)
    assert {each["review_due"] >= first["review_due"] for each in others} == {True}
    assert WORDS["answers"]["overdue"] in town.supervisor.http.get("/answers").text


def test_what_somebody_changed_meanwhile_is_not_overwritten(town: Town):
    town.put("bus_info", text="먼저 고쳐요.")
    refused = town.put("bus_info", text="나중에 고쳐요.", version=0)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    page = town.supervisor.post("/answers/bus_info", **_form(town.read("bus_info"), town.today, version="0"))
    assert page.status_code == 409
    assert WORDS["problems"]["changed_meanwhile"] in page.text
    assert town.told("bus_info")["answer"] == "먼저 고쳐요."


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("answer_too_long", {"text": "가" * 601}),
        ("rrn_in_payload", {"text": "880314-2345678"}),
        ("answer_incomplete", {"about_fee": " "}),
        ("bad_link", {"link_url": "javascript:alert(1)"}),
        ("bad_review_day", {"reviewed": "2999-01-01"}),
        ("bad_review_day", {"reviewed": ""}),
    ],
)
def test_refused_correction_is_said_beside_what_was_written_and_not_noted(town: Town, code: str, wrong: Body):
    form = {**_form(town.read("passport"), town.today), "about_how": "내가 쓴 말이에요.", **wrong}
    for path in ("/answers/passport", "/answers/passport/preview"):
        page = town.supervisor.post(path, **form)
        assert page.status_code == 422
        assert WORDS["problems"][code] in page.text
        assert "내가 쓴 말이에요." in page.text
    by_script = town.supervisor.http.post(
        "/answers/passport/preview", data={"csrf": town.supervisor.csrf, **form}, headers={"HX-Request": "true"}
    )
    assert (by_script.status_code, by_script.json()["title"]) == (422, WORDS["problems"][code])
    assert town.read("passport")["version"] == 0
    assert _noted(town, "passport") == []


def test_agents_find_nothing_and_unknown_names_are_nothing(town: Town):
    agent = town.house.member("answers-agent", "김지민")
    assert "/staff/answers" not in agent.http.get("/").text
    assert "/staff/answers" in town.supervisor.http.get("/").text
    assert agent.http.get("/answers").status_code == 404
    assert town.put("library", agent, text="몰래 고쳐요.").status_code == 404
    for name in ("nothing", "..", "passport%3Fx", "PASSPORT"):
        assert town.supervisor.http.get(f"/api/answers/{name}").status_code == 404


@pytest.mark.browser
def test_answer_is_tried_and_saved_with_the_keyboard(town: Town, chromium: Browser):
    context, blocked = chromium.new_context(locale="ko-KR"), []
    context.set_default_timeout(PATIENT)
    context.add_cookies(town.supervisor.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda said: blocked.append(said.text) if said.type == "error" else None)
    page.goto(f"{town.house.url}/staff/answers/water_bill")
    page.locator("textarea[name=text]").fill("수도 요금은 120에 <b>물어</b>보세요.")
    page.locator("input[name=reviewed]").fill(town.today.isoformat())
    page.get_by_role("button", name=WORDS["answers"]["preview"]).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shown .written")).to_contain_text("수도 요금은 120에 <b>물어</b>보세요.", timeout=PATIENT)
    assert page.url.endswith("/answers/water_bill")
    assert town.read("water_bill")["version"] == 0
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=WORDS["texts"]["save"])).to_be_focused(timeout=PATIENT)
    page.keyboard.press("Enter")
    expect(page.locator("ins").first).to_have_text("수도 요금은 120에 <b>물어</b>보세요.", timeout=PATIENT)
    context.close()
    assert blocked == []
    assert town.told("water_bill")["answer"] == "수도 요금은 120에 <b>물어</b>보세요."


@pytest.mark.browser
def test_pages_of_answers_have_no_fault(town: Town, chromium: Browser):
    context, found = chromium.new_context(locale="ko-KR", bypass_csp=True), {}
    context.set_default_timeout(PATIENT)
    context.add_cookies(town.supervisor.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("/answers", "/answers/water_bill", "/texts/1"):
        page.goto(f"{town.house.url}/staff{path}", wait_until="domcontentloaded")
        found[path] = faults(page)
    context.close()
    assert {path: bad for path, bad in found.items() if bad} == {}


def test_console_says_plainly_that_the_answers_cannot_be_opened(town: Town):
    town.office.stop()
    try:
        page = town.supervisor.http.get("/answers", headers={"Accept": "text/html"})
        api = town.supervisor.http.get("/api/answers/passport")
    finally:
        town.office.start()
    assert (page.status_code, api.status_code) == (503, 503)
    assert WORDS["problems"]["answers_down"] in page.text
    assert api.json()["title"] == WORDS["problems"]["answers_down"]


def _basis(day: date) -> str:
    return f"검토일 {day.year}년 {day.month}월 {day.day}일, 서울시 직원이 확인함"


def _form(answer: Body, day: date, **more: str) -> dict[str, str]:
    """Give what the page's form sends when nothing is changed but the day."""
    about = {f"about_{kind}": said for kind, said in answer["follow_ups"].items()}
    link = {"link_title": answer["link"]["title"], "link_url": answer["link"]["url"]}
    known = {"version": str(answer["version"]), "text": answer["text"], "reviewed": day.isoformat()}
    return {**known, **about, **link, **more}


def _noted(town: Town, name: str) -> list[Body]:
    """Give the audit's entries about the answer."""
    answer = town.administrator.http.get("/api/audit", params={"subject": name}).json()
    assert answer["broken"] is None
    entries: list[Body] = answer["entries"]
    return entries
