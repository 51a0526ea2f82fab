"""A hand-over as the console draws it: one row of the queue, with the clock of its first answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.conversation.handover import Handover, Reason
from channels.conversation.message import State
from channels.staff.accounts import Account

SHOWN = ("all", "waiting", "mine")


@dataclass(frozen=True, slots=True)
class Ticket:
    """``late``: nobody has answered by ``respond_by``."""

    handover: Handover
    agent: str | None
    wanted: str | None
    late: bool
    urgent: bool

    @property
    def place(self) -> tuple[bool, bool, datetime]:
        """Where it stands in the queue: emergencies, then overdue ones, then by age."""
        return not self.urgent, not self.late, self.handover.asked_at


@dataclass(frozen=True, slots=True)
class Filter:
    """``show`` is one of `SHOWN`; ``said`` is looked for in number, names and conversation."""

    show: str = SHOWN[0]
    team: str = ""
    said: str = ""

    def fits(self, ticket: Ticket, me: str) -> bool:
        handover = ticket.handover
        if self.team and handover.team != self.team:
            return False
        if self.show == "waiting" and handover.state is not State.WAITING:
            return False
        if self.show == "mine" and me not in {handover.agent, handover.wanted}:
            return False
        return self.said.casefold() in _haystack(ticket)


def _haystack(ticket: Ticket) -> str:
    handover = ticket.handover
    parts = (f"{handover.number}번", handover.conversation, ticket.agent or "", ticket.wanted or "")
    return "\n".join(parts).casefold()


def tickets(handovers: Iterable[Handover], colleagues: Mapping[str, Account], now: datetime) -> list[Ticket]:
    """Give the tickets in the order of the queue."""
    return sorted((ticket(each, colleagues, now) for each in handovers), key=lambda each: each.place)


def ticket(handover: Handover, colleagues: Mapping[str, Account], now: datetime) -> Ticket:
    return Ticket(
        handover=handover,
        agent=_name(handover.agent, colleagues),
        wanted=_name(handover.wanted, colleagues),
        late=handover.breached(now),
        urgent=handover.reason is Reason.EMERGENCY,
    )


def as_json(ticket: Ticket) -> dict[str, Any]:
    """Give the shape of a ticket in `/staff/api`."""
    handover = ticket.handover
    return {
        "conversation": handover.conversation,
        "number": handover.number,
        "channel": handover.channel,
        "reason": handover.reason.value,
        "team": handover.team,
        "state": handover.state.value,
        "on_hold": handover.on_hold,
        "agent": handover.agent,
        "agent_name": ticket.agent,
        "wanted": handover.wanted,
        "asked_at": _iso(handover.asked_at),
        "claimed_at": _iso(handover.claimed_at),
        "answered_at": _iso(handover.answered_at),
        "respond_by": _iso(handover.respond_by),
        "breached": ticket.late,
        "waiting_for_staff": handover.waiting_for_staff,
        "close_reason": handover.close_reason.value if handover.close_reason else None,
        "summary": dict(handover.summary),
        "version": handover.version,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None


def _name(who: str | None, colleagues: Mapping[str, Account]) -> str | None:
    known = colleagues.get(who) if who else None
    return known.name if known else who
