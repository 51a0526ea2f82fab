"""Where the private key of the seal is: in a file, or in a module that never gives it away."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from documents.sealing.keys import KeyFiles, rsa_files


class RawSigner(Protocol):
    """Signs, and shows nothing of its key. Several threads may call it."""

    def sign(self, data: bytes) -> bytes:
        """Give RSASSA-PKCS1-v1_5 with SHA-256 of ``data``. Raise Unavailable("seal_down") when out of reach."""
        ...


class SealKeys(Protocol):
    """A place for the private keys of seals. ValueError means that what is there is not what it should be."""

    def first(self) -> rsa.RSAPublicKey:
        """Give the pair that an operator put there before the first start, or draw one."""
        ...

    def draw(self) -> rsa.RSAPublicKey:
        """Draw a further pair."""
        ...

    def find(self, public: rsa.RSAPublicKey) -> RawSigner:
        """Give the signer whose public key is ``public``."""
        ...

    def tidy(self, current: rsa.RSAPublicKey) -> None:
        """Do away with the keys that ``current`` replaced, where that is this place's to decide."""
        ...


@dataclass(frozen=True)
class FileSigner:
    """Signs with a parsed key."""

    key: rsa.RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def __repr__(self) -> str:
        return "FileSigner()"


@dataclass(frozen=True)
class FileSealKeys:
    """Keeps the keys beside the certificates."""

    files: KeyFiles[rsa.RSAPrivateKey]

    def first(self) -> rsa.RSAPublicKey:
        return self.files.first().public_key()

    def draw(self) -> rsa.RSAPublicKey:
        return self.files.draw().public_key()

    def find(self, public: rsa.RSAPublicKey) -> RawSigner:
        return FileSigner(self.files.find(public))

    def tidy(self, current: rsa.RSAPublicKey) -> None:
        self.files.tidy(current)


def seal_key_files(folder: Path) -> FileSealKeys:
    return FileSealKeys(rsa_files(folder, "seal"))
