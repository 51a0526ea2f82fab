"""No sequence of events makes a conversation live without a live, matching approval on the phone."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from actions.identity.provider import Approved
from actions.identity.state import NotAsked, NothingToResend
from tests.unit.actions.identity_room import SECONDS, Ringing, Room, holder

CONVERSATIONS = st.sampled_from(["conversation-a", "conversation-b"])
PERSONS = st.sampled_from(["seoyeon", "junho", "junho2"])
PICK = st.integers(min_value=0, max_value=30)


@dataclass
class Sent:
    """What the model remembers of one question that reached a phone."""

    conversation: str
    verification: str
    ringing: Ringing
    superseded: bool = False
    first_used: datetime | None = None


class Identity(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.room = Room(Path(self.folder.name))
        self.loop = asyncio.new_event_loop()
        self.sent: list[Sent] = []

    def teardown(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.room.close()
        self.folder.cleanup()

    @rule(conversation=CONVERSATIONS)
    def ask(self, conversation: str) -> None:
        self.room.verifications.ask(conversation, "등본 발급")

    @rule(conversation=CONVERSATIONS, person=PERSONS)
    def submit(self, conversation: str, person: str) -> None:
        self._send(conversation, self.room.submit(conversation, person))

    @rule(conversation=CONVERSATIONS)
    def resend(self, conversation: str) -> None:
        self._send(conversation, self.room.verifications.resend(conversation))

    @rule(conversation=CONVERSATIONS)
    def withdraw(self, conversation: str) -> None:
        if self.room.verifications.withdraw(conversation):
            self._supersede(conversation)

    @precondition(lambda self: self.sent)
    @rule(pick=PICK, approve=st.booleans())
    def press(self, pick: int, *, approve: bool) -> None:
        self.room.phones.press(self.sent[pick % len(self.sent)].ringing, approve=approve)

    @rule(seconds=st.sampled_from([1, 30, 299, 300, 601]))
    def pass_time(self, seconds: int) -> None:
        self.room.clock.move(seconds=seconds)

    @rule(conversation=CONVERSATIONS, person=PERSONS, noticed=st.booleans())
    def approve_at_once(self, conversation: str, person: str, *, noticed: bool) -> None:
        self.ask(conversation)
        self.submit(conversation, person)
        self.room.clock.move(seconds=2)
        if self.sent:
            self.room.phones.press(self.sent[-1].ringing, approve=True)
        if noticed:
            self.look()

    @rule()
    def look(self) -> None:
        self._await(self.room.poller.look())

    @precondition(lambda self: any(each.ringing.answered_at for each in self.sent))
    @rule(pick=PICK)
    def replay(self, pick: int) -> None:
        """The same signed answer reaches the service once more."""
        answered = [each for each in self.sent if each.ringing.answered_at and each.ringing.state != "refused"]
        if answered:
            one = answered[pick % len(answered)]
            self.room.answers.settle(one.verification, Approved(self.room.phones.proof(one.ringing)))

    @rule(conversation=CONVERSATIONS)
    def use(self, conversation: str) -> None:
        person = self.room.verifications.use(conversation, self.room.clock())
        if person is not None:
            one = next(each for each in self.sent if each.verification == person.verification)
            one.first_used = one.first_used or self.room.clock()

    @invariant()
    def live_means_approved(self) -> None:
        for conversation in ("conversation-a", "conversation-b"):
            person = self.room.live(conversation)
            if person is not None:
                self._explain(conversation, person)

    def _explain(self, conversation: str, person: object) -> None:
        one = next(each for each in self.sent if each.verification == person.verification)
        approved, now = one.ringing.answered_at, self.room.clock()
        assert one.conversation == conversation
        assert not one.superseded
        assert one.ringing.state in {"approved", "used"}
        assert approved < one.ringing.at + timedelta(seconds=SECONDS)
        assert person.ci == holder(one.ringing.person).ci
        open_for = timedelta(minutes=15 if one.first_used else 10)
        assert now < approved + open_for
        if one.first_used:
            assert one.first_used < approved + timedelta(minutes=10)

    def _send(self, conversation: str, sending: object) -> None:
        before = len(self.room.phones.asked)
        try:
            verification = self._await(sending)
        except (NotAsked, NothingToResend):
            return
        if len(self.room.phones.asked) > before:
            self._supersede(conversation)
            self.sent.append(Sent(conversation, verification.id, self.room.phones.asked[-1]))

    def _supersede(self, conversation: str) -> None:
        for each in self.sent:
            each.superseded |= each.conversation == conversation

    def _await(self, work: object) -> object:
        return self.loop.run_until_complete(work)


TestIdentity = Identity.TestCase
TestIdentity.settings = settings(
    max_examples=35, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
