"""Our signed push and receipts before an independent implementation, and its push before our wallet."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from documents.domain.resident import Ci
from tests.contract.wallet_bridge.node_counterpart import ask_node
from tests.contract.wallet_bridge.wallet_house import CODE, KEY, NUMBER, WalletHouse, ask, pdf, plain_client, sealed
from wallet_bridge import http_signature, keys
from wallet_bridge.http_signature import Message

CI = Ci("c" * 88)
ALL = ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"]


def letter(house: WalletHouse) -> bytes:
    with plain_client() as client:
        return house.push(client)._body(sealed(pdf()), pdf(), CI, KEY)


def ours(house: WalletHouse) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    body, key = letter(house), keys.ed25519(house.settings.keys / "push.pem")
    headers = {"Content-Type": "application/json", "Idempotency-Key": KEY}
    url = f"{house.url}/deliveries"
    http_signature.sign(Message("POST", url, headers), body, key, now=datetime.now(UTC))
    public = dict(keys.read_public(house.settings.push_keys).as_dict(private=False))["keys"][0]
    return {"method": "POST", "url": url, "headers": headers}, body, public


def verify(request: dict[str, Any], body: bytes, jwk: dict[str, Any]) -> dict[str, Any]:
    order = {"do": "verify", "request": request, "body": base64.b64encode(body).decode(), "jwk": jwk, "required": ALL}
    return ask_node(order)


def test_our_push_is_good_to_others(house: WalletHouse) -> None:
    request, body, jwk = ours(house)
    answer = verify(request, body, jwk)
    assert set(ALL) <= set(answer["components"])
    assert answer["digest"] is True
    assert answer["parameters"]["keyid"] == jwk["kid"]
    assert answer["parameters"]["expires"] - answer["parameters"]["created"] == 120


@pytest.mark.parametrize(
    "changed",
    [{"method": "PUT"}, {"url": "http://127.0.0.1:1/deliveries"}, {"headers": {"Idempotency-Key": "b" * 64}}],
)
def test_our_push_changed_on_the_way_is_bad_to_others(house: WalletHouse, changed: dict[str, Any]) -> None:
    request, body, jwk = ours(house)
    headers = {**request["headers"], **changed.get("headers", {})}
    answer = verify({**request, **changed, "headers": headers}, body, jwk)
    assert answer == {"refused": "VerificationFailed"}


def theirs(house: WalletHouse, body: bytes, components: list[str]) -> dict[str, str]:
    key = keys.ed25519(house.settings.keys / "push.pem")
    headers = {"Content-Type": "application/json", "Idempotency-Key": KEY}
    answer = ask_node(
        {
            "do": "sign",
            "request": {"method": "POST", "url": f"{house.url}/deliveries", "headers": headers},
            "body": base64.b64encode(body).decode(),
            "jwk": key.as_dict(private=True),
            "keyid": key.kid,
            "components": components,
        }
    )
    signed: dict[str, str] = answer["headers"]
    return signed


@pytest.mark.parametrize("target", [["@target-uri"], ["@authority", "@path"]])
def test_the_push_of_another_implementation_is_taken(
    house: WalletHouse, wallet: str, client: httpx.Client, target: list[str]
) -> None:
    body = letter(house)
    headers = theirs(house, body, ["@method", *target, "content-digest", "content-type", "idempotency-key"])
    answer = client.post(f"{wallet}/deliveries", content=body, headers=headers)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("left_out", ["@method", "@target-uri", "content-digest", "content-type", "idempotency-key"])
def test_a_signature_that_leaves_something_out_is_not_taken(
    lasting_house: WalletHouse, client: httpx.Client, left_out: str
) -> None:
    body = letter(lasting_house)
    headers = theirs(lasting_house, body, [each for each in ALL if each != left_out])
    answer = client.post(f"{lasting_house.url}/deliveries", content=body, headers=headers)
    assert answer.status_code == 401, answer.text


def test_both_receipts_are_good_to_others(house: WalletHouse, wallet: str, client: httpx.Client) -> None:
    delivered = house.push(client).deliver(sealed(pdf()), pdf(), CI, KEY)
    wallet_keys = json.loads((house.settings.keys / "wallet_receipt.jwks.json").read_text())["keys"]
    kept = ask_node({"do": "receipt", "jws": delivered.jws, "jwk": wallet_keys[0]})
    assert kept["valid"]
    assert kept["claims"]["sha256"] == delivered.sha256
    checked = ask("GET", f"{wallet}/verify/{NUMBER.digits}", params={"check": CODE}).json()
    check_keys = ask("GET", f"{wallet}/verify/keys").json()["keys"]
    said = ask_node({"do": "receipt", "jws": checked["receipt"], "jwk": check_keys[0]})
    assert said["valid"]
    assert said["claims"]["status"] == "valid"
    assert not ask_node({"do": "receipt", "jws": checked["receipt"], "jwk": wallet_keys[0]})["valid"]
