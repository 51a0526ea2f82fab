"""The issuer over real HTTP, with an office of a few papers and a clock that the test sets."""

import base64
import json
import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.service import problems
from documents.service.database import open_engine
from tests.contract.wallet_bridge.wallet_house import plain_client, serve
from tests.fakes_issuer import CONVERSATION, MORNING, SUBJECT, FakePapers, Hands, proof, settings
from tests.ports import free_port
from wallet_bridge.issuer.app import mount
from wallet_bridge.issuer.offer_book import OFFER_LASTS, TOKEN_LASTS
from wallet_bridge.issuer.papers import Standing, Subject
from wallet_bridge.issuer.settings import IssuerSettings
from wallet_bridge.issuer.status_lists import LASTS

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
KEY = ECKey.generate_key("P-256")


@dataclass
class Issuing:
    """The issuer as a wallet and the office's other processes meet it."""

    url: str
    client: httpx.Client
    settings: IssuerSettings
    papers: FakePapers
    clock: Hands
    number: PaperNumber = field(init=False)

    def __post_init__(self) -> None:
        self.number = self.papers.issue()

    def internal(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = self.settings.internal_token_file.read_text()
        return self.client.request(method, f"/internal{path}", headers={"Authorization": f"Bearer {token}"}, **options)

    def offer(self, number: PaperNumber | None = None, conversation: str = CONVERSATION) -> httpx.Response:
        body = {"number": str(number or self.number), "conversation": conversation}
        return self.internal("POST", "/offers", json=body)

    def copies(self, number: PaperNumber) -> list[str]:
        path = f"/conversations/{CONVERSATION}/papers/{number.digits}/copies"
        return [each["state"] for each in self.internal("GET", path).json()["copies"]]

    def form(self, number: PaperNumber | None = None) -> dict[str, str]:
        """Give the token request of a fresh offer."""
        offered = self.offer(number).json()
        (offer,) = parse_qs(urlsplit(offered["offer_uri_by_value"]).query)["credential_offer"]
        code = json.loads(offer)["grants"][GRANT]["pre-authorized_code"]
        return {"grant_type": GRANT, "pre-authorized_code": code, "tx_code": offered["tx_code"]}

    def token(self, form: dict[str, str] | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.post("/issuer/token", data=form or self.form()).json()
        return answer

    def proofs(self) -> dict[str, list[str]]:
        nonce = self.client.post("/issuer/nonce").json()["c_nonce"]
        return {"jwt": [proof(KEY, self.url, nonce, self.clock())]}

    def ask(self, token: str, body: Any = None, path: str = "credential") -> httpx.Response:
        wanted = {"credential_configuration_id": PaperKind.RESIDENT_REGISTER, "proofs": self.proofs()}
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.post(f"/issuer/{path}", json=wanted if body is None else body, headers=headers)

    def credential(self, number: PaperNumber | None = None) -> str:
        answer = self.ask(self.token(self.form(number))["access_token"])
        assert answer.status_code == 200, answer.text
        return str(answer.json()["credentials"][0]["credential"])

    def keys(self) -> KeySet:
        return KeySet.import_key_set(self.client.get("/issuer/jwks").json())

    def claims(self, token: str) -> dict[str, Any]:
        return dict(jwt.decode(token.split("~", maxsplit=1)[0], self.keys(), algorithms=["ES256"]).claims)

    def bit(self, credential: str) -> int:
        status = self.claims(credential)["status"]["status_list"]
        lst = self.claims(self.client.get(status["uri"]).text)["status_list"]["lst"]
        bits = zlib.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)))
        return bits[status["idx"] // 8] >> status["idx"] % 8 & 1


def started(data: Path, papers: FakePapers | None = None, **more: Any) -> Iterator[Issuing]:
    port, clock, papers = free_port(), Hands(), papers or FakePapers()
    chosen = settings(data, wallet_port=port, **{"wallet_requests_per_minute": 10_000, **more})
    bridge, app = open_engine(chosen.bridge_db), FastAPI()
    problems.install(app)
    mount(app, chosen, bridge, papers, clock)
    with serve(app, port) as url, plain_client(base_url=url) as client:
        yield Issuing(url, client, chosen, papers, clock)
    bridge.dispose()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuing]:
    """An issuer for tests that leave clock and office as they are."""
    yield from started(tmp_path_factory.mktemp("lasting"), offers_per_hour=1000)


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Issuing]:
    yield from started(tmp_path, offers_per_hour=1000)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"tx_code": None}, "invalid_request"),
        ({"tx_code": ""}, "invalid_request"),
        ({"pre-authorized_code": None}, "invalid_request"),
        ({"pre-authorized_code": "made up"}, "invalid_grant"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ],
    ids=str,
)
def test_a_token_request_that_is_not_right_is_refused_by_the_standards_word(
    lasting: Issuing, changed: dict[str, str | None], error: str
) -> None:
    form = lasting.form()
    answer = lasting.client.post("/issuer/token", data={k: v for k, v in (form | changed).items() if v is not None})
    assert (answer.status_code, answer.json()) == (400, {"error": error})
    assert answer.headers["cache-control"] == "no-store"
    assert lasting.token(form)["token_type"] == "Bearer", "it was no guess at the digits"


def test_a_form_is_a_form_and_no_parameter_comes_twice(lasting: Issuing) -> None:
    form = lasting.form()
    assert lasting.client.post("/issuer/token", json=form).json() == {"error": "invalid_request"}
    twice = httpx.QueryParams([*form.items(), ("tx_code", "000000")])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert lasting.client.post("/issuer/token", content=str(twice), headers=headers).json() == {
        "error": "invalid_request"
    }
    large = lasting.client.post("/issuer/token", content=b"a" * 70_000, headers=headers)
    assert (large.status_code, large.json()) == (413, {"error": "invalid_request"})


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"credential_configuration_id": None}, "invalid_credential_request"),
        ({"credential_configuration_id": "passport"}, "unknown_credential_configuration"),
        ({"credential_configuration_id": "vaccination"}, "invalid_credential_request"),
        ({"credential_identifier": "x"}, "invalid_credential_request"),
        ({"credential_configuration_id": None, "credential_identifier": "x"}, "unknown_credential_identifier"),
        ({"credential_response_encryption": {"enc": "A256GCM"}}, "invalid_encryption_parameters"),
        ({"proofs": None}, "invalid_proof"),
        ({"proofs": {"jwt": ["x"]}}, "invalid_proof"),
        ({"credential_configuration_id": 1}, "invalid_credential_request"),
    ],
    ids=str,
)
def test_a_credential_request_that_is_not_right_is_refused_by_the_standards_word(
    lasting: Issuing, changed: dict[str, Any], error: str
) -> None:
    token = lasting.token()["access_token"]
    right = {"credential_configuration_id": "resident_register", "proofs": lasting.proofs()}
    answer = lasting.ask(token, {k: v for k, v in (right | changed).items() if v is not None})
    assert (answer.status_code, answer.json()) == (400, {"error": error})
    assert lasting.ask(token, right).status_code == 200, "nothing was used up"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"null", b'"x"', b"\xff"])
def test_bodies_that_are_no_objects_are_refused(lasting: Issuing, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {lasting.token()['access_token']}"}
    wanted = {
        "credential": "invalid_credential_request",
        "deferred": "invalid_transaction_id",
        "notification": "invalid_notification_request",
    }
    for path, error in wanted.items():
        answer = lasting.client.post(f"/issuer/{path}", content=content, headers=headers)
        assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize("text", ["거래", "\udcff", "", "x" * 1000], ids=repr)
def test_any_text_is_answered(lasting: Issuing, text: str) -> None:
    token = lasting.token()["access_token"]
    escaped = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for path, body, error in (
        ("deferred", {"transaction_id": text}, "invalid_transaction_id"),
        ("notification", {"notification_id": text, "event": "credential_accepted"}, "invalid_notification"),
        ("credential", {"credential_configuration_id": text}, "credential"),
    ):
        answer = lasting.client.post(f"/issuer/{path}", content=json.dumps(body), headers=escaped)
        assert answer.status_code == 400
        assert error in answer.json()["error"]
    form = {**lasting.form(), "tx_code": text.encode(errors="ignore").decode() or "거래"}
    assert lasting.token(form) == {"error": "invalid_grant" if len(form["tx_code"]) <= 64 else "invalid_request"}


@pytest.mark.parametrize("path", ["credential", "deferred", "notification"])
@pytest.mark.parametrize("given", [None, "", "Basic eDp5", "Bearer", "Bearer made-up", "Bearer a b"])
def test_without_a_token_nothing_is_told(lasting: Issuing, path: str, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    answer = lasting.client.post(f"/issuer/{path}", json={}, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_token"})
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_time_runs_out_for_offers_and_tokens(issuer: Issuing) -> None:
    other = issuer.papers.issue()
    form, token = issuer.form(other), issuer.token()["access_token"]
    issuer.clock.pass_by(OFFER_LASTS)
    assert issuer.token(form) == {"error": "invalid_grant"}
    issuer.clock.pass_by(TOKEN_LASTS)
    assert issuer.ask(token).status_code == 401
    assert (issuer.copies(issuer.number), issuer.copies(other)) == (["redeemed"], ["expired"])


def test_an_offers_address_is_good_while_the_offer_is(issuer: Issuing) -> None:
    link = issuer.offer().json()["offer_uri"]
    (address,) = parse_qs(urlsplit(link).query)["credential_offer_uri"]
    assert issuer.client.get(address).headers["cache-control"] == "no-store"
    issuer.clock.pass_by(OFFER_LASTS)
    gone = issuer.client.get(address)
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_another_conversations_paper_does_not_exist(lasting: Issuing) -> None:
    for number, conversation in (
        (lasting.number, "another-conversation-of-24"),
        (PaperNumber.draw(), CONVERSATION),
    ):
        answer = lasting.offer(number, conversation)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        copies = lasting.internal("GET", f"/conversations/{conversation}/papers/{number.digits}/copies")
        assert (copies.status_code, copies.json()["code"]) == (404, "not_found")
    assert lasting.internal("POST", "/papers/123/revocation").status_code == 404


@pytest.mark.parametrize("path", ["/offers", "/papers/1234567890123452/revocation"])
def test_the_desk_is_nobodys_business(lasting: Issuing, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer guess"}):
        assert lasting.client.post(f"/internal{path}", json={}, headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("standing", "status", "code"),
    [(Standing.REFUSED, 409, "paper_withdrawn"), (Standing.TAKEN_BACK, 409, "paper_withdrawn")],
)
def test_a_paper_that_does_not_count_is_not_offered(
    issuer: Issuing, standing: Standing, status: int, code: str
) -> None:
    issuer.papers.stand(issuer.number, standing)
    answer = issuer.offer()
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_paper_past_its_time_is_neither_offered_nor_given(issuer: Issuing) -> None:
    old = issuer.papers.promise()
    issuer.papers.seal(old, MORNING - timedelta(days=90) + timedelta(minutes=5))
    token = issuer.token(issuer.form(old))["access_token"]
    issuer.clock.pass_by(timedelta(minutes=5))
    assert issuer.ask(token).json() == {"error": "credential_request_denied"}
    answer = issuer.offer(old)
    assert (answer.status_code, answer.json()["code"]) == (410, "paper_expired")


def test_another_persons_bytes_stop_the_credential(issuer: Issuing) -> None:
    token = issuer.token()["access_token"]
    issuer.papers.troubled = True
    answer = issuer.ask(token)
    assert (answer.status_code, answer.json()) == (400, {"error": "credential_request_denied"})


def test_a_childs_paper_names_the_child_and_who_asked(lasting: Issuing) -> None:
    child = Subject("홍아이", date(2019, 5, 6), "홍길동", date(1971, 2, 3))
    number = lasting.papers.issue(PaperKind.VACCINATION, child)
    body = {"credential_configuration_id": PaperKind.VACCINATION, "proofs": lasting.proofs()}
    answer = lasting.ask(lasting.token(lasting.form(number))["access_token"], body).json()
    _, *disclosures, _ = answer["credentials"][0]["credential"].split("~")
    told = [json.loads(base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)))[1:] for each in disclosures]
    assert dict(told) == {
        "name": "홍아이",
        "birthdate": "2019-05-06",
        "applicant_name": "홍길동",
        "applicant_birthdate": "1971-02-03",
    }


def test_while_the_office_is_silent_the_last_list_is_given_again_but_not_for_ever(issuer: Issuing) -> None:
    credential = issuer.credential()
    uri = issuer.claims(credential)["status"]["status_list"]["uri"]
    last = issuer.client.get(uri).text
    issuer.papers.down = True
    issuer.clock.pass_by(LASTS - timedelta(seconds=1))
    assert issuer.client.get(uri).text == last
    issuer.clock.pass_by(timedelta(seconds=1))
    silent = issuer.client.get(uri)
    assert (silent.status_code, silent.json()["code"]) == (503, "unavailable")
    issuer.papers.down = False
    issuer.papers.stand(issuer.number, Standing.TAKEN_BACK)
    assert issuer.bit(credential) == 1


def test_a_list_that_does_not_exist_is_not_found(lasting: Issuing) -> None:
    assert lasting.client.get("/issuer/status-lists/0").status_code == 200
    assert lasting.client.get("/issuer/status-lists/1").status_code == 404
    assert lasting.client.get("/issuer/status-lists/x").status_code == 422
    assert lasting.client.get("/issuer/types/passport/1").status_code == 404
    assert lasting.client.get("/issuer/types/vaccination/2").status_code == 404


def test_offers_of_a_conversation_and_requests_of_an_address_are_bounded(tmp_path: Path) -> None:
    for issuer in started(tmp_path, offers_per_hour=2, wallet_requests_per_minute=3):
        assert [issuer.offer().status_code for _ in range(3)] == [201, 201, 429]
        assert [issuer.client.post("/issuer/nonce").status_code for _ in range(4)] == [200] * 3 + [429]
        refused = issuer.client.post("/issuer/nonce").json()
        assert refused["code"] == "too_many_requests"
        assert issuer.client.post("/issuer/token", data={}).status_code == 400, "another endpoint has its own budget"
        handles = [f"/issuer/offers/{place}" for place in range(4)]
        assert [issuer.client.get(each).status_code for each in handles] == [404] * 3 + [429]


def test_a_retired_key_still_vouches_for_what_it_signed(tmp_path: Path) -> None:
    papers = FakePapers()
    for issuer in started(tmp_path, papers):
        credential, first = issuer.credential(), issuer.keys()
    keys = tmp_path / "keys"
    (keys / "credential.pem").rename(keys / "credential.retired-1.pem")
    for issuer in started(tmp_path, papers):
        present = issuer.keys()
        assert len(present.keys) == 2
        assert present.keys[1].kid == first.keys[0].kid
        assert issuer.claims(credential)["kind"] == "resident_register"
        assert issuer.claims(issuer.credential())["kind"] == "resident_register"
        assert jwt.decode(issuer.credential().split("~")[0], present).header["kid"] == present.keys[0].kid


def test_nothing_personal_is_kept_or_told(
    tmp_path: Path, issuer: Issuing, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    form = issuer.form()
    token = issuer.token(form)["access_token"]
    answer = issuer.ask(token).json()
    told = {"notification_id": answer["notification_id"], "event": "credential_accepted", "event_description": "홍길동"}
    assert issuer.ask(token, told, "notification").status_code == 204
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("bridge.db*"))
    output = capsys.readouterr()
    for secret in (SUBJECT.name, SUBJECT.born.isoformat(), token, form["pre-authorized_code"], CONVERSATION):
        assert secret.encode() not in stored
        assert secret not in caplog.text + output.out + output.err
