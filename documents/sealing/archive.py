# mypy: allow-untyped-calls
"""Archive time-stamps (ETSI EN 319 142-1 5.5): the one that closes a fresh paper, and later ones that renew it.

A stamp proves something as long as its authority's certificate holds. Before that ends, a further revision

1. adds what is now known of the former certificate (certificates, fresh OCSP answers) and
2. stamps the whole file, earlier stamps included, under the certificate in use.

The bytes before stay as they are, so the seal and every earlier stamp still fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from asn1crypto import ocsp, x509
from cryptography import x509 as pyca
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from documents.domain.errors import Halt, Unavailable
from documents.sealing.key_ring import SEAL_DOWN, KeyRing
from documents.sealing.kit import DIGEST, SealKit, parsed
from documents.sealing.waiting import finish
from documents.service.clock import Clock

ARCHIVE_FIELD = "archive-timestamp"
"""Of the first; the second is ``archive-timestamp-2``, and so on."""
TIMESTAMP_BYTES = 4096
STAMP_LAPSED = "archive_stamp_lapsed"
UNREADABLE = "paper_changed"


async def close_with_stamp(
    file: IO[bytes],
    stamper: TimeStamper,
    field: str,
    certificates: Iterable[x509.Certificate],
    answers: Iterable[ocsp.OCSPResponse],
) -> None:
    """Append validation material and a time-stamp over everything to ``file``, in one revision."""
    writer = IncrementalPdfFileWriter(file)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, ocsps=answers)
    stamps = PdfTimeStamper(stamper, field_name=field)
    await stamps.async_timestamp_pdf(writer, DIGEST, bytes_reserved=TIMESTAMP_BYTES, in_place=True)


@dataclass(frozen=True)
class ArchiveStamps:
    """Reads and renews the archive time-stamps of our papers."""

    ring: KeyRing[SealKit]
    clock: Clock

    def good_until(self, pdf: bytes) -> datetime:
        """Tell when the newest stamp stops to prove by itself: the end of its authority's certificate.

        Raise Halt("paper_changed") for a file that carries no stamp of ours.
        """
        return _last_authority(pdf).not_valid_after_utc

    def renewed_until(self) -> datetime:
        """Tell how long a stamp of today will hold. Raise Unavailable("seal_down")."""
        return self.ring.current().pki.tsa.not_valid_after_utc

    def renew(self, pdf: bytes) -> bytes:
        """Append material and a fresh stamp.

        Raise Halt("archive_stamp_lapsed") when the former certificate has ended or was revoked: no new stamp mends
        that. Raise Unavailable("seal_down") when there is no stamp to be had now.
        """
        kit, former = self.ring.current(), _last_authority(pdf)
        self._require_alive(kit, former)
        known = kit.pki
        certificates = tuple(parsed(each) for each in (known.root, former, known.tsa, known.ocsp))
        answers = tuple(ocsp.OCSPResponse.load(kit.authority.status(each)) for each in (former, known.tsa))
        file = BytesIO()
        file.write(pdf)
        try:
            kit.shelf.take()
            finish(close_with_stamp(file, kit.stamper, _next_field(pdf), certificates, answers))
        except (OSError, ValueError, PdfError, SigningError, PathBuildingError, PathValidationError) as error:
            raise Unavailable(SEAL_DOWN) from error
        return file.getvalue()

    def _require_alive(self, kit: SealKit, former: pyca.Certificate) -> None:
        ended = former.not_valid_after_utc <= self.clock()
        if ended or kit.pki.find(former.serial_number) != former or former.serial_number in kit.revoked:
            raise Halt(STAMP_LAPSED)


def _next_field(pdf: bytes) -> str:
    return f"{ARCHIVE_FIELD}-{len(PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures) + 1}"


def _last_authority(pdf: bytes) -> pyca.Certificate:
    try:
        stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
        if not stamps:
            raise Halt(UNREADABLE)
        return pyca.load_der_x509_certificate(stamps[-1].signer_cert.dump())
    except (PdfError, ValueError, KeyError, SigningError) as error:
        raise Halt(UNREADABLE) from error
