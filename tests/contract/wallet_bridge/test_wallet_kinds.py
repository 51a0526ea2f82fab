"""Every kind of paper in the wallet and at the public check."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from documents.domain.kind import PAPERS, PaperKind
from documents.domain.number import PaperNumber
from documents.domain.resident import Ci
from documents.domain.verdict import CheckStatus, Mark, Verdict
from documents.service.database import open_engine
from documents.service.secret_files import key_bytes
from tests.contract.wallet_bridge.wallet_house import CODE, ISSUED, NUMBER, WalletHouse, pdf, sealed
from wallet_bridge.holder import holder_of
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.holdings import Holdings

CI = Ci("c" * 88)
HTML = {"Accept": "text/html"}


def test_papers_of_all_kinds_are_taken_under_their_titles(
    house: WalletHouse, wallet: str, client: httpx.Client
) -> None:
    push = house.push(client)
    for place, kind in enumerate(PaperKind):
        content = pdf(kind.value)
        paper = replace(sealed(content, PaperNumber.draw()), kind=kind)
        assert push.deliver(paper, content, CI, f"{place:064d}").sha256 == paper.sha256
    engine = open_engine(house.settings.wallet_db)
    held = Holdings(engine, Cabinet(key_bytes(house.settings.keys / "wallet_store.key"))).papers(holder_of(CI))
    engine.dispose()
    assert {(each.kind, each.title) for each in held} == {(kind.value, PAPERS[kind].title) for kind in PaperKind}


@pytest.mark.parametrize("kind", PaperKind)
def test_the_check_names_the_paper(
    house: WalletHouse, wallet: str, client: httpx.Client, kind: PaperKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def genuine(_number: str, _code: str) -> Verdict:
        now = datetime.now(UTC)
        return Verdict(CheckStatus.VALID, Mark.GENUINE, now, kind=kind, issued_at=ISSUED, expires_at=now)

    monkeypatch.setattr(house.checker, "by_number", genuine)
    address = f"{wallet}/verify/{NUMBER.digits}?check={CODE}"
    assert client.get(address).json()["kind"] == kind.value
    assert f"<dd>{PAPERS[kind].title}</dd>" in client.get(address, headers=HTML).text
