# mypy: allow-untyped-calls
"""The seal: PAdES B-LTA (ETSI EN 319 142-1), certified, no change allowed.

1. Sign with the seal key, over everything; DocMDP level 1; a time-stamp over the signature (B-T).
2. Add certificates and OCSP answers to the document security store (B-LT).
3. Time-stamp the whole file, the store included (B-LTA). 2 and 3 are one revision.
"""

from io import BytesIO
from pathlib import Path
from typing import IO

import structlog
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from documents.domain.errors import Unavailable
from documents.domain.paper import PaperDraft
from documents.rendering.page import SEAL_FIELD
from documents.sealing.appearance import seal_style
from documents.sealing.archive import ARCHIVE_FIELD, close_with_stamp
from documents.sealing.key_folder import FOLDER, Pki, prepare
from documents.sealing.key_ring import SEAL_DOWN, KeyRing
from documents.sealing.kit import DIGEST, SealKit, kit_builder
from documents.sealing.material import Material
from documents.sealing.seal_keys import SealKeys, seal_key_files
from documents.sealing.waiting import finish
from documents.service.clock import SEOUL, Clock

SIGNATURE_BYTES = 8192
"""Room for the signature with its time-stamp, in hexadecimal digits: measured 6,900, and pyHanko need not guess."""
_FAILURES = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    RuntimeError,
    PdfError,
    SigningError,
    PathBuildingError,
    PathValidationError,
    UnsupportedAlgorithm,
)


_log = structlog.get_logger(__name__)


class PaperSealer:
    """Implements ``documents.ports.Sealer``. One at a time a thread; nothing is shared between papers but keys."""

    def __init__(self, ring: KeyRing[SealKit], clock: Clock) -> None:
        self._ring, self._clock = ring, clock

    def seal(self, pdf: bytes, draft: PaperDraft) -> bytes:  # noqa: ARG002 - a remote sealer would want the number
        """Give the sealed file. Whatever goes wrong is Unavailable("seal_down"): no paper leaves half sealed.

        Nor one whose certificate was revoked while it was being sealed.
        """
        kit = self._ring.current()
        try:
            sealed = finish(self._sealed(pdf, kit, kit.shelf.take()))
        except _FAILURES as error:
            raise Unavailable(SEAL_DOWN) from error
        if not self._ring.current().may_have_sealed(kit):
            raise Unavailable(SEAL_DOWN)
        return sealed

    async def _sealed(self, pdf: bytes, kit: SealKit, material: Material) -> bytes:
        signed = await self._sign(pdf, kit)
        await close_with_stamp(signed, kit.stamper, ARCHIVE_FIELD, material.certificates, material.answers)  # 2, 3
        signed.seek(0)
        return signed.read()

    async def _sign(self, pdf: bytes, kit: SealKit) -> IO[bytes]:  # 1
        meta = signers.PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signer = signers.PdfSigner(meta, kit.key, timestamper=kit.stamper, stamp_style=seal_style())
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        session = signer.init_signing_session(writer, existing_fields_only=True)
        session.system_time = self._clock().astimezone(SEOUL)
        document = session.prepare_tbs_document(None, SIGNATURE_BYTES)
        digest, output = document.digest_tbs_document()
        await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
        output.seek(0)
        return output


def open_ring(keys_folder: Path, clock: Clock, pki_url: str, seal_keys: SealKeys | None = None) -> KeyRing[SealKit]:
    """Build the ring of ``keys_folder``, making keys and certificates that are missing. ``seal_keys``: files if None.

    Raise Unavailable("seal_down") when a key is broken or not that of its certificate. A module that is away is no
    reason not to open: papers wait for it.
    """
    seal_keys = seal_keys or seal_key_files(keys_folder / FOLDER)
    try:
        pki = prepare(keys_folder, now=clock(), pki_url=pki_url, seal_keys=seal_keys)
        _find(seal_keys, pki)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unavailable(SEAL_DOWN) from error
    return KeyRing(keys_folder / FOLDER, kit_builder(seal_keys, clock))


def _find(seal_keys: SealKeys, pki: Pki) -> None:
    try:
        seal_keys.find(pki.seal_public)
    except Unavailable as error:
        _log.error("alarm", code=error.code)


def open_sealer(keys_folder: Path, clock: Clock, pki_url: str, seal_keys: SealKeys | None = None) -> PaperSealer:
    """Build the sealer on ``open_ring``, which see."""
    return PaperSealer(open_ring(keys_folder, clock, pki_url, seal_keys), clock)
