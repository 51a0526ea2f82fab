"""The part of the composition that answers questions and keeps the conversation going: everything but the papers."""

from collections.abc import Mapping
from functools import partial

from actions import districts, leaning, take_up, urgent
from actions.action import CounterAction
from actions.answer import Answer, AnswerQuestion, load_titles
from actions.complaints import words as complaint_words
from actions.complaints.telling import Telling
from actions.desk import Desk
from actions.districts import TellDistrict
from actions.fallback import DefaultFallback, OutOfScope
from actions.follow_up import FollowUp, load_reports
from actions.now import HearComplaint, Help, Silence
from actions.questions.action import OpenAnswer, suggest
from actions.questions.bank import QuestionBank
from actions.reception import Reception, Senses
from actions.settings import ActionsSettings
from actions.take_up import TakeUp
from actions.talk import Repeat
from actions.urgent import CallForHelp


def answering(
    settings: ActionsSettings, desk: Desk, bank: QuestionBank, answers: Mapping[str, Answer]
) -> tuple[CounterAction, ...]:
    """Read all texts and words. A file without its fields stops the process at start."""
    look_up = partial(suggest, bank)
    leans, choice, urgency = leaning.load(), take_up.load(), urgent.load()
    return (
        Reception(Senses(urgency, choice, districts.load(), leans, Telling(complaint_words.load()))),
        AnswerQuestion(answers),
        FollowUp(answers, load_reports(settings.answers), leans, load_reports(settings.answers, "english_follow_ups")),
        TellDistrict({answer.label for answer in answers.values() if answer.nearby}),
        OpenAnswer(bank),
        DefaultFallback(load_titles(settings.answers), look_up, load_titles(settings.answers, "titles.english.yml")),
        OutOfScope(look_up),
        TakeUp(choice),
        CallForHelp(urgency),
        Repeat(),
        Help(desk),
        HearComplaint(),
        Silence(),
    )
