"""From a promise to the draft of its paper: whom the registers know, what the law allows, what the page is made of.

1. Who is it, and in which household? Asked of the resident register for every kind; it must be the verified person.
2. May that person have this paper?
3. The record of the paper, from its own register; it must be the verified person's, or the child's that was asked for.
4. Does anything in the record forbid it?
5. Has the form something to say?
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from documents.comparing import require_same_number, require_same_person, require_subject
from documents.domain.kind import PaperKind
from documents.domain.number import VERIFIABLE_FOR
from documents.domain.paper import PaperDraft
from documents.domain.records import Record
from documents.domain.request import PaperRequest
from documents.domain.resident import RegisterRecord
from documents.entitlement import require_record, require_request
from documents.forms.catalogue import FORMS
from documents.ledger.promise import Promise
from documents.news import News
from documents.ports import Register, ResidentRegister
from documents.service.clock import SEOUL


@dataclass(frozen=True)
class Drafting:
    """``registers``: where the record of a kind comes from; that of a 등본 is the household itself."""

    residents: ResidentRegister
    registers: Mapping[PaperKind, Register]
    news: News

    def draft(self, promise: Promise, request: PaperRequest, now: datetime) -> PaperDraft:
        """Look up and decide. Raise Unavailable, Refusal or Halt("subject_mismatch"); nothing is written before."""
        home = self.residents.household(request.person.ci, request.kind)
        require_same_person(request.person, home.name.hangul, home.born)  # 1
        require_request(request, home)  # 2
        record = self._record(request, home, now)
        draft = self._fill_in(promise, request, record, home, now)
        FORMS[draft.kind].require(draft)  # 5
        return draft

    def _record(self, request: PaperRequest, home: RegisterRecord, now: datetime) -> Record:
        record, today = self._found(request, home, now), now.astimezone(SEOUL).date()
        require_subject(request, record.name.hangul, record.born)  # 3
        if request.child is None:
            require_same_number(home, record)
        require_record(request, home.subject, record, today)  # 4
        return record

    def _found(self, request: PaperRequest, home: RegisterRecord, now: datetime) -> Record:
        if request.kind is PaperKind.RESIDENT_REGISTER:
            return home
        about = request.child.ci if request.child else request.person.ci
        return self.registers[request.kind].find(about, request.options, now.astimezone(SEOUL).date())

    def _fill_in(
        self, promise: Promise, request: PaperRequest, record: Record, home: RegisterRecord, now: datetime
    ) -> PaperDraft:
        return PaperDraft(
            number=promise.number,
            check_code=promise.check_code,
            kind=request.kind,
            record=record,
            applicant=home.name,
            options=request.options,
            purpose=request.purpose,
            issued_at=now,
            expires_at=now + VERIFIABLE_FOR,
            verify_url=self.news.verify_url(promise.number, promise.check_code),
            applicant_born=home.born if request.child else None,
        )
