"""The office asks the real wallet what it took; answers of others are not taken for its."""

import httpx
import pytest

from documents.domain.errors import Unavailable
from documents.domain.resident import Ci
from tests.contract.wallet_bridge.wallet_house import KEY, WalletHouse, pdf, plain_client, sealed
from wallet_bridge import keys
from wallet_bridge.wallet_list import SignedWalletList, open_wallet_list

CI = Ci("c" * 88)


def ask(house: WalletHouse, client: httpx.Client) -> SignedWalletList:
    push = house.push(client)
    return open_wallet_list(house.url, house.settings.keys, push._clock, client)


def test_what_was_delivered_is_told_with_digest_and_time(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    given = house.push(client).deliver(sealed(pdf()), pdf(), CI, KEY)
    taken = ask(house, client).taken(KEY)
    assert taken is not None
    assert (taken.sha256, taken.taken_at) == (given.sha256, given.delivered_at)


def test_what_was_never_delivered_is_not_there(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    assert ask(house, client).taken("b4" * 32) is None


def test_a_stranger_is_not_answered(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    house.push(client).deliver(sealed(pdf()), pdf(), CI, KEY)
    stranger = keys.ed25519(house.settings.keys.parent / "stranger.pem")
    asking = SignedWalletList(house.url, key=stranger, clock=ask(house, client)._clock, client=client)
    with pytest.raises(Unavailable, match="wallet_down"):
        asking.taken(KEY)
    assert client.get(f"{house.url}/deliveries/{KEY}").status_code == 401


def test_a_signature_for_one_key_does_not_open_another(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    sent: list[httpx.Request] = []
    with plain_client(event_hooks={"request": [sent.append]}) as watched:
        ask(house, watched).taken(KEY)
    headers = {name: value for name, value in sent[0].headers.items() if name != "host"}
    assert client.get(f"{house.url}/deliveries/{KEY}", headers=headers).status_code == 404
    assert client.get(f"{house.url}/deliveries/{'b4' * 32}", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"code": "not_found"}),
        httpx.Response(404, text="<h1>404</h1>"),
        httpx.Response(200, json={"sha256": 1}),
        httpx.Response(500),
        httpx.Response(302, headers={"location": "http://elsewhere.test"}),
    ],
    ids=["no such route", "a page", "nonsense", "broken", "elsewhere"],
)
def test_anything_else_is_not_taken_for_a_loss(house: WalletHouse, answer: httpx.Response) -> None:
    with plain_client(transport=httpx.MockTransport(lambda _request: answer)) as client, pytest.raises(Unavailable):
        ask(house, client).taken(KEY)


def test_a_wallet_that_is_down_is_unavailable(house: WalletHouse, client: httpx.Client) -> None:
    with pytest.raises(Unavailable, match="wallet_down"):
        ask(house, client).taken(KEY)
