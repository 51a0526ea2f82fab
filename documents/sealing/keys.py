"""Private keys in files of mode 0600.

``seal.key`` is the first of its line and may be an operator's own; a later one is ``seal-<id>.key``, where the id is
the subject key identifier. So the certificate in ``seal.pem`` says which key is meant, and replacing that one file
changes both at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PrivateKeyTypes

from documents.sealing.key_files import write_whole
from documents.service.secret_files import private_file

RSA_BITS = 3072
"""128-bit strength. An EC seal key would force PDF 2.0, which PDF/A-3 is not."""
Key = TypeVar("Key", rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)


@dataclass(frozen=True)
class KeyFiles(Generic[Key]):
    """The keys of one line (``seal``, ``tsa`` …) in ``folder``. ``require`` refuses other kinds by ValueError."""

    folder: Path
    line: str
    require: Callable[[PrivateKeyTypes], Key]
    draw_key: Callable[[], Key]

    def first(self) -> Key:
        """Load ``<line>.key``, or draw it. Two processes that race agree on one."""
        return self._parse(private_file(self._first, lambda: _pem(self.draw_key())))

    def draw(self) -> Key:
        """Draw a further key and keep it."""
        key = self.draw_key()
        write_whole(self._later(key.public_key()), _pem(key))
        return key

    def find(self, public: CertificatePublicKeyTypes) -> Key:
        """Load the key that belongs to ``public``. Raise ValueError when it is not here."""
        for path in (self._later(public), self._first):
            if path.exists():
                key = self._parse(path.read_bytes())
                if key.public_key() == public:
                    return key
        raise ValueError(f"{self.line}: no key for its certificate")

    def tidy(self, current: CertificatePublicKeyTypes) -> None:
        """Delete every key of the line but that of ``current``: one that signs no more can only be stolen."""
        self.find(current)
        keep = self._later(current)
        others = list(self.folder.glob(f"{self.line}-*.key"))
        others += self.folder.glob(f".{self.line}-*.key.*")  # half written
        if keep.exists():
            others.append(self._first)
        for path in others:
            if path != keep:
                path.unlink(missing_ok=True)

    @property
    def _first(self) -> Path:
        return self.folder / f"{self.line}.key"

    def _later(self, public: CertificatePublicKeyTypes) -> Path:
        return self.folder / f"{self.line}-{key_id(public).hex()}.key"

    def _parse(self, pem: bytes) -> Key:
        # No primality test: it takes 0.1 s a key, and each signature is held against the certificate (kit, renewing)
        key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
        return self.require(key)


def rsa_files(folder: Path, line: str) -> KeyFiles[rsa.RSAPrivateKey]:
    def require(key: PrivateKeyTypes) -> rsa.RSAPrivateKey:
        if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= RSA_BITS:
            return key
        raise ValueError(f"{line}: not an RSA key of {RSA_BITS} bits")

    return KeyFiles(folder, line, require, draw_rsa)


def p256_files(folder: Path, line: str) -> KeyFiles[ec.EllipticCurvePrivateKey]:
    def require(key: PrivateKeyTypes) -> ec.EllipticCurvePrivateKey:
        if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
            return key
        raise ValueError(f"{line}: not a key on P-256")

    return KeyFiles(folder, line, require, lambda: ec.generate_private_key(ec.SECP256R1()))


def draw_rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def key_id(public: CertificatePublicKeyTypes) -> bytes:
    """Name a key as RFC 5280 4.2.1.2 (1) does."""
    return x509.SubjectKeyIdentifier.from_public_key(public).digest


def _pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
