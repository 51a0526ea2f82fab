"""Who may have a household's paper."""

from dataclasses import replace

import pytest

from documents.domain.errors import Refusal
from documents.domain.resident import ResidentId
from documents.entitlement import require_entitled
from documents.registers.town.people import load_people
from tests.town import household as record

PEOPLE = {person.id: person for person in load_people()}


@pytest.mark.parametrize("one", [one for one in PEOPLE if one != "abuser"])
def test_everybody_may_have_their_own(one):
    require_entitled(ResidentId(one), record(one))


def test_a_member_of_the_household_may_have_it():
    require_entitled(ResidentId("junho"), record("seoyeon"))


@pytest.mark.parametrize(
    ("applicant", "of"), [("minjae", "seoyeon"), ("junho2", "junho"), ("abuser", "abuser"), ("abuser", "protected")]
)
def test_strangers_and_restricted_persons_are_refused(applicant, of):
    with pytest.raises(Refusal):
        require_entitled(ResidentId(applicant), record(of))


def test_the_refusal_never_tells_why():
    refusals = []
    for applicant, of in (("minjae", "seoyeon"), ("abuser", "protected")):
        with pytest.raises(Refusal) as caught:
            require_entitled(ResidentId(applicant), record(of))
        refusals.append((caught.value.code, str(caught.value), caught.value.args))
    assert refusals[0] == refusals[1]


def test_a_restriction_counts_also_for_the_subject_of_the_record():
    mine = record("seoyeon")
    with pytest.raises(Refusal):
        require_entitled(mine.subject, replace(mine, restricted_against=frozenset({mine.subject})))
