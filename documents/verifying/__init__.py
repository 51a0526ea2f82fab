from documents.verifying.checker import Checker
from documents.verifying.issued import IssuedPaper, IssuedPapers
from documents.verifying.judge import FileFacts, Finding, judge
from documents.verifying.pages import UnreadablePages, page_pictures, preview
from documents.verifying.subject import PageSubjectReader

__all__ = [
    "Checker",
    "FileFacts",
    "Finding",
    "IssuedPaper",
    "IssuedPapers",
    "PageSubjectReader",
    "UnreadablePages",
    "judge",
    "page_pictures",
    "preview",
]
