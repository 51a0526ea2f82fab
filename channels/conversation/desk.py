"""The conversation store for the event loop: work runs in threads, and after each commit the followers are woken."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from channels.conversation.answer import Answer
from channels.conversation.broadcast import HOUSE, Broadcaster
from channels.conversation.handover import Asked
from channels.conversation.inbox import Kind, Row
from channels.conversation.message import Card, Draft, Message, State
from channels.conversation.news import News
from channels.conversation.offers import Offer
from channels.conversation.reading import Page, Reading
from channels.conversation.store import Change, Opened, Store

_T = TypeVar("_T")
Wake = Callable[[str, Change], None]


class Desk:
    """``writers`` is 1 for SQLite, which has one writer; ``on_change`` is told of each committed change."""

    def __init__(
        self, store: Store, reading: Reading, broadcaster: Broadcaster, *, writers: int = 1, readers: int = 2
    ) -> None:
        self._store, self._reading, self._broadcaster = store, reading, broadcaster
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="read")
        self._pending: set[asyncio.Task[Any]] = set()
        self.on_change: Wake = lambda _conversation, _change: None

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._pending, return_exceptions=True)
        self._writers.shutdown()
        self._readers.shutdown()

    async def open(self, channel: str, greeting: Sequence[Draft]) -> Opened:
        return await self._in(self._writers, self._store.open, channel, greeting)

    async def accept(
        self, conversation: str, said: Draft, kind: Kind, body: str, language: str | None = None
    ) -> Change:
        return await self.change(conversation, lambda: self._store.accept(conversation, said, kind, body, language))

    async def refuse(self, conversation: str, said: Draft, answer: Draft) -> Change:
        return await self.change(conversation, lambda: self._store.refuse(conversation, said, answer))

    async def say(self, conversation: str, drafts: Sequence[Draft]) -> Change:
        return await self.change(conversation, lambda: self._store.say(conversation, drafts))

    async def contact_given(self, conversation: str) -> Change:
        """Show that the citizen has said how to be reached."""
        return await self.change(conversation, lambda: self._store.contact_given(conversation))

    async def reassure(self, conversation: str, draft: Draft) -> Change:
        return await self.change(conversation, lambda: self._store.reassure(conversation, draft))

    async def receive(self, conversation: str, news: News) -> Change:
        return await self.change(conversation, lambda: self._store.receive(conversation, news))

    async def finish(self, row: Row, answer: Answer) -> Change:
        work = lambda: self._store.finish(row, answer.drafts, answer.asked) or Change()  # noqa: E731
        return await self.change(row.conversation, work)

    async def hand_over(self, conversation: str, asked: Asked) -> Change:
        """Ask for a person; nothing happens when somebody did already."""
        return await self.change(conversation, lambda: self._store.hand_over(conversation, asked))

    async def tell(self, conversation: str, name: str, entities: Mapping[str, Any]) -> Change:
        """Let the engine hear an external intent (``EXTERNAL_…``); it speaks about it in its turn."""
        return await self.change(conversation, lambda: self._store.tell(conversation, name, entities))

    async def take(self, conversation: str) -> Row | None:
        return await self._in(self._writers, self._store.take, conversation)

    async def give_back(self, row: Row, *, failed: bool) -> None:
        await self._in(self._writers, lambda: self._store.give_back(row, failed=failed))

    async def open_conversations(self) -> list[tuple[str, bool]]:
        return await self._in(self._writers, self._store.open_conversations)

    async def release_all(self) -> None:
        await self._in(self._writers, self._store.release_all)

    async def holds(self, conversation: str, token: str) -> bool:
        return await self._in(self._readers, self._reading.holds, conversation, token)

    async def page(self, conversation: str, after: int = 0) -> Page:
        return await self._in(self._readers, self._reading.page, conversation, after)

    async def everything(self, conversation: str) -> list[Message]:
        """Give all messages of a conversation, in order."""
        messages: list[Message] = []
        while page := (await self.page(conversation, messages[-1].seq if messages else 0)).messages:
            messages += page
        return messages

    async def state(self, conversation: str) -> State:
        """Say who speaks to the citizen. Raise ``UnknownConversation``."""
        return await self._in(self._readers, self._reading.state, conversation)

    async def last_seq(self, conversation: str) -> int:
        return await self._in(self._readers, self._reading.last_seq, conversation)

    async def offered(self, conversation: str, *payloads: str) -> list[Offer]:
        return await self._in(self._readers, self._reading.offered, conversation, *payloads)

    async def newest_identity_card(self, conversation: str) -> Card | None:
        return await self._in(self._readers, self._reading.newest_identity_card, conversation)

    async def document_card(self, conversation: str, number: str) -> Card | None:
        return await self._in(self._readers, self._reading.document_card, conversation, number)

    async def ping(self) -> None:
        await self._in(self._readers, self._reading.ping)

    async def read(self, work: Callable[[], _T]) -> _T:
        """Do what only reads."""
        return await self._in(self._readers, work)

    async def write(self, work: Callable[[], _T]) -> _T:
        """Do what changes no conversation that anybody follows."""
        return await self._in(self._writers, work)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[..., _T], *arguments: Any) -> _T:
        return await asyncio.get_running_loop().run_in_executor(pool, work, *arguments)

    async def change(self, conversation: str, work: Callable[[], Change]) -> Change:
        """Commit and tell, even when the one who asked is gone by then (a client that hung up)."""
        task = asyncio.get_running_loop().create_task(self._commit(conversation, work))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)
        return await asyncio.shield(task)

    async def _commit(self, conversation: str, work: Callable[[], Change]) -> Change:
        change = await self._in(self._writers, work)
        if change.added:
            self._broadcaster.ring(conversation, change.added)
        if change.state is not None:
            self._broadcaster.pass_on(conversation, {"type": "state", "state": change.state.value})
        if change.version:
            self._broadcaster.ring(HOUSE)
        self.on_change(conversation, change)
        return change
