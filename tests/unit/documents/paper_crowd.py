"""Many people at once, some of them namesakes born on the same day, and an office that issues for all of them.

Every record of a person bears the person's own mark, a street number, or a registration number that nobody shares.
"""

import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from documents.archive import PaperStore
from documents.domain.errors import Refusal
from documents.domain.kind import PaperKind
from documents.domain.options import (
    AbstractOptions,
    BackDigits,
    EligibilityOptions,
    Language,
    MilitaryOptions,
    Options,
    PremiumOptions,
    RegisterOptions,
    TravelOptions,
    VaccinationOptions,
)
from documents.domain.records import Record
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import Ci, Name, RegisterRecord, ResidentId
from documents.drafting import Drafting
from documents.issuing import Issuing
from documents.ledger.ledger import MIGRATIONS, Ledger
from documents.ledger.promise import Promise
from documents.service.database import migrate, open_engine
from documents.verifying import PageSubjectReader
from documents.verifying.pages import page_texts
from documents.worker import Worker
from tests.fakes_documents import FakeWallet
from tests.office import NEWS, ledger_over, vault
from tests.unit.documents.paper_house import now, renderer, sealer
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_pages import data_of
from tests.unit.documents.paper_samples import draft, invented_rrn
from tests.unit.documents.paper_samples_vaccination import own_draft

TELLING: dict[PaperKind, Options] = {
    PaperKind.RESIDENT_REGISTER: RegisterOptions(back_digits=BackDigits.SELF),
    PaperKind.RESIDENT_ABSTRACT: AbstractOptions(back_digits=True),
    PaperKind.HEALTH_PREMIUM_PAYMENT: PremiumOptions(back_digits=True),
    PaperKind.HEALTH_ELIGIBILITY: EligibilityOptions(back_digits=True),
    PaperKind.VACCINATION: VaccinationOptions(language=Language.ENGLISH),
    PaperKind.ENTRY_EXIT: TravelOptions(back_digits=True),
    PaperKind.MILITARY_SERVICE: MilitaryOptions(),
}
"""Options that let a mark onto the page."""
_SURNAMES = "김이박최정강조윤장임한오"
_GIVEN = ("가람", "나래", "다온", "라온", "마루", "바다", "보람", "새론", "아라", "하늘")
_MARK = re.compile(r"Unit (\d{6})|길 (\d{6})|(\d{6}-\d{7})")


@dataclass(frozen=True)
class Inhabitant:
    person: VerifiedPerson
    home: RegisterRecord
    records: dict[PaperKind, Record]
    marks: frozenset[str]


@dataclass(frozen=True)
class Wish:
    who: Inhabitant
    kind: PaperKind
    conversation: str

    def request(self) -> PaperRequest:
        return PaperRequest(self.conversation, self.who.person, self.kind, TELLING[self.kind], "제출")


@dataclass(frozen=True)
class Agency:
    """The register of one kind, or with ``household`` the one that is asked first. It knows the whole crowd."""

    crowd: dict[Ci, Inhabitant]
    kind: PaperKind

    def find(self, ci: Ci, _options: Options, _today: date) -> Record:
        if ci not in self.crowd:
            raise Refusal("no_record")
        return self.crowd[ci].records[self.kind]

    def household(self, ci: Ci, _purpose: PaperKind) -> RegisterRecord:
        return self.crowd[ci].home


def inhabitant(place: int) -> Inhabitant:
    """Every second person is the namesake of the one before, born on the same day."""
    twin = place // 2 * 2 if place % 4 < 2 else place
    name = Name(_SURNAMES[twin % 12] + _GIVEN[twin // 12 % 10])
    born = date(1960, 1, 1) + timedelta(days=97 * twin)
    rrn, mark = invented_rrn(born, "F", 20_000 + place), str(100_000 + place)
    mine = {"subject": ResidentId(f"p{place}"), "name": name, "born": born}
    address = f"서울특별시 마포구 한마음{place % 7 + 1}길 {mark}"
    person = VerifiedPerson(f"v{place}", Ci(f"{place:088d}"), name.hangul, born, now())
    home: RegisterRecord = draft().record
    own = replace(home.household.members[1], resident=mine["subject"], name=name, rrn=rrn)
    here = replace(home.household.addresses[0], address=address)
    household = replace(home.household, householder=name, members=(own,), addresses=(here,))
    home = replace(home, **mine, household=household)
    others = [kind for kind in PaperKind if kind is not PaperKind.RESIDENT_REGISTER]
    records = {kind: _record(kind, mine, rrn, address, mark) for kind in others}
    return Inhabitant(person, home, {PaperKind.RESIDENT_REGISTER: home, **records}, frozenset({mark, rrn.open()}))


def _record(kind, mine, rrn, address: str, mark: str) -> Record:
    record = own_draft().record if kind is PaperKind.VACCINATION else SAMPLES[kind].record
    changes = {"rrn": rrn} if hasattr(record, "rrn") else {"address_en": f"Unit {mark}, Mapo-gu", "roman": "DOE"}
    if hasattr(record, "address"):
        changes["address"] = address
    if kind is PaperKind.RESIDENT_ABSTRACT:
        changes |= {"addresses": (replace(record.addresses[0], address=address),), "personal_changes": ()}
    return replace(record, **mine, **changes)


@contextmanager
def crowded_office(people: Sequence[Inhabitant], folder: Path) -> Iterator[tuple[Ledger, Issuing, FakeWallet]]:
    """Open an office with real pages, real seals and real reading back; the wallet is a dictionary."""
    engine = open_engine(f"sqlite:///{folder / 'office.db'}")
    migrate(engine, MIGRATIONS)
    crowd, wallet = {each.person.ci: each for each in people}, FakeWallet()
    agencies = {kind: Agency(crowd, kind) for kind in PaperKind}
    drafting = Drafting(agencies[PaperKind.RESIDENT_REGISTER], agencies, NEWS)
    ledger, store = ledger_over(engine, clock=now), PaperStore(folder / "papers", engine, vault())
    try:
        yield ledger, Issuing(ledger, drafting, renderer(), PageSubjectReader(), sealer(), wallet, store, now), wallet
    finally:
        engine.dispose()


def issue_at_once(
    wishes: Sequence[Wish], ledger: Ledger, issuing: Issuing, *, askers: int = 64, workers: int = 8
) -> list[Promise]:
    """Have all ask at the same time, and work until nothing is left."""
    with Worker(ledger, issuing, threads=workers, poll=0.05) as worker, ThreadPoolExecutor(askers) as pool:
        promises = list(pool.map(lambda wish: ledger.promise(wish.request()), wishes))
        worker.notify()
        pause, deadline = threading.Event(), time.monotonic() + 2.0 * len(wishes) + 60
        while ledger.backlog().count:
            assert time.monotonic() < deadline, "the backlog does not drain"
            pause.wait(0.05)
    return promises


def of_another(wish: Wish, number: str, pdf: bytes) -> str | None:
    """Tell what on the paper is not its person's, or None when it is wholly that person's own."""
    read, person = PageSubjectReader().read(pdf), wish.who.person
    said = [*page_texts(pdf), json.dumps(data_of(pdf), ensure_ascii=False)]
    found = {mark for text in said for match in _MARK.findall(text) for mark in match if mark}
    if (read.number.digits, read.name, read.born) != (number, person.name, person.born):
        return "another subject"
    return None if found and found <= wish.who.marks else f"{len(found - wish.who.marks)} marks of others"
