"""The verification of a conversation: asked in the chat, sent from the panel, approved on the phone, used for papers.

1. A question belongs to one conversation. Only its newest one counts; a new one ends the old.
2. An approval counts once, in time, and only for the person who was typed in.
3. It serves a first paper for ten minutes, and once used, further papers until fifteen minutes after it was given.
4. Every change of state and the news of it are one transaction; answers come in by ``answers.py`` only.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from actions.identity import person as panel
from actions.identity import store
from actions.identity.parts import Parts
from actions.identity.provider import AuthRequest, TypedPerson
from actions.identity.state import NotAsked, NothingToResend, State, UnknownProvider, Verification
from documents.domain.events import EventType
from documents.domain.request import VerifiedPerson
from documents.ledger.transactions import run

T = TypeVar("T")
_CODES = 10_000
_PANEL_STATES = frozenset({State.REQUESTED, State.PENDING, State.REFUSED, State.EXPIRED})
_RESEND_STATES = _PANEL_STATES - {State.REQUESTED}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the provider has put on a phone."""

    person: TypedPerson
    provider: str
    code: str
    request: AuthRequest


class Verifications:
    """``submit`` and ``resend`` are awaited; the others block on the database."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called on the event loop when a phone was asked."""
        self._listeners.append(wake)

    def ask(self, conversation: str, purpose: str) -> Verification:
        """Open the panel of ``conversation``. A live approval, or a question that waits on a phone, stays as it is."""
        now = self._parts.clock()

        def work(connection: Connection) -> Verification:
            row = store.newest(connection, conversation)
            current = store.seen(row) if row else None
            if current is not None and (current.live(now) or current.waiting(now)):
                return current
            if current is not None and current.state is State.REQUESTED:
                store.set_purpose(connection, current.id, purpose)
                return self._again(connection, current.id)
            return store.seen(store.add_requested(connection, conversation, purpose, now))

        try:
            return self._run(work)
        except IntegrityError:
            return self._run(work)  # another process has just opened it

    async def submit(self, conversation: str, name: str, birth_date: str, phone: str, provider: str) -> Verification:
        """Ask the phone that was typed into the panel.

        Raise BadInput, NotAsked, UnknownProvider, TooManyRequests, UnknownPerson or IdentityUnavailable. The same again
        while it waits (a double tap) asks nothing twice.
        """
        async with self._lock(conversation):
            row = await self._open_row(conversation)
            person = panel.parse(name, birth_date, phone, self._parts.clock())
            current = store.seen(row)
            if current.waiting(self._parts.clock()) and current.provider == provider:
                typed = await self._typed(row)
                if typed == person:
                    return current
            return await self._ask_phone(row, person, provider)

    async def resend(self, conversation: str) -> Verification:
        """Ask the same phone again with a fresh code; the earlier question ends.

        Raise NothingToResend, or as ``submit``.
        """
        async with self._lock(conversation):
            row = await asyncio.to_thread(self._newest, conversation)
            if row is None or row.sealed_person is None or row.state not in _RESEND_STATES:
                raise NothingToResend
            return await self._ask_phone(row, await self._typed(row), row.provider)

    def current(self, conversation: str) -> Verification | None:
        """Give the newest question of ``conversation``, whatever became of it."""
        row = self._newest(conversation)
        return store.seen(row) if row else None

    def live(self, conversation: str, now: datetime) -> VerifiedPerson | None:
        """Give the person for whom papers may be issued now."""
        return self._run(lambda connection: self._live(connection, conversation, now))

    def use(self, conversation: str, now: datetime, connection: Connection | None = None) -> VerifiedPerson | None:
        """Give the person and note the first use; within ``connection``'s transaction when given."""
        if connection is not None:
            return self._use(connection, conversation, now)
        return self._run(lambda own: self._use(own, conversation, now))

    def owner(self, conversation: str, identity: str) -> VerifiedPerson | None:
        """Give the person of an approved verification of ``conversation`` at any later time, for finished papers."""

        def work(connection: Connection) -> VerifiedPerson | None:
            row = store.by_id(connection, identity)
            if row is None or row.conversation != conversation or row.sealed_claims is None:
                return None
            return self._parts.sealing.open_claims(connection, row)

        return self._run(work)

    def withdraw(self, conversation: str) -> bool:
        """End the open question of ``conversation``, and forget what was typed. False when there was none."""

        def work(connection: Connection) -> bool:
            row = store.newest(connection, conversation)
            if row is None or not store.set_ended(connection, row.id, State.WITHDRAWN):
                return False
            self._forget_typed(connection, row.id)
            self._parts.tell(connection, EventType.IDENTITY_WITHDRAWN, row.id)
            return True

        withdrawn = self._run(work)
        self._parts.events.announce()
        return withdrawn

    async def _ask_phone(self, row: Row[Any], person: TypedPerson, provider: str) -> Verification:
        parts = self._parts
        if provider not in parts.providers:
            raise UnknownProvider
        parts.budget.spend(row.conversation, parts.sealing.phone_index(person.phone))
        code = f"{secrets.randbelow(_CODES):04}"
        request = await parts.providers[provider].request(person, row.purpose, code)
        asked = Asked(person, provider, code, request)
        pending = await asyncio.to_thread(self._run, lambda connection: self._pend(connection, row, asked))
        parts.events.announce()
        for wake in self._listeners:
            wake()
        return pending

    def _pend(self, connection: Connection, before: Row[Any], asked: Asked) -> Verification:
        parts, now = self._parts, self._parts.clock()
        current = store.newest(connection, before.conversation)
        if current is None or (current.id, current.state) != (before.id, before.state):
            raise NotAsked  # withdrawn, or another panel was faster, while the provider was asked
        identity = before.id
        if before.state != State.REQUESTED:
            identity = store.add_requested(connection, before.conversation, before.purpose, now).id
        store.set_pending(
            connection,
            identity,
            asked.request,
            now,
            provider=asked.provider,
            binding_code=asked.code,
            sealed_request=parts.sealing.request(connection, identity, asked.request.id),
            sealed_person=parts.sealing.typed(connection, identity, asked.person),
        )
        parts.tell(connection, EventType.IDENTITY_PENDING, identity)
        return self._again(connection, identity)

    def _live(self, connection: Connection, conversation: str, now: datetime) -> VerifiedPerson | None:
        row = store.newest(connection, conversation)
        if row is None or not store.seen(row).live(now):
            return None
        return self._parts.sealing.open_claims(connection, row)

    def _use(self, connection: Connection, conversation: str, now: datetime) -> VerifiedPerson | None:
        person = self._live(connection, conversation, now)
        if person is not None:
            store.set_used(connection, person.verification, now)
        return person

    async def _open_row(self, conversation: str) -> Row[Any]:
        """Give the newest row when the panel may be sent from it: never asked, or approved already, it may not."""
        row = await asyncio.to_thread(self._newest, conversation)
        if row is None or row.state not in _PANEL_STATES:
            raise NotAsked
        return row

    def _newest(self, conversation: str) -> Row[Any] | None:
        return self._run(lambda connection: store.newest(connection, conversation))

    async def _typed(self, row: Row[Any]) -> TypedPerson:
        return await asyncio.to_thread(self._run, lambda connection: self._parts.sealing.open_typed(connection, row))

    def _again(self, connection: Connection, identity: str) -> Verification:
        row = store.by_id(connection, identity)
        if row is None:
            raise NotAsked
        return store.seen(row)

    def _forget_typed(self, connection: Connection, identity: str) -> None:
        store.drop_typed(connection, identity)
        self._parts.sealing.forget_typed(connection, identity)

    def _lock(self, conversation: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation, asyncio.Lock())

    def _run(self, work: Callable[[Connection], T]) -> T:
        return run(self._parts.engine, work)
