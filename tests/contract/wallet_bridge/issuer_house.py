"""The wallet process with its issuer beside a real office: real ledger, real pages, real archive. No seal.

Credentials are read by others' programs, which know no clock but the real one; so does this office.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from documents.archive import PaperStore
from documents.domain.kind import PaperKind
from documents.domain.paper import PaperDraft
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import Promise
from documents.ledger.schema import promise
from documents.rendering import open_renderer
from documents.service.clock import utc_now
from documents.service.database import migrate, open_engine
from documents.verifying import PageSubjectReader
from tests.contract.wallet_bridge.wallet_house import WalletHouse, plain_client, wallet_house
from tests.fakes_documents import FakeRegister, FakeWallet, request
from tests.office import NEWS, ledger_over, vault


class BareSealer:
    """Leaves the page as it is: the seal is another room's matter."""

    def seal(self, pdf: bytes, draft: PaperDraft) -> bytes:
        return pdf


class IssuingOffice:
    """Promises papers and, when told so, makes them."""

    def __init__(self, data: Path) -> None:
        (data / "keys").mkdir(parents=True)
        (data / "keys/vault.key").write_bytes(b"k" * 32)  # the keys of tests.office.vault
        (data / "keys/index.key").write_bytes(b"i" * 32)
        self.engine = open_engine(f"sqlite:///{data / 'office.db'}")
        migrate(self.engine, MIGRATIONS)
        self.ledger, self.residents = ledger_over(self.engine, clock=utc_now), FakeRegister()
        self.issuing = Issuing(
            self.ledger,
            Drafting(self.residents, {}, NEWS),
            open_renderer(data / "keys"),
            PageSubjectReader(),
            BareSealer(),
            FakeWallet(),
            PaperStore(data / "papers", self.engine, vault()),
            utc_now,
        )

    def promised(self) -> Promise:
        wanted = request()
        self.residents.know(wanted.person)
        return self.ledger.promise(wanted)

    def make(self, kind: PaperKind = PaperKind.RESIDENT_REGISTER) -> Promise:
        """Make every promised paper and give the last one, entered as ``kind``."""
        asked = self.promised()
        self.work()
        self.enter(asked, kind=kind.value)
        return asked

    def work(self) -> None:
        while (claim := self.ledger.claim("w")) is not None:
            self.issuing.work(claim)

    def void(self, asked: Promise, replaced_by: Promise | None = None) -> None:
        """Take a paper back, as two people do."""
        self.ledger.ask_void(asked.number, "one", "a mistake", replaced_by.number if replaced_by else None)
        self.ledger.agree_void(asked.number, "another")

    def enter(self, asked: Promise, **values: Any) -> None:
        """Change a row of the ledger by hand."""
        with self.engine.begin() as connection:
            connection.execute(update(promise).where(promise.c.key == asked.key).values(**values))


@dataclass(frozen=True)
class IssuerHouse:
    house: WalletHouse
    office: IssuingOffice
    client: httpx.Client

    @property
    def url(self) -> str:
        return self.house.url

    def internal(self, method: str, path: str, **options: Any) -> httpx.Response:
        token = self.house.settings.internal_token_file.read_text()
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.request(method, f"{self.url}/internal{path}", headers=headers, **options)

    def offer(self, asked: Promise) -> dict[str, Any]:
        body = {"number": str(asked.number), "conversation": asked.conversation}
        answer = self.internal("POST", "/offers", json=body)
        assert answer.status_code == 201, answer.text
        offer: dict[str, Any] = answer.json()
        return offer

    def copies(self, asked: Promise) -> list[str]:
        """Give what became of each copy, oldest first."""
        path = f"/conversations/{asked.conversation}/papers/{asked.number.digits}/copies"
        return [each["state"] for each in self.internal("GET", path).json()["copies"]]


@contextmanager
def issuer_house(data: Path, **settings: object) -> Iterator[IssuerHouse]:
    office = IssuingOffice(data)
    house = wallet_house(data, **settings)
    with house.running(), plain_client() as client:
        yield IssuerHouse(house, office, client)
    office.engine.dispose()
