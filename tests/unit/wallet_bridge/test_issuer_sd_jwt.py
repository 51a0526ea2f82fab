"""Selective disclosure, read back the way the standard tells a reader to."""

import base64
import hashlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from wallet_bridge.issuer import sd_jwt

KEY = ECKey.generate_key("P-256")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map("h_{}".format)
OPEN = {"iss": "https://issuer.example", "sha256": "ab" * 32}


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def sha256(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def parts(compact: str) -> tuple[dict[str, Any], list[str]]:
    token, *disclosures, nothing = compact.split("~")
    assert nothing == ""
    return jwt.decode(token, KEY, algorithms=["ES256"]).claims, disclosures


@settings(deadline=None)
@given(st.dictionaries(NAMES, TEXT, max_size=5))
def test_what_was_hidden_comes_back_from_its_disclosures_and_nothing_else_does(hidden: dict[str, str]) -> None:
    claims, disclosures = parts(sd_jwt.sign({"typ": "dc+sd-jwt"}, OPEN, hidden, KEY))
    told = [json.loads(decoded(each)) for each in disclosures]
    assert {name: value for _, name, value in told} == hidden
    assert sorted(sha256(each) for each in disclosures) == claims.pop("_sd", [])
    assert claims.pop("_sd_alg", "sha-256") == "sha-256"
    assert claims == OPEN


def test_the_same_name_never_leaves_the_same_digest() -> None:
    hidden = {"name": "홍길동"}
    digests = {parts(sd_jwt.sign({}, OPEN, hidden, KEY))[0]["_sd"][0] for _ in range(50)}
    assert len(digests) == 50
    assert sha256(json.dumps(["", "name", "홍길동"])) not in digests


def test_salts_have_128_bits() -> None:
    _, (disclosure,) = parts(sd_jwt.sign({}, OPEN, {"name": "홍길동"}, KEY))
    assert len(decoded(json.loads(decoded(disclosure))[0])) == 16
