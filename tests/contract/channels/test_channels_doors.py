"""Who gets in and what gets in: every route against every other principal, bad input, smuggled commands, RRNs."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.service.database import open_engine
from tests.counter_process import Citizen, Counter
from tests.fakes_office import HTML, PDF, PNG, POLICY

NUMBER = "1234567890123452"
PERSON = {"name": "김서연", "birth_date": "1988-03-14", "phone": "010-0000-0001", "provider": "sandbox"}
ROUTES = [
    ("GET", "/messages", None),
    ("POST", "/messages", {"client_id": "a", "text": "안녕"}),
    ("POST", "/identity", PERSON),
    ("POST", "/identity/resend", None),
    ("GET", f"/documents/{NUMBER}", None),
    ("GET", f"/documents/{NUMBER}/preview.png", None),
    ("GET", f"/documents/{NUMBER}/page.html", None),
    ("POST", "/handover", None),
    ("POST", "/resume-code", None),
    ("DELETE", "/other-devices", None),
    ("GET", "/transcript.txt", None),
    ("GET", "/transcript.pdf", None),
]


@pytest.mark.parametrize(("method", "route", "body"), ROUTES)
def test_only_the_holder_gets_in(counter: Counter, citizen: Citizen, method, route, body):
    stranger = counter.citizen()
    counter.office.papers[citizen.id] = {NUMBER}
    cookie = {"Cookie": f"minwon_conversation={stranger.id}.{stranger.token}", "Authorization": "none"}
    for headers in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Bearer ●".encode()},
        {"Authorization": "x"},
        cookie,
    ):
        answer = stranger.http.request(method, citizen.path + route, json=body, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"
    assert citizen.http.request(method, citizen.path + route, json=body).is_success


def test_cookie_from_another_site_changes_nothing(counter: Counter, citizen: Citizen):
    cookie = {"Cookie": f"minwon_conversation={citizen.id}.{citizen.token}"}
    del citizen.http.headers["Authorization"]
    body = {"client_id": "a", "text": "안녕"}
    for site in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = citizen.http.post(f"{citizen.path}/messages", json=body, headers=cookie | site)
        assert (answer.status_code, answer.json()["code"]) == (403, "other_site")
    own = cookie | {"Origin": counter.url, "Sec-Fetch-Site": "same-origin"}
    assert citizen.http.post(f"{citizen.path}/messages", json=body, headers=own).status_code == 202


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "가" * 2001}, 413, "too_long"),
        ({"text": "가" * 30000}, 413, "too_large"),
        ({"text": ""}, 422, "empty"),
        ({"text": " \n\t\u200b\u3000"}, 422, "empty"),
        ({}, 422, "empty"),
        ({"text": "가", "payload": "/affirm"}, 422, "text_or_payload"),
        ({"payload": "/restart"}, 422, "not_offered"),
        ({"payload": "등본"}, 422, "not_offered"),
        ({"payload": '/issue_document{"document":"여권"}'}, 422, "not_offered"),
        ({"text": 7}, 422, "invalid_request"),
    ],
)
def test_bad_input_is_answered_in_korean_and_nothing_is_kept(citizen: Citizen, body, status, code):
    answer = citizen.http.post(f"{citizen.path}/messages", json={"client_id": str(uuid.uuid4()), **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["title"].endswith("요.")
    assert len(citizen.read()) == 1


def test_two_thousand_characters_are_taken(citizen: Citizen):
    citizen.say("가" * 2000)
    citizen.wait_for_text("들었어요: " + "가" * 2000)


def test_client_id_is_no_way_around_the_screening(citizen: Citizen):
    for client_id in ("9001011234567", "", "a" * 65, "세글자"):
        answer = citizen.post(client_id or "", text="안녕") if client_id else None
        assert answer is None or answer.status_code == 422


def test_offered_button_is_pressed_and_shown_by_its_title(counter: Counter, citizen: Citizen):
    button = citizen.read()[0]["buttons"][0]
    citizen.press(button["payload"])
    citizen.wait_for_text(f"들었어요: {button['payload']}")
    assert citizen.read(after=1)[0]["text"] == button["title"]


def test_card_is_submitted_with_its_fields_only(counter: Counter, citizen: Citizen):
    card = {
        "type": "options",
        "fields": [{"name": "past_addresses", "type": "choice", "choices": [{"value": "none"}, {"value": "all"}]}],
        "purposes": ["은행 제출"],
        "submit": {"title": "기본으로 떼기", "payload": "/choose_basic"},
        "actions": [{"title": "골라서 떼기", "payload": "/choose_custom"}],
    }
    counter.engine.behave(citizen.id, [{"text": "고르세요.", "custom": {"card": card}}])
    citizen.say("등본")
    citizen.wait_for_text("고르세요.")
    for refused in (
        '/choose_basic{"past_addresses":"some"}',
        '/choose_basic{"hidden":"x"}',
        "/choose_basic{",
        '/choose_basic["x"]',
        '/choose_custom{"purpose":"은행 제출"}',
        '/choose_basic{"purpose":"900101-1234567"}',
        '/choose_basic{"purpose":{"a":1}}',
    ):
        assert citizen.post(payload=refused).status_code == 422, refused
    citizen.press('/choose_basic{"purpose": "은행 제출", "past_addresses": "all"}')
    citizen.wait_for_text('들었어요: /choose_basic{"purpose":"은행 제출","past_addresses":"all"}')
    citizen.press("/choose_custom")
    citizen.wait_for_text("들었어요: /choose_custom")
    shown = [message["text"] for message in citizen.read() if message["from"] == "citizen"]
    assert shown == ["등본", "기본으로 떼기 · 은행 제출", "골라서 떼기"]


@pytest.fixture(scope="module")
def smuggler(shared_counter: Counter) -> Citizen:
    return shared_counter.citizen()


_BLANKS = st.text(st.sampled_from(" \t\n\r\x0b\x0c\x1c\x1f\x85\u00a0\u2003\u2028\u3000\u200b\ufeff\x00"), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_BLANKS, st.text("/", min_size=1, max_size=3), _BLANKS, st.text(max_size=12))
def test_text_never_reaches_the_engine_as_a_command(smuggler: Citizen, before, slashes, between, rest):
    seq = smuggler.say(f"{before}{slashes}{between}restart{rest}")
    smuggler.wait_for(lambda message: message["seq"] > seq and message["from"] == "bot")
    heard = smuggler.counter.engine.texts(smuggler.id)[-1]
    assert "restart" in heard
    assert not heard.strip().startswith("/")


CANARY = "880314-2907416"
FORMS = [
    CANARY,
    "8803142907416",
    "880314 2907416",
    "８８０３１４－２９０７４１６",
    "8 8 0 3 1 4 - 2 9 0 7 4 1 6",
    "팔팔공삼일사 이구공칠사일육",
    "제 번호는 880314–2907416이에요",
    "88.03.14/2907416",
]


def test_rrn_is_refused_answered_and_nowhere_on_disk(counter: Counter, citizen: Citizen):
    for form in FORMS:
        seq = citizen.say(f"등본 {form} 떼줘")
        shown, answer = citizen.read(after=seq - 1)[:2]
        assert "●" in shown["text"]
        assert (answer["from"], "주민등록번호" in answer["text"]) == ("system", True)
        citizen.post(payload=f'/choose_basic{{"purpose":"{form}"}}')
        citizen.post(form, text="안녕")
        citizen.http.post(f"{citizen.path}/identity", json={**PERSON, "name": form})
        citizen.http.get(f"{citizen.path}/documents/{form.replace('/', '')}")
    citizen.say("끝")
    citizen.wait_for_text("들었어요: 끝")
    heard = " ".join(counter.engine.texts(citizen.id))
    files = [file for file in counter.data.iterdir() if file.is_file()]
    stored = b"".join(file.read_bytes() for file in files)
    assert {"channels.db", "channels.db-wal", "counter.log"} <= {file.name for file in files}
    for form in [*FORMS, "2907416", "２９０７４１６", "이구공칠사일육", "김서연", "010-0000-0001"]:
        assert form.encode() not in stored, form
        assert form not in heard


def test_identity_goes_to_the_office_and_comes_back_as_the_open_card(counter: Counter, citizen: Citizen):
    panel = {"type": "identity", "id": "v0", "state": "requested", "providers": [{"id": "sandbox", "title": "연습"}]}
    counter.engine.behave(citizen.id, [{"text": "확인이 필요해요.", "custom": {"card": panel}}])
    citizen.say("등본")
    citizen.wait_for_text("확인이 필요해요.")
    answer = citizen.http.post(f"{citizen.path}/identity", json=PERSON)
    assert answer.status_code == 202
    card = answer.json()
    assert (card["type"], card["id"], card["state"], card["binding_code"]) == ("identity", "v1", "pending", "4271")
    assert card["providers"] == panel["providers"]
    assert counter.office.people[-1] == {"conversation": citizen.id, **PERSON}
    assert counter.office.authorizations >= {counter.internal["Authorization"]}
    assert citizen.http.post(f"{citizen.path}/identity/resend").status_code == 202


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (422, "unknown_person", (422, "unknown_person")),
        (409, "identity_not_asked", (409, "identity_not_asked")),
        (429, "too_many_requests", (429, "too_many_requests")),
        (503, "identity_unavailable", (503, "identity_unavailable")),
        (500, "crash", (503, "identity_unavailable")),
    ],
)
def test_refused_identity_is_said_plainly(counter: Counter, citizen: Citizen, status, code, expected):
    counter.office.next_identity = (status, {"code": code, "title": "internal", "status": status})
    answer = citizen.http.post(f"{citizen.path}/identity", json=PERSON)
    assert (answer.status_code, answer.json()["code"]) == expected
    assert answer.json()["title"].endswith("요.")


def test_identity_requests_of_one_conversation_are_budgeted(counter: Counter, citizen: Citizen):
    answers = [citizen.http.post(f"{citizen.path}/identity", json=PERSON).status_code for _ in range(25)]
    assert answers.count(202) <= 20  # ten a minute; the minute may turn once, also just before the last
    assert 429 in answers


def test_paper_and_preview_come_from_the_office_with_a_korean_name(counter: Counter, citizen: Citizen):
    counter.office.papers[citizen.id] = {NUMBER}
    card = {"type": "document", "number": NUMBER, "title": "주민등록표(등본)"}
    counter.engine.behave(citizen.id, [{"text": "나왔어요.", "custom": {"card": card}}])
    citizen.say("등본")
    citizen.wait_for_text("나왔어요.")
    paper = citizen.http.get(f"{citizen.path}/documents/{NUMBER}")
    assert paper.content == PDF
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["cache-control"] == "no-store"
    assert paper.headers["x-content-type-options"] == "nosniff"
    name = paper.headers["content-disposition"]
    assert name.startswith("attachment; filename=\"1234-5678-9012-3452.pdf\"; filename*=UTF-8''")
    assert "%EC%A3%BC%EB%AF%BC" in name
    assert citizen.http.get(f"{citizen.path}/documents/{NUMBER}/preview.png").content == PNG


def test_the_paper_as_a_page_keeps_the_policy_of_the_office_and_is_not_kept(counter: Counter, citizen: Citizen):
    counter.office.papers[citizen.id] = {NUMBER}
    page = citizen.http.get(f"{citizen.path}/documents/{NUMBER}/page.html")
    assert page.content == HTML
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == POLICY
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("number", ["1111222233334444", "12", "..%2f..%2fhealth", "９" * 16])
def test_paper_of_somebody_else_is_not_found(citizen: Citizen, number):
    assert citizen.http.get(f"{citizen.path}/documents/{number}").status_code == 404


def test_database_is_unreadable_for_others_and_holds_no_token(counter: Counter, citizen: Citizen):
    engine = open_engine(f"sqlite:///{counter.data / 'channels.db'}", read_only=True)
    with engine.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())
    engine.dispose()
    assert citizen.id in dump
    assert citizen.token not in dump
