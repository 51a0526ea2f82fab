# mypy: allow-untyped-calls
"""What sealing takes from one generation of keys, put together once."""

from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import keys, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.sealing.authority import Authority
from documents.sealing.key_folder import Pki
from documents.sealing.material import MaterialShelf
from documents.sealing.seal_keys import RawSigner, SealKeys
from documents.sealing.timestamps import HouseTimeStamper, TimestampAuthority
from documents.service.clock import Clock

DIGEST = "sha256"


class SealKey(SimpleSigner):
    """Signs with a key that is at hand: pyHanko's own signer parses one again for every signature."""

    def __init__(self, certificate: x509.Certificate, public: rsa.RSAPublicKey, raw: RawSigner) -> None:
        super().__init__(
            signing_cert=certificate, signing_key=keys.PrivateKeyInfo(), cert_registry=SimpleCertificateStore()
        )
        self._public, self.raw = public, raw

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign, and see that the certificate's key did: a wrong key or a faulty module stops here."""
        if digest_algorithm != DIGEST:
            raise SigningError("only SHA-256 here")
        signature = self.raw.sign(data)
        try:
            self._public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise SigningError("a signature that does not fit the certificate") from error
        return signature


@dataclass(frozen=True)
class SealKit:
    pki: Pki
    key: SealKey
    stamper: HouseTimeStamper
    shelf: MaterialShelf
    authority: Authority
    revoked: frozenset[int]
    """Serial numbers."""

    def may_have_sealed(self, former: "SealKit") -> bool:
        """Say whether what ``former`` sealed may leave: none of its certificates is revoked by now."""
        return self.revoked.isdisjoint(each.serial_number for each in former.pki.current.values())


def kit_builder(seal_keys: SealKeys, clock: Clock) -> Callable[[Pki], SealKit]:
    """Give what a key ring builds for sealing."""

    def build(pki: Pki) -> SealKit:
        authority = Authority(pki, clock)
        return SealKit(
            pki=pki,
            key=SealKey(parsed(pki.seal), pki.seal_public, seal_keys.find(pki.seal_public)),
            stamper=HouseTimeStamper(TimestampAuthority(pki, clock)),
            shelf=MaterialShelf(pki, authority, clock),
            authority=authority,
            revoked=frozenset(authority.revoked()),
        )

    return build


def parsed(certificate: pyca.Certificate) -> x509.Certificate:
    loaded: x509.Certificate = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return loaded
