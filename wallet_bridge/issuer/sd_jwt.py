"""Selective disclosure for JWTs (RFC 9901): what is hidden leaves a digest behind and travels beside the token."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

_SALT = 16
"""Bytes: 128 bits, so that a name cannot be guessed from its digest."""


def sign(header: Mapping[str, Any], open_claims: Mapping[str, Any], hidden: Mapping[str, Any], key: ECKey) -> str:
    """Give the compact form ``<JWT>~<disclosure>~…~``. The holder decides which of ``hidden`` a reader gets."""
    disclosures = [_disclosure(name, value) for name, value in hidden.items()]
    digests = sorted(_digest(each) for each in disclosures)  # sorted: the order tells nothing about the claims
    claims = {**open_claims, "_sd": digests, "_sd_alg": "sha-256"} if digests else dict(open_claims)
    token = jwt.encode({"alg": "ES256", **header}, claims, key)
    return "~".join([token, *disclosures, ""])


def _disclosure(name: str, value: Any) -> str:
    salt = _base64url(secrets.token_bytes(_SALT))
    return _base64url(json.dumps([salt, name, value], ensure_ascii=False).encode())


def _digest(disclosure: str) -> str:
    return _base64url(hashlib.sha256(disclosure.encode()).digest())


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
