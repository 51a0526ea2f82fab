"""Ed25519 keys in files of mode 0600. They sign deterministically: the same content has the same signature."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.service.secret_files import private_file


def ed25519_key(path: Path) -> Ed25519PrivateKey:
    """Read the key in ``path``, or draw it. Raise ValueError when the file holds something else."""
    key = serialization.load_pem_private_key(private_file(path, _draw), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name}: a key of another kind")  # noqa: TRY004 - the file is wrong, not the call
    return key


def _draw() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
