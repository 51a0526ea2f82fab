"""The wallet's store on both databases: once per promise key, whoever races; its migrations say what its tables say."""

import base64
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from tests.databases import migrated
from tests.postgres import fresh_database, postgres_server  # noqa: F401 - a fixture
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.cabinet import Cabinet
from wallet_bridge.wallet.holdings import Conflict, HolderGone, Holdings
from wallet_bridge.wallet.letter import Letter
from wallet_bridge.wallet.sessions import Sessions

MIGRATIONS = Path(tables.__file__).parent / "migrations"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MINE, YOURS = "a" * 64, "b" * 64


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def holdings(engine: Engine) -> Holdings:
    return Holdings(engine, Cabinet(b"k" * 32))


def letter(promise_key: str = "promise-key-of-16", holder: str = MINE, content: bytes = b"%PDF-1.7 paper") -> Letter:
    return Letter.model_validate(
        {
            "promise_key": promise_key,
            "holder": holder,
            "kind": "resident_register",
            "title": "주민등록표(등본)",
            "number": "1234567890123452",
            "issued_at": NOW.isoformat(),
            "expires_at": (NOW + timedelta(days=90)).isoformat(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "verify_url": "http://127.0.0.1:8100/verify/1234567890123452?check=7KX2M9QA",
            "paper": base64.b64encode(content).decode(),
        }
    )


def test_what_is_taken_is_there_for_its_holder_only(holdings: Holdings) -> None:
    taken = holdings.take(letter(), "d1", "receipt", NOW)
    assert (taken.receipt, taken.first) == ("receipt", True)
    (held,) = holdings.papers(MINE)
    assert (held.issued_at, held.received_at, held.downloaded_at) == (NOW, NOW, None)
    assert holdings.content(MINE, held.id) == b"%PDF-1.7 paper"
    assert holdings.papers(YOURS) == []
    assert holdings.find(YOURS, held.id) is None
    assert holdings.content(YOURS, held.id) is None
    holdings.mark_downloaded(YOURS, held.id, NOW)
    assert holdings.papers(MINE)[0].downloaded_at is None


def test_paper_ids_cannot_be_guessed(holdings: Holdings) -> None:
    for place in range(20):
        holdings.take(letter(f"promise-key-{place:08}"), "d", "r", NOW)
    ids = {paper.id for paper in holdings.papers(MINE)}
    assert len(ids) == 20
    assert all(len(base64.urlsafe_b64decode(each)) * 8 >= 128 for each in ids)


def test_the_first_receipt_stays(holdings: Holdings) -> None:
    holdings.take(letter(), "d1", "first", NOW)
    again = holdings.take(letter(), "d1", "second", NOW)
    assert (again.receipt, again.first) == ("first", False)
    with pytest.raises(Conflict):
        holdings.take(letter(), "d2", "third", NOW)
    assert len(holdings.papers(MINE)) == 1


def test_racing_deliveries_of_one_key_are_one_paper(holdings: Holdings) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: holdings.take(letter(), "d1", f"receipt {n}", NOW), range(16)))
    assert len({each.receipt for each in taken}) == 1
    assert [each.first for each in taken].count(True) == 1
    assert len(holdings.papers(MINE)) == 1


def test_racing_first_papers_of_one_holder_all_arrive(holdings: Holdings) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: holdings.take(letter(f"promise-key-{n:08}"), "d", "r", NOW), range(8)))
    assert len(holdings.papers(MINE)) == 8


def test_leaving_and_returning(engine: Engine, holdings: Holdings) -> None:
    holdings.take(letter(), "d1", "receipt", NOW)
    token = Sessions(engine).open(MINE, NOW)
    holdings.close_holder(MINE, NOW)
    assert Sessions(engine).holder(token, NOW) is None
    assert holdings.papers(MINE) == []
    with pytest.raises(HolderGone):
        holdings.take(letter("another-promise-key"), "d2", "r", NOW)
    assert not holdings.take(letter(), "d1", "receipt", NOW).first
    holdings.know(MINE, NOW)
    assert holdings.is_closed(MINE)
    holdings.reopen_holder(MINE)
    assert holdings.take(letter("another-promise-key"), "d2", "r", NOW).first


def test_migrations_and_tables_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
