"""Choices in words: each paper takes what it offers, says what changed, and says what it does not offer."""

from datetime import date
from typing import Any

import pytest

from actions import words
from actions.change import ChangeOption
from actions.josa import listed, with_josa
from actions.request import plain
from actions.spoken import Wishes, granted, unknown
from documents.domain.kind import PAPERS, PaperKind
from tests.fakes_documents import NOON
from tests.unit.actions.fakes_actions import REGISTER, run, said, tracker

WORDS = words.load()
TODAY = date(2026, 3, 2)
ABSTRACT = PaperKind.RESIDENT_ABSTRACT
PREMIUM = PaperKind.HEALTH_PREMIUM_PAYMENT
MILITARY = PaperKind.MILITARY_SERVICE


def change() -> ChangeOption:
    return ChangeOption(WORDS, lambda: NOON)


def about(kind: PaperKind, intent: str = "change_option", entities: dict[str, Any] | None = None, **slots: Any) -> Any:
    known = {"document": PAPERS[kind].spoken, "asked": f"choice:{kind}", "requested_slot": "choice", **slots}
    return tracker(intent, entities or {}, slots=known)


def wished(kind: PaperKind, *values: str, **more: Any) -> dict[str, Any]:
    given = granted(plain(kind), Wishes(values, **more), TODAY).options
    private = plain(kind).options.as_dict()
    return {name: value for name, value in given.as_dict().items() if value != private[name]}


@pytest.mark.parametrize(
    ("kind", "values", "chosen"),
    [
        (PaperKind.RESIDENT_REGISTER, ["뒷자리 공개", "세대원 제외"], {"back_digits": "self", "others_names": False}),
        (ABSTRACT, ["뒷자리 공개", "인적사항 변경 포함"], {"back_digits": True, "personal_changes": True}),
        (ABSTRACT, ["세대주 관계 포함", "병역사항 포함"], {"householder": True, "military": "dates"}),
        (PREMIUM, ["뒷자리 공개"], {"back_digits": True}),
        (PaperKind.VACCINATION, ["영문"], {"language": "en"}),
        (PaperKind.ENTRY_EXIT, ["영문", "뒷자리 숨김"], {"english_name": True}),
        (MILITARY, ["군번 포함", "계급 포함"], {"items": ["rank", "service_number"]}),
        (MILITARY, ["군번 포함", "계급 포함", "군번 제외"], {"items": ["rank"]}),
    ],
)
def test_words_become_options_of_that_paper(kind: PaperKind, values: list[str], chosen: dict[str, Any]) -> None:
    assert wished(kind, *values) == chosen


def test_all_items_of_a_military_paper_can_be_wished_at_once() -> None:
    assert len(wished(MILITARY, "병역 전부 포함")["items"]) == 8


def test_years_are_addresses_for_one_paper_and_a_period_for_another() -> None:
    both: dict[str, Any] = {"address_years": 5, "period": ["2021-03-02", "2026-03-02"]}
    assert wished(ABSTRACT, **both) == {"past_addresses": "recent", "address_years": 5}
    assert wished(PREMIUM, **both) == {"since": "2021-03-02", "until": "2026-03-02"}


def test_the_whole_period_takes_a_chosen_one_back() -> None:
    chosen = granted(plain(PREMIUM), Wishes(period=["2025-01-01", "2025-02-01"]), TODAY)
    assert granted(chosen, Wishes(whole_period=True), TODAY) == plain(PREMIUM)


def test_past_addresses_taken_out_again_forget_the_years() -> None:
    recent = granted(plain(ABSTRACT), Wishes(address_years=3), TODAY)
    assert granted(recent, Wishes(["과거 주소 제외"]), TODAY) == plain(ABSTRACT)


def test_what_no_paper_offers_is_told_apart() -> None:
    papers = [plain(PaperKind.RESIDENT_REGISTER), plain(PaperKind.VACCINATION)]
    wish = Wishes(["영문", "군번 포함"], period=["2025-01-01", "2025-12-31"])
    assert unknown(papers, wish) == ["군번 포함", "period"]
    assert unknown([plain(PREMIUM)], Wishes(address_years=5, period=["2021-03-02", "2026-03-02"])) == []


class TestSaid:
    async def test_what_changed_is_said(self) -> None:
        messages, slots = await run(change(), about(PaperKind.RESIDENT_REGISTER, entities={"option": "뒷자리 공개"}))
        assert said(messages) == ["utter_change_back_digits_self"]
        assert slots["options"] == {"back_digits": "self"}

    async def test_recent_years_are_said_with_their_number(self) -> None:
        messages, _ = await run(change(), about(PaperKind.RESIDENT_REGISTER, entities={"address_years": 3}))
        assert said(messages) == ["utter_change_past_addresses_recent"]
        assert messages[0]["years"] == 3

    async def test_what_is_private_already_is_confirmed(self) -> None:
        messages, _ = await run(change(), about(PaperKind.RESIDENT_REGISTER, entities={"option": "뒷자리 숨김"}))
        assert said(messages) == ["utter_change_back_digits_none"]

    async def test_a_flag_is_named_by_its_word_on_the_card(self) -> None:
        messages, _ = await run(change(), about(ABSTRACT, entities={"detail": "변동사유 제외"}))
        assert said(messages) == ["utter_change_no"]
        assert messages[0]["topic"] == "변동 사유는"

    async def test_a_period_is_said_as_people_say_days(self) -> None:
        messages, slots = await run(change(), about(PREMIUM, entities={"period": ["2025-01-01", "2025-12-31"]}))
        assert said(messages) == ["utter_change_period"]
        assert (messages[0]["since"], messages[0]["until"]) == ("2025년 1월 1일", "2025년 12월 31일")
        assert slots["options"] == {"since": "2025-01-01", "until": "2025-12-31"}

    async def test_items_are_said_by_their_words(self) -> None:
        messages, _ = await run(change(), about(MILITARY, entities={"detail": ["군번 포함", "계급 포함"]}))
        assert said(messages) == ["utter_change_items"]
        assert messages[0]["items"] == "계급, 군번"

    async def test_days_to_come_cannot_be_had(self) -> None:
        wished = {"period": ["2027-01-01", "2027-12-31"], "option": "뒷자리 공개"}
        messages, slots = await run(change(), about(PREMIUM, entities=wished))
        assert said(messages) == ["utter_change_back_digits_yes", "utter_period_invalid"]
        assert slots["options"] == {"back_digits": True}

    @pytest.mark.parametrize(
        ("kind", "entities", "response"),
        [
            (PaperKind.RESIDENT_REGISTER, {}, "utter_option_unclear"),
            (PaperKind.RESIDENT_REGISTER, {"option": "영문"}, "utter_option_not_offered_english"),
            (PaperKind.RESIDENT_REGISTER, {"period": ["2025-01-01", "2025-12-31"]}, "utter_option_not_offered_period"),
            (PREMIUM, {"option": "세대원 포함"}, "utter_option_not_offered"),
        ],
    )
    async def test_what_is_not_offered_or_unclear_is_said(
        self, kind: PaperKind, entities: dict[str, Any], response: str
    ) -> None:
        messages, slots = await run(change(), about(kind, entities=entities))
        assert said(messages) == [response]
        assert slots["options"] is None

    async def test_what_can_be_had_is_done_and_the_rest_is_said(self) -> None:
        asked = about(PaperKind.RESIDENT_REGISTER, entities={"option": ["뒷자리 공개", "영문"]})
        messages, _ = await run(change(), asked)
        assert said(messages) == ["utter_change_back_digits_self", "utter_option_not_offered_english"]

    async def test_an_option_turns_a_basic_choice_into_a_custom_one(self) -> None:
        _, slots = await run(
            change(), about(PaperKind.RESIDENT_REGISTER, entities={"address_years": 2}, choice="basic")
        )
        assert slots["choice"] == "custom"

    async def test_several_papers_take_what_each_offers_and_hear_it_once(self) -> None:
        left = [{"kind": "health_eligibility", "options": {}}, {"kind": "entry_exit", "options": {}}]
        messages, slots = await run(change(), about(PREMIUM, entities={"option": "뒷자리 공개"}, papers_left=left))
        assert said(messages) == ["utter_change_back_digits_yes"]
        assert [each["options"] for each in slots["papers_left"]] == [{"back_digits": True}] * 2

    async def test_a_wish_before_any_paper_is_kept_for_it(self) -> None:
        messages, slots = await run(change(), tracker("change_option", {"address_years": 5}))
        assert messages == []
        later = tracker(
            "issue_document", {"document": REGISTER}, slots={"document": REGISTER, "wishes": slots["wishes"]}
        )
        _, slots = await run(change(), later)
        assert slots["options"] == {"past_addresses": "recent", "address_years": 5}
        assert slots["wishes"] is None

    async def test_for_whom_is_asked_anew_of_the_register(self) -> None:
        asked = about(PaperKind.VACCINATION, entities={"for_whom": "child"}, about="self")
        messages, slots = await run(change(), asked)
        assert said(messages) == ["utter_change_for_whom_child"]
        assert (slots["for_whom"], slots["about"]) == ("child", None)

    async def test_a_new_purpose_is_said(self) -> None:
        messages, slots = await run(change(), about(PREMIUM, entities={"purpose": "연말정산"}))
        assert said(messages) == ["utter_change_purpose"]
        assert slots["purpose"] == "연말정산"


@pytest.mark.parametrize(
    ("word", "pair", "whole"),
    [
        ("등본", "을/를", "등본을"),
        ("예방접종증명서", "을/를", "예방접종증명서를"),
        ("초본", "으로/로", "초본으로"),
        ("병적증명서", "으로/로", "병적증명서로"),
        ("서울", "으로/로", "서울로"),
        ("출입국 사실증명", "이/가", "출입국 사실증명이"),
    ],
)
def test_particles_fit_the_word_before(word: str, pair: str, whole: str) -> None:
    assert with_josa(word, pair) == whole


def test_words_are_listed_as_they_are_said() -> None:
    assert listed(["등본"]) == "등본"
    assert listed(["등본", "초본"]) == "등본과 초본"
    assert listed(["등본", "병적증명서", "초본"]) == "등본, 병적증명서와 초본"
