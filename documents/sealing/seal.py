# mypy: allow-untyped-calls
"""The seal: PAdES B-LTA (ETSI EN 319 142-1), certified, no change allowed.

1. Sign with the seal key, over everything; DocMDP level 1; a time-stamp over the signature (B-T).
2. Add certificates and OCSP answers to the document security store (B-LT).
3. Time-stamp the whole file, the store included (B-LTA). 2 and 3 are one revision.
"""

from io import BytesIO
from pathlib import Path
from typing import IO

from asn1crypto import keys, x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.domain.errors import Unavailable
from documents.domain.paper import PaperDraft
from documents.rendering.page import SEAL_FIELD
from documents.sealing.appearance import seal_style
from documents.sealing.authority import Authority
from documents.sealing.key_folder import Pki, prepare
from documents.sealing.material import Material, MaterialShelf
from documents.sealing.timestamps import HouseTimeStamper, TimestampAuthority
from documents.sealing.waiting import finish
from documents.service.clock import SEOUL, Clock

DIGEST = "sha256"
ARCHIVE_FIELD = "archive-timestamp"
SIGNATURE_BYTES = 8192
"""Room for the signature with its time-stamp, in hexadecimal digits: measured 6,900, and pyHanko need not guess."""
TIMESTAMP_BYTES = 4096
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


class SealKey(SimpleSigner):
    """Signs with a parsed key: pyHanko's own signer parses it again for every signature."""

    def __init__(self, certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
        super().__init__(
            signing_cert=certificate, signing_key=keys.PrivateKeyInfo(), cert_registry=SimpleCertificateStore()
        )
        self._key = key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != DIGEST:
            raise SigningError("only SHA-256 here")
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class PaperSealer:
    """Implements ``documents.ports.Sealer``. One at a time a thread; nothing is shared between papers but keys."""

    def __init__(self, pki: Pki, clock: Clock) -> None:
        self._clock = clock
        self._signer = SealKey(x509.Certificate.load(pki.seal.public_bytes(Encoding.DER)), pki.seal_key)
        self._timestamper = HouseTimeStamper(TimestampAuthority(pki, clock))
        self._shelf = MaterialShelf(pki, Authority(pki, clock), clock)

    def seal(self, pdf: bytes, draft: PaperDraft) -> bytes:  # noqa: ARG002 - a remote sealer would want the number
        """Give the sealed file. Whatever goes wrong is Unavailable("seal_down"): no paper leaves half sealed."""
        try:
            material = self._shelf.take()
            return finish(self._sealed(pdf, material))
        except _FAILURES as error:
            raise Unavailable("seal_down") from error

    async def _sealed(self, pdf: bytes, material: Material) -> bytes:
        return await self._archive(await self._sign(pdf), material)

    async def _sign(self, pdf: bytes) -> IO[bytes]:  # 1
        meta = signers.PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signer = signers.PdfSigner(meta, self._signer, timestamper=self._timestamper, stamp_style=seal_style())
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        session = signer.init_signing_session(writer, existing_fields_only=True)
        session.system_time = self._clock().astimezone(SEOUL)
        document = session.prepare_tbs_document(None, SIGNATURE_BYTES)
        digest, output = document.digest_tbs_document()
        await document.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
        output.seek(0)
        return output

    async def _archive(self, signed: IO[bytes], material: Material) -> bytes:  # 2, 3
        writer = IncrementalPdfFileWriter(signed)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=material.certificates, ocsps=material.answers)
        stamper = PdfTimeStamper(self._timestamper, field_name=ARCHIVE_FIELD)
        await stamper.async_timestamp_pdf(writer, DIGEST, bytes_reserved=TIMESTAMP_BYTES, in_place=True)
        signed.seek(0)
        return signed.read()


def open_sealer(keys_folder: Path, clock: Clock, pki_url: str) -> PaperSealer:
    """Build the sealer from ``keys_folder``, making keys and certificates that are missing.

    Raise Unavailable("seal_down") when a key is broken or not that of its certificate.
    """
    try:
        return PaperSealer(prepare(keys_folder, now=clock(), pki_url=pki_url), clock)
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise Unavailable("seal_down") from error
