"""A key folder of one test's own, with its sealer and its care, and a clock that the test sets."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.sealing import PaperSealer, load_anchor, open_ring
from documents.sealing.archive import ArchiveStamps
from documents.sealing.key_ring import KeyRing
from documents.sealing.kit import SealKit
from documents.sealing.renewing import KeyCare, open_care
from documents.verifying import FileFacts, judge
from tests.unit.documents.paper_house import PKI_URL, keys, now, pki, renderer
from tests.unit.documents.paper_samples import draft


@cache
def page() -> bytes:
    """The sample paper, not sealed."""
    return renderer().render(draft())


@dataclass
class SetClock:
    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **more: float) -> None:
        self.moment += timedelta(**more)


@dataclass
class SealRoom:
    keys: Path
    clock: SetClock
    ring: KeyRing[SealKit]
    care: KeyCare
    sealer: PaperSealer = field(init=False)

    def __post_init__(self):
        self.sealer = PaperSealer(self.ring, self.clock)

    @property
    def folder(self) -> Path:
        return self.keys / "pki"

    @property
    def stamps(self) -> ArchiveStamps:
        return ArchiveStamps(self.ring, self.clock)

    @property
    def current(self):
        return self.ring.current().pki.current

    def seal(self) -> bytes:
        return self.sealer.seal(page(), draft())

    def judge(self, pdf: bytes, clock=None) -> FileFacts:
        """Judge at the time of ``clock``. The machine's own clock goes with it: pyHanko asks that, too."""
        clock = clock or self.clock
        with time_machine.travel(clock(), tick=False):
            return judge(pdf, load_anchor(self.keys), clock)


def open_room(folder: Path, clock=None, seal_keys=None) -> SealRoom:
    """Furnish ``folder`` with the keys of the run, so that none has to be drawn."""
    pki()
    shutil.copytree(keys() / "pki", folder / "pki")
    clock = clock or SetClock(now())
    return SealRoom(
        folder, clock, open_ring(folder, clock, PKI_URL, seal_keys), open_care(folder, clock, PKI_URL, seal_keys)
    )


def seal_serial(pdf: bytes) -> int:
    return PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0].signer_cert.serial_number


def stamp_serials(pdf: bytes) -> list[int]:
    stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
    return [each.signer_cert.serial_number for each in stamps]
