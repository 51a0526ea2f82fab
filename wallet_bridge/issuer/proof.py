"""Key proof of a wallet (OpenID4VCI 1.0, appendix F.1): it holds the key that the credential is to be bound to.

1. One JWT of the type ``openid4vci-proof+jwt``, ES256, with the public key in its header.
2. Signed by that key, for this issuer, just now.
3. It carries a ``c_nonce``, which the caller spends.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from wallet_bridge.issuer.refused import Refused

TYPE = "openid4vci-proof+jwt"
ALGORITHM = "ES256"
FRESH = timedelta(minutes=5)
"""How far the wallet's clock may be from ours, and how old a proof may be."""
_CURVE = "P-256"
_PUBLIC = ("crv", "kty", "x", "y")


class _Headers(jws.JWSRegistry):
    max_header_length = 4096  # a key and perhaps an attestation of it


_HEADERS = _Headers(algorithms=[ALGORITHM], strict_check_header=False)


@dataclass(frozen=True, slots=True)
class Proof:
    holder_key: str
    """The public JWK as JSON, its members in order: equal keys, equal text."""
    nonce: str


def read(proofs: Any, issuer: str, now: datetime) -> Proof:
    """Check ``proofs`` of a credential request. Raise Refused("invalid_proof")."""
    try:
        return _read(_only(proofs), issuer, now)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused("invalid_proof") from error


def _only(proofs: Any) -> str:
    """Give the one proof: a copy of a paper is bound to one key."""
    if not isinstance(proofs, dict) or set(proofs) != {"jwt"}:
        raise TypeError("proofs")
    (proof,) = proofs["jwt"]
    if not isinstance(proof, str):
        raise TypeError("jwt")
    return proof


def _read(proof: str, issuer: str, now: datetime) -> Proof:
    header = jws.extract_compact(proof.encode(), registry=_HEADERS).headers()  # 1
    if header.get("typ") != TYPE:
        raise ValueError("typ")
    key = _public_key(header["jwk"])
    claims = jwt.decode(proof, key, algorithms=[ALGORITHM], registry=_HEADERS).claims  # 2
    moment, leeway = int(now.timestamp()), int(FRESH.total_seconds())
    wanted = {"aud": {"essential": True, "value": issuer}, "iat": {"essential": True}, "nonce": {"essential": True}}
    jwt.JWTClaimsRegistry(moment, leeway, **wanted).validate(claims)  # type: ignore[arg-type]
    if claims["iat"] < moment - leeway:
        raise ValueError("iat")
    return Proof(json.dumps({name: key.as_dict(private=False)[name] for name in _PUBLIC}), str(claims["nonce"]))  # 3


def _public_key(jwk: Any) -> ECKey:
    if not isinstance(jwk, dict) or "d" in jwk:
        raise TypeError("jwk")
    key = ECKey.import_key(jwk)
    if key.curve_name != _CURVE:
        raise ValueError("crv")
    return key
