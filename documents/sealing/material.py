# mypy: allow-untyped-calls
"""The validation material that every paper carries: certificates and fresh OCSP answers, checked once, then reused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from asn1crypto import ocsp, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.sealing.authority import Authority
from documents.sealing.key_folder import Pki
from documents.sealing.waiting import finish
from documents.service.clock import Clock

REFRESH = timedelta(hours=1)
"""Far below the day that an answer holds."""


@dataclass(frozen=True, slots=True)
class Material:
    certificates: tuple[x509.Certificate, ...]
    answers: tuple[ocsp.OCSPResponse, ...]
    since: datetime


class MaterialShelf:
    """Keeps the newest material of one generation of keys.

    It asks the authority again before the material grows old, when the clock has gone back and when a certificate ends.
    """

    def __init__(self, pki: Pki, authority: Authority, clock: Clock) -> None:
        self._pki, self._authority, self._clock = pki, authority, clock
        self._certificates = tuple(
            x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (pki.root, pki.seal, pki.tsa, pki.ocsp)
        )
        self._end = min(each.not_valid_after_utc for each in (pki.root, pki.seal, pki.tsa, pki.ocsp))
        self._lock = Lock()
        self._newest: Material | None = None

    def take(self) -> Material:
        """Give material that proves both certificates good. Raise what the validator raises when they are not."""
        with self._lock:
            now = self._clock()
            newest = self._newest
            if newest is None or not newest.since <= now < min(newest.since + REFRESH, self._end):
                newest = self._newest = self._collect(now)
            return newest

    def _collect(self, now: datetime) -> Material:
        if self._pki.ocsp.serial_number in self._authority.revoked():  # no validator asks: who would answer?
            raise ValueError("the responder's own certificate is revoked")
        answers = tuple(
            ocsp.OCSPResponse.load(self._authority.status(each)) for each in (self._pki.seal, self._pki.tsa)
        )
        root, seal, tsa, responder = self._certificates
        judged_at = self._clock()  # not ``now``: an answer of a second later would be "too recent"
        for certificate, usage, purposes in (
            (seal, {"non_repudiation"}, set[str]()),
            (tsa, set[str](), {"time_stamping"}),
        ):
            context = ValidationContext(
                trust_roots=[root],
                other_certs=[responder],
                ocsps=answers,
                allow_fetching=False,
                revocation_mode="require",
                moment=judged_at,
            )
            validator = CertificateValidator(certificate, SimpleCertificateStore(), validation_context=context)
            finish(validator.async_validate_usage(usage, purposes))
        return Material(self._certificates, answers, now)
