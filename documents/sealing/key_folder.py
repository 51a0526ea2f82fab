"""What the key folder holds: keys and certificates of root, seal, time-stamps and certificate states."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from documents.sealing import certificates
from documents.sealing.certificates import Duty
from documents.sealing.keys import p256_key, rsa_key
from documents.service.secret_files import private_file

FOLDER = "pki"


@dataclass(frozen=True, slots=True)
class Pki:
    """Keys and certificates, read once. Keys stay out of ``repr``."""

    root: x509.Certificate
    root_key: rsa.RSAPrivateKey = field(repr=False)
    seal: x509.Certificate = field()
    seal_key: rsa.RSAPrivateKey = field(repr=False)
    tsa: x509.Certificate = field()
    tsa_key: ec.EllipticCurvePrivateKey = field(repr=False)
    ocsp: x509.Certificate = field()
    ocsp_key: ec.EllipticCurvePrivateKey = field(repr=False)
    revoked_file: Path = field()
    """JSON ``{"<serial in hex>": "<ISO time>"}``; absent while nothing is revoked."""


def prepare(keys: Path, *, now: datetime, pki_url: str) -> Pki:
    """Read the folder ``pki`` in ``keys``; make what is missing. Called twice, or twice at once, it gives the same.

    Raise ValueError when a file is not what its name says or a certificate does not belong to its key.
    """
    folder = keys / FOLDER
    root_key, seal_key = rsa_key(folder / "root.key"), rsa_key(folder / "seal.key")
    tsa_key, ocsp_key = p256_key(folder / "tsa.key"), p256_key(folder / "ocsp.key")
    root = _certificate(folder / "root.pem", root_key, lambda: certificates.issue_root(root_key, now))

    def leaf(name: str, duty: Duty, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> x509.Certificate:
        def issue() -> x509.Certificate:
            return certificates.issue(duty, key.public_key(), root=root, root_key=root_key, now=now, pki_url=pki_url)

        return _certificate(folder / name, key, issue)

    return Pki(
        root=root,
        root_key=root_key,
        seal=leaf("seal.pem", certificates.SEAL, seal_key),
        seal_key=seal_key,
        tsa=leaf("tsa.pem", certificates.TSA, tsa_key),
        tsa_key=tsa_key,
        ocsp=leaf("ocsp.pem", certificates.OCSP, ocsp_key),
        ocsp_key=ocsp_key,
        revoked_file=folder / "revoked.json",
    )


def load_anchor(keys: Path) -> x509.Certificate:
    """Read the root that this installation trusts. Raise FileNotFoundError before the first ``prepare``."""
    return x509.load_pem_x509_certificate((keys / FOLDER / "root.pem").read_bytes())


def _certificate(
    path: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, issue: Callable[[], x509.Certificate]
) -> x509.Certificate:
    pem = private_file(path, lambda: issue().public_bytes(serialization.Encoding.PEM))
    certificate = x509.load_pem_x509_certificate(pem)
    if certificate.public_key() != key.public_key():
        raise ValueError(f"{path.name}: not the certificate of its key")
    return certificate
