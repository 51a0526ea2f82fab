"""The same identity service on PostgreSQL, where two processes truly work at once."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from actions.identity.provider import Approved
from actions.identity.state import NotAsked
from actions.identity.tables import metadata
from documents.service.database import open_engine
from tests.postgres import fresh_database
from tests.unit.actions.identity_room import PEOPLE, Room, make_tables

HERE = "conversation-here"


@pytest.fixture
def room(postgres_server, tmp_path):
    engine = open_engine(fresh_database(postgres_server))
    make_tables(engine)
    room = Room(tmp_path, engine=engine)
    yield room
    room.close()


async def test_an_approval_makes_the_conversation_live_for_its_time(room):
    await room.approved(HERE)
    assert room.live(HERE).ci == PEOPLE["seoyeon"].ci
    assert room.verifications.use(HERE, room.clock())
    room.clock.move(minutes=14)
    assert room.live(HERE)
    room.clock.move(minutes=1)
    assert room.live(HERE) is None
    assert room.told() == ["identity_pending", "identity_approved"]


async def test_two_processes_that_ask_at_once_keep_one_question(room):
    other, _, _ = room.process()
    room.verifications.ask(HERE, "등본 발급")
    panel = ("김서연", "1988-03-14", "010-0000-0001", "citizen")
    both = [room.verifications.submit(HERE, *panel), other.submit(HERE, *panel)]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert [type(answer) for answer in answers].count(NotAsked) <= 1
    waiting = [answer for answer in answers if not isinstance(answer, Exception)]
    assert room.verifications.current(HERE) in waiting
    assert room.told() == ["identity_pending"]


async def test_parallel_approvals_count_once(room):
    room.verifications.ask(HERE, "등본 발급")
    verification = await room.submit(HERE)
    room.phones.press(room.phones.asked[0], approve=True)
    status = Approved(room.phones.proof(room.phones.asked[0]))
    await asyncio.gather(*(asyncio.to_thread(room.answers.settle, verification.id, status) for _ in range(8)))
    assert room.told().count("identity_approved") == 1


async def test_two_processes_look_once(room):
    room.verifications.ask(HERE, "등본 발급")
    await room.submit(HERE)
    _, _, other = room.process()
    room.clock.move(seconds=2)
    await asyncio.gather(room.poller.look(), other.look())
    assert room.phones.looks == 1


def test_the_migrations_make_the_tables_that_the_code_uses(room):
    with room.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _parents: kind != "table" or name in metadata.tables}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert differences == []
