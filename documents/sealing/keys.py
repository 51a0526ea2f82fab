"""Private keys in files of mode 0600. A hardware module would take the place of these two functions."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from documents.service.secret_files import private_file

Drawn = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
RSA_BITS = 3072


def rsa_key(path: Path) -> rsa.RSAPrivateKey:
    """Load or draw RSA-3072: 128-bit strength. An EC seal key would force PDF 2.0, which PDF/A-3 is not."""
    key = _load(path, lambda: rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS))
    return key if isinstance(key, rsa.RSAPrivateKey) else _other_kind(path)


def p256_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Load or draw a key on the curve P-256."""
    key = _load(path, lambda: ec.generate_private_key(ec.SECP256R1()))
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else _other_kind(path)


def _load(path: Path, draw: Callable[[], Drawn]) -> PrivateKeyTypes:
    return serialization.load_pem_private_key(private_file(path, lambda: _pem(draw())), password=None)


def _pem(key: Drawn) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _other_kind(path: Path) -> NoReturn:
    raise ValueError(f"{path.name}: a key of another kind")
