"""A paper from the chat into somebody else's wallet, and what the house has written down about the offer: nothing."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.wallet_bridge.issuer_counterpart import NodeWallet, node_wallet
from tests.e2e.conftest import Meet
from tests.e2e.house import House
from tests.e2e.test_the_house_afterwards import files

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def node() -> Iterator[NodeWallet]:
    with node_wallet() as wallet:
        yield wallet


def test_the_offer_of_the_card_is_taken_by_another_wallet(house: House, meet: Meet, node: NodeWallet) -> None:
    citizen = meet("seoyeon")
    card = citizen.get_paper()
    given = citizen.http.post(card["offer_url"])
    assert given.status_code == 201, given.text
    said = given.json()
    offer, key = node("resolve", link=said["offer_uri"])["offer"], node("key")
    token = node("token", offer=offer, txCode=said["tx_code"])["access_token"]
    issuer, kind = offer["credential_issuer"], offer["credential_configuration_ids"][0]
    proof = node("prove", issuer=issuer, kind=kind, nonce=node("nonce", issuer=issuer)["c_nonce"], key=key)["jwt"]
    taken = node("credential", issuer=issuer, kind=kind, token=token, proofs=[proof])
    ((credential),) = taken["credentials"]
    shown = node(
        "present", credential=credential["credential"], key=key, shown=["name"], audience="https://bank.example"
    )
    read = node("read", **shown)["payload"]
    assert (read["name"], read["paper_number"].replace("-", "")) == ("김서연", card["number"])
    assert citizen.http.get(card["offer_url"]).json() == {"state": "issued"}

    citizen.listen()
    (code,) = [grant["pre-authorized_code"] for grant in offer["grants"].values()]
    secrets = [each.encode() for each in (code, token, said["offer_uri"].rsplit("%2F", 1)[-1])]
    assert [path.name for path in files(house.data) if any(each in path.read_bytes() for each in secrets)] == []
    tracker = tracker_of(house, citizen.id)
    assert card["offer_url"] in tracker
    alone = rf"(?<![\d.]){said['tx_code']}(?!\d)"  # not as a part of a moment's microseconds
    assert not re.search(alone, tracker + json.dumps(citizen.seen))


def tracker_of(house: House, conversation: str) -> str:
    """Give what the dialogue engine remembers of a conversation."""
    token = {"token": (house.data / "rasa.token").read_text().strip()}
    answer = httpx.get(f"{house.url('engine')}/conversations/{conversation}/tracker", params=token)
    assert answer.status_code == 200
    return json.dumps(answer.json(), ensure_ascii=False)
