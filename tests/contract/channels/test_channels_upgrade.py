"""A house that is already in use gets the newer tables and loses nobody's key."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from channels.conversation.keys import hash_token
from channels.conversation.reading import Reading
from channels.counter.app import MIGRATIONS
from documents.service.database import migrate, open_engine
from tests.conversation_rooms import Rooms

OLD = """INSERT INTO conversations (id, token_hash, channel, state, last_seq, created_at)
VALUES ('c1', :token_hash, 'web', 'bot', 0, '2026-03-05T03:00:00.000+00:00')"""


def test_keys_of_the_first_schema_still_open_their_conversations(database_url):
    engine, config = open_engine(database_url), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text(OLD), {"token_hash": hash_token("old key")})
    migrate(engine, MIGRATIONS)
    assert Reading(engine).holds("c1", "old key")
    assert not Reading(engine).holds("c1", "another key")
    rooms = Rooms(engine)
    assert rooms.say("c1", "아직 있어요").seq == 1
    engine.dispose()
