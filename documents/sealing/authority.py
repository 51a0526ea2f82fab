"""Tells anyone whether our certificates still hold: OCSP answers (RFC 6960) and a revocation list (RFC 5280)."""

import json
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from documents.sealing.key_folder import Pki
from documents.service.clock import Clock

OCSP_VALID = timedelta(days=1)
CRL_VALID = timedelta(days=7)


class Authority:
    """Holds the root's and the responder's keys. Time comes from ``clock``."""

    def __init__(self, pki: Pki, clock: Clock) -> None:
        self._pki, self._clock = pki, clock
        self._known = {each.serial_number: each for each in (pki.seal, pki.tsa, pki.ocsp)}

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
        certificate = self._known.get(serial)
        if certificate is None or issuer != _hashes(self._pki, algorithm):
            return _refuse(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        return self._answer(certificate, self._pki.root, algorithm, nonce)

    def revocation_list(self) -> bytes:
        """Give the signed CRL (DER) as of now."""
        now = self._clock()
        builder = x509.CertificateRevocationListBuilder().issuer_name(self._pki.root.subject)
        builder = builder.last_update(now).next_update(now + CRL_VALID)
        builder = builder.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        for serial, at in self.revoked().items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._pki.root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def revoked(self) -> dict[int, datetime]:
        """Read which serial numbers are revoked since when, from the key folder."""
        if not self._pki.revoked_file.exists():
            return {}
        entries = json.loads(self._pki.revoked_file.read_text("utf-8"))
        return {int(serial, 16): datetime.fromisoformat(at) for serial, at in entries.items()}

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
            revocation_time=since,
            revocation_reason=x509.ReasonFlags.unspecified if since else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self._pki.ocsp).certificates([self._pki.ocsp])
        if nonce is not None:
            builder = builder.add_extension(nonce, critical=False)
        return builder.sign(self._pki.ocsp_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


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
