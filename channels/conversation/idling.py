"""How long a citizen has been silent. Each step is taken once and counted anew when the citizen writes again.

Step 0 speaks or reads · 1 the engine was told of the silence · 2 warned · 3 closed.
"""

from datetime import datetime, timedelta
from enum import IntEnum

import sqlalchemy as sa

from channels.conversation import inbox
from channels.conversation.message import State
from channels.conversation.tables import conversations
from channels.conversation.tickets import text_of

SILENCE = "EXTERNAL_silence"
_BATCH = 100
_HEARD = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("conversation"))
    .values(idle=0, idle_since=sa.bindparam("now"), state=sa.bindparam("speaker"))
)


class Step(IntEnum):
    HERE = 0
    SILENT = 1
    WARNED = 2
    CLOSED = 3


def heard(connection: sa.Connection, conversation: str, state: str, now: str) -> None:
    """Note that the citizen spoke, and who speaks to the citizen from now on."""
    connection.execute(_HEARD, {"conversation": conversation, "now": now, "speaker": str(state)})


def due(connection: sa.Connection, step: Step, now: datetime, after: timedelta) -> list[str]:
    """Give conversations with the bot that have stood at ``step`` for longer than ``after``."""
    still = (conversations.c.idle == int(step), conversations.c.idle_since < text_of(now - after))
    query = sa.select(conversations.c.id).where(*still, conversations.c.state == State.BOT.value)
    return list(connection.scalars(query.order_by(conversations.c.idle_since).limit(_BATCH)))


def advance(connection: sa.Connection, conversation: str, step: Step, now: datetime, after: timedelta) -> bool:
    """Go one step on from ``step``; False when the citizen spoke meanwhile, or still waits for an answer."""
    if inbox.citizen_waits(connection, conversation):
        return False
    still = (conversations.c.id == conversation, conversations.c.idle == int(step))
    old = (conversations.c.idle_since < text_of(now - after), conversations.c.state == State.BOT.value)
    moved = {"idle": int(step) + 1, "idle_since": text_of(now)}
    return connection.execute(conversations.update().where(*still, *old).values(moved)).rowcount == 1
