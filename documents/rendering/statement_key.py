"""The key of the offline statement, beside the keys of the seal."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.service.ed25519_file import ed25519_key

FILE = "pki/statement.key"


def load_statement_key(keys: Path) -> Ed25519PrivateKey:
    """Read or draw the key in ``keys``, so that the page stays the same page. Raise ValueError for another kind."""
    return ed25519_key(keys / FILE)
