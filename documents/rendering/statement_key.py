"""The key of the offline statement, beside the keys of the seal; the public half in a file of its own."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from documents.service.ed25519_file import ed25519_key
from documents.service.secret_files import public_file

FILE = "pki/statement.key"
PUBLIC_FILE = "pki/statement.pub"
_PEM, _PUBLIC = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


def load_statement_key(keys: Path) -> Ed25519PrivateKey:
    """Read or draw the key in ``keys``, so that the page stays the same page, and publish its public half (PEM).

    Raise ValueError for another kind.
    """
    key = ed25519_key(keys / FILE)
    public_file(keys / PUBLIC_FILE, key.public_key().public_bytes(_PEM, _PUBLIC))
    return key


def read_statement_key(keys: Path) -> Ed25519PublicKey | None:
    """Read the published half; None before the office first opened. Raise ValueError for another kind."""
    path = keys / PUBLIC_FILE
    if not path.exists():
        return None
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path.name}: a key of another kind")  # noqa: TRY004 - the file is wrong, not the call
    return key
