"""One issuing worker as a process of its own, to be killed.

Its register knows everybody; its wallet is a folder, where the first file under a promise key stays.
"""

import hashlib
import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

from documents.archive import PaperStore
from documents.domain.errors import Halt
from documents.domain.kind import PaperKind
from documents.domain.paper import SealedPaper
from documents.domain.receipt import Receipt
from documents.domain.resident import Ci, RegisterRecord
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.backoff import Backoff
from documents.service.database import open_engine
from documents.worker import Worker
from tests.fakes_documents import NOON, FakeReader, FakeRenderer, FakeSealer, person, record_of
from tests.office import NEWS, ledger_over, vault


class EverybodysRegister:
    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        return record_of(person(ci.rstrip("-"), ci=ci))


@dataclass
class FolderWallet:
    folder: Path

    def deliver(self, paper: SealedPaper, pdf: bytes, holder_ci: Ci, promise_key: str) -> Receipt:
        fresh = self.folder / f".{promise_key}.{os.getpid()}.{threading.get_ident()}"
        fresh.write_bytes(pdf)
        try:
            os.link(fresh, self.folder / promise_key)
        except FileExistsError:
            if (self.folder / promise_key).read_bytes() != pdf:
                raise Halt("wallet_conflict") from None
        finally:
            fresh.unlink()
        return Receipt(promise_key, hashlib.sha256(pdf).hexdigest(), NOON, "signed.by.wallet")


def serve(url: str, folder: Path, lease: float, ready: Event) -> None:
    """Work until SIGTERM. Set ``ready`` when working."""
    engine = open_engine(url)
    ledger = ledger_over(engine, lease=lease, backoff=Backoff(base=0.05, cap=0.2))
    store, wallet = PaperStore(folder / "papers", engine, vault()), FolderWallet(folder / "wallet")
    parts = (Drafting(EverybodysRegister(), {}, NEWS), FakeRenderer(), FakeReader(), FakeSealer(), wallet, store)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with Worker(ledger, Issuing(ledger, *parts, lambda: NOON), threads=2, poll=0.05):
        ready.set()
        ended.wait()
    engine.dispose()
