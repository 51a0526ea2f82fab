"""[다른 지갑에 담기] from the counter to somebody else's wallet: real counter, real bridge, npm's wallet."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from actions.wallet_offer import Offer, WalletOffers, offer_routes
from documents.domain.errors import Unavailable
from documents.domain.kind import PaperKind
from documents.service import problems
from tests.contract.wallet_bridge.issuer_counterpart import NodeWallet, node_wallet
from tests.contract.wallet_bridge.issuer_house import IssuerHouse, issuer_house
from tests.contract.wallet_bridge.wallet_house import serve
from tests.counter_process import Citizen, Counter, counter_beside_fakes
from tests.fakes_engine import free_port


@pytest.fixture(scope="module")
def node() -> Iterator[NodeWallet]:
    with node_wallet() as wallet:
        yield wallet


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IssuerHouse]:
    with issuer_house(tmp_path_factory.mktemp("bridge"), offers_per_hour=3) as house:
        yield house


@pytest.fixture(scope="module")
def counter(house: IssuerHouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """A counter whose office is the part of the actions process that asks the bridge."""
    data, port = tmp_path_factory.mktemp("counter"), free_port()
    token = house.house.settings.internal_token_file.read_text()
    (data / "internal.token").write_text(token)
    client = httpx.AsyncClient(trust_env=False)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    office = FastAPI(lifespan=lifespan)
    problems.install(office)
    office.include_router(offer_routes(WalletOffers(client, house.url, token), token))
    with serve(office, port), counter_beside_fakes(data, MINWON_ACTIONS_PORT=str(port)) as counter:
        yield counter


@pytest.fixture
def citizen(counter: Counter) -> Citizen:
    return counter.citizen()


def paper_of(house: IssuerHouse, citizen: Citizen, kind: PaperKind = PaperKind.MILITARY_SERVICE) -> str:
    paper = house.office.make(kind)
    house.office.enter(paper, conversation=citizen.id)
    return paper.number.digits


def offered(citizen: Citizen, number: str) -> httpx.Response:
    return citizen.http.post(f"{citizen.path}/documents/{number}/offer")


def state(citizen: Citizen, number: str) -> Any:
    return citizen.http.get(f"{citizen.path}/documents/{number}/offer").json()["state"]


def test_a_wallet_of_others_takes_what_the_chat_offers(node: NodeWallet, house: IssuerHouse, citizen: Citizen) -> None:
    number = paper_of(house, citizen)
    assert state(citizen, number) is None
    given = offered(citizen, number).json()
    assert state(citizen, number) == "offered"
    offer, key = node("resolve", link=given["offer_uri"])["offer"], node("key")
    token = node("token", offer=offer, txCode=given["tx_code"])["access_token"]
    issuer, kind = offer["credential_issuer"], offer["credential_configuration_ids"][0]
    proof = node("prove", issuer=issuer, kind=kind, nonce=node("nonce", issuer=issuer)["c_nonce"], key=key)["jwt"]
    taken = node("credential", issuer=issuer, kind=kind, token=token, proofs=[proof])
    assert (kind, taken["status"], state(citizen, number)) == ("military_service", 200, "issued")
    told = {"issuer": issuer, "token": token, "notificationId": taken["notification_id"]}
    node("notify", **told, event="credential_accepted")
    assert state(citizen, number) == "accepted"


def test_the_bridge_says_no_in_its_own_codes(house: IssuerHouse, citizen: Citizen) -> None:
    assert offered(citizen, "4821930571620394").json()["code"] == "not_found"
    number = paper_of(house, citizen)
    assert [offered(citizen, number).status_code for _ in range(4)] == [201, 201, 201, 429]
    another = citizen.counter.citizen()
    taken_back = paper_of(house, another)
    house.internal("POST", f"/papers/{taken_back}/revocation")
    answer = offered(another, taken_back)
    assert (answer.status_code, answer.json()["code"]) == (409, "paper_withdrawn")


async def test_a_bridge_that_is_down_is_said_so(tmp_path: Path) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        offers = WalletOffers(client, f"http://127.0.0.1:{free_port()}", "t")
        with pytest.raises(Unavailable):
            await offers.open("c" * 24, "4821930571620394")


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(500), httpx.Response(200, json={})]
)
async def test_nonsense_of_a_bridge_is_a_bridge_that_is_down(answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        with pytest.raises(Unavailable):
            await WalletOffers(client, "http://bridge.example", "t").open("c" * 24, "4821930571620394")


def test_what_only_eyes_may_see_is_never_printed() -> None:
    values = {"offer_uri": "openid-secret", "qr_svg": "<svg/>", "tx_code": "482915", "awaited": False}
    shown = repr(Offer.model_validate({**values, "expires_at": "2026-03-05T06:22:00Z"}))
    assert not any(secret in shown for secret in ("openid-secret", "<svg/>", "482915"))
