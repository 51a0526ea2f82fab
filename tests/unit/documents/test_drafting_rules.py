"""From a request to a draft: who is asked about whom, and what is refused before a page is made."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from documents.domain.errors import Halt, Refusal
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.options import OPTIONS, AbstractOptions, Options, PremiumOptions, VaccinationOptions
from documents.domain.records import Record
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import Child, Ci, Name, RegisterRecord, ResidentId
from documents.domain.state import PromiseState
from documents.drafting import Drafting
from documents.ledger.promise import Promise
from tests.fakes_documents import NOON
from tests.office import NEWS
from tests.unit.documents.paper_kinds import SAMPLES
from tests.unit.documents.paper_samples import JUNHO, SEOYEON, draft, invented_rrn
from tests.unit.documents.paper_samples_premium import premium_draft
from tests.unit.documents.paper_samples_resident_abstract import abstract_draft, born_on
from tests.unit.documents.paper_samples_vaccination import CHILD, CHILD_BORN, child_draft, own_draft

ME, HAON = Ci("m" * 88), Child(Ci("h" * 88), CHILD, CHILD_BORN)
HOME: RegisterRecord = draft().record
OTHERS = [kind for kind in PaperKind if kind is not PaperKind.RESIDENT_REGISTER]


@dataclass
class Agency:
    """One register: gives ``record`` and keeps what it was asked."""

    record: Record | None = None
    asked: list[tuple[Ci, Options, date]] = field(default_factory=list)

    def find(self, ci: Ci, options: Options, today: date) -> Record:
        self.asked.append((ci, options, today))
        if self.record is None:
            raise Refusal("no_record")
        return self.record


@dataclass
class Residents:
    home: RegisterRecord = HOME
    asked: list[tuple[Ci, PaperKind]] = field(default_factory=list)

    def household(self, ci: Ci, purpose: PaperKind) -> RegisterRecord:
        self.asked.append((ci, purpose))
        return self.home


@dataclass
class Desk:
    residents: Residents = field(default_factory=Residents)
    agencies: dict[PaperKind, Agency] = field(default_factory=lambda: {kind: Agency() for kind in OTHERS})

    def draft(
        self, kind: PaperKind, options: Options | None = None, *, at: datetime = NOON, child: Child | None = None
    ):
        who = VerifiedPerson("v", ME, "김서연", date(1988, 3, 14), NOON)
        request = PaperRequest("c", who, kind, options or OPTIONS[kind](), "제출", child)
        return Drafting(self.residents, self.agencies, NEWS).draft(_promise(kind), request, at)


def _promise(kind: PaperKind) -> Promise:
    facts = dict.fromkeys(("error_code", "issued_at", "expires_at", "sha256", "receipt"))
    return Promise(
        key="k",
        number=PaperNumber.draw(),
        check_code="7K3M9QXA",
        kind=kind,
        conversation="c",
        verification="v",
        state=PromiseState.PROMISED,
        attempts=0,
        created_at=NOON,
        **facts,
    )


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.code


def seoyeons(kind: PaperKind) -> Record:
    """The sample record of ``kind``, made 김서연's."""
    record = own_draft().record if kind is PaperKind.VACCINATION else SAMPLES[kind].record
    mine = {"name": SEOYEON, "born": date(1988, 3, 14)}
    return replace(record, **mine, **({"rrn": HOME.household.members[1].rrn} if hasattr(record, "rrn") else {}))


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind_is_drafted_from_its_own_register(kind):
    desk = Desk()
    desk.agencies[kind].record = seoyeons(kind)
    made = desk.draft(kind)
    assert (made.record, made.kind, made.applicant, made.applicant_born) == (seoyeons(kind), kind, SEOYEON, None)
    assert desk.residents.asked == [(ME, kind)]
    assert [agency.asked for each, agency in desk.agencies.items() if each is not kind] == [[]] * 5


def test_the_household_itself_is_the_record_of_a_household_paper():
    desk = Desk()
    assert desk.draft(PaperKind.RESIDENT_REGISTER).record == HOME
    assert desk.residents.asked == [(ME, PaperKind.RESIDENT_REGISTER)]


def test_today_is_seouls_day():
    desk = Desk()
    desk.agencies[PaperKind.HEALTH_PREMIUM_PAYMENT].record = seoyeons(PaperKind.HEALTH_PREMIUM_PAYMENT)
    before_midnight_in_london = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    desk.draft(PaperKind.HEALTH_PREMIUM_PAYMENT, at=before_midnight_in_london)
    assert desk.agencies[PaperKind.HEALTH_PREMIUM_PAYMENT].asked == [(ME, PremiumOptions(), date(2026, 3, 2))]


def test_a_guardian_gets_the_childs_paper():
    desk = Desk(Residents(replace(HOME, children=(HAON,))))
    desk.agencies[PaperKind.VACCINATION].record = child_draft().record
    made = desk.draft(PaperKind.VACCINATION, child=HAON)
    assert desk.agencies[PaperKind.VACCINATION].asked == [(HAON.ci, VaccinationOptions(), date(2026, 3, 2))]
    assert (made.record.name, made.applicant, made.applicant_born) == (CHILD, SEOYEON, date(1988, 3, 14))


@pytest.mark.parametrize(
    "children",
    [(), (replace(HAON, ci=Ci("x" * 88)),), (replace(HAON, name=Name("이하늘")),), (replace(HAON, born=NOON.date()),)],
)
def test_a_child_whom_the_register_does_not_name_is_nobodys(children):
    desk = Desk(Residents(replace(HOME, children=children)))
    assert refusal(lambda: desk.draft(PaperKind.VACCINATION, child=HAON)) == "not_entitled"
    assert desk.agencies[PaperKind.VACCINATION].asked == []


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.VACCINATION])
def test_no_other_paper_is_about_a_child(kind):
    desk = Desk(Residents(replace(HOME, children=(HAON,))))
    assert refusal(lambda: desk.draft(kind, child=HAON)) == "not_entitled"


def test_a_restricted_parent_does_not_learn_where_the_child_lives():
    desk = Desk(Residents(replace(HOME, children=(HAON,), restricted_against=frozenset({HOME.subject}))))
    assert refusal(lambda: desk.draft(PaperKind.VACCINATION, child=HAON)) == "not_entitled"


def test_another_childs_record_halts():
    desk = Desk(Residents(replace(HOME, children=(HAON,))))
    desk.agencies[PaperKind.VACCINATION].record = replace(child_draft().record, name=Name("이하늘"))
    with pytest.raises(Halt) as halt:
        desk.draft(PaperKind.VACCINATION, child=HAON)
    assert halt.value.code == "subject_mismatch"


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("changes", [{"name": JUNHO}, {"born": date(1988, 3, 15)}])
def test_another_persons_record_halts(kind, changes):
    desk = Desk()
    desk.agencies[kind].record = replace(seoyeons(kind), **changes)
    with pytest.raises(Halt) as halt:
        desk.draft(kind)
    assert halt.value.code == "subject_mismatch"


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind is not PaperKind.VACCINATION])
def test_a_namesake_born_on_the_same_day_is_told_by_the_number(kind):
    desk = Desk()
    desk.agencies[kind].record = replace(seoyeons(kind), rrn=invented_rrn(date(1988, 3, 14), "F", 99))
    with pytest.raises(Halt) as halt:
        desk.draft(kind)
    assert halt.value.code == "subject_mismatch"


def test_a_household_of_another_person_halts_before_any_register_is_asked():
    desk = Desk(Residents(replace(HOME, name=JUNHO)))
    with pytest.raises(Halt):
        desk.draft(PaperKind.ENTRY_EXIT)
    assert all(agency.asked == [] for agency in desk.agencies.values())


@pytest.mark.parametrize("kind", PaperKind)
def test_a_restriction_closes_the_papers_of_households_and_no_others(kind):
    desk = Desk(Residents(replace(HOME, restricted_against=frozenset({HOME.subject}))))
    if kind is not PaperKind.RESIDENT_REGISTER:
        desk.agencies[kind].record = seoyeons(kind)
    if kind in {PaperKind.RESIDENT_REGISTER, PaperKind.RESIDENT_ABSTRACT}:
        assert refusal(lambda: desk.draft(kind)) == "not_entitled"
    else:
        assert desk.draft(kind).kind is kind


def test_a_restriction_that_only_the_abstract_knows_counts():
    desk = Desk()
    record = replace(seoyeons(PaperKind.RESIDENT_ABSTRACT), restricted_against=frozenset({HOME.subject}))
    desk.agencies[PaperKind.RESIDENT_ABSTRACT].record = record
    assert refusal(lambda: desk.draft(PaperKind.RESIDENT_ABSTRACT)) == "not_entitled"
    desk.agencies[PaperKind.RESIDENT_ABSTRACT].record = replace(
        record, restricted_against=frozenset({ResidentId("another")})
    )
    assert desk.draft(PaperKind.RESIDENT_ABSTRACT).kind is PaperKind.RESIDENT_ABSTRACT


@pytest.mark.parametrize(("born", "minor"), [(date(2007, 3, 2), False), (date(2007, 3, 3), True)])
def test_past_householders_are_an_adults_choice(born, minor):
    member = replace(HOME.household.members[1], rrn=born_on(born)["rrn"])
    home = replace(HOME, born=born, household=replace(HOME.household, members=(member,)))
    desk = Desk(Residents(home))
    desk.agencies[PaperKind.RESIDENT_ABSTRACT].record = abstract_draft(**born_on(born)).record
    who = VerifiedPerson("v", ME, "김서연", born, NOON)
    kind = PaperKind.RESIDENT_ABSTRACT

    def ask(options: AbstractOptions):
        request = PaperRequest("c", who, kind, options, None)
        return Drafting(desk.residents, desk.agencies, NEWS).draft(_promise(kind), request, NOON)

    assert ask(AbstractOptions()).options == AbstractOptions()
    if minor:
        assert refusal(lambda: ask(AbstractOptions(past_householders=True))) == "minor_past_householders"
    else:
        assert ask(AbstractOptions(past_householders=True)).options.past_householders


def test_a_register_without_the_person_is_an_answer():
    assert refusal(lambda: Desk().draft(PaperKind.MILITARY_SERVICE)) == "no_record"


def test_a_record_with_nothing_to_say_is_refused_by_its_form():
    desk = Desk()
    desk.agencies[PaperKind.VACCINATION].record = replace(own_draft().record, doses=())
    desk.agencies[PaperKind.HEALTH_PREMIUM_PAYMENT].record = replace(premium_draft().record, months=())
    assert refusal(lambda: desk.draft(PaperKind.VACCINATION)) == "no_doses"
    assert refusal(lambda: desk.draft(PaperKind.HEALTH_PREMIUM_PAYMENT)) == "no_premiums"
