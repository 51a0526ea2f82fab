"""The office's push against the real wallet over real HTTP, and against wallets that misbehave."""

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from joserfc.jwk import OKPKey
from starlette.responses import JSONResponse, RedirectResponse, Response

from documents.domain.errors import Halt, Unavailable
from documents.domain.resident import Ci
from documents.service.database import open_engine
from documents.service.secret_files import key_bytes
from tests.contract.wallet_bridge.wallet_house import (
    KEY,
    NUMBER,
    WalletHouse,
    free_port,
    pdf,
    plain_client,
    sealed,
    serve,
)
from wallet_bridge import http_signature, keys, receipt
from wallet_bridge.holder import holder_of
from wallet_bridge.http_signature import Message
from wallet_bridge.push import WalletPush
from wallet_bridge.wallet.bodies import MAX_BODY
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.holdings import Holdings

CI = Ci("c" * 88)


def holdings_of(house: WalletHouse) -> Holdings:
    return Holdings(open_engine(house.settings.wallet_db), Cabinet(key_bytes(house.settings.keys / "wallet_store.key")))


def letter(house: WalletHouse, **changes: object) -> bytes:
    with plain_client() as client:
        body = json.loads(house.push(client)._body(sealed(pdf()), pdf(), CI, KEY))
    return json.dumps({**body, **changes}, ensure_ascii=False, sort_keys=True).encode()


def signed(
    house: WalletHouse,
    body: bytes,
    *,
    key: OKPKey | None = None,
    idempotency_key: str = KEY,
    now: datetime | None = None,
    url: str | None = None,
) -> dict[str, str]:
    key = key or keys.ed25519(house.settings.keys / "push.pem")
    headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
    message = Message("POST", url or f"{house.url}/deliveries", headers)
    http_signature.sign(message, body, key, now=now or datetime.now(UTC))
    return headers


def post(house: WalletHouse, client: httpx.Client, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return client.post(f"{house.url}/deliveries", content=body, headers=headers)


def test_a_paper_is_taken_once_and_its_receipt_is_the_wallets(
    house: WalletHouse, wallet: str, client: httpx.Client
) -> None:
    push, paper = house.push(client), sealed(pdf())
    first = push.deliver(paper, pdf(), CI, KEY)
    again = push.deliver(paper, pdf(), CI, KEY)
    assert first == again
    assert (first.promise_key, first.sha256) == (KEY, paper.sha256)
    (held,) = holdings_of(house).papers(holder_of(CI))
    assert (held.number, held.title) == (NUMBER.digits, "주민등록표(등본)")
    assert holdings_of(house).content(holder_of(CI), held.id) == pdf()


def test_first_answer_is_201_and_the_repetition_200_with_the_same_body(
    house: WalletHouse, wallet: str, client: httpx.Client
) -> None:
    body = letter(house)
    first = post(house, client, body, signed(house, body))
    again = post(house, client, body, signed(house, body))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content


def test_the_same_key_with_another_digest_is_a_conflict(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    push = house.push(client)
    push.deliver(sealed(pdf()), pdf(), CI, KEY)
    with pytest.raises(Halt) as refused:
        push.deliver(sealed(pdf("another")), pdf("another"), CI, KEY)
    assert refused.value.code == "wallet_conflict"
    assert len(holdings_of(house).papers(holder_of(CI))) == 1


def test_many_simultaneous_repetitions_are_one_paper(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    push, paper = house.push(client), sealed(pdf())
    with ThreadPoolExecutor(12) as pool:
        receipts = list(pool.map(lambda _: push.deliver(paper, pdf(), CI, KEY), range(24)))
    assert len({each.jws for each in receipts}) == 1
    assert len(holdings_of(house).papers(holder_of(CI))) == 1


def test_papers_are_not_readable_in_the_database_file(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    house.push(client).deliver(sealed(pdf()), pdf(), CI, KEY)
    stored = b"".join(path.read_bytes() for path in house.settings.data.glob("wallet.db*"))
    assert KEY.encode() in stored
    assert b"%PDF-" not in stored
    assert CI.encode() not in stored


def _changed_body(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house, title="다른 제목"), signed(house, letter(house))


def _stranger(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    stranger = OKPKey.generate_key("Ed25519", auto_kid=True)
    return letter(house), signed(house, letter(house), key=stranger)


def _stranger_under_our_name(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    ours = keys.ed25519(house.settings.keys / "push.pem")
    stranger = OKPKey.import_key({**OKPKey.generate_key("Ed25519").as_dict(private=True), "kid": str(ours.kid)})
    return letter(house), signed(house, letter(house), key=stranger)


def _old(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), signed(house, letter(house), now=datetime.now(UTC) - timedelta(minutes=10))


def _from_the_future(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), signed(house, letter(house), now=datetime.now(UTC) + timedelta(minutes=10))


def _for_another_wallet(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), signed(house, letter(house), url="https://other.example/deliveries")


def _unsigned(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), {"Content-Type": "application/json", "Idempotency-Key": KEY}


def _other_idempotency_key(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), {**signed(house, letter(house)), "Idempotency-Key": "b" * 64}


def _no_idempotency_key(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    headers = signed(house, letter(house))
    del headers["Idempotency-Key"]
    return letter(house), headers


def _other_media_type(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), {**signed(house, letter(house)), "Content-Type": "text/plain"}


def _broken_field(house: WalletHouse) -> tuple[bytes, dict[str, str]]:
    return letter(house), {**signed(house, letter(house)), "Signature": "push=:not base64"}


@pytest.mark.parametrize(
    "case",
    [
        _changed_body,
        _stranger,
        _stranger_under_our_name,
        _old,
        _from_the_future,
        _for_another_wallet,
        _unsigned,
        _other_idempotency_key,
        _no_idempotency_key,
        _other_media_type,
        _broken_field,
    ],
)
def test_a_bad_signature_is_401_and_nothing_is_kept(
    lasting_house: WalletHouse,
    client: httpx.Client,
    case: Callable[[WalletHouse], tuple[bytes, dict[str, str]]],
) -> None:
    house = lasting_house
    body, headers = case(house)
    answer = post(house, client, body, headers)
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_signature"
    assert holdings_of(house).papers(holder_of(CI)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"paper": "!!!"},
        {"paper": ""},
        {"number": "1234567890123456"},
        {"holder": "somebody"},
        {"issued_at": "2026-11-22T09:00:00"},
        {"verify_url": "javascript:alert(1)"},
        {"extra": 1},
        {"promise_key": "c" * 64},
        {"title": ""},
    ],
)
def test_a_bad_letter_is_422_and_nothing_of_it_is_echoed(
    lasting_house: WalletHouse, client: httpx.Client, changes: dict[str, object]
) -> None:
    house = lasting_house
    body = letter(house, **changes)
    answer = post(house, client, body, signed(house, body))
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid_request"
    assert "somebody" not in answer.text
    assert holdings_of(house).papers(holder_of(CI)) == []


def test_something_that_is_no_pdf_is_not_taken(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    with pytest.raises(Halt, match="wallet_refused"):
        house.push(client).deliver(sealed(b"no paper"), b"no paper", CI, KEY)


def test_a_body_over_the_cap_is_413_before_it_is_judged(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    answer = client.post(f"{wallet}/deliveries", content=b"0" * (MAX_BODY + 1))
    assert answer.status_code == 413
    chunks = (b"0" * 65536 for _ in range(MAX_BODY // 65536 + 2))
    assert client.post(f"{wallet}/deliveries", content=chunks).status_code == 413


def test_a_holder_who_left_is_410_but_what_was_delivered_stays_delivered(
    house: WalletHouse, wallet: str, client: httpx.Client
) -> None:
    push = house.push(client)
    earlier = push.deliver(sealed(pdf()), pdf(), CI, KEY)
    holdings_of(house).close_holder(holder_of(CI), datetime.now(UTC))
    with pytest.raises(Halt, match="holder_gone"):
        push.deliver(sealed(pdf("new")), pdf("new"), CI, "d" * 64)
    assert push.deliver(sealed(pdf()), pdf(), CI, KEY) == earlier


def test_a_wallet_that_is_down_takes_the_paper_when_it_is_up_again(house: WalletHouse, client: httpx.Client) -> None:
    push = house.push(client)
    with pytest.raises(Unavailable, match="wallet_down"):
        push.deliver(sealed(pdf()), pdf(), CI, KEY)
    with house.running():
        first = push.deliver(sealed(pdf()), pdf(), CI, KEY)
    with house.running():
        assert push.deliver(sealed(pdf()), pdf(), CI, KEY) == first


@contextlib.contextmanager
def other_wallet(house: WalletHouse, reply: Callable[[Request], Response]) -> Iterator[WalletPush]:
    """A wallet at the right address that answers as ``reply`` says."""
    app = FastAPI()
    app.add_api_route("/deliveries", reply, methods=["POST"])
    with serve(app, house.settings.wallet_port), plain_client() as client:
        yield house.push(client)


def receipt_by(key_file: str, **claims: str) -> Callable[[WalletHouse], str]:
    def write(house: WalletHouse) -> str:
        about = {"promise_key": KEY, "sha256": hashlib.sha256(pdf()).hexdigest(), **claims}
        return receipt.write(keys.p256(house.settings.keys / key_file), **about, delivered_at=datetime.now(UTC))

    return write


@pytest.mark.parametrize(
    "forged",
    [
        receipt_by("impostor.pem"),
        receipt_by("wallet_receipt.pem", promise_key="e" * 64),
        receipt_by("wallet_receipt.pem", sha256="0" * 64),
        lambda _: "not.a.jws",
    ],
)
def test_a_forged_receipt_halts(house: WalletHouse, forged: Callable[[WalletHouse], str]) -> None:
    keys.p256(house.settings.keys / "wallet_receipt.pem")
    answer = {"receipt": forged(house)}

    def reply(request: Request) -> Response:
        return JSONResponse(answer, 201)

    with other_wallet(house, reply) as push, pytest.raises(Halt, match="receipt_forged"):
        push.deliver(sealed(pdf()), pdf(), CI, KEY)


@pytest.mark.parametrize("status", [500, 502, 503, 429, 404, 403])
def test_what_may_pass_is_told_as_unavailable(house: WalletHouse, status: int) -> None:
    def reply(request: Request) -> Response:
        return Response(status_code=status)

    with other_wallet(house, reply) as push, pytest.raises(Unavailable, match="wallet_down"):
        push.deliver(sealed(pdf()), pdf(), CI, KEY)


def test_a_page_in_place_of_the_wallet_is_unavailable(house: WalletHouse) -> None:
    def reply(request: Request) -> Response:
        return Response("<h1>hotel</h1>", 200)

    with other_wallet(house, reply) as push, pytest.raises(Unavailable, match="wallet_down"):
        push.deliver(sealed(pdf()), pdf(), CI, KEY)


def test_a_redirect_is_not_followed(house: WalletHouse) -> None:
    visited = threading.Event()

    def elsewhere(request: Request) -> Response:
        visited.set()
        return Response(status_code=500)

    inner = FastAPI()
    inner.add_api_route("/deliveries", elsewhere, methods=["POST", "GET"])
    port = free_port()

    def reply(request: Request) -> Response:
        return RedirectResponse(f"http://127.0.0.1:{port}/deliveries", 307)

    with serve(inner, port), other_wallet(house, reply) as push, pytest.raises(Unavailable, match="wallet_down"):
        push.deliver(sealed(pdf()), pdf(), CI, KEY)
    assert not visited.is_set()


def test_a_reply_lost_after_taking_is_resolved_by_repeating(house: WalletHouse, client: httpx.Client) -> None:
    class LosesFirstReply(httpx.BaseTransport):
        lost = 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = inner.handle_request(request)
            answer.read()
            if not self.lost:
                self.lost += 1
                raise httpx.ReadTimeout("lost", request=request)
            return answer

    with house.running(), httpx.HTTPTransport() as inner, httpx.Client(transport=LosesFirstReply()) as loser:
        push: Any = house.push(loser)
        with pytest.raises(Unavailable, match="wallet_down"):
            push.deliver(sealed(pdf()), pdf(), CI, KEY)
        assert push.deliver(sealed(pdf()), pdf(), CI, KEY).promise_key == KEY
        assert len(holdings_of(house).papers(holder_of(CI))) == 1
