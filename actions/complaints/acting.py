"""The actions around complaints and the hand-over to a person, put together."""

from rasa_sdk.interfaces import Action

from actions.complaints import afterwards, ask, steps, words, writing
from actions.complaints.file import FileComplaint
from actions.complaints.room import Room
from actions.desk import Desk
from actions.handover.call_back import CallBack
from actions.handover.hand_over import HandOver
from actions.handover.returning import Returned, StaffAsksIdentity
from actions.identity_card import IdentityCards


def acting(room: Room, desk: Desk, cards: IdentityCards) -> tuple[Action, ...]:
    counter = writing.Counter(room, desk, words.load())
    return (
        writing.OpenComplaint(counter),
        writing.TakeComplaint(counter),
        ask.AskStory(),
        ask.AskPlace(),
        ask.AskPhoto(),
        ask.AskContact(counter, cards),
        ask.AskConfirmed(counter),
        steps.AnswerComplaint(),
        steps.NoPhoto(),
        steps.BackInComplaint(counter),
        steps.FixComplaint(),
        steps.StopComplaint(counter),
        steps.SetAside(),
        steps.OfferResume(),
        steps.TakePhoto(counter),
        steps.TakePlace(counter),
        steps.Identified(counter),
        FileComplaint(counter),
        afterwards.ComplaintStatus(counter),
        afterwards.AddToComplaint(counter),
        afterwards.TakeAddition(counter),
        afterwards.WithdrawComplaint(counter),
        afterwards.ConfirmWithdrawal(counter),
        afterwards.RateComplaint(counter),
        HandOver(),
        CallBack(room),
        Returned(),
        StaffAsksIdentity(desk, cards, str(counter.words.raw["staff_purpose"])),
    )
