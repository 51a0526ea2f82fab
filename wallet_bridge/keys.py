"""Key files: a private PEM that only its owner reads, and a public JWKS beside it for those who check signatures."""

import json
from pathlib import Path

from joserfc.jwk import ECKey, KeySet, OKPKey

from documents.service.secret_files import private_file, public_file


def ed25519(path: Path) -> OKPKey:
    """Read the Ed25519 key in ``path``, made on first use, and publish its public half (RFC 9421 signatures)."""
    pem = private_file(path, lambda: OKPKey.generate_key("Ed25519").as_pem(private=True))
    key = OKPKey.import_key(pem)
    key.ensure_kid()  # the RFC 7638 thumbprint, so both sides derive the same name
    publish(public_half(path), KeySet([key]))
    return key


def p256(path: Path) -> ECKey:
    """Read the P-256 key in ``path``, made on first use, and publish its public half (ES256 receipts)."""
    pem = private_file(path, lambda: ECKey.generate_key("P-256").as_pem(private=True))
    key = ECKey.import_key(pem)
    key.ensure_kid()
    publish(public_half(path), KeySet([key]))
    return key


def public_half(path: Path) -> Path:
    """Say where the JWKS of the private key ``path`` lies: ``push.pem`` → ``push.jwks.json``."""
    return path.with_suffix(".jwks.json")


def publish(path: Path, keys: KeySet) -> None:
    """Write the public JWKS."""
    public_file(path, json.dumps(keys.as_dict(private=False), sort_keys=True).encode())


def read_public(path: Path) -> KeySet:
    """Read a JWKS file afresh, so that a key that appears or is rotated counts from the next request on."""
    return KeySet.import_key_set(json.loads(path.read_text()))
