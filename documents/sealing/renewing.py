"""The life of our certificates: renewed (same key), rotated (new key), revoked; each while papers are being sealed.

A change is one replaced file: the former certificate is put aside first, then ``<line>.pem`` is switched. Whoever reads
sees the old generation or the new (``key_ring``). Nothing here stops the sealing but a revocation.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from documents.domain.errors import Halt, Unavailable
from documents.sealing import certificates
from documents.sealing.certificates import PublicKey
from documents.sealing.key_files import one_writer, write_whole
from documents.sealing.key_folder import FOLDER, RETIRED, Pki, certificate_file, pem_of, read
from documents.sealing.key_ring import SEAL_DOWN
from documents.sealing.keys import p256_files
from documents.sealing.lines import LINES, SEAL, Line
from documents.sealing.revocations import Revocation, read_revocations, write_revocations
from documents.sealing.seal_keys import SealKeys, seal_key_files
from documents.service.clock import Clock

ROOT_ENDS = "root_ends_soon"
UNKNOWN, REVOKED, UNPROVEN = "unknown_certificate", "certificate_revoked", "seal_key_unproven"
_PROBE = b"minwon: is this the key of the certificate?"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KeyCare:
    """Changes the key folder. Several processes may hold one; they take turns. Times are those of ``clock``."""

    folder: Path
    seal_keys: SealKeys
    pki_url: str
    clock: Clock

    def renew(self, line: Line) -> x509.Certificate:
        """Certify the key in use for a further term. Raise Halt("certificate_revoked"): that key is to be rotated."""
        with self._changing() as pki:
            former = pki.current[line.name]
            if former.serial_number in read_revocations(pki.revoked_file):
                raise Halt(REVOKED)
            return self._switch(pki, line, _public(former))

    def rotate(self, line: Line) -> x509.Certificate:
        """Draw a key, certify it, use it, and do away with the former where that is ours to do."""
        with self._changing() as pki:
            return self._rotate(pki, line)

    def revoke(self, serial: int, reason: x509.ReasonFlags) -> Revocation:
        """Revoke, for good. A certificate in use seals nothing from this moment on, until its line is rotated.

        Raise Halt("unknown_certificate") for a number that is not one of ours, or the root's.
        """
        with self._changing() as pki:
            revoked = read_revocations(pki.revoked_file)
            if pki.find(serial) is None:
                raise Halt(UNKNOWN)
            if serial not in revoked:
                write_revocations(pki.revoked_file, {**revoked, serial: Revocation(self.clock(), reason)})
                # The sealing has stopped; dated again, so that no paper bears a later time than the revocation.
                revoked = {**revoked, serial: Revocation(self.clock(), reason)}
                write_revocations(pki.revoked_file, revoked)
            return revoked[serial]

    def rotate_when_due(self) -> tuple[Line, ...]:
        """Rotate each line whose certificate ends within its lead. Raise Unavailable("seal_down") when that fails."""
        with self._changing() as pki:
            due = tuple(line for line in LINES.values() if self._due(pki, line))
            for line in due:
                self._rotate(pki, line)
                _log.info("certificate_rotated", line=line.name)
        return due

    @contextmanager
    def _changing(self) -> Iterator[Pki]:
        try:
            with one_writer(self.folder):
                yield read(self.folder)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature) as error:
            raise Unavailable(SEAL_DOWN) from error

    def _due(self, pki: Pki, line: Line) -> bool:
        now, end = self.clock(), pki.current[line.name].not_valid_after_utc
        if end - now > line.lead:
            return False
        if end >= pki.root.not_valid_after_utc:  # a further one would end on the same day
            _log.error("alarm", code=ROOT_ENDS, ends=end.isoformat())
            return False
        return True

    def _rotate(self, pki: Pki, line: Line) -> x509.Certificate:
        if line is SEAL:
            drawn = self.seal_keys.draw()
            self._require_proof(drawn)
            fresh = self._switch(pki, line, drawn)
            self.seal_keys.tidy(drawn)
            return fresh
        files = p256_files(self.folder, line.name)
        public = files.draw().public_key()
        fresh = self._switch(pki, line, public)
        files.tidy(public)
        return fresh

    def _require_proof(self, drawn: rsa.RSAPublicKey) -> None:
        """See that the new key signs before anything hangs on it."""
        try:
            drawn.verify(self.seal_keys.find(drawn).sign(_PROBE), _PROBE, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise Halt(UNPROVEN) from error

    def _switch(self, pki: Pki, line: Line, key: PublicKey) -> x509.Certificate:
        former = pki.current[line.name]
        fresh = certificates.issue(
            line.duty, key, root=pki.root, root_key=pki.root_key, now=self.clock(), pki_url=self.pki_url
        )
        fresh.verify_directly_issued_by(pki.root)
        write_whole(self.folder / RETIRED / f"{former.serial_number:x}.pem", pem_of(former))
        write_whole(certificate_file(self.folder, line), pem_of(fresh))
        return fresh


def open_care(keys: Path, clock: Clock, pki_url: str, seal_keys: SealKeys | None = None) -> KeyCare:
    """Build the care of the folder ``pki`` in ``keys``, which ``prepare`` has filled. ``seal_keys``: files if None."""
    return KeyCare(keys / FOLDER, seal_keys or seal_key_files(keys / FOLDER), pki_url, clock)


def _public(certificate: x509.Certificate) -> PublicKey:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise Unavailable(SEAL_DOWN)
    return key
