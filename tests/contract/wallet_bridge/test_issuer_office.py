"""The issuer before a real ledger, real pages and a real archive: the bytes say whose paper it is."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from documents.archive import PaperStore
from documents.domain.errors import Halt, Unavailable
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.ledger.promise import Promise
from documents.service.clock import utc_now
from documents.service.database import open_engine
from documents.verifying import PageSubjectReader
from tests.browser import open_chromium
from tests.contract.wallet_bridge.issuer_house import IssuerHouse, IssuingOffice, issuer_house
from tests.office import vault
from wallet_bridge.issuer.office import LedgerPapers
from wallet_bridge.issuer.papers import Standing


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def office(data: Path) -> Iterator[IssuingOffice]:
    office = IssuingOffice(data)
    yield office
    office.engine.dispose()


@pytest.fixture(scope="module")
def papers(data: Path, office: IssuingOffice) -> Iterator[LedgerPapers]:
    """As the wallet process opens it: read-only."""
    engine = open_engine(f"sqlite:///{data / 'office.db'}", read_only=True)
    yield LedgerPapers(engine, PaperStore(data / "papers", engine, vault()), PageSubjectReader())
    engine.dispose()


def standing(papers: LedgerPapers, asked: Promise) -> Standing:
    found = papers.find(asked.number)
    assert found is not None
    return found.standing


def test_a_paper_is_promised_then_issued(papers: LedgerPapers, office: IssuingOffice) -> None:
    asked = office.promised()
    assert standing(papers, asked) is Standing.PROMISED
    office.work()
    found = papers.find(asked.number)
    assert found is not None
    assert (found.standing, found.conversation, found.kind) == (
        Standing.ISSUED,
        asked.conversation,
        PaperKind.RESIDENT_REGISTER,
    )
    assert found.sha256 == next(each for each in office.ledger.papers_of(asked.conversation)).sha256
    subject = papers.subject(asked.number)
    assert (subject.name, subject.born.isoformat(), subject.applicant_name) == ("김서연", "1988-03-14", None)


@pytest.mark.parametrize("state", ["ACKED", "HELD", "SEALED", "DELIVERED"])
def test_a_sealed_paper_is_issued_whatever_its_delivery_does(
    papers: LedgerPapers, office: IssuingOffice, state: str
) -> None:
    asked = office.make()
    office.enter(asked, state=state)
    assert standing(papers, asked) is Standing.ISSUED


def test_a_withdrawn_promise_is_refused_and_a_number_of_nobody_is_nothing(
    papers: LedgerPapers, office: IssuingOffice
) -> None:
    asked = office.promised()
    office.ledger.cancel(asked.conversation, asked.number)
    assert standing(papers, asked) is Standing.REFUSED
    assert papers.find(PaperNumber.draw()) is None


@pytest.mark.parametrize("superseded", [False, True])
def test_what_two_people_took_back_is_taken_back_while_its_time_has_not_run_out(
    papers: LedgerPapers,
    office: IssuingOffice,
    superseded: bool,  # noqa: FBT001
) -> None:
    asked, other = office.make(), office.make()
    office.void(asked, other if superseded else None)
    assert standing(papers, asked) is Standing.TAKEN_BACK
    gone = papers.taken_back(utc_now())
    assert asked.number.digits in gone
    assert other.number.digits not in gone
    assert asked.number.digits not in papers.taken_back(utc_now() + timedelta(days=91))


def test_bytes_of_another_paper_stop_it(papers: LedgerPapers, office: IssuingOffice, data: Path) -> None:
    mine, other = office.make(), office.make()
    kept = office.ledger.kept(other.conversation, other.number)
    assert kept is not None
    office.enter(mine, blob=kept.blob)
    with pytest.raises(Halt, match="subject_mismatch"):
        papers.subject(mine.number)
    office.enter(mine, sha256=kept.promise.sha256)  # even when the ledger was changed to fit
    with pytest.raises(Halt, match="subject_mismatch"):
        papers.subject(mine.number)


def test_an_erased_person_and_a_lost_file_stop_it(papers: LedgerPapers, office: IssuingOffice, data: Path) -> None:
    asked = office.make()
    kept = office.ledger.kept(asked.conversation, asked.number)
    assert kept is not None
    shutil.move(data / "papers" / kept.blob, data / "papers" / "elsewhere")
    with pytest.raises(Halt, match="paper_missing"):
        papers.subject(asked.number)
    shutil.move(data / "papers" / "elsewhere", data / "papers" / kept.blob)
    papers.subject(asked.number)
    with office.engine.begin() as connection:
        assert vault().erase(connection, vault().blind(kept.request.person.ci))
    with pytest.raises(Halt, match="sealed"):
        papers.subject(asked.number)


def test_without_an_office_the_issuer_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'office.db'}", read_only=True)
    papers = LedgerPapers(engine, PaperStore(tmp_path, engine, vault()), PageSubjectReader())
    with pytest.raises(Unavailable):
        papers.find(PaperNumber.draw())
    with pytest.raises(Unavailable):
        papers.taken_back(utc_now())
    engine.dispose()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IssuerHouse]:
    with issuer_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.mark.browser
def test_a_phone_reads_the_offer_from_the_screen(house: IssuerHouse, tmp_path: Path) -> None:
    offered = house.offer(house.office.make())
    page_text = f'<!doctype html><body style="margin:0;width:360px">{offered["qr_svg"]}'
    with open_chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 400})
        page.set_content(page_text)
        page.screenshot(path=tmp_path / "screen.png")
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "screen.png"))
    assert found.text == offered["offer_uri"]
    assert len(offered["tx_code"]) == 6
    assert offered["tx_code"].isdecimal()


def test_the_issuer_is_described_among_the_processs_own_routes(house: IssuerHouse) -> None:
    paths = house.client.get(f"{house.url}/openapi.json").json()["paths"]
    assert {f"/issuer/{each}" for each in ("token", "nonce", "credential", "deferred", "notification")} <= set(paths)
    assert house.client.get(f"{house.url}/health").json()["parts"]["bridge"] == "ok"
    for path in ("/.well-known/openid-credential-issuer", "/issuer/jwks"):
        answer = house.client.get(house.url + path)
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in house.client.post(f"{house.url}/issuer/nonce").headers["cache-control"]
