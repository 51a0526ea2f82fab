"""The options cards of the seven papers: what they offer, what they send back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import words
from actions.options import Preset, from_card, options_card, together_card
from actions.request import Wanted, plain
from actions.summary import summary
from documents.domain.errors import InvalidOptions
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import BackDigits, PastAddresses, RegisterOptions, parse_options

WORDS = words.load()
KIND = PaperKind.RESIDENT_REGISTER
TODAY = date(2026, 3, 5)
BESIDE = {"for_whom", "health_consent"}
NOBODY = Preset()
every_kind = pytest.mark.parametrize("kind", list(PaperKind))


def card(kind: PaperKind = KIND, *, custom: bool = True, **chosen: Any) -> dict[str, Any]:
    return options_card(WORDS, Wanted(kind, parse_options(kind, chosen)), NOBODY, TODAY, custom=custom)


def sent(shown: dict[str, Any]) -> dict[str, Any]:
    """What the page sends of a card that nobody touched."""
    values = {field["name"]: field["value"] for field in shown["fields"] if field["type"] != "many"}
    for field in shown["fields"]:
        values |= {name: field[name] for name in ("since", "until") if field.get(name)}
    return values


def items(shown: dict[str, Any]) -> list[str]:
    return [value for field in shown["fields"] if field["type"] == "many" for value in field["value"]]


@every_kind
def test_the_custom_card_offers_every_option(kind: PaperKind) -> None:
    offered = {field["name"] for field in card(kind)["fields"]} - BESIDE
    known = set(parse_options(kind, {}).as_dict()) - {"use"}  # the purpose decides the use of a 납부확인서
    assert offered == {"span" if name in {"since", "until"} else name for name in known}


@every_kind
def test_sending_the_custom_card_unchanged_is_the_private_default(kind: PaperKind) -> None:
    shown = card(kind)
    assert from_card(kind, sent(shown), items(shown), TODAY) == parse_options(kind, {})


@every_kind
def test_the_basic_card_asks_nothing_about_the_content(kind: PaperKind) -> None:
    basic = card(kind, custom=False)
    assert {field["name"] for field in basic["fields"]} <= BESIDE
    assert basic["title"] == PAPERS[kind].title
    assert basic["submit"]["payload"] == "/choose_basic"
    assert basic["actions"] == [{"title": "골라서 떼기", "payload": "/choose_custom", "with_fields": True}]


@every_kind
def test_health_data_have_a_consent_of_their_own_in_the_button(kind: PaperKind) -> None:
    for custom in (True, False):
        shown = card(kind, custom=custom)
        consents = [field for field in shown["fields"] if field["type"] == "consent"]
        assert bool(consents) is PAPERS[kind].health_data
        assert shown["submit"]["title"].startswith("동의하고") is PAPERS[kind].health_data
        for field in consents:
            assert "제23조" in field["text"]
            assert "동의하지 않을 수 있어요" in field["text"]


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        (PaperKind.RESIDENT_REGISTER, {"past_addresses": "recent", "address_years": 5, "back_digits": "self"}),
        (PaperKind.RESIDENT_ABSTRACT, {"military": "all", "past_householders": True}),
        (PaperKind.HEALTH_PREMIUM_PAYMENT, {"since": "2025-01-01", "until": "2025-12-31"}),
        (PaperKind.HEALTH_ELIGIBILITY, {"since": "2019-02-03", "until": "2020-04-05", "back_digits": True}),
        (PaperKind.VACCINATION, {"language": "en"}),
        (PaperKind.ENTRY_EXIT, {"since": "2024-03-01", "until": "2026-03-05", "english_name": True}),
        (PaperKind.MILITARY_SERVICE, {"items": ["rank", "service_number"]}),
    ],
)
def test_a_card_that_is_preset_sends_the_same_back(kind: PaperKind, chosen: dict[str, Any]) -> None:
    shown = card(kind, **chosen)
    assert from_card(kind, sent(shown), items(shown), TODAY) == parse_options(kind, chosen)


def test_last_year_is_recognised_as_the_quick_choice() -> None:
    field = card(PaperKind.HEALTH_PREMIUM_PAYMENT, since="2025-01-01", until="2025-12-31")["fields"][0]
    assert field["value"] == "last_year"
    assert field["latest"] == "2026-03-05"


@pytest.mark.parametrize(
    ("span", "since", "until"),
    [
        ("this_year", date(2026, 1, 1), TODAY),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("default", None, None),
    ],
)
def test_quick_choices_of_a_period_become_days(span: str, since: date | None, until: date | None) -> None:
    options: Any = from_card(PaperKind.HEALTH_PREMIUM_PAYMENT, {"span": span}, [], TODAY)
    assert (options.since, options.until) == (since, until)


def test_what_is_yet_to_come_is_cut_off() -> None:
    picked = {"span": "pick", "since": "2026-01-01", "until": "2026-12-31"}
    options: Any = from_card(PaperKind.ENTRY_EXIT, picked, [], TODAY)
    assert options.until == TODAY


@pytest.mark.parametrize(
    "picked",
    [
        {},
        {"since": "2025-01-01"},
        {"since": "2025-02-01", "until": "2025-01-01"},
        {"since": "2026-03-06", "until": "2026-04-01"},
        {"since": "작년", "until": "올해"},
    ],
)
def test_days_that_cannot_be_had_are_named_as_such(picked: dict[str, str]) -> None:
    with pytest.raises(InvalidOptions) as refused:
        from_card(PaperKind.ENTRY_EXIT, {"span": "pick", **picked}, [], TODAY)
    assert refused.value.code == "invalid_period"


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
    options: Any = from_card(KIND, sent, [], TODAY)
    assert options.back_digits == sent["back_digits"]
    assert options.past_addresses == sent["past_addresses"]
    assert options.others_names is (sent["others_names"] == "yes")
    assert options.address_years == (int(sent["address_years"]) if sent["past_addresses"] == "recent" else None)
    assert RegisterOptions.parse(options.as_dict()) == options


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (KIND, {"back_digits": "everything"}),
        (KIND, {"past_addresses": "recent"}),
        (KIND, {"unknown": "yes"}),
        (KIND, {"others_names": "maybe"}),
        (KIND, {"span": "last_year"}),
        (PaperKind.VACCINATION, {"language": "fr"}),
    ],
)
def test_what_the_card_does_not_offer_is_refused(kind: PaperKind, sent: dict[str, str]) -> None:
    with pytest.raises(InvalidOptions):
        from_card(kind, sent, [], TODAY)


def test_an_item_that_nobody_offered_is_refused() -> None:
    with pytest.raises(InvalidOptions):
        from_card(PaperKind.MILITARY_SERVICE, {}, ["rank", "salary"], TODAY)


def test_a_purpose_that_was_said_stands_among_the_choices() -> None:
    shown = options_card(WORDS, plain(KIND), Preset(purpose="전세 계약"), TODAY, custom=False)
    assert shown["purpose"] == "전세 계약"
    assert shown["purposes"][-1] == "전세 계약"


class TestTogether:
    def test_several_papers_are_one_tap(self) -> None:
        shown = together_card(WORDS, [plain(KIND), plain(PaperKind.RESIDENT_ABSTRACT)], NOBODY)
        assert shown["title"] == "주민등록표(등본) 외 1건"
        assert shown["lines"] == ["주민등록표(등본): 기본", "주민등록표(초본): 기본"]
        assert shown["submit"] == {"title": "모두 기본으로 떼기", "payload": "/choose_all"}
        assert [action["payload"] for action in shown["actions"]] == ["/choose_custom"]

    def test_what_was_chosen_is_said_beside_each(self) -> None:
        chosen = Wanted(PaperKind.RESIDENT_ABSTRACT, parse_options(PaperKind.RESIDENT_ABSTRACT, {"military": "all"}))
        shown = together_card(WORDS, [plain(KIND), chosen], NOBODY)
        assert shown["lines"][1] == "주민등록표(초본): 병역사항 전부"
        assert shown["submit"]["title"] == "이대로 모두 떼기"

    def test_a_vaccination_among_them_needs_its_consent(self) -> None:
        shown = together_card(WORDS, [plain(KIND), plain(PaperKind.VACCINATION)], NOBODY)
        assert [field["name"] for field in shown["fields"]] == ["for_whom", "health_consent"]
        assert shown["submit"]["title"] == "동의하고 모두 기본으로 떼기"


@pytest.mark.parametrize(
    ("kind", "chosen", "said"),
    [
        (KIND, {}, ""),
        (
            KIND,
            {"past_addresses": "recent", "address_years": 5, "relations": False},
            "지난 주소 최근 5년, 세대주와의 관계 빼기",
        ),
        (PaperKind.MILITARY_SERVICE, {"items": ["service_number", "rank"]}, "계급, 군번"),
        (PaperKind.ENTRY_EXIT, {"since": "2025-01-01", "until": "2025-12-31"}, "2025년 1월 1일 ~ 2025년 12월 31일"),
    ],
)
def test_a_summary_says_only_what_differs(kind: PaperKind, chosen: dict[str, Any], said: str) -> None:
    assert summary(WORDS, Wanted(kind, parse_options(kind, chosen))) == said
