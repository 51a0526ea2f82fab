"""What issuing needs from outside, as small protocols. Foreign exceptions never cross them."""

from typing import Protocol

from documents.domain.paper import PaperDraft, PrintedSubject
from documents.domain.resident import Ci, RegisterRecord


class ResidentRegister(Protocol):
    """The agency that keeps households."""

    def find(self, ci: Ci) -> RegisterRecord:
        """Raise Unavailable("register_down") when it cannot answer now, Refusal("no_record") for a CI of nobody."""
        ...


class Renderer(Protocol):
    def render(self, draft: PaperDraft) -> bytes:
        """Give the unsealed PDF/A-3b with the data attached. Raise Halt("missing_glyph") rather than print a blank."""
        ...


class SubjectReader(Protocol):
    def read(self, pdf: bytes) -> PrintedSubject:
        """Read the subject from the page text (not from metadata). Raise Halt("subject_mismatch") when unreadable."""
        ...


class Sealer(Protocol):
    def seal(self, pdf: bytes, draft: PaperDraft) -> bytes:
        """Give the certified PAdES B-LTA file. Raise Unavailable("seal_down") when key or time-stamp cannot be had."""
        ...
