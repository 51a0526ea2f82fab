"""A signed-in holder with papers, without going through the phone: for tests of what comes after signing in."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx

from documents.domain.kind import PaperKind
from documents.domain.log import LogProof
from documents.domain.number import PaperNumber
from documents.domain.paper import SealedPaper
from documents.domain.resident import Ci
from documents.service.database import open_engine
from tests.contract.wallet_bridge.wallet_house import CODE, WalletHouse, pdf, plain_client
from wallet_bridge.holder import holder_of
from wallet_bridge.wallet.holdings import Holdings
from wallet_bridge.wallet.pages import SESSION
from wallet_bridge.wallet.sessions import Sessions

CI = Ci("c" * 88)
OTHER_CI = Ci("d" * 88)
BANK = "woori-bank@wallet"
PAGES = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
TERM = timedelta(days=90)


def session_token(house: WalletHouse, ci: Ci = CI) -> str:
    """Open a session in the wallet's database and give its cookie."""
    engine, now = open_engine(house.settings.wallet_db), datetime.now(UTC)
    Holdings(engine, None).know(holder_of(ci), now)  # type: ignore[arg-type] - nothing is opened here
    token = Sessions(engine).open(holder_of(ci), now)
    engine.dispose()
    return token


def give(
    house: WalletHouse,
    line: str = "one paper",
    *,
    ci: Ci = CI,
    kind: PaperKind = PaperKind.RESIDENT_REGISTER,
    proof: LogProof | None = None,
) -> SealedPaper:
    """Deliver a paper that is new today."""
    content, now = pdf(line), datetime.now(UTC)
    digest = hashlib.sha256(content).hexdigest()
    paper = SealedPaper(PaperNumber.draw(), kind, digest, now, now + TERM, CODE)
    with plain_client() as client:
        key = hashlib.sha256(f"{ci}{line}".encode()).hexdigest()
        house.push(client).deliver(replace(paper, log_proof=proof), content, ci, key)
    return paper


@contextmanager
def browser_of(house: WalletHouse, ci: Ci | None = CI) -> Iterator[httpx.Client]:
    """A browser of a signed-in holder; of nobody without ``ci``."""
    cookies = {SESSION: session_token(house, ci)} if ci else {}
    with plain_client(base_url=house.url, headers=PAGES, cookies=cookies) as client:
        yield client


@dataclass(frozen=True)
class Bank:
    """The practice receiver's page in a browser of its own."""

    browser: httpx.Client
    address: str = BANK

    @property
    def path(self) -> str:
        return f"/receiver/{self.address}"

    def page(self) -> str:
        return self.browser.get(self.path).text

    def papers(self) -> list[str]:
        return re.findall(r'data-submission="([\w-]+)"', self.page())

    def press(self, submission: str, button: str, **typed: str) -> int:
        return self.browser.post(f"{self.path}/{submission}/{button}", data=typed).status_code


@contextmanager
def bank_of(house: WalletHouse, address: str = BANK) -> Iterator[Bank]:
    with browser_of(house, None) as browser:
        assert browser.post(f"/receiver/{address}/open").status_code == 303
        yield Bank(browser, address)


def papers_of(browser: httpx.Client) -> list[str]:
    """The ids of the papers that the wallet's first page shows."""
    return list(dict.fromkeys(re.findall(r'href="/papers/([\w-]+)"', browser.get("/").text)))
