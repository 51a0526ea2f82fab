"""The key of the offline statement, in a file of mode 0600 beside the keys of the seal."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.service.secret_files import private_file

FILE = "pki/statement.key"


def load_statement_key(keys: Path) -> Ed25519PrivateKey:
    """Read or draw the key in ``keys``. Ed25519 signs deterministically, so the page stays the same page.

    Raise ValueError when the file holds something else.
    """
    key = serialization.load_pem_private_key(private_file(keys / FILE, _draw), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{FILE}: a key of another kind")  # noqa: TRY004 - the file is wrong, not the call
    return key


def _draw() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
