"""What the conversation is about, so that "그건 얼마예요?" finds its answer."""

from actions.doubt import is_sure
from actions.turn import Turn

DOCUMENT, REPORT, BANK = "document", "report", "bank"
"""Topics beside the labels of questions (``faq/passport``)."""

_DOCUMENT = frozenset(
    {
        "issue_document",
        "another_paper",
        "resume_issue",
        "ask_document_list",
        "ask_document_fee",
        "ask_document_requirements",
        "ask_document_validity",
        "ask_unsupported_document",
        "change_option",
        "check_issuance_status",
        "resend_to_wallet",
        "verify_document",
        "report_document_problem",
        "cancel_issuance",
        "choose_basic",
        "choose_custom",
        "choose_options",
    }
)
PAPER_QUESTIONS = frozenset({"ask_document_fee", "ask_document_requirements", "ask_document_validity"})
"""Labels under which a question without a topic is heard: "언제까지 돼요?" sounds like a paper's validity."""
REPORT_FORM = "complaint_form"
_FILED = frozenset(
    {"file_complaint", "suggest_policy", "check_complaint_status", "add_to_complaint", "withdraw_complaint"}
)


def topic_of(turn: Turn) -> str | None:
    """Give what a message that is understood turns to; None when it stays with what there was."""
    return of(turn.intent) if is_sure(turn) else None


def of(intent: str) -> str | None:
    """Give the topic of a label; None for small talk and for questions, whose answers set it themselves."""
    if intent in _DOCUMENT:
        return DOCUMENT
    return REPORT if intent in _FILED or intent.startswith("report_") else None
