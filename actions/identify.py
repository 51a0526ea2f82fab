"""What is said about the identity check: slow, refused, expired, again, or another way."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import turn as turns
from actions.action import CounterAction
from actions.complaints.state import ISSUE_FORM
from actions.desk import Desk
from actions.guardian import Guardian
from actions.identity.state import NothingToResend, State, TooManyRequests, Verification
from actions.identity_card import IdentityCards
from actions.outcome import Outcome, Say
from actions.request import every
from actions.turn import Turn
from documents.domain.errors import MinwonError
from documents.domain.kind import PaperKind

_ENDED = {State.REFUSED: "utter_identity_refused", State.EXPIRED: "utter_identity_expired"}


class IdentityNews(CounterAction):
    title = "action_identity_news"

    def decide(self, turn: Turn) -> Outcome:
        news = turn.intent.removeprefix("EXTERNAL_identity_")
        return Outcome((Say(f"utter_identity_{news}"),))


class ExplainIdentity(CounterAction):
    """Look at what the office knows before answering "다 했어요" or "안 와요"."""

    title = "action_explain_identity"

    def __init__(self, desk: Desk, guardian: Guardian) -> None:
        self._desk, self._guardian = desk, guardian

    def decide(self, turn: Turn) -> Outcome:
        current = self._desk.current(turn.conversation)
        person = self._desk.live(turn.conversation)
        if person is not None:
            return Outcome(slots={"identity": "verified", **self._guardian.about(turn, person)})
        if current is not None and current.state in _ENDED:
            return Outcome((Say(_ENDED[current.state]),))
        if turn.intent == "identity_trouble":
            return Outcome((Say("utter_identity_trouble"),))
        pending = current is not None and current.state is State.PENDING
        return Outcome((Say("utter_identity_still_pending" if pending else "utter_identity_not_asked"),))


class ResendIdentity(CounterAction):
    """One tap asks the same phone again; when nobody is kept, the panel opens again."""

    title = "action_resend_identity"

    def __init__(self, desk: Desk, cards: IdentityCards) -> None:
        self._desk, self._cards = desk, cards

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        turn = turns.read(tracker)
        return (await self._again(turn)).write(dispatcher)

    async def _again(self, turn: Turn) -> Outcome:
        try:
            pending = await self._desk.resend(turn.conversation)
        except NothingToResend:
            return Outcome((Say("utter_ask_identity", card=self._cards(self._asked(turn))),))
        except TooManyRequests:
            return Outcome((Say("utter_identity_too_many"),))
        except MinwonError:
            return Outcome((Say("utter_identity_unavailable"),))
        return Outcome((Say("utter_identity_resent", {"code": pending.binding_code}),))

    def _asked(self, turn: Turn) -> Verification:
        """Open the panel for what it was open for, when that is no paper."""
        newest = self._desk.current(turn.conversation)
        if turn.form != ISSUE_FORM and newest is not None:
            return self._desk.ask_for(turn.conversation, newest.purpose)
        kinds = [paper.kind for paper in every(turn)] or [PaperKind.RESIDENT_REGISTER]
        return self._desk.ask(turn.conversation, kinds)
