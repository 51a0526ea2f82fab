"""Who gets into the console: every route against every other principal, forged changes, guesses, ended sessions."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from channels.staff.accounts import Role
from channels.staff.charts import CHARTS
from documents.domain.number import PaperNumber
from tests.staff_house import PASSWORD, Member, StaffHouse, staff_house

TALK = "a" * 24
AGENT, SUPERVISOR, ADMINISTRATOR = Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR
ROUTES: dict[tuple[str, str], Role] = {
    ("GET", "/"): AGENT,
    ("GET", "/around"): AGENT,
    ("GET", "/events"): AGENT,
    ("GET", "/preview/{conversation}"): AGENT,
    ("POST", "/presence"): AGENT,
    ("GET", "/conversations/{conversation}"): AGENT,
    ("GET", "/conversations/{conversation}/side"): AGENT,
    ("GET", "/conversations/{conversation}/canned"): AGENT,
    ("POST", "/conversations/{conversation}/claim"): AGENT,
    ("POST", "/conversations/{conversation}/take-over"): SUPERVISOR,
    ("POST", "/conversations/{conversation}/reply"): AGENT,
    ("POST", "/conversations/{conversation}/typing"): AGENT,
    ("POST", "/conversations/{conversation}/note"): AGENT,
    ("POST", "/conversations/{conversation}/forward"): AGENT,
    ("POST", "/conversations/{conversation}/return"): AGENT,
    ("POST", "/conversations/{conversation}/hold"): AGENT,
    ("POST", "/conversations/{conversation}/close"): AGENT,
    ("POST", "/conversations/{conversation}/identity"): AGENT,
    ("POST", "/conversations/{conversation}/consent"): AGENT,
    ("POST", "/conversations/{conversation}/card"): AGENT,
    ("POST", "/conversations/{conversation}/reveal/{seq}"): AGENT,
    ("POST", "/conversations/{conversation}/transcript"): AGENT,
    ("GET", "/texts"): AGENT,
    ("GET", "/texts/{which}"): AGENT,
    ("POST", "/texts"): SUPERVISOR,
    ("POST", "/texts/{which}"): SUPERVISOR,
    ("POST", "/texts/{which}/retire"): SUPERVISOR,
    ("GET", "/answers"): SUPERVISOR,
    ("GET", "/answers/{name}"): SUPERVISOR,
    ("POST", "/answers/{name}"): SUPERVISOR,
    ("POST", "/answers/{name}/preview"): SUPERVISOR,
    ("GET", "/sessions"): AGENT,
    ("POST", "/sessions/{which}/end"): AGENT,
    ("GET", "/accounts"): ADMINISTRATOR,
    ("POST", "/accounts"): ADMINISTRATOR,
    ("POST", "/accounts/{who}/recover"): ADMINISTRATOR,
    ("POST", "/accounts/{who}/lock"): ADMINISTRATOR,
    ("GET", "/audit"): ADMINISTRATOR,
    ("GET", "/complaints"): AGENT,
    ("POST", "/complaints/export"): SUPERVISOR,
    ("GET", "/complaints/{number}"): AGENT,
    ("POST", "/complaints/{number}/reveal"): AGENT,
    ("GET", "/complaints/{number}/files/{file}"): AGENT,
    ("POST", "/complaints/{number}/assign"): AGENT,
    ("POST", "/complaints/{number}/advance"): AGENT,
    ("POST", "/complaints/{number}/extend"): AGENT,
    ("POST", "/complaints/{number}/link"): AGENT,
    ("GET", "/papers"): AGENT,
    ("POST", "/papers/voidings"): AGENT,
    ("POST", "/papers/voidings/{number}/agree"): SUPERVISOR,
    ("POST", "/papers/voidings/{number}/refuse"): SUPERVISOR,
    ("GET", "/figures"): SUPERVISOR,
    ("GET", "/figures/{chart}.svg"): SUPERVISOR,
    ("GET", "/past"): AGENT,
    ("POST", "/past"): AGENT,
    ("POST", "/api/past"): AGENT,
    ("GET", "/api/complaints"): AGENT,
    ("GET", "/api/me"): AGENT,
    ("GET", "/api/queue"): AGENT,
    ("GET", "/api/search"): AGENT,
    ("GET", "/api/conversations/{conversation}"): AGENT,
    ("POST", "/api/conversations/{conversation}/claim"): AGENT,
    ("POST", "/api/conversations/{conversation}/reply"): AGENT,
    ("POST", "/api/conversations/{conversation}/note"): AGENT,
    ("POST", "/api/conversations/{conversation}/consent"): AGENT,
    ("POST", "/api/conversations/{conversation}/forward"): AGENT,
    ("POST", "/api/conversations/{conversation}/return-to-bot"): AGENT,
    ("POST", "/api/conversations/{conversation}/close"): AGENT,
    ("POST", "/api/conversations/{conversation}/transcript"): AGENT,
    ("GET", "/api/answers"): SUPERVISOR,
    ("GET", "/api/answers/{name}"): SUPERVISOR,
    ("PUT", "/api/answers/{name}"): SUPERVISOR,
    ("GET", "/api/audit"): ADMINISTRATOR,
}
OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/code"),
    ("POST", "/sign-in/code"),
    ("GET", "/sign-in/first"),
    ("GET", "/sign-in/first.svg"),
    ("POST", "/sign-in/first"),
    ("POST", "/sign-out"),
    ("GET", "/openapi.json"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffHouse]:
    with staff_house(tmp_path_factory.mktemp("staff")) as house:
        house.run(house.room.asks(TALK))
        yield house


@pytest.fixture(scope="module")
def jimin(house: StaffHouse) -> Member:
    return house.member("jimin", "김지민")


@pytest.fixture(scope="module")
def administrator(house: StaffHouse) -> Member:
    return house.member("admin", "박관리", Role.ADMINISTRATOR)


def _place(path: str) -> str:
    named = {"conversation": TALK, "seq": "1", "which": "1", "who": "nobody", "number": "1", "file": "1"}
    named |= {"chart": "begun", "name": "passport"}
    for name, value in named.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _ask(http: httpx.Client, method: str, path: str, **more: str) -> httpx.Response:
    """Ask without a token where one is wanted."""
    return http.request(method, _place(path), headers=more)


def _found(routes: object) -> set[tuple[str, str]]:
    found = set()
    for path, deeds in routes["paths"].items():  # type: ignore[index]
        found |= {(method.upper(), path) for method in deeds}
    return found


def test_the_table_names_every_route(house: StaffHouse):
    published = _found(house.console.openapi())
    hidden = {
        (method, route.path)
        for router in _routers(house.console)
        for route in router
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD"
    }
    assert published <= set(ROUTES)
    assert hidden == set(ROUTES) | OPEN


def _routers(app):
    """FastAPI keeps included routers as they are: their routes are looked up below them."""
    waiting, found = [app.router], []
    while waiting:
        routes = getattr(waiting.pop(), "routes", [])
        plain = [each for each in routes if getattr(each, "methods", None)]
        waiting += [inner for each in routes if (inner := getattr(each, "original_router", None)) is not None]
        found.append(plain)
    return found


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_strangers_are_sent_to_the_sign_in_or_find_nothing(house: StaffHouse, method, path):
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        for cookie in ("", "minwon_staff=", "minwon_staff=guess", "minwon_conversation=a.b"):
            answer = _ask(http, method, path, Cookie=cookie)
            if path.startswith("/api/") or path == "/events":
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            else:
                assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")


@pytest.mark.parametrize(("method", "path"), [each for each in ROUTES if ROUTES[each] is not AGENT])
def test_lower_role_finds_nothing(jimin: Member, method, path):
    answer = jimin.http.request(method, _place(path), headers={"X-CSRF-Token": jimin.csrf})
    assert answer.status_code == 404


@pytest.mark.parametrize(("method", "path"), [each for each in ROUTES if each[0] != "GET"])
def test_change_without_the_token_of_this_session_is_refused(administrator: Member, jimin: Member, method, path):
    for token in ("", "x", jimin.csrf):
        answer = _ask(administrator.http, method, path, **{"X-CSRF-Token": token})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_from_here")


def test_change_from_another_site_is_refused_with_the_right_token(jimin: Member):
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = jimin.http.post(f"/conversations/{TALK}/claim", data={"csrf": jimin.csrf}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_from_here")
        begun = jimin.http.post("/sign-in", data={"login": "jimin", "password": PASSWORD}, headers=headers)
        assert begun.status_code == 403


def test_cookie_is_closed_to_scripts_and_other_sites(house: StaffHouse):
    made, one_time = house.accounts.make("cookie", "쿠키", Role.AGENT)
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        given = http.post("/sign-in", data={"login": "cookie", "password": one_time}).headers["set-cookie"]
    assert {"HttpOnly", "Path=/staff", "SameSite=strict"} <= {part.strip() for part in given.split(";")}
    assert made.id not in given


def test_answers_allow_nothing_inline_and_are_not_kept(jimin: Member):
    for path in ("/", "/sign-in", f"/conversations/{TALK}", "/api/queue", "/nowhere"):
        headers = jimin.http.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_every_page_is_drawn(administrator: Member):
    for path in (
        "/figures",
        *(f"/figures/{chart}.svg" for chart in CHARTS),
        "/past",
        "/complaints",
        "/papers",
        "/texts",
        "/texts/1",
        "/answers",
        "/answers/passport",
        "/audit",
    ):
        answer = administrator.http.get(path)
        assert answer.status_code == 200, path
        assert len(answer.text) > 300, path


def test_paper_is_taken_back_by_two_people(house: StaffHouse, administrator: Member, jimin: Member):
    number = PaperNumber.draw()
    house.ledger.issued.add(number)
    wish = {"number": str(number), "why": "주소가 틀린 채로 나갔어요"}
    assert jimin.post("/papers/voidings", **{**wish, "why": "왜"}).status_code == 422
    assert jimin.post("/papers/voidings", **{**wish, "number": "1234"}).status_code == 422
    assert jimin.post("/papers/voidings", **{**wish, "number": str(PaperNumber.draw())}).status_code == 404
    assert administrator.post("/papers/voidings", **wish).status_code == 303
    assert jimin.post("/papers/voidings", **wish).json()["code"] == "void_open"
    assert administrator.post(f"/papers/voidings/{number}/agree").json()["code"] == "same_person"
    assert house.ledger.taken_back == []
    assert str(number) in jimin.http.get("/papers").text
    other = house.member("second", "이책임", Role.SUPERVISOR)
    assert other.post(f"/papers/voidings/{number}/agree").status_code == 303
    assert house.ledger.taken_back == [(number, other.id)]
    assert other.post(f"/papers/voidings/{number}/refuse").status_code == 404
    noted = administrator.http.get("/api/audit", params={"subject": str(number)}).json()
    assert noted["broken"] is None
    assert {each["what"] for each in noted["entries"]} == {"void_asked", "void_agreed", "void_refused"}


def test_half_way_session_opens_nothing(house: StaffHouse, jimin: Member):
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        begun = http.post("/sign-in", data={"login": "jimin", "password": PASSWORD})
        assert begun.headers["location"] == "/staff/sign-in/code"
        assert http.get("/").headers["location"] == "/staff/sign-in"
        assert http.get("/sign-in/first").headers["location"] == "/staff/sign-in"
        assert http.get("/api/me").status_code == 404


def test_code_is_taken_once_over_http(house: StaffHouse):
    member = house.member("once")
    house.clock.ahead += timedelta(seconds=60)
    code = member.code()
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as other:
        for http, expected in ((member.http, 303), (other, 422)):
            http.post("/sign-in", data={"login": "once", "password": PASSWORD})
            assert http.post("/sign-in/code", data={"code": code}).status_code == expected


def test_token_seen_before_the_last_step_is_worth_nothing_after_it(house: StaffHouse):
    member = house.member("steps")
    house.clock.ahead += timedelta(seconds=60)
    member.http.post("/sign-in", data={"login": "steps", "password": PASSWORD})
    half_way = member.http.cookies["minwon_staff"]
    member.http.post("/sign-in/code", data={"code": member.code()})
    assert member.http.cookies["minwon_staff"] != half_way
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        assert http.get("/", headers={"Cookie": f"minwon_staff={half_way}"}).status_code == 303


def test_guessing_passwords_and_codes_is_stopped(house: StaffHouse):
    member = house.member("guessed")
    house.clock.ahead += timedelta(seconds=60)
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        http.post("/sign-in", data={"login": "guessed", "password": PASSWORD})
        codes = [http.post("/sign-in/code", data={"code": "000000"}).status_code for _ in range(7)]
        assert codes == [422] * 5 + [429] * 2
        assert http.post("/sign-in/code", data={"code": member.code()}).status_code == 429
        words = [http.post("/sign-in", data={"login": "guessed", "password": "x"}).status_code for _ in range(6)]
        assert words[-1] == 429
        assert http.post("/sign-in", data={"login": "guessed", "password": PASSWORD}).status_code == 429


def test_unknown_login_and_wrong_password_are_one_answer(house: StaffHouse):
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        answers = {
            http.post("/sign-in", data={"login": login, "password": "x"}).text.replace(login, "")
            for login in ("jimin", "nobodyatall")
        }
    assert len(answers) == 1


def test_revoked_session_is_over_at_once(house: StaffHouse, administrator: Member):
    member = house.member("revoked")
    session = next(each for each in _sessions(house, member))
    assert house.member("stranger").post(f"/sessions/{session}/end").status_code == 404
    assert member.http.get("/").status_code == 200
    assert administrator.post(f"/sessions/{session}/end").status_code == 303
    assert member.http.get("/").headers["location"] == "/staff/sign-in"


def test_locked_and_recovered_accounts_are_put_out(house: StaffHouse, administrator: Member):
    member = house.member("locked")
    assert administrator.post(f"/accounts/{member.id}/lock", on="yes").status_code == 303
    assert member.http.get("/").headers["location"] == "/staff/sign-in"
    assert administrator.post(f"/accounts/{administrator.id}/lock", on="yes").status_code == 409
    page = administrator.post(f"/accounts/{member.id}/recover")
    one_time = page.text.split('id="one-time">')[1].split("<")[0]
    again = Member(house, member.id, "locked", one_time).begin()
    assert again.secret != member.secret
    assert again.http.get("/").status_code == 200


def test_sign_out_ends_the_session(house: StaffHouse):
    member = house.member("leaving")
    token = member.http.cookies["minwon_staff"]
    assert member.post("/sign-out").status_code == 303
    with httpx.Client(base_url=f"{house.url}/staff", trust_env=False) as http:
        assert http.get("/", headers={"Cookie": f"minwon_staff={token}"}).status_code == 303


def test_conversation_that_nobody_asked_a_person_for_is_not_shown(house: StaffHouse, administrator: Member):
    house.room.begin("b" * 24)
    house.run(house.room.says("b" * 24, "등본 떼 주세요"))
    for path in ("/conversations/{}", "/preview/{}", "/api/conversations/{}", "/events?conversation={}"):
        assert administrator.http.get(path.format("b" * 24)).status_code == 404


def _sessions(house: StaffHouse, member: Member) -> list[str]:
    page = member.http.get("/sessions").text
    assert "지금 이 접속" in page
    with house._engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT id FROM session WHERE account = ?", (member.id,))
        return [row.id for row in found]


def test_ended_conversation_is_found_and_the_search_is_noted_without_its_words(
    house: StaffHouse, administrator: Member
):
    member = house.member("finder", "최상담")
    past, people = "p" * 24, house.room.people
    house.run(house.room.asks(past))
    assert member.api(f"/conversations/{past}/claim").json() == {"claimed": True}
    assert member.api(f"/conversations/{past}/reply", text="가로등 부서에 전했어요.").status_code == 202
    assert past not in member.http.get("/past").text
    assert member.api(f"/conversations/{past}/close", reason="solved").status_code == 204
    (found,) = member.api("/past", words="가로등 부서").json()["past"]
    assert (found["conversation"], found["agent_name"], found["close_reason"]) == (past, "최상담", "solved")
    number = str(house.run(people.handover(past)).number)
    for fits in ({"number": number}, {"agent": member.id}, {"ending": "solved", "first": "2020-01-01"}):
        assert past in member.post("/past", **fits).text
    for misses in ({"words": "없는 말"}, {"ending": "abuse"}, {"last": "2020-01-01"}, {"channel": "kakao"}):
        assert past not in member.post("/past", **misses).text
    assert member.post("/past", first="어제").status_code == 200
    assert member.api("/past", first="2026-13-45").json() == {"past": []}
    noted = administrator.http.get("/api/audit", params={"what": "search", "who": member.id}).json()["entries"]
    assert {each["why"] for each in noted} >= {"words", "number", "ending first"}
    assert "가로등" not in str(noted)
    said = member.http.get(f"/api/conversations/{past}").json()["turns"]
    assert [each["name"] for each in said if each["from"] == "staff"] == ["최상담"]
