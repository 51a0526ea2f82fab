"""The certificates of the project's own small authority: one root, and what it vouches for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

BACKDATED = timedelta(days=1)
"""Start of validity before now, so that clocks that disagree a little do not refuse a fresh certificate."""
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_NO_USE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class Duty:
    """What a certificate is for. ``usage`` holds the key usages that are set."""

    name: str
    years: int
    usage: tuple[str, ...]
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    purposes_critical: bool = False
    checked: bool = True
    """Its revocation is to be checked. An OCSP responder's is not: that would never end (RFC 6960 4.2.2.2.1)."""


_SIGNING = ("digital_signature",)
ROOT = Duty("견본 민원 루트 인증기관", 20, ("key_cert_sign", "crl_sign", "digital_signature"))
SEAL = Duty("견본 민원 전자관인", 5, ("digital_signature", "content_commitment"), (_DOCUMENT_SIGNING,))
TSA = Duty("견본 민원 시점확인기관", 10, ("digital_signature",), (ExtendedKeyUsageOID.TIME_STAMPING,), True)  # noqa: FBT003
OCSP = Duty(
    "견본 민원 인증서 상태 확인", 10, ("digital_signature",), (ExtendedKeyUsageOID.OCSP_SIGNING,), checked=False
)


def issue_root(key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    builder = _start(ROOT, key.public_key(), _name(ROOT), now, now + timedelta(days=365 * ROOT.years))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.sign(key, hashes.SHA256())


def issue(
    duty: Duty, key: PublicKey, *, root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime, pki_url: str
) -> x509.Certificate:
    """Certify ``key`` for ``duty``, not beyond the root. ``pki_url`` is where anyone finds OCSP, CRL and the root."""
    until = min(now + timedelta(days=365 * duty.years), root.not_valid_after_utc)
    builder = _start(duty, key, root.subject, now, until).add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    issuer = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer), critical=False
    )
    for extension, critical in _extras(duty, pki_url):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(root_key, hashes.SHA256())


def _start(duty: Duty, key: PublicKey, issuer: x509.Name, now: datetime, until: datetime) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(**{**_NO_USE, **dict.fromkeys(duty.usage, True)})
    return (
        x509.CertificateBuilder()
        .subject_name(_name(duty))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(usage, critical=True)
    )


def _extras(duty: Duty, pki_url: str) -> Sequence[tuple[x509.ExtensionType, bool]]:
    extras: list[tuple[x509.ExtensionType, bool]] = []
    if duty.purposes:
        extras.append((x509.ExtendedKeyUsage(duty.purposes), duty.purposes_critical))
    if not duty.checked:
        return [*extras, (x509.OCSPNoCheck(), False)]
    access = [(AuthorityInformationAccessOID.OCSP, "ocsp"), (AuthorityInformationAccessOID.CA_ISSUERS, "ca.pem")]
    descriptions = [x509.AccessDescription(method, _url(pki_url, name)) for method, name in access]
    point = x509.DistributionPoint([_url(pki_url, "crl")], None, None, None)
    return [
        *extras,
        (x509.AuthorityInformationAccess(descriptions), False),
        (x509.CRLDistributionPoints([point]), False),
    ]


def _url(base: str, name: str) -> x509.UniformResourceIdentifier:
    return x509.UniformResourceIdentifier(f"{base.rstrip('/')}/{name}")


def _name(duty: Duty) -> x509.Name:
    pairs = [(NameOID.COUNTRY_NAME, "KR"), (NameOID.ORGANIZATION_NAME, "견본 민원"), (NameOID.COMMON_NAME, duty.name)]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])
