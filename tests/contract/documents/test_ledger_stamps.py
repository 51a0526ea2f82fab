"""Renewed archive time-stamps in the ledger, on both databases: found by either digest, handed out newest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from documents.archive_care import AgeingPaper
from documents.domain.state import PromiseState
from documents.ledger.issued import IssuedLedger
from documents.ledger.ledger import MIGRATIONS, Ledger
from documents.ledger.schema import promise
from documents.ledger.stamps import StampedPapers
from documents.transparency import log
from tests.databases import migrated
from tests.fakes_documents import NOON, person, request
from tests.office import draft_for, ledger_over

SOON, LATER = NOON + timedelta(days=10), NOON + timedelta(days=4000)
LEAD = NOON + timedelta(days=30)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with migrated(database_url, MIGRATIONS) as engine:
        yield engine


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    return ledger_over(engine)


@pytest.fixture
def papers(ledger: Ledger) -> StampedPapers:
    return StampedPapers(ledger.office)


def sealed(ledger: Ledger, count: int):
    promised = ledger.promise(request(person(ci=f"ci-{count}"), f"chat-{count}"))
    at = ledger.claim("w")
    at = ledger.advance(at, PromiseState.RENDERED, draft=draft_for(at))
    at = ledger.advance(at, PromiseState.CHECKED)
    at = ledger.advance(at, PromiseState.SEALED, sha256=f"{count:064x}", blob=f"paper-{count}")
    ledger.advance(at, PromiseState.LOGGED)
    return promised


def test_papers_come_by_pages_and_one_that_holds_comes_no_more(ledger, papers):
    soon, new, holds, last = (sealed(ledger, n) for n in (1, 2, 3, 4))
    every = {each.number: each for each in papers.ageing(LEAD, 10)}
    first = every[soon.number]
    assert first == AgeingPaper(first.place, soon.number, f"{1:064x}", "paper-1", "ci-1")
    papers.note(first, SOON)
    papers.note(every[holds.number], LATER)
    assert [each.number for each in papers.ageing(LEAD, 10)] == [soon.number, new.number, last.number]
    page = papers.ageing(LEAD, 2)
    assert [each.number for each in page] == [soon.number, new.number]
    assert [each.number for each in papers.ageing(LEAD, 2, page[-1].place)] == [last.number]
    assert papers.ageing(LEAD, 2, every[last.number].place) == []


def test_who_looks_for_ageing_papers_keeps_no_writer_waiting(engine, ledger, papers):
    made = sealed(ledger, 1)
    with engine.begin() as writing:
        writing.execute(update(promise).where(promise.c.number == made.number.digits).values(attempts=1))
        assert [each.number for each in papers.ageing(LEAD, 10)] == [made.number]


def test_a_promise_without_a_file_and_a_person_who_was_erased_have_no_stamp(ledger, papers, engine):
    ledger.promise(request(person(ci="ci-9")))
    ledger.release(ledger.claim("w"))
    assert papers.ageing(LEAD, 10) == []
    ledger.hold(ledger.claim("w"), "looked_at")
    sealed(ledger, 1)
    assert len(papers.ageing(LEAD, 10)) == 1
    with engine.begin() as connection:
        vault = ledger.office.vault
        assert vault.erase(connection, vault.blind(person(ci="ci-1").ci)) == 1
    assert papers.ageing(LEAD, 10) == []


def test_a_renewed_paper_is_found_by_either_digest_and_handed_out_newest(ledger, papers, engine):
    made, fresh = sealed(ledger, 1), "f" * 64
    (paper,) = papers.ageing(LEAD, 10)
    papers.note(paper, SOON)
    assert papers.record(paper, fresh, "paper-1-renewed", LATER)
    issued = IssuedLedger(engine)
    assert issued.find_by_sha256(fresh) == issued.find_by_sha256(paper.sha256) == issued.find_issued(made.number)
    assert issued.find_by_sha256("e" * 64) is None
    assert ledger.kept(made.conversation, made.number).blob == "paper-1-renewed"
    assert ledger.find(made.conversation, made.number).sha256 == paper.sha256, "what wallet and receipt name stays"
    assert papers.ageing(LEAD, 10) == []
    with engine.begin() as connection:
        (place,) = log.places(connection, fresh)
        (entry,) = log.entries(connection, place, 1)
    assert f'"of":"{paper.sha256}"' in entry.text


def test_a_second_renewal_follows_the_first_and_of_two_at_once_the_first_wins(ledger, papers):
    sealed(ledger, 1)
    (paper,) = papers.ageing(LEAD, 10)
    assert papers.record(paper, "a" * 64, "one", SOON)
    assert not papers.record(paper, "b" * 64, "other", LATER), "it renewed a file that is the newest no more"
    (again,) = papers.ageing(LEAD, 10)
    assert again == replace(paper, sha256="a" * 64, blob="one")
    assert papers.record(again, "c" * 64, "two", LATER)
    assert papers.ageing(LEAD, 10) == []
