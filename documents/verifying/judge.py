# mypy: allow-untyped-calls
"""Judges the bytes of a file by themselves: whether there is a seal, whose, and whether all under it is untouched.

1. It must be a PDF of reasonable size that a strict parser reads.
2. It must carry a certifying signature; a file without one is nobody's.
3. The signature must fit the bytes: digest and signature value.
4. It must chain to our anchors at the time that our own time-stamp proves, with the certificate states that the file
   carries (ETSI EN 319 102-1 5.6.3). Names count for nothing, only keys do.
5. What came after the signature may only be our archive time-stamps, each with its validation material, and nothing
   may come after the last. A later stamp renews an earlier one (``sealing.archive``): the last is judged at its own
   time, the one before at the time that the next proves, and so on back to the seal (EN 319 102-1 5.6.3.4).

The ledger has the last word (``checker``): this module cannot see a re-issued or a revoked paper.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from io import BytesIO

import structlog
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from documents.domain.number import PaperNumber
from documents.sealing.waiting import finish
from documents.service.clock import Clock
from documents.verifying.pages import UnreadablePages, page_texts
from documents.verifying.subject import printed_number

MAX_BYTES = 10 * 1024 * 1024
_AHEAD = timedelta(minutes=5)
"""How far in the future a time-stamp may be before we stop believing it."""
_log = structlog.get_logger(__name__)


class Finding(StrEnum):
    """What the bytes alone say."""

    SOUND = "sound"
    """Our seal, and nothing touched."""
    BROKEN = "broken"
    """A seal that no longer fits its bytes, or something was added."""
    STRANGER = "stranger"
    """A seal that fits, made with a key that is not ours."""
    DISTRUSTED = "distrusted"
    """Our seal, and it fits, but its certificate did not hold when the seal was made."""
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """``indication`` and ``sub_indication`` in the words of ETSI EN 319 102-1; None where no signature was found."""

    finding: Finding
    indication: str | None = None
    sub_indication: str | None = None
    signed_at: datetime | None = None
    number: PaperNumber | None = None
    """As printed on page one; it says which paper the file claims to be, never that it is."""
    our_key: bool = False
    """Our root certified the key of the seal, sound or broken."""


_INDICATIONS = {
    AdESStatus.PASSED: "TOTAL-PASSED",
    AdESStatus.INDETERMINATE: "INDETERMINATE",
    AdESStatus.FAILED: "TOTAL-FAILED",
}


def judge(pdf: bytes, anchor: x509.Certificate, clock: Clock) -> FileFacts:
    """Judge a file that anyone may have made. Never raises for what the file contains."""
    number = _number(pdf)
    if not pdf.startswith(b"%PDF-") or len(pdf) > MAX_BYTES:  # 1
        return FileFacts(Finding.UNREADABLE, number=number)
    try:
        return _judge(pdf, number, anchor, clock())
    except Exception as error:  # noqa: BLE001 - a hostile file may break the parser in ways that no list of errors covers
        _log.info("file_unreadable", error=type(error).__name__)
        return FileFacts(Finding.UNREADABLE, number=number)


def _judge(pdf: bytes, number: PaperNumber | None, anchor: x509.Certificate, now: datetime) -> FileFacts:
    reader = PdfFileReader(BytesIO(pdf))  # 1
    seals = reader.embedded_regular_signatures
    if not seals:  # 2
        return FileFacts(Finding.UNSEALED, number=number)
    seal = seals[0]
    proven = _proven_time(reader, now)
    timing = ValidationTimingInfo(proven, proven, point_in_time_validation=True)
    result = finish(ades_lta_validation(seal, _policy(anchor), timing_info=timing))
    status, passed = result.api_status, result.ades_subindic.status is AdESStatus.PASSED
    facts = FileFacts(
        Finding.BROKEN,
        indication=_INDICATIONS[result.ades_subindic.status],
        sub_indication=None if passed else result.ades_subindic.standard_name,
        signed_at=result.best_signature_time if passed else None,
        number=number,
        our_key=_ours(seal.signer_cert, anchor),
    )
    if status is None or not (status.intact and status.valid):  # 3
        return facts
    if not passed:  # 4
        return replace(facts, finding=Finding.DISTRUSTED if facts.our_key else Finding.STRANGER)
    certifies = seal.docmdp_level is MDPPerm.NO_CHANGES and len(seals) == 1
    untouched = bool(status.docmdp_ok) and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if certifies and untouched and _closed(reader, len(pdf)):  # 5
        return replace(facts, finding=Finding.SOUND)
    return replace(facts, indication=_INDICATIONS[AdESStatus.FAILED], sub_indication="FORMAT_FAILURE")


def _ours(signer: asn1_x509.Certificate, anchor: x509.Certificate) -> bool:
    """Say whether our root's key, not merely its name, issued the certificate."""
    try:
        x509.load_der_x509_certificate(signer.dump()).verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _closed(reader: PdfFileReader, size: int) -> bool:
    """Say whether the last archive time-stamp covers the file to its last byte."""
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        return False
    start, length, second, rest = (int(each) for each in stamps[-1].byte_range)
    return start == 0 and length < second and second + rest == size


def _proven_time(reader: PdfFileReader, now: datetime) -> datetime:
    """Give the time of the last archive time-stamp; whether that stamp is ours, the validation finds out."""
    stamps = reader.embedded_timestamp_signatures
    if not stamps:
        return now
    info = stamps[-1].signed_data["encap_content_info"]["content"].parsed
    proven: datetime = info["gen_time"].native
    return proven if proven <= now + _AHEAD else now


def _policy(anchor: x509.Certificate) -> PdfSignatureValidationSpec:
    """Trust ``anchor`` alone, demand revocation answers for every certificate, fetch nothing."""
    roots = [asn1_x509.Certificate.load(anchor.public_bytes(Encoding.DER))]
    revocation = CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require"))
    offline = RevocationInfoGatheringSpec(
        RevinfoOnlineFetchingRule.LOCAL_ONLY, certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH
    )
    trust = CertValidationPolicySpec(SimpleTrustManager.build(roots), revocation)
    return PdfSignatureValidationSpec(SignatureValidationSpec(trust, offline))


def _number(pdf: bytes) -> PaperNumber | None:
    try:
        texts = page_texts(pdf, most=1)
    except UnreadablePages:
        return None
    return printed_number(texts[0]) if texts else None
