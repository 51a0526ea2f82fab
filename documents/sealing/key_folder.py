"""What the key folder holds: keys and certificates of root, seal, time-stamps and certificate states.

``<line>.pem`` is the certificate in use and says which key file is meant (``keys``); ``retired/<serial>.pem`` are the
ones before it, whose state is still told. The seal's private key is not read here: it may lie in a module.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from documents.sealing import certificates
from documents.sealing.key_files import one_writer, write_whole
from documents.sealing.keys import RSA_BITS, p256_files, rsa_files
from documents.sealing.lines import LINES, SEAL, Line
from documents.sealing.seal_keys import SealKeys, seal_key_files

FOLDER = "pki"
RETIRED = "retired"
REVOKED = "revoked.json"
"""See ``revocations``; absent while nothing is revoked."""
WATCHED = ("root.pem", *(f"{name}.pem" for name in LINES), REVOKED)
"""A change of one of these is a change of generation."""


@dataclass(frozen=True, slots=True)
class Pki:
    """Keys and certificates, read once. Keys stay out of ``repr``."""

    root: x509.Certificate
    root_key: rsa.RSAPrivateKey = field(repr=False)
    seal: x509.Certificate = field()
    tsa: x509.Certificate = field()
    tsa_key: ec.EllipticCurvePrivateKey = field(repr=False)
    ocsp: x509.Certificate = field()
    ocsp_key: ec.EllipticCurvePrivateKey = field(repr=False)
    retired: tuple[x509.Certificate, ...] = field()
    revoked_file: Path = field()

    @property
    def current(self) -> dict[str, x509.Certificate]:
        return {"seal": self.seal, "tsa": self.tsa, "ocsp": self.ocsp}

    def find(self, serial: int) -> x509.Certificate | None:
        """Give our certificate of that number, in use or retired; not the root."""
        known = (*self.retired, *self.current.values())
        return next((each for each in known if each.serial_number == serial), None)

    @property
    def seal_public(self) -> rsa.RSAPublicKey:
        key = self.seal.public_key()
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size < RSA_BITS:
            raise ValueError(f"seal.pem: not an RSA key of {RSA_BITS} bits")
        return key


def prepare(keys: Path, *, now: datetime, pki_url: str, seal_keys: SealKeys | None = None) -> Pki:
    """Read the folder ``pki`` in ``keys``; make what is missing. Called twice, or twice at once, it gives the same.

    Raise ValueError when a file is not what its name says or a certificate does not belong to its key.
    """
    folder = keys / FOLDER
    if not all((folder / name).exists() for name in ("root.pem", *(f"{line}.pem" for line in LINES))):
        with one_writer(folder):
            _make_missing(folder, now, pki_url, seal_keys or seal_key_files(folder))
    return read(folder)


def read(folder: Path) -> Pki:
    """Read the folder ``pki`` itself. Raise OSError or ValueError when it is not whole; nothing is made."""
    root = _certificate(folder / "root.pem")
    seal, tsa, ocsp = (_certificate(certificate_file(folder, line)) for line in LINES.values())
    return Pki(
        root=root,
        root_key=rsa_files(folder, "root").find(root.public_key()),
        seal=seal,
        tsa=tsa,
        tsa_key=p256_files(folder, "tsa").find(tsa.public_key()),
        ocsp=ocsp,
        ocsp_key=p256_files(folder, "ocsp").find(ocsp.public_key()),
        retired=tuple(_certificate(path) for path in sorted((folder / RETIRED).glob("*.pem"))),
        revoked_file=folder / REVOKED,
    )


def load_anchor(keys: Path) -> x509.Certificate:
    """Read the root that this installation trusts. Raise FileNotFoundError before the first ``prepare``."""
    return _certificate(keys / FOLDER / "root.pem")


def certificate_file(folder: Path, line: Line) -> Path:
    return folder / f"{line.name}.pem"


def pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _make_missing(folder: Path, now: datetime, pki_url: str, seal_keys: SealKeys) -> None:
    if not (folder / "root.pem").exists():
        write_whole(folder / "root.pem", pem_of(certificates.issue_root(rsa_files(folder, "root").first(), now)))
    root = _certificate(folder / "root.pem")
    root_key = rsa_files(folder, "root").find(root.public_key())
    for line in LINES.values():
        if not certificate_file(folder, line).exists():
            public = seal_keys.first() if line is SEAL else p256_files(folder, line.name).first().public_key()
            fresh = certificates.issue(line.duty, public, root=root, root_key=root_key, now=now, pki_url=pki_url)
            write_whole(certificate_file(folder, line), pem_of(fresh))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())
