from dataclasses import replace
from datetime import date

import pytest

from documents.domain.errors import Halt
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions
from documents.domain.resident import MemberGroup, Name, ResidentId
from documents.forms.register_choice import choose, in_legal_order
from tests.unit.documents.paper_samples import (
    EVERYTHING,
    HOUSEHOLD,
    JUNHO,
    MEMBERS,
    draft,
    household_draft,
    long_household,
    member,
)


def test_members_stand_in_the_legal_order():
    born = date(1960, 1, 1)
    scrambled = (
        member(Name("외국인"), "배우자", born, "F", 1, group=MemberGroup.FOREIGNER),
        member(Name("동거인"), "동거인", born, "F", 2, group=MemberGroup.COHABITANT),
        member(Name("형제"), "형제", born, "M", 3),
        member(Name("자부"), "자부", born, "F", 4),
        member(Name("딸"), "자녀", born, "F", 5),
        member(Name("어머니"), "모", born, "F", 6),
        member(Name("남편"), "배우자", born, "M", 7),
        member(Name("세대주"), "본인", born, "F", 8),
    )
    ordered = [each.name.hangul for each in in_legal_order(scrambled)]
    assert ordered == ["세대주", "남편", "딸", "어머니", "형제", "자부", "동거인", "외국인"]


def test_private_defaults_hide_what_was_not_asked_for():
    chosen = choose(draft())
    assert [row.address for row in chosen.addresses] == [HOUSEHOLD.addresses[0].address]
    assert (chosen.formation_reason, chosen.formed_on) == (None, None)
    assert [row.name for row in chosen.members] == ["김서연(金瑞姸)", "이준호(李俊浩)", "이하온"]
    assert all(row.rrn.endswith("******") for row in chosen.members)
    assert all(row.changed is None and row.reason is None for row in (*chosen.members, *chosen.addresses))


def test_everything_chosen_shows_everything():
    chosen = choose(draft(EVERYTHING))
    assert len(chosen.addresses) == 5
    assert [row.relation for row in chosen.members] == ["본인", "배우자", "자녀", "동거인"]
    assert not any("*" in row.rrn for row in chosen.members)
    assert chosen.formed_on == date(2021, 6, 2)


@pytest.mark.parametrize(("years", "kept"), [(1, 0), (3, 1), (5, 2), (100, 11)])
def test_recent_addresses_are_those_entered_within_the_years(years, kept):
    options = RegisterOptions(past_addresses=PastAddresses.RECENT, address_years=years)
    chosen = choose(household_draft(long_household(), options))
    assert len(chosen.addresses) == 1 + kept


def test_own_back_digits_are_the_applicants_alone():
    chosen = choose(draft(RegisterOptions(back_digits=BackDigits.SELF)))
    assert [row.applicant for row in chosen.members if "*" not in row.rrn] == [True]


def test_without_others_names_a_householder_who_is_another_person_is_hidden_too():
    spouse = next(each for each in MEMBERS if each.name is JUNHO)
    record = replace(draft().record, subject=spouse.resident, name=JUNHO, born=date(1986, 11, 2))
    chosen = choose(draft(RegisterOptions(others_names=False), record=record, applicant=JUNHO))
    assert chosen.householder is None
    assert [row.name for row in chosen.members] == [None, "이준호(李俊浩)", None]


def test_a_cohabitant_who_asks_stands_on_the_paper():
    cohabitant = next(each for each in MEMBERS if each.group is MemberGroup.COHABITANT)
    record = replace(draft().record, subject=cohabitant.resident, name=cohabitant.name, born=date(1999, 1, 2))
    chosen = choose(draft(record=record, applicant=cohabitant.name))
    assert [row.applicant for row in chosen.members] == [False, False, False, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant": JUNHO},
        {"record": replace(draft().record, subject=ResidentId("nobody"))},
        {"record": replace(draft().record, born=date(1988, 3, 15))},
        {"record": replace(draft().record, name=JUNHO), "applicant": JUNHO},
    ],
)
def test_a_record_that_is_not_the_applicants_makes_no_paper(changes):
    with pytest.raises(Halt) as halt:
        choose(draft(**changes))
    assert halt.value.code == "subject_mismatch"
