"""A desk without a database, and trackers in the shape that the dialogue engine sends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.identity.state import NothingToResend, State, Verification
from documents.domain.kind import PaperKind
from documents.domain.request import VerifiedPerson
from documents.domain.resident import Ci

CONVERSATION = "conversation-0000000001"
NOON = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
PERSON = VerifiedPerson("v1", Ci("c" * 88), "김가나", date(1990, 1, 2), NOON)
REGISTER = "주민등록표 등본"


def verification(state: State) -> Verification:
    code = None if state is State.REQUESTED else "4271"
    return Verification("v1", CONVERSATION, state, "주민등록표(등본) 발급", None, code, NOON, None, None, None)


@dataclass
class FakeDesk:
    """Same methods as ``actions.desk.Desk``; state is what a test sets."""

    person: VerifiedPerson | None = None
    newest: Verification | None = None
    withdrawn: list[str] = field(default_factory=list)
    resendable: bool = False
    kinds: list[PaperKind] = field(default_factory=list)
    """For which papers the panel was opened."""
    purposes: list[str] = field(default_factory=list)
    """For what else it was opened."""

    def ask(self, conversation: str, kinds: Sequence[PaperKind]) -> Verification:
        assert conversation == CONVERSATION
        self.kinds = list(kinds)
        self.newest = self.newest or verification(State.REQUESTED)
        return self.newest

    def ask_for(self, conversation: str, purpose: str) -> Verification:
        assert conversation == CONVERSATION
        self.purposes.append(purpose)
        self.newest = self.newest or verification(State.REQUESTED)
        return self.newest

    def current(self, _conversation: str) -> Verification | None:
        return self.newest

    def live(self, _conversation: str) -> VerifiedPerson | None:
        return self.person

    def use(self, _conversation: str) -> VerifiedPerson | None:
        return self.person

    def withdraw(self, conversation: str) -> bool:
        self.withdrawn.append(conversation)
        return self.newest is not None

    async def resend(self, _conversation: str) -> Verification:
        if not self.resendable:
            raise NothingToResend
        return verification(State.PENDING)


def tracker(
    intent: str = "greet",
    entities: dict[str, Any] | None = None,
    *,
    slots: dict[str, Any] | None = None,
    events: list[dict[str, Any]] | None = None,
) -> Tracker:
    """``entities``: a list of values stands for several of one name, as the engine gives them."""
    found = [
        {"entity": name, "value": value}
        for name, said in (entities or {}).items()
        for value in (said if isinstance(said, list) and name != "period" else [said])
    ]
    message = {"intent": {"name": intent}, "entities": found, "text": ""}
    known = {"document": None, "choice": None, "identity": None, "options": None, "purpose": None, "asked": None}
    paused = False
    loop = {"name": "issue_form"} if slots and slots.get("requested_slot") else {}
    return Tracker(
        CONVERSATION, {**known, "requested_slot": None, **(slots or {})}, message, events or [], paused, None, loop, ""
    )


async def run(action: Action, asked: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Run ``action``; give its messages and the slots that it set."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, asked, {})
    return dispatcher.messages, {e["name"]: e["value"] for e in events if e["event"] == "slot"}


def said(messages: list[dict[str, Any]]) -> list[str]:
    return [message["response"] for message in messages]
