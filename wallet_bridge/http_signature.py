"""HTTP message signatures (RFC 9421) with a content digest (RFC 9530): who sent exactly these bytes to exactly here.

The signature covers method, target, digest, content type and idempotency key, and carries created, expires, nonce and
keyid. A replay inside the lifetime is harmless: the idempotency key makes it the same delivery.
"""

import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from joserfc.jwk import KeySet, OKPKey

LIFETIME = timedelta(minutes=2)
LABEL = "push"
_COVERED = ("@method", "@target-uri", "@authority", "content-digest", "content-type", "idempotency-key")
_REQUIRED = ("@method", "content-digest", "content-type", "idempotency-key")
_TARGET = '"@target-uri"'
_TARGET_PARTS = frozenset({'"@authority"', '"@path"'})


class SignatureRefused(Exception):
    """The request is not signed by a trusted key, not in time, or not for these bytes and this address."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request as both ends see it. ``url`` is the address it is meant for, not what a Host header claims."""

    method: str
    url: str
    headers: MutableMapping[str, str]


def sign(message: Message, body: bytes, key: OKPKey, *, now: datetime) -> None:
    """Add Content-Digest, Signature-Input and Signature to ``message.headers``."""
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(lambda _: key))
    signer.sign(
        message,
        key_id=str(key.kid),
        created=now,
        expires=now + LIFETIME,
        nonce=secrets.token_urlsafe(16),
        label=LABEL,
        covered_component_ids=_COVERED,
        body=body,
    )


def verify(message: Message, body: bytes, trusted: KeySet) -> None:
    """Raise SignatureRefused unless a trusted key signed this message, its target and its body, and it is in time."""
    resolver = _Resolver(lambda key_id: _trusted(trusted, key_id))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=resolver)
    try:
        (result,) = verifier.verify(message, max_age=LIFETIME, require_components=_REQUIRED, body=body)
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise SignatureRefused from error
    covered = result.covered_components
    if _TARGET not in covered and not covered.keys() >= _TARGET_PARTS:
        raise SignatureRefused
    if "expires" not in result.parameters or "nonce" not in result.parameters:
        raise SignatureRefused


def _trusted(keys: KeySet, key_id: str) -> OKPKey:
    for key in keys.keys:
        if key.kid == key_id and isinstance(key, OKPKey):
            return key
    raise SignatureRefused


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(self, find: Callable[[str], OKPKey]) -> None:
        self._find = find

    def resolve_public_key(self, key_id: str) -> Any:
        return self._find(key_id).public_key

    def resolve_private_key(self, key_id: str) -> Any:
        return self._find(key_id).private_key
