"""What people do with a conversation. Each deed is one transaction that holds its row; `people` runs it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from channels.conversation import consent, idling, inbox, presence, records, tickets
from channels.conversation.consent import Answered, Question
from channels.conversation.handover import Asked, CloseReason, Deed, Handover, LogLine, NotHolder, Reason
from channels.conversation.inbox import Kind
from channels.conversation.message import Draft, Message, Speaker, State
from channels.conversation.store import Change, Store, external, set_state

_TOPIC = re.compile(r"[a-z_]{1,40}")
RETURNED, ASKS_IDENTITY = "EXTERNAL_returned", "EXTERNAL_staff_asks_identity"


class Serving:
    def __init__(self, store: Store) -> None:
        self._store, self._words = store, store.reception.words

    def claim(self, conversation: str, agent: str, name: str) -> Change:
        """Take a waiting conversation; an empty change when it does not wait (any more)."""
        with self._store.held(conversation) as (connection, held):
            ticket = tickets.current(connection, conversation)
            if ticket is None or ticket.state is not State.WAITING:
                return Change()
            return self._begin(connection, ticket, held, agent, name=name, deed=Deed.CLAIMED)

    def take_over(self, conversation: str, agent: str, name: str) -> Change:
        with self._store.held(conversation) as (connection, held):
            ticket = tickets.current(connection, conversation)
            if ticket is None:
                asked, now = Asked(Reason.STAFF), self._store.clock()
                ticket = self._store.reception.open_ticket(connection, conversation, held.channel, asked, now)
                inbox.drop_citizens(connection, conversation)
            elif ticket.agent == agent:
                return Change()
            return self._begin(connection, ticket, held, agent, name=name, deed=Deed.TAKEN_OVER)

    def reply(self, conversation: str, agent: str, said: Draft) -> Change:
        """Say something once for each client id."""
        with self._store.held(conversation) as (connection, held):
            known = records.known(connection, conversation, said.client_id)
            if known is not None:
                return Change(seq=known)
            ticket, now = self._own(connection, conversation, agent), self._store.clock()
            added = records.append(connection, conversation, held.last_seq, [said], tickets.text_of(now))
            first = {} if ticket.answered_at else {"answered_at": tickets.text_of(now)}
            version = tickets.change(connection, ticket.number, waiting_for_staff=False, **first)
        return Change(added, added[0].seq, version=version)

    def forward(self, conversation: str, agent: str, note: str, *, to_agent: str | None, to_team: str | None) -> Change:
        with self._store.held(conversation) as (connection, held):
            ticket = self._own(connection, conversation, agent)
            self._log(connection, ticket, Deed.FORWARDED, agent, note)
            values = {"wanted": to_agent, "team": to_team or ticket.team}
            return self._queue_again(connection, ticket, held, self._words.forwarded, **values)

    def return_to_bot(self, conversation: str, agent: str, note: str, topic: str | None) -> Change:
        """Give it back to the bot, which hears of it after the news that came meanwhile."""
        if topic is not None and not _TOPIC.fullmatch(topic):
            raise ValueError(topic)
        with self._store.held(conversation) as (connection, held):
            ticket = self._own(connection, conversation, agent)
            self._log(connection, ticket, Deed.RETURNED, agent, note)
            inbox.drop_citizens(connection, conversation)
            entities = {} if topic is None else {"note_topic": topic}
            inbox.put(connection, conversation, Kind.EVENT, external(RETURNED, entities))
            return self._end(connection, ticket, held, State.BOT, text=self._words.returned)

    def hold(self, conversation: str, agent: str, *, on: bool) -> Change:
        with self._store.held(conversation) as (connection, held):
            ticket = self._own(connection, conversation, agent)
            if ticket.on_hold is on:
                return Change()
            self._log(connection, ticket, Deed.HELD if on else Deed.RESUMED, agent)
            version = tickets.change(connection, ticket.number, on_hold=on)
            added = self._say(connection, conversation, held, self._words.held if on else self._words.resumed)
        return Change(added, version=version)

    def close(self, conversation: str, agent: str, reason: CloseReason) -> Change:
        with self._store.held(conversation) as (connection, held):
            ticket = self._own(connection, conversation, agent)
            self._log(connection, ticket, Deed.CLOSED, agent)
            inbox.drop_citizens(connection, conversation)
            text = self._words.closed_by_staff
            return self._end(connection, ticket, held, State.CLOSED, text=text, close_reason=reason.value)

    def ask_identity(self, conversation: str, agent: str) -> Change:
        with self._store.held(conversation) as (connection, _held):
            self._own(connection, conversation, agent)
            inbox.put(connection, conversation, Kind.ASKED, external(ASKS_IDENTITY, {}))
        return Change(to_engine=True)

    def ask_consent(self, conversation: str, agent: str, question: Question, name: str | None) -> Change:
        """Put ``question``, which takes the place of one that is open; an empty change when it is open itself."""
        with self._store.held(conversation) as (connection, held):
            ticket, now = self._own(connection, conversation, agent), self._store.clock()
            if consent.is_open(connection, ticket.number, question.what):
                return Change()
            self._log(connection, ticket, Deed.CONSENT_ASKED, agent, question.what)
            drafts = [consent.said(question, name)]
            added = records.append(connection, conversation, held.last_seq, drafts, tickets.text_of(now))
            first = {} if ticket.answered_at else {"answered_at": tickets.text_of(now)}
            version = tickets.change(connection, ticket.number, waiting_for_staff=False, **first)
        return Change(added, added[0].seq, version=version)

    def hear_consents(self, hear: Callable[[Answered], None]) -> None:
        self._store.on_consent = hear

    def present(self, agent: str, capacity: int) -> None:
        self.all_present({agent: capacity})

    def all_present(self, capacities: Mapping[str, int]) -> None:
        """Note in one transaction that these agents are there."""
        with self._store.transaction() as connection:
            for agent, capacity in capacities.items():
                presence.seen(connection, agent, capacity, self._store.clock())

    def lapse(self, conversation: str) -> Change:
        """Put a conversation back whose agent is gone, with the ticket and place that it had."""
        with self._store.held(conversation) as (connection, held):
            ticket = tickets.current(connection, conversation)
            if ticket is None or conversation not in presence.lapsed(connection, self._store.clock()):
                return Change()
            self._log(connection, ticket, Deed.LAPSED, ticket.agent)
            return self._queue_again(connection, ticket, held, self._words.lapsed)

    def tell_place(self, conversation: str) -> Change:
        """Draw the card of the place in the queue anew when it has changed."""
        with self._store.held(conversation) as (connection, held):
            ticket = tickets.current(connection, conversation)
            if ticket is None or ticket.state is not State.WAITING:
                return Change()
            card = self._store.reception.card(connection, ticket, self._store.clock())
            draft = Draft(Speaker.SYSTEM, card=card, replaces=records.root(connection, conversation, card))
            at = tickets.text_of(self._store.clock())
            return Change(records.append(connection, conversation, held.last_seq, [draft], at))

    def _begin(
        self, connection: sa.Connection, ticket: Handover, held: Any, agent: str, *, name: str, deed: Deed
    ) -> Change:
        now = self._store.clock()
        presence.seen(connection, agent, None, now)
        self._log(connection, ticket, deed, agent)
        values = {"state": State.STAFF.value, "agent": agent, "claimed_at": tickets.text_of(now), "wanted": None}
        version = tickets.change(connection, ticket.number, **values, on_hold=False)
        set_state(connection, ticket.conversation, State.STAFF)
        added = self._say(connection, ticket.conversation, held, self._words.claimed.format(name=name))
        return Change(added, to_engine=True, state=State.STAFF, version=version)

    def _queue_again(
        self, connection: sa.Connection, ticket: Handover, held: Any, text: str, **values: str | None
    ) -> Change:
        waiting = {"state": State.WAITING.value, "agent": None, "claimed_at": None, "on_hold": False}
        version = tickets.change(connection, ticket.number, **waiting | values)
        set_state(connection, ticket.conversation, State.WAITING)
        added = self._say(connection, ticket.conversation, held, text)
        return Change(added, state=State.WAITING, version=version)

    def _end(
        self, connection: sa.Connection, ticket: Handover, held: Any, state: State, *, text: str, **values: str
    ) -> Change:
        ended = {"state": state.value, "on_hold": False, "waiting_for_staff": False}
        ended_at = tickets.text_of(self._store.clock())
        version = tickets.change(connection, ticket.number, **ended, ended_at=ended_at, **values)
        idling.heard(connection, ticket.conversation, state, ended_at)
        added = self._say(connection, ticket.conversation, held, text)
        return Change(added, to_engine=True, state=state, version=version)

    def _own(self, connection: sa.Connection, conversation: str, agent: str) -> Handover:
        ticket = tickets.current(connection, conversation)
        if ticket is None or ticket.state is not State.STAFF or ticket.agent != agent:
            raise NotHolder
        presence.seen(connection, agent, None, self._store.clock())
        return ticket

    def _say(self, connection: sa.Connection, conversation: str, held: Any, text: str) -> tuple[Message, ...]:
        at = tickets.text_of(self._store.clock())
        return records.append(connection, conversation, held.last_seq, [Draft(Speaker.SYSTEM, text)], at)

    def _log(self, connection: sa.Connection, ticket: Handover, deed: Deed, agent: str | None, note: str = "") -> None:
        tickets.note(connection, LogLine(ticket.number, self._store.clock(), deed, agent, note))
