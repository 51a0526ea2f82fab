"""The actions around issuing, put together: questions, choices, promises, news, and what comes afterwards."""

from rasa_sdk.interfaces import Action

from actions.ask import AskAbout, AskChoice, AskDocument, AskIdentity
from actions.change import ChangeOption
from actions.consent import Consents
from actions.correct import OpenCorrection
from actions.corrections import Corrections
from actions.deliver import Deliver, ReportPaperNews
from actions.form import ValidateIssueForm
from actions.guardian import Guardian
from actions.history import CancelIssuance, IssuanceStatus, ResendToWallet
from actions.identify import ExplainIdentity, IdentityNews, ResendIdentity
from actions.issue import Counter, Issue
from actions.parts import Office
from actions.past_requests import PastRequests
from documents.service.clock import Clock


def issuing(office: Office, clock: Clock) -> tuple[Action, ...]:
    desk, ledger, news, cards = office.desk, office.ledger, office.news, office.cards
    words, wake = office.words, office.worker.notify
    guardian = Guardian(office.residents, office.vault.blind, words)
    past = PastRequests(ledger, clock)
    consents = Consents(office.engine, words["health_consent"])
    corrections = Corrections(office.engine, office.vault, clock)
    return (
        AskDocument(),
        AskChoice(words, clock),
        AskIdentity(desk, cards),
        AskAbout(desk, guardian),
        ValidateIssueForm(desk, guardian, past, words, clock),
        ChangeOption(words, clock),
        Issue(Counter(desk, ledger, news, guardian, consents, wake, words)),
        Deliver(ledger, news, words),
        ReportPaperNews(ledger, words),
        IssuanceStatus(desk, past, words),
        ResendToWallet(ledger, wake, words),
        CancelIssuance(desk, ledger),
        OpenCorrection(ledger, corrections, words),
        IdentityNews(),
        ExplainIdentity(desk, guardian),
        ResendIdentity(desk, cards),
    )
