"""A person asks the citizen to consent to something; the press is taken here and never reaches the engine.

The question is a message of staff with two buttons. It is open until it is answered, until another takes its place, or
until the talk with people is over.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from channels.conversation import tickets
from channels.conversation.handover import Deed, LogLine
from channels.conversation.message import Button, Draft, Speaker
from channels.conversation.offers import NotOffered
from channels.conversation.people_tables import handover_log
from channels.conversation.tables import offers

CONSENT = "/staff_consent"
_ANSWERS = {"yes": Deed.CONSENT_GIVEN, "no": Deed.CONSENT_REFUSED}
_DEEDS = (Deed.CONSENT_ASKED, Deed.CONSENT_GIVEN, Deed.CONSENT_REFUSED)


@dataclass(frozen=True, slots=True)
class Question:
    """``what`` is noted, ``text`` is said; ``given`` and ``refused`` stand on the buttons."""

    what: str
    text: str
    given: str
    refused: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A citizen's answer to the question about ``what``, asked by ``agent``."""

    conversation: str
    agent: str | None
    what: str
    given: bool


def is_answer(payload: str) -> bool:
    return payload.startswith(CONSENT)


def said(question: Question, name: str | None) -> Draft:
    """Put ``question`` as a message; each asking has a mark of its own."""
    mark = secrets.token_hex(8)
    titles = {"yes": question.given, "no": question.refused}
    buttons = tuple(Button(title, _payload(mark, answer)) for answer, title in titles.items())
    return Draft(Speaker.STAFF, question.text, buttons, name=name)


def is_open(connection: sa.Connection, number: int, what: str) -> bool:
    """Say whether hand-over ``number`` waits for the answer about ``what``."""
    last = _newest(connection, number)
    return last is not None and last.deed == Deed.CONSENT_ASKED.value and last.note == what


def take(connection: sa.Connection, conversation: str, payload: str, now: datetime) -> Answered:
    """Note the answer to the open question. Raise ``NotOffered`` when ``payload`` answers none that is open."""
    ticket = tickets.current(connection, conversation)
    last = _newest(connection, ticket.number) if ticket else None
    if ticket is None or last is None or last.deed != Deed.CONSENT_ASKED.value:
        raise NotOffered
    pressed = json.loads(payload.removeprefix(CONSENT))
    if pressed["id"] != _mark(connection, conversation):
        raise NotOffered
    deed = _ANSWERS[pressed["given"]]
    tickets.note(connection, LogLine(ticket.number, now, deed, None, last.note))
    return Answered(conversation, last.agent, last.note, deed is Deed.CONSENT_GIVEN)


def _newest(connection: sa.Connection, number: int) -> Any:
    about = (handover_log.c.number == number, handover_log.c.deed.in_([each.value for each in _DEEDS]))
    query = sa.select(handover_log).where(*about).order_by(handover_log.c.id.desc()).limit(1)
    return connection.execute(query).one_or_none()


def _mark(connection: sa.Connection, conversation: str) -> str | None:
    """Give the mark of the question that was asked last."""
    asked = (offers.c.conversation == conversation, offers.c.payload.startswith(CONSENT, autoescape=True))
    payload = connection.scalar(sa.select(offers.c.payload).where(*asked).order_by(offers.c.id.desc()).limit(1))
    return json.loads(payload.removeprefix(CONSENT))["id"] if payload else None


def _payload(mark: str, answer: str) -> str:
    return CONSENT + json.dumps({"id": mark, "given": answer}, separators=(",", ":"))
