"""Every resident of the sandbox town × every kind × any options, from the registers to the page and back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from documents.domain.errors import Refusal
from documents.domain.kind import PaperKind
from documents.domain.number import PaperNumber
from documents.domain.options import OPTIONS, Options
from documents.domain.paper import PaperDraft
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.resident import Child
from documents.domain.state import PromiseState
from documents.drafting import Drafting
from documents.forms.catalogue import FORMS
from documents.ledger.promise import Promise
from documents.pictures.registers import open_practice_registers
from documents.registers.town.people import Person
from documents.verifying import PageSubjectReader
from tests.office import NEWS
from tests.town import TOWN
from tests.unit.documents.paper_expectations import as_laid, expected
from tests.unit.documents.paper_house import renderer
from tests.unit.documents.paper_kinds import OPTION_SETS
from tests.unit.documents.paper_pages import data_of
from tests.unit.documents.paper_parsing import require_pages_say
from tests.unit.documents.paper_schemas import require_schema

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
GROWN = [each for each in TOWN.people if each.born.year <= 2008]
SAMPLES = [each for each in GROWN if each.phone in {f"010-0000-{place:04d}" for place in range(1, 13)}]
PHASES = (Phase.generate, Phase.shrink)
ANSWERS = {"not_entitled", "no_record", "no_doses", "no_premiums", "no_roman_name", "minor_past_householders"}


@dataclass
class Desk:
    """Drafts as the office does, over real register clients and the sandbox agencies."""

    drafting: Drafting

    def draft(self, who: Person, kind: PaperKind, options: Options, child: Child | None = None) -> PaperDraft:
        person = VerifiedPerson("v", who.ci, who.name, who.born, NOW)
        return self.drafting.draft(_promise(kind), PaperRequest("c", person, kind, options, "제출", child), NOW)

    def draft_or_answer(self, who: Person, kind: PaperKind, options: Options) -> PaperDraft | None:
        """Give None when the answer is a no that the citizen is told."""
        try:
            return self.draft(who, kind, options)
        except Refusal as refusal:
            if refusal.code in ANSWERS:
                return None
            raise


def _promise(kind: PaperKind) -> Promise:
    facts = dict.fromkeys(("error_code", "issued_at", "expires_at", "sha256", "receipt"))
    asked = {"conversation": "c", "verification": "v", "state": PromiseState.PROMISED, "attempts": 0, "created_at": NOW}
    return Promise(key="k", number=PaperNumber.draw(), check_code="7K3M9QXA", kind=kind, **asked, **facts)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with open_practice_registers(lambda: NOW) as registers:
        yield Desk(Drafting(registers[PaperKind.RESIDENT_REGISTER], registers, NEWS))


def require_true(made: PaperDraft) -> None:
    """The sheet is the record as chosen, the data keeps to its schema."""
    assert as_laid(FORMS[made.kind].lay_out(made), made) == expected(made)
    require_schema(FORMS[made.kind].as_data(made))


def require_read_back(made: PaperDraft) -> None:
    pdf = renderer().render(made)
    require_pages_say(FORMS[made.kind].lay_out(made), pdf)
    assert data_of(pdf) == FORMS[made.kind].as_data(made)
    read = PageSubjectReader().read(pdf)
    assert (read.number, read.name, read.born) == (made.number, made.record.name.hangul, made.record.born)


@pytest.mark.parametrize("kind", PaperKind)
def test_anybodys_paper_with_any_options_is_the_record_as_chosen(desk, kind):
    @settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(GROWN), OPTION_SETS[kind])
    def each(who: Person, options: Options) -> None:
        made = desk.draft_or_answer(who, kind, options)
        if made is None:
            reject()
        require_true(made)

    each()


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_of_the_town_are_read_back_from_their_pages(desk, kind):
    @settings(max_examples=10, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(GROWN), OPTION_SETS[kind])
    def each(who: Person, options: Options) -> None:
        made = desk.draft_or_answer(who, kind, options)
        if made is None:
            reject()
        require_read_back(made)

    each()


@pytest.mark.parametrize("who", SAMPLES, ids=lambda who: who.id)
def test_every_sample_resident_gets_a_true_paper_or_an_answer(desk, who):
    asked = [desk.draft_or_answer(who, kind, OPTIONS[kind]()) for kind in PaperKind]
    made = [each for each in asked if each is not None]
    assert len(made) >= 3
    for each in made:
        require_true(each)
        require_read_back(each)


def test_a_guardians_child_gets_a_paper_in_both_languages(desk):
    guardian = next(each for each in SAMPLES if each.id == "seoyeon")
    home = desk.drafting.residents.household(guardian.ci, PaperKind.VACCINATION)
    (child,) = [each for each in home.children if each.name.hangul == "이하온"]
    for language in ("ko", "en"):
        options = OPTIONS[PaperKind.VACCINATION].parse({"language": language})
        made = desk.draft(guardian, PaperKind.VACCINATION, options, child)
        require_true(made)
        require_read_back(made)


def test_the_restricted_get_the_same_answer_as_strangers(desk):
    abuser = next(each for each in SAMPLES if each.id == "abuser")
    for kind in (PaperKind.RESIDENT_REGISTER, PaperKind.RESIDENT_ABSTRACT):
        with pytest.raises(Refusal) as caught:
            desk.draft(abuser, kind, OPTIONS[kind]())
        assert caught.value.code == "not_entitled"


def test_namesakes_get_their_own(desk):
    """junho and junho2 share name and birth date."""
    both = [each for each in SAMPLES if each.id in {"junho", "junho2"}]
    kind = PaperKind.HEALTH_ELIGIBILITY
    drafts = [desk.draft(each, kind, OPTIONS[kind].parse({"back_digits": True})) for each in both]
    assert [each.record.rrn for each in drafts] == [each.rrn for each in both]
