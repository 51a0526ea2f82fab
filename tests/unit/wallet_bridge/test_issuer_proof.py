"""Key proofs: what a wallet must show before a credential is bound to its key."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from tests.fakes_issuer import MORNING, proof
from wallet_bridge.issuer.proof import FRESH, read
from wallet_bridge.issuer.refused import Refused

ISSUER = "https://issuer.example"
KEY, OTHER = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
JUST, PAST = FRESH, FRESH + timedelta(seconds=1)


def made(**changed: Any) -> dict[str, list[str]]:
    return {"jwt": [proof(KEY, ISSUER, "a nonce", MORNING, **changed)]}


def refused(proofs: Any) -> str:
    with pytest.raises(Refused) as caught:
        read(proofs, ISSUER, MORNING)
    return caught.value.error


def test_a_good_proof_gives_public_key_and_nonce() -> None:
    found = read(made(), ISSUER, MORNING)
    assert found.nonce == "a nonce"
    public = KEY.as_dict(private=False)
    assert json.loads(found.holder_key) == {name: public[name] for name in ("kty", "crv", "x", "y")}


@pytest.mark.parametrize("late", [-JUST, timedelta(0), JUST])
def test_clocks_may_differ_by_minutes(late: timedelta) -> None:
    assert read(made(iat=int((MORNING + late).timestamp())), ISSUER, MORNING).nonce == "a nonce"


@pytest.mark.parametrize(
    "changed",
    [
        {"iat": int((MORNING - PAST).timestamp())},
        {"iat": int((MORNING + PAST).timestamp())},
        {"iat": None},
        {"iat": "today"},
        {"aud": "https://another.example"},
        {"aud": None},
        {"nonce": None},
        {"exp": int((MORNING - PAST).timestamp())},
        {"header": {"typ": "JWT"}},
        {"header": {"jwk": None, "kid": "somewhere"}},
        pytest.param({"header": {"jwk": OTHER.as_dict(private=False)}}, id="a key that did not sign"),
        pytest.param({"header": {"jwk": KEY.as_dict(private=True)}}, id="a private key"),
        {"header": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}},
        {"header": {"jwk": {"kty": "oct", "k": "AAAA"}}},
    ],
    ids=str,
)
def test_what_is_not_right_is_refused(changed: dict[str, Any]) -> None:
    assert refused(made(**changed)) == "invalid_proof"


def test_other_algorithms_and_curves_are_refused() -> None:
    header = {"typ": "openid4vci-proof+jwt", "jwk": KEY.as_dict(private=False)}
    claims = {"aud": ISSUER, "iat": int(MORNING.timestamp()), "nonce": "n"}
    secret = OctKey.import_key(json.dumps(header["jwk"]))
    assert refused({"jwt": [jwt.encode({**header, "alg": "HS256"}, claims, secret)]}) == "invalid_proof"
    large = ECKey.generate_key("P-384")
    header["jwk"] = large.as_dict(private=False)
    assert refused({"jwt": [jwt.encode({**header, "alg": "ES384"}, claims, large, ["ES384"])]}) == "invalid_proof"
    unsigned = ".".join([*made()["jwt"][0].split(".")[:2], ""])
    assert refused({"jwt": [unsigned]}) == "invalid_proof"


@pytest.mark.parametrize(
    "proofs",
    [None, {}, [], "x", {"jwt": []}, {"jwt": "x"}, {"jwt": [1]}, {"attestation": ["x"]}, {"jwt": ["a", "b"]}],
    ids=str,
)
def test_anything_but_one_jwt_is_refused(proofs: Any) -> None:
    assert refused(proofs) == "invalid_proof"


@settings(deadline=None)
@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_any_json_is_answered(content: Any) -> None:
    assert refused({"jwt": content}) == "invalid_proof"
    assert refused(content) == "invalid_proof"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(content: str) -> None:
    assert refused({"jwt": [content]}) == "invalid_proof"
    assert refused({"jwt": [f"{content}.e30.e30"]}) == "invalid_proof"
