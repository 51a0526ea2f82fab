"""What issuing needs from outside, as small protocols. Foreign exceptions never cross them."""

from datetime import date
from typing import Protocol

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.paper import PaperDraft, PrintedSubject
from documents.domain.records import Record
from documents.domain.resident import Ci, RegisterRecord


class ResidentRegister(Protocol):
    """The agency that keeps households: asked for every paper, since the law asks who lives with whom."""

    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        """Raise Unavailable("register_down") when it cannot answer now, Refusal("no_record") for a CI of nobody.

        ``purpose`` goes into the agency's access log. Raise Halt("subject_mismatch") when the answer is another's.
        """
        ...


class Register(Protocol):
    """The agency behind one kind of paper."""

    def find(self, ci: Ci, options: Options, today: date) -> Record:
        """Give the record that ``options`` ask for. ``today`` (Seoul) fills in a period that was not chosen.

        Raises as ``ResidentRegister.household`` does.
        """
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
