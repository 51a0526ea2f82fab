"""One issuing worker as a process of its own, to be killed, or to kill itself at any step.

Its register knows everybody; its wallet is a folder, where the first file under a promise key stays.
"""

import hashlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from documents.archive import PaperStore
from documents.domain.errors import Halt
from documents.domain.kind import PaperKind
from documents.domain.paper import SealedPaper
from documents.domain.receipt import Receipt
from documents.domain.resident import Ci, RegisterRecord
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.backoff import Backoff
from documents.service.clock import utc_now
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
        else:
            holder = self.folder.parent / "holders" / promise_key
            holder.parent.mkdir(exist_ok=True)
            holder.write_text(holder_ci)
        finally:
            fresh.unlink()
        return Receipt(promise_key, hashlib.sha256(pdf).hexdigest(), NOON, "signed.by.wallet")


@dataclass
class Mortal:
    """Kills its own process (SIGKILL) at a random moment before or after something is done for a paper.

    How many moments it lives is drawn at its birth, at most twice as many as on average: nobody is spared for long.
    """

    folder: Path
    chance: float

    def __post_init__(self) -> None:
        longest = round(2 / self.chance) if self.chance else 0
        own_way = random.Random(f"{os.getpid()}")  # noqa: S311 - each process dies in its own way
        self._moments = iter(range(own_way.randint(0, longest)))

    def around(self, part: Any, name: str, number: Callable[..., str]) -> None:
        """Have ``part.name`` deadly. ``number`` tells from its arguments which paper it is about."""
        real = getattr(part, name)

        def deadly(*given: Any, **more: Any) -> Any:
            self._perhaps(number(*given))
            done = real(*given, **more)
            self._perhaps(number(*given))
            return done

        object.__setattr__(part, name, deadly)

    def _perhaps(self, number: str) -> None:
        if self.chance and next(self._moments, None) is None:
            self.folder.mkdir(exist_ok=True)
            (self.folder / f"{number}-{time.time():.6f}").touch()
            os.kill(os.getpid(), signal.SIGKILL)


def serve(url: str, folder: Path, lease: float, ready: Event, chance: float = 0.0) -> None:
    """Work until SIGTERM. Set ``ready`` when working. ``chance``: of dying at each of about twenty moments a paper."""
    engine = open_engine(url)
    ledger = ledger_over(engine, lease=lease, backoff=Backoff(base=0.05, cap=0.2), clock=utc_now)
    store, wallet = PaperStore(folder / "papers", engine, vault()), FolderWallet(folder / "wallet")
    renderer, sealer = FakeRenderer(), FakeSealer()
    mortal = Mortal(folder / "deaths", chance)
    mortal.around(ledger, "advance", lambda claim, _to: claim.promise.number.digits)
    mortal.around(renderer, "render", lambda draft: draft.number.digits)
    mortal.around(sealer, "seal", lambda _pdf, draft: draft.number.digits)
    mortal.around(store, "store", lambda number, *_: number.digits)
    mortal.around(wallet, "deliver", lambda paper, *_: paper.number.digits)
    parts = (Drafting(EverybodysRegister(), {}, NEWS), renderer, FakeReader(), sealer, wallet, store)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with Worker(ledger, Issuing(ledger, *parts, lambda: NOON), threads=2, poll=0.05):
        ready.set()
        ended.wait()
    engine.dispose()
