import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import words
from actions.options import from_card, options_card, with_spoken
from documents.domain.errors import InvalidOptions
from documents.domain.kind import PaperKind
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions

WORDS = words.load()
KIND = PaperKind.RESIDENT_REGISTER


def card(**facts: bool) -> dict[str, object]:
    return options_card(WORDS, KIND, RegisterOptions(), **{"custom": True, **facts})


def test_the_custom_card_offers_every_option_and_shows_the_private_default() -> None:
    shown = {field["name"]: field["value"] for field in card()["fields"]}  # type: ignore[attr-defined]
    private = RegisterOptions().as_dict()
    assert shown.keys() == private.keys()
    assert shown["back_digits"] == "none"
    assert shown["past_addresses"] == "none"


def test_sending_the_custom_card_unchanged_is_the_private_default() -> None:
    shown = {field["name"]: field["value"] for field in card()["fields"]}  # type: ignore[attr-defined]
    assert from_card(shown) == RegisterOptions()


def test_the_basic_card_asks_nothing_but_the_purpose() -> None:
    basic = card(custom=False)
    assert basic["fields"] == []
    assert basic["submit"] == {"title": "기본으로 떼기", "payload": "/choose_basic"}
    assert basic["actions"] == [{"title": "골라서 떼기", "payload": "/choose_custom"}]


choices = st.fixed_dictionaries(
    {
        "back_digits": st.sampled_from([each.value for each in BackDigits]),
        "past_addresses": st.sampled_from([each.value for each in PastAddresses]),
        "address_years": st.integers(1, 100).map(str),
        "others_names": st.sampled_from(["yes", "no"]),
        "cohabitants": st.sampled_from(["yes", "no"]),
    }
)


@given(choices)
def test_what_the_card_sends_is_what_is_printed(sent: dict[str, str]) -> None:
    options = from_card(sent)
    assert options.back_digits == sent["back_digits"]
    assert options.past_addresses == sent["past_addresses"]
    assert options.others_names is (sent["others_names"] == "yes")
    assert options.address_years == (int(sent["address_years"]) if sent["past_addresses"] == "recent" else None)
    assert RegisterOptions.parse(options.as_dict()) == options


@pytest.mark.parametrize(
    "sent",
    [{"back_digits": "everything"}, {"past_addresses": "recent"}, {"unknown": "yes"}, {"others_names": "maybe"}],
)
def test_what_the_card_does_not_offer_is_refused(sent: dict[str, str]) -> None:
    with pytest.raises(InvalidOptions):
        from_card(sent)


def test_choices_in_words_are_added_to_those_made_before() -> None:
    first = with_spoken({}, ["뒷자리 공개"], None)
    both = with_spoken(first, [], "5")
    assert both["back_digits"] == "self"
    assert (both["past_addresses"], both["address_years"]) == ("recent", 5)


def test_past_addresses_taken_out_again_forget_the_years() -> None:
    recent = with_spoken({}, [], 3)
    assert with_spoken(recent, ["과거 주소 제외"], None) == RegisterOptions().as_dict()


def test_an_option_of_another_paper_is_not_taken() -> None:
    with pytest.raises(InvalidOptions):
        with_spoken({}, ["영문"], None)
