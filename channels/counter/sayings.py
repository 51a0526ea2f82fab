"""What a client sends, and the one way in for it: the same for HTTP, socket and form."""

from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from channels.conversation.offers import NotOffered
from channels.conversation.screen import Unfit
from channels.counter.budgets import Deed
from channels.counter.room import Room
from channels.counter.taste import chosen_language

_TOO_LONG = 413
_UNFIT = 422


class Saying(BaseModel):
    """Either ``text`` or ``payload`` (a button). The same ``client_id`` twice is one message."""

    client_id: str
    text: str | None = Field(default=None, repr=False)
    payload: str | None = Field(default=None, repr=False)


async def take(room: Room, connection: HTTPConnection, conversation: str, saying: Saying) -> int:
    """Give the sequence number of the message. Raise ``Problem`` 413, 422, 429 when it cannot be taken."""
    await room.spend(Deed.SAY, connection, conversation)
    if (saying.text is None) == (saying.payload is None):
        raise room.problem(_UNFIT, "text_or_payload" if saying.text is not None else "empty")
    chosen = chosen_language(connection)
    try:
        if saying.payload is not None:
            return await room.entry.payload(conversation, saying.client_id, saying.payload, chosen)
        return await room.entry.text(conversation, saying.client_id, saying.text or "", language=chosen)
    except Unfit as error:
        raise room.problem(_TOO_LONG if error.code == "too_long" else _UNFIT, error.code) from None
    except NotOffered as error:
        raise room.problem(_UNFIT, error.code) from None
