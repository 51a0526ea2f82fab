"""Options of the household paper: private by default, strict when read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.errors import InvalidOptions
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions

flags = ("formation_reason", "formation_date", "event_dates", "household_change_reason", "member_change_reason")
options = st.one_of(
    st.builds(
        RegisterOptions,
        past_addresses=st.sampled_from([PastAddresses.NONE, PastAddresses.ALL]),
        address_years=st.none(),
        back_digits=st.sampled_from(BackDigits),
        **{flag: st.booleans() for flag in (*flags, "others_names", "relations", "cohabitants")},
    ),
    st.builds(RegisterOptions, past_addresses=st.just(PastAddresses.RECENT), address_years=st.integers(1, 100)),
)


def test_the_default_hides_what_nobody_asked_for():
    private = RegisterOptions()
    assert private.past_addresses is PastAddresses.NONE
    assert private.back_digits is BackDigits.NONE
    assert not any(getattr(private, flag) for flag in flags)
    assert not private.cohabitants


@given(options)
def test_parsing_is_the_inverse_of_writing(chosen):
    assert RegisterOptions.parse(chosen.as_dict()) == chosen


def test_a_card_answers_yes_and_no():
    read = RegisterOptions.parse(
        {"past_addresses": "recent", "address_years": "5", "cohabitants": "yes", "relations": "no"}
    )
    assert (read.address_years, read.cohabitants, read.relations) == (5, True, False)


def test_years_without_recent_are_forgotten():
    assert RegisterOptions.parse({"past_addresses": "all", "address_years": 5}).address_years is None


@pytest.mark.parametrize(
    "raw",
    [
        {"past_addresses": "recent"},
        {"past_addresses": "recent", "address_years": 0},
        {"past_addresses": "recent", "address_years": 101},
        {"past_addresses": "recent", "address_years": "다섯"},
        {"past_addresses": "some"},
        {"back_digits": "yes"},
        {"relations": "maybe"},
        {"relations": None},
        {"relations": []},
        {"salary": "yes"},
    ],
)
def test_anything_else_is_refused(raw):
    with pytest.raises(InvalidOptions):
        RegisterOptions.parse(raw)
