"""The book of one messenger: chats and conversations, how far each was told, what its buttons stand for."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from channels.messenger.keyboard import Key
from channels.messenger.settings import MessengerSettings
from channels.messenger.tables import chats, references, seen, sent
from documents.service.database import migrate, open_engine

MIGRATIONS = Path(__file__).with_name("migrations")
_T = TypeVar("_T")
KOREAN = "ko"
_REFERENCE_BYTES = 12
_SEEN_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Chat:
    """``delivered`` is the sequence number up to which the chat was told; ``stopped``: it does not want to hear.

    ``language`` is the one of what the adapter itself says: ``ko`` or ``en``.
    """

    chat: str
    conversation: str
    delivered: int
    stopped: bool
    language: str = KOREAN


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the messenger and what was picked on its buttons so far."""

    message: str
    picks: Mapping[str, Any] = field(default_factory=dict)


class Book:
    """Work runs in threads. Writing the same twice is writing it once."""

    def __init__(self, engine: sa.Engine, channel: str) -> None:
        self._engine, self._channel = engine, channel

    def open(self) -> None:
        """Bring the database to its newest shape."""
        migrate(self._engine, MIGRATIONS)

    def close(self) -> None:
        self._engine.dispose()

    async def chat(self, chat: str) -> Chat | None:
        found = await self._read(sa.select(chats).where(*self._in(chats, chat=chat)))
        return _chat(found[0]) if found else None

    async def open_chats(self) -> list[Chat]:
        return [_chat(row) for row in await self._read(sa.select(chats).where(*self._in(chats, stopped=False)))]

    async def bind(self, chat: str, conversation: str, delivered: int = 0, language: str = KOREAN) -> Chat:
        """Let ``chat`` be ``conversation`` from now on, told up to ``delivered``."""
        bound = {"conversation": conversation, "delivered": delivered, "stopped": False, "language": language}
        await self._put(chats, {"chat": chat}, bound)
        return Chat(chat, conversation, delivered, stopped=False, language=language)

    async def told(self, chat: Chat, seq: int) -> None:
        where = self._in(chats, chat=chat.chat, conversation=chat.conversation)
        await self._do(chats.update().where(*where).values(delivered=seq))

    async def speak(self, chat: str, language: str) -> None:
        """Let the adapter say to ``chat`` what it says in ``language`` from now on."""
        await self._do(chats.update().where(*self._in(chats, chat=chat)).values(language=language))

    async def stop(self, chat: str, *, stopped: bool) -> None:
        await self._do(chats.update().where(*self._in(chats, chat=chat)).values(stopped=stopped))

    async def sent(self, conversation: str, seq: int) -> Sent | None:
        found = await self._read(sa.select(sent).where(*self._in(sent, conversation=conversation, seq=seq)))
        return Sent(found[0].message, found[0].picks) if found else None

    async def put_sent(self, conversation: str, seq: int, sent_as: Sent) -> None:
        values = {"message": sent_as.message, "picks": dict(sent_as.picks)}
        await self._put(sent, {"conversation": conversation, "seq": seq}, values)

    async def refer(self, conversation: str, keys: Sequence[Key]) -> list[str]:
        """Give each of ``keys`` a reference of 24 characters, the same for the same key of a conversation."""
        rows = [{"reference": reference(key), "key": key.stored()} for key in keys]
        for row in rows:
            await self._put(references, {"conversation": conversation, "reference": row["reference"]}, row)
        return [str(row["reference"]) for row in rows]

    async def referred(self, conversation: str, short: str) -> Key | None:
        """Give what a button stands for; None when this conversation never had it."""
        where = self._in(references, conversation=conversation, reference=short)
        found = await self._read(sa.select(references.c.key).where(*where))
        return Key.of(found[0].key) if found else None

    async def was_seen(self, update: int) -> bool:
        return bool(await self._read(sa.select(seen).where(*self._in(seen, update=update))))

    async def see(self, update: int) -> None:
        """Remember ``update``; those long before it are forgotten."""
        await self._put(seen, {"update": update}, {})
        await self._do(seen.delete().where(*self._in(seen), seen.c.update < update - _SEEN_KEPT))

    def _in(self, table: sa.Table, **values: Any) -> list[sa.ColumnElement[bool]]:
        here = [table.c[name] == value for name, value in values.items()]
        return [table.c.channel == self._channel, *here]

    async def _put(self, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        where = self._in(table, **key)

        def work(connection: sa.Connection) -> None:
            if connection.execute(sa.select(table.c.channel).where(*where)).first() is None:
                connection.execute(table.insert().values(channel=self._channel, **{**key, **values}))
            elif values:
                connection.execute(table.update().where(*where).values(**values))

        await self._with(work)

    async def _do(self, statement: sa.Executable) -> None:
        await self._with(lambda connection: connection.execute(statement))

    async def _read(self, query: sa.Select[Any]) -> Sequence[Any]:
        return await self._with(lambda connection: connection.execute(query).all())

    async def _with(self, work: Callable[[sa.Connection], _T]) -> _T:
        def run() -> _T:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.to_thread(run)


def open_book(settings: MessengerSettings, channel: str) -> Book:
    return Book(open_engine(settings.messenger_url), channel)


def reference(key: Key) -> str:
    """Give a name to ``key`` that fits where a messenger allows 64 bytes."""
    written = json.dumps(key.stored(), sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(written).hexdigest()[: 2 * _REFERENCE_BYTES]


def _chat(row: Any) -> Chat:
    return Chat(row.chat, row.conversation, row.delivered, row.stopped, row.language)
