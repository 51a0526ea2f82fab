"""Consents and correction cases on both databases: once, one open case a paper, whoever is first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, func, select

from actions import words
from actions.consent import Consents, consent
from actions.consent import metadata as consents_metadata
from actions.corrections import Corrections
from actions.corrections import metadata as corrections_metadata
from actions.settings import HOUSE
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.promise import KeptPaper
from tests.databases import migrated
from tests.fakes_documents import NOON
from tests.fakes_documents import request as paper_request
from tests.office import TestOffice, vault

FIELD = words.load()["health_consent"]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with migrated(database_url, MIGRATIONS, HOUSE / "actions/migrations") as opened:
        yield opened


def issued(engine: Engine, folder: Path) -> KeptPaper:
    office = TestOffice(engine, folder)
    paper = office.ask(paper_request())
    assert office.turn()
    kept = office.ledger.kept(paper.conversation, paper.number)
    assert kept is not None
    return kept


@pytest.mark.parametrize("metadata", [consents_metadata, corrections_metadata])
def test_the_migrations_make_the_tables_that_the_code_uses(engine: Engine, metadata: MetaData) -> None:
    ours = {"include_name": lambda name, kind, _parents: kind != "table" or name in metadata.tables}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


def test_a_consent_is_kept_once_a_check_and_wording(engine: Engine) -> None:
    consents = Consents(engine, FIELD)
    for verification in ("v1", "v1", "v2"):
        consents.record(verification, "conversation", NOON)
    Consents(engine, {**FIELD, "text": "다른 글"}).record("v1", "conversation", NOON)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(consent)).scalar() == 3
    assert consents.given("v2")
    assert not consents.given("v3")


def test_reports_at_the_same_moment_are_one_case_with_every_word(engine: Engine, tmp_path: Path) -> None:
    kept, corrections = issued(engine, tmp_path), Corrections(engine, vault(), lambda: NOON)
    said = [f"{place}번째 말" for place in range(8)]
    with ThreadPoolExecutor(4) as people:
        numbers = set(people.map(lambda words_: corrections.report(kept, words_), said))
    (case,) = corrections.waiting()
    assert numbers == {case.number}
    assert sorted(case.wrong.split("\n")) == said


def test_a_closed_case_is_followed_by_a_new_one(engine: Engine, tmp_path: Path) -> None:
    kept, corrections = issued(engine, tmp_path), Corrections(engine, vault(), lambda: NOON)
    first = corrections.report(kept, "주소가 틀려요")
    assert corrections.close(first)
    second = corrections.report(kept, "이름도 틀려요")
    assert [case.number for case in corrections.waiting()] == [second]
    assert first != second
