"""Tells anyone whether our certificates still hold: OCSP answers (RFC 6960) and a revocation list (RFC 5280)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from documents.sealing.key_folder import Pki
from documents.sealing.revocations import Revocation, read_revocations
from documents.service.clock import Clock

OCSP_VALID = timedelta(days=1)
CRL_VALID = timedelta(days=7)
CRL_REFRESH = timedelta(hours=1)
"""How old a list may be that is served again. A revocation makes a new one at once."""


@dataclass(frozen=True, slots=True)
class _List:
    since: datetime
    revoked: dict[int, Revocation]
    der: bytes


class Authority:
    """Holds the root's and the responder's keys. Time comes from ``clock``."""

    def __init__(self, pki: Pki, clock: Clock) -> None:
        self._pki, self._clock = pki, clock
        self._list: _List | None = None

    def status(self, certificate: x509.Certificate) -> bytes:
        """Give a signed OCSP answer (DER) about one of our certificates, fresh as of now."""
        return self._answer(certificate, self._pki.root, hashes.SHA1(), nonce=None)  # noqa: S303 - the id hash of RFC 6960

    def respond(self, request: bytes) -> bytes:
        """Answer an OCSP request (DER). Malformed or foreign requests get the protocol's own refusals."""
        try:
            asked = ocsp.load_der_ocsp_request(request)
            serial, algorithm = asked.serial_number, asked.hash_algorithm
            issuer = (asked.issuer_name_hash, asked.issuer_key_hash)
            nonce = next((each.value for each in asked.extensions if isinstance(each.value, x509.OCSPNonce)), None)
        except (ValueError, NotImplementedError):
            return _refuse(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        certificate = self._pki.find(serial)
        if certificate is None or issuer != _hashes(self._pki, algorithm):
            return _refuse(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        return self._answer(certificate, self._pki.root, algorithm, nonce)

    def revocation_list(self) -> bytes:
        """Give the signed CRL (DER): it tells what is revoked now, and is at most ``CRL_REFRESH`` old."""
        now, revoked, newest = self._clock(), self.revoked(), self._list
        if newest is None or newest.revoked != revoked or not newest.since <= now < newest.since + CRL_REFRESH:
            newest = self._list = _List(now, revoked, self._sign_list(now, revoked))
        return newest.der

    def revoked(self) -> dict[int, Revocation]:
        """Read from the key folder what is revoked. Raise ValueError when that cannot be read."""
        return read_revocations(self._pki.revoked_file)

    def _sign_list(self, now: datetime, revoked: dict[int, Revocation]) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self._pki.root.subject)
        builder = builder.last_update(now).next_update(now + CRL_VALID)
        builder = builder.add_extension(_authority_key(self._pki.root), critical=False)
        builder = builder.add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
        for serial, each in revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(each.at)
            if each.reason is not x509.ReasonFlags.unspecified:  # to be left out then (RFC 5280 5.3.1)
                entry = entry.add_extension(x509.CRLReason(each.reason), critical=False)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._pki.root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _answer(
        self,
        certificate: x509.Certificate,
        issuer: x509.Certificate,
        algorithm: hashes.HashAlgorithm,
        nonce: x509.OCSPNonce | None,
    ) -> bytes:
        now, since = self._clock(), self.revoked().get(certificate.serial_number)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=issuer,
            algorithm=algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + OCSP_VALID,
            revocation_time=since.at if since else None,
            revocation_reason=since.reason if since else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self._pki.ocsp).certificates([self._pki.ocsp])
        if nonce is not None:
            builder = builder.add_extension(nonce, critical=False)
        return builder.sign(self._pki.ocsp_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _authority_key(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _hashes(pki: Pki, algorithm: hashes.HashAlgorithm) -> tuple[bytes, ...]:
    """Hash the root's name and its key bits, as a request names the issuer (RFC 6960 4.1.1)."""
    bits = pki.root_key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    results = []
    for content in (pki.root.subject.public_bytes(), bits):
        digest = hashes.Hash(algorithm)
        digest.update(content)
        results.append(digest.finalize())
    return tuple(results)


def _refuse(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)
