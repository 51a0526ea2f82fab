"""The lesson of 2024: 646 papers with another person's data when several people connected at once."""

import secrets
from dataclasses import replace

import pytest

from documents.domain.kind import PaperKind
from documents.domain.state import PromiseState
from tests.unit.documents.paper_crowd import (
    TELLING,
    Inhabitant,
    Wish,
    crowded_office,
    inhabitant,
    issue_at_once,
    of_another,
)
from tests.unit.documents.paper_house import sealed
from tests.unit.documents.paper_kinds import SAMPLES

PEOPLE = [inhabitant(place) for place in range(64)]


def wishes(people: list[Inhabitant], papers: int) -> list[Wish]:
    """Papers for everybody in turn; neighbours want different kinds at the same moment, namesakes the same."""
    kinds = list(PaperKind)
    who = [people[place % len(people)] for place in range(papers)]
    return [
        Wish(each, kinds[(place // 2 + place // len(people)) % 7], secrets.token_hex(8))
        for place, each in enumerate(who)
    ]


def issue_and_read_back(folder, papers: int) -> None:
    wanted = wishes(PEOPLE, papers)
    with crowded_office(PEOPLE, folder) as (ledger, issuing, wallet):
        promises = issue_at_once(wanted, ledger, issuing)
        finished = [ledger.find(each.conversation, each.number) for each in promises]
    assert {each.state for each in finished} == {PromiseState.ACKED}
    assert len({each.number for each in finished}) == len(wallet.held) == papers
    strange = {}
    for wish, promise in zip(wanted, finished, strict=True):
        holder, pdf = wallet.held[promise.key]
        assert (holder, promise.kind) == (wish.who.person.ci, wish.kind)
        strange[promise.number] = of_another(wish, promise.number.digits, pdf)
    assert {number: why for number, why in strange.items() if why} == {}


def test_sixty_four_people_at_once_each_get_their_own(tmp_path):
    issue_and_read_back(tmp_path, 64)


@pytest.mark.bench
@pytest.mark.timeout(1200)
def test_a_thousand_papers_are_each_their_persons_own(tmp_path):
    issue_and_read_back(tmp_path, 1000)


def test_a_namesakes_paper_is_found_out():
    """The check itself: two people of one name and birth date are told apart by what else the paper says."""
    one, twin = PEOPLE[0], PEOPLE[1]
    assert (one.person.name, one.person.born) == (twin.person.name, twin.person.born)
    for kind in PaperKind:
        for who, own in ((one, True), (twin, False)):
            made = replace(
                SAMPLES[kind],
                record=who.records[kind],
                applicant=who.home.name,
                applicant_born=None,
                options=TELLING[kind],
            )
            found = of_another(Wish(one, kind, "c"), made.number.digits, sealed(made))
            assert (found is None) is own, (kind, found)
