"""The form's questions and their validation: which papers, how, who, and whose."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.ask import AskAbout, AskChoice, AskDocument, AskIdentity
from actions.change import ChangeOption
from actions.identify import ExplainIdentity, IdentityNews, ResendIdentity
from actions.identity.state import State, Verification
from actions.identity_card import IdentityCards
from actions.request import back
from actions.turn import read
from documents.domain.errors import Unavailable
from documents.domain.kind import PAPERS, PaperKind
from tests.fakes_documents import NOON
from tests.unit.actions.counter_room import HAON, TWIN, WORDS, YOUNGER, Room, clock, open_room, validate
from tests.unit.actions.fakes_actions import CONVERSATION, PERSON, REGISTER, FakeDesk, run, said, tracker, verification

CARDS = IdentityCards(WORDS, "http://phone.test/phone")
ASKED = {"document": REGISTER, "asked": "choice:resident_register", "requested_slot": "choice"}
ABSTRACT, VACCINATION = "주민등록표 초본", "예방접종증명서"
every_kind = pytest.mark.parametrize("kind", list(PaperKind))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as opened:
        yield opened


def choice() -> AskChoice:
    return AskChoice(WORDS, clock)


def card(messages: list[dict[str, Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = messages[-1]["custom"]["card"]
    return shown


def asked_about(kind: PaperKind, **slots: Any) -> dict[str, Any]:
    return {"document": PAPERS[kind].spoken, "asked": f"choice:{kind}", "requested_slot": "choice", **slots}


class TestQuestions:
    async def test_the_first_question_is_which_paper(self) -> None:
        messages, slots = await run(AskDocument(), tracker())
        assert said(messages) == ["utter_ask_document"]
        assert slots == {"asked": "document"}

    async def test_like_the_last_time_without_a_last_time_is_said(self) -> None:
        messages, _ = await run(AskDocument(), tracker("issue_document", {"like_before": True}))
        assert said(messages) == ["utter_ask_document_none_before"]

    @every_kind
    async def test_every_paper_has_its_own_first_sentence_and_short_card(self, kind: PaperKind) -> None:
        messages, slots = await run(choice(), tracker("issue_document", slots={"document": PAPERS[kind].spoken}))
        assert said(messages) == [f"utter_ask_choice_{kind}"]
        assert (card(messages)["kind"], card(messages)["custom"]) == (kind, False)
        assert (slots["options"], slots["asked"]) == (None, f"choice:{kind}")

    async def test_options_in_the_first_sentence_open_the_long_card_preset(self) -> None:
        asked = tracker("issue_document", {"address_years": 5}, slots={"document": REGISTER})
        messages, slots = await run(choice(), asked)
        values = {field["name"]: field["value"] for field in card(messages)["fields"]}
        assert (values["past_addresses"], values["address_years"]) == ("recent", 5)
        assert slots["options"] == {"past_addresses": "recent", "address_years": 5}

    async def test_the_same_question_after_a_digression_is_short(self) -> None:
        messages, _ = await run(choice(), tracker("ask_document_fee", slots=ASKED))
        assert said(messages) == ["utter_ask_choice_again"]

    async def test_repeat_gets_the_whole_question(self) -> None:
        messages, _ = await run(choice(), tracker("repeat", slots=ASKED))
        assert said(messages) == ["utter_ask_choice_resident_register"]

    async def test_what_the_short_card_had_picked_is_kept_on_the_long_one(self) -> None:
        asked = tracker(
            "choose_custom", {"for_whom": "child", "purpose": "학교 제출"}, slots=asked_about(PaperKind.VACCINATION)
        )
        messages, slots = await run(choice(), asked)
        assert card(messages)["fields"][0]["value"] == "child"
        assert card(messages)["purpose"] == "학교 제출"
        assert slots["for_whom"] == "child"

    @pytest.mark.parametrize(("length", "kept"), [(40, True), (41, False), (200, False)])
    async def test_a_purpose_too_long_for_its_line_is_asked_to_be_shortened(self, length: int, kept: object) -> None:
        long = "가" * length
        asked = tracker("issue_document", {"purpose": long}, slots={"document": REGISTER, "purpose": long})
        messages, slots = await run(choice(), asked)
        assert ("utter_purpose_too_long" not in said(messages), slots["purpose"] == long) == (kept, kept)
        assert card(messages)["purpose"] == (long if kept else None)

    async def test_a_purpose_too_long_does_not_replace_the_one_before(self) -> None:
        slots = asked_about(PaperKind.RESIDENT_REGISTER, purpose="은행 제출")
        messages, after = await run(
            ChangeOption(WORDS, clock), tracker("change_option", {"purpose": "가" * 41}, slots=slots)
        )
        assert said(messages) == ["utter_purpose_too_long"]
        assert after["purpose"] == "은행 제출"

    @pytest.mark.parametrize(
        ("kind", "first"),
        [(PaperKind.MILITARY_SERVICE, "utter_own_only"), (PaperKind.VACCINATION, "utter_ask_choice_vaccination")],
    )
    async def test_a_child_is_told_at_once_where_only_the_own_paper_can_be_had(
        self, kind: PaperKind, first: str
    ) -> None:
        asked = tracker("issue_document", {"for_whom": "child"}, slots={"document": PAPERS[kind].spoken})
        messages, _ = await run(choice(), asked)
        assert said(messages)[0] == first

    async def test_several_papers_get_one_card(self) -> None:
        slots = asked_about(
            PaperKind.RESIDENT_REGISTER, papers_left=[{"kind": "resident_abstract", "options": {}}], asked=None
        )
        messages, _ = await run(choice(), tracker("issue_document", slots=slots))
        assert said(messages) == ["utter_ask_choice_together"]
        assert messages[0]["papers"] == "등본과 초본"
        assert card(messages)["submit"]["payload"] == "/choose_all"

    async def test_one_by_one_begins_with_the_first_paper(self) -> None:
        slots = asked_about(PaperKind.RESIDENT_REGISTER, papers_left=[{"kind": "resident_abstract", "options": {}}])
        messages, set_ = await run(choice(), tracker("choose_custom", slots=slots))
        assert said(messages) == ["utter_ask_choice_custom"]
        assert set_["one_by_one"] is True
        assert card(messages)["submit"] == {"title": "이대로 떼기, 다음 서류로", "payload": "/choose_options"}

    @pytest.mark.parametrize("intent", ["EXTERNAL_identity_slow", "resend_identity", "identity_trouble"])
    async def test_nothing_is_asked_again_when_something_was_just_said(self, intent: str) -> None:
        messages, _ = await run(AskIdentity(FakeDesk(), CARDS), tracker(intent, slots=ASKED))
        assert messages == []

    async def test_the_panel_is_opened_for_all_papers_and_tells_no_person(self) -> None:
        desk = FakeDesk()
        left = [{"kind": "resident_abstract", "options": {}}]
        messages, _ = await run(AskIdentity(desk, CARDS), tracker("choose_all", slots={**ASKED, "papers_left": left}))
        assert desk.kinds == [PaperKind.RESIDENT_REGISTER, PaperKind.RESIDENT_ABSTRACT]
        assert (card(messages)["type"], card(messages)["state"]) == ("identity", "requested")
        assert card(messages)["phone_url"] == "http://phone.test/phone"
        assert PERSON.name not in str(card(messages))

    def test_the_panel_says_which_agencies_are_asked(self) -> None:
        purpose = "주민등록표(등본), 병적증명서 발급"
        shown = CARDS(Verification("v", CONVERSATION, State.REQUESTED, purpose, *(None,) * 6))
        assert [consent["title"] for consent in shown["consents"]] == [
            "주민등록 자료를 조회해요",
            "병적 자료를 조회해요",
            "본인확인에 이름, 생년월일, 전화번호를 써요",
        ]


class TestDocuments:
    async def test_two_papers_in_one_sentence_are_one_request(self, room: Room) -> None:
        asked = tracker("issue_document", {"document": [REGISTER, ABSTRACT]})
        words_, slots = await validate(room.form(), asked, document=ABSTRACT)
        assert words_ == []
        assert slots["document"] == REGISTER
        assert slots["papers_left"] == [{"kind": "resident_abstract", "options": {}}]

    async def test_another_paper_takes_the_place_of_the_one_in_hand(self, room: Room) -> None:
        asked = tracker("issue_document", {"document": ABSTRACT}, slots={**ASKED, "options": {"cohabitants": True}})
        words_, slots = await validate(room.form(), asked, document=ABSTRACT)
        assert words_ == ["utter_document_changed"]
        assert (slots["document"], slots["options"], slots["choice"]) == (ABSTRACT, None, None)

    async def test_a_paper_more_is_added_and_the_choices_stay(self, room: Room) -> None:
        slots = {**ASKED, "options": {"cohabitants": True}, "choice": "custom"}
        asked = tracker("issue_document", {"document": ABSTRACT, "added_document": True}, slots=slots)
        words_, slots = await validate(room.form(), asked, document=ABSTRACT)
        assert words_ == ["utter_document_added"]
        assert (slots["document"], slots["options"], slots["choice"]) == (REGISTER, {"cohabitants": True}, None)
        assert slots["papers_left"] == [{"kind": "resident_abstract", "options": {}}]

    async def test_a_paper_less_is_left_out(self, room: Room) -> None:
        left = [{"kind": "resident_abstract", "options": {}}]
        said_ = {"document": REGISTER, "rejected_document": ABSTRACT}
        asked = tracker("issue_document", said_, slots={**ASKED, "papers_left": left})
        _, slots = await validate(room.form(), asked, document=REGISTER)
        assert slots["papers_left"] is None

    async def test_a_paper_that_nobody_knows_leaves_what_was_asked_before(self, room: Room) -> None:
        words_, slots = await validate(room.form(), tracker(slots=ASKED), document="인감증명서")
        assert words_ == ["utter_unsupported_document"]
        assert slots["document"] == REGISTER


class TestChoices:
    async def test_unchosen_options_are_the_private_ones(self, room: Room) -> None:
        asked = tracker("choose_options", {"past_addresses": "all", "cohabitants": "no"}, slots=ASKED)
        _, slots = await validate(room.form(), asked, choice="custom")
        assert slots["options"] == {"past_addresses": "all"}

    async def test_a_card_with_nonsense_is_asked_again(self, room: Room) -> None:
        asked = tracker("choose_options", {"past_addresses": "sometimes"}, slots=ASKED)
        words_, slots = await validate(room.form(), asked, choice="custom")
        assert words_ == ["utter_options_invalid"]
        assert slots["choice"] is None

    async def test_days_the_wrong_way_round_are_said_as_such(self, room: Room) -> None:
        picked = {"span": "pick", "since": "2026-02-01", "until": "2026-01-01"}
        asked = tracker("choose_options", picked, slots=asked_about(PaperKind.ENTRY_EXIT))
        words_, slots = await validate(room.form(), asked, choice="custom")
        assert words_ == ["utter_period_invalid"]
        assert slots["choice"] is None

    async def test_several_items_arrive_as_several_entities(self, room: Room) -> None:
        asked = tracker("choose_options", {"items": ["rank", "unit"]}, slots=asked_about(PaperKind.MILITARY_SERVICE))
        _, slots = await validate(room.form(), asked, choice="custom")
        assert slots["options"] == {"items": ["rank", "unit"]}

    async def test_a_live_check_completes_the_form_at_the_choice(self, room: Room) -> None:
        _, slots = await validate(room.form(), tracker("choose_basic", slots=ASKED), choice="basic")
        assert (slots["identity"], slots["about"]) == ("verified", "self")

    async def test_one_by_one_puts_the_settled_paper_aside(self, room: Room) -> None:
        left = [{"kind": "resident_abstract", "options": {"military": "all"}}]
        asked = tracker(
            "choose_options", {"cohabitants": "yes"}, slots={**ASKED, "papers_left": left, "one_by_one": True}
        )
        _, slots = await validate(room.form(), asked, choice="custom")
        assert slots["papers_ready"] == [{"kind": "resident_register", "options": {"cohabitants": True}}]
        assert (slots["document"], slots["options"]) == (ABSTRACT, {"military": "all"})
        assert (slots["choice"], slots["papers_left"]) == (None, None)

    async def test_all_at_once_keeps_what_was_chosen_for_each(self, room: Room) -> None:
        left = [{"kind": "resident_abstract", "options": {"military": "all"}}]
        asked = tracker("choose_all", slots={**ASKED, "options": {"cohabitants": True}, "papers_left": left})
        _, slots = await validate(room.form(), asked, choice="all")
        assert (slots["options"], slots["papers_left"]) == ({"cohabitants": True}, left)
        assert slots["identity"] == "verified"


class TestConsent:
    async def test_yes_in_words_is_no_consent_to_health_data(self, room: Room) -> None:
        asked = tracker("affirm", slots=asked_about(PaperKind.VACCINATION))
        words_, slots = await validate(room.form(), asked, choice="basic")
        assert words_ == ["utter_consent_needed"]
        assert (slots["choice"], slots["consent"]) == (None, None)

    async def test_the_button_of_the_card_is(self, room: Room) -> None:
        asked = tracker("choose_basic", {"health_consent": "yes"}, slots=asked_about(PaperKind.VACCINATION))
        words_, slots = await validate(room.form(), asked, choice="basic")
        assert words_ == []
        assert (slots["choice"], slots["consent"]) == ("basic", f"{NOON.isoformat()} ko")

    async def test_other_papers_need_none(self, room: Room) -> None:
        _, slots = await validate(room.form(), tracker("affirm", slots=ASKED), choice="basic")
        assert slots["choice"] == "basic"


class TestChildren:
    def pressed(self, **more: Any) -> Any:
        entities = {"health_consent": "yes", "for_whom": "child", **more}
        return tracker("choose_basic", entities, slots=asked_about(PaperKind.VACCINATION))

    async def test_the_only_child_is_the_one(self, room: Room) -> None:
        room.have_children(HAON)
        _, slots = await validate(room.form(), self.pressed(), choice="basic")
        assert room.guardian.child(PERSON, slots["about"]) == HAON
        assert (slots["identity"], slots["for_whom"]) == ("verified", "child")

    async def test_before_the_check_nobody_is_looked_up(self, room: Room) -> None:
        room.desk.person = None
        _, slots = await validate(room.form(), self.pressed(), choice="basic")
        assert slots["about"] is None
        assert room.residents.calls == 0

    async def test_after_the_approval_the_only_child_is_found(self, room: Room) -> None:
        room.have_children(HAON)
        slots = asked_about(PaperKind.VACCINATION, choice="basic", for_whom="child", requested_slot="identity")
        _, slots = await validate(room.form(), tracker("EXTERNAL_identity_approved", slots=slots), identity="verified")
        assert slots["about"] == room.guardian.children(PERSON)[0].reference

    @pytest.mark.parametrize(
        ("children", "labels"),
        [
            ([HAON, YOUNGER], ["2019년생 자녀", "2021년생 자녀"]),
            ([HAON, TWIN], ["2019년 5월생 자녀 (1번째)", "2019년 5월생 자녀 (2번째)"]),
        ],
    )
    async def test_several_are_told_apart_without_a_name(
        self, room: Room, children: list[Any], labels: list[str]
    ) -> None:
        room.have_children(*children)
        slots = asked_about(PaperKind.VACCINATION, for_whom="child", requested_slot="about")
        messages, _ = await run(AskAbout(room.desk, room.guardian), tracker("choose_basic", slots=slots))  # type: ignore[arg-type]
        assert said(messages) == ["utter_ask_about"]
        assert [button["title"] for button in messages[0]["buttons"]] == labels
        for child in children:
            assert child.name.hangul not in str(messages)
            assert child.ci not in str(messages)

    async def test_without_children_the_own_paper_is_offered(self, room: Room) -> None:
        slots = asked_about(PaperKind.VACCINATION, for_whom="child", requested_slot="about")
        messages, _ = await run(AskAbout(room.desk, room.guardian), tracker("choose_basic", slots=slots))  # type: ignore[arg-type]
        assert said(messages) == ["utter_no_children"]
        assert [button["payload"] for button in messages[0]["buttons"]] == ['/choose_child{"child": "self"}', "/stop"]
        asked = tracker("choose_child", {"child": "self"}, slots=slots)
        _, slots = await validate(room.form(), asked, about="self")
        assert (slots["about"], slots["for_whom"]) == ("self", "self")

    async def test_a_silent_register_is_said_and_can_be_asked_again(self, room: Room) -> None:
        room.residents.planned = [Unavailable("register_down")]
        slots = asked_about(PaperKind.VACCINATION, for_whom="child", requested_slot="about")
        messages, _ = await run(AskAbout(room.desk, room.guardian), tracker("choose_basic", slots=slots))  # type: ignore[arg-type]
        assert said(messages) == ["utter_children_unknown"]

    async def test_a_reference_of_another_check_means_nobody(self, room: Room) -> None:
        room.have_children(HAON, YOUNGER)
        slots = asked_about(PaperKind.VACCINATION, for_whom="child", requested_slot="about")
        asked = tracker("choose_child", {"child": "0123456789abcdef"}, slots=slots)
        _, slots = await validate(room.form(), asked, about="0123456789abcdef")
        assert slots["about"] is None


class TestLikeBefore:
    async def test_the_last_paper_again_with_options_and_purpose(self, room: Room) -> None:
        room.issued(past_addresses="recent", address_years=5, purpose="은행 제출")
        words_, slots = await validate(room.form(), tracker("issue_document", {"like_before": True}))
        assert words_ == ["utter_like_before_chosen"]
        assert (slots["document"], slots["purpose"]) == (REGISTER, "은행 제출")
        assert slots["options"] == {"past_addresses": "recent", "address_years": 5}
        assert (slots["choice"], slots["identity"], slots["about"]) == ("again", "verified", "self")

    async def test_the_same_person_in_another_conversation_counts_while_the_check_lives(self, room: Room) -> None:
        room.promise(PaperKind.MILITARY_SERVICE, conversation="another-conversation-1", items=["rank"])
        _, slots = await validate(room.form(), tracker("issue_document", {"like_before": True}))
        assert slots["options"] == {"items": ["rank"]}
        room.desk.person = None
        _, slots = await validate(room.form(), tracker("issue_document", {"like_before": True}))
        assert slots == {}

    async def test_of_the_kind_that_is_said(self, room: Room) -> None:
        room.promise(PaperKind.ENTRY_EXIT, english_name=True)
        room.promise(PaperKind.MILITARY_SERVICE)
        asked = tracker("issue_document", {"like_before": True, "document": "출입국 사실증명"})
        _, slots = await validate(room.form(), asked, document="출입국 사실증명")
        assert slots["options"] == {"english_name": True}

    async def test_health_data_are_consented_to_again(self, room: Room) -> None:
        room.promise(PaperKind.VACCINATION, language="en")
        words_, slots = await validate(room.form(), tracker("issue_document", {"like_before": True}))
        assert words_ == ["utter_like_before_chosen", "utter_consent_needed"]
        assert slots["choice"] is None
        assert slots["options"] == {"language": "en"}


class TestIdentity:
    async def test_an_event_that_says_approved_is_not_believed_without_the_office(self, room: Room) -> None:
        room.desk.person = None
        asked = tracker("EXTERNAL_identity_approved", slots={**ASKED, "choice": "basic", "requested_slot": "identity"})
        _, slots = await validate(room.form(), asked, identity="verified")
        assert slots["identity"] is None

    @pytest.mark.parametrize("news", ["slow", "refused", "expired"])
    async def test_news_have_words(self, news: str) -> None:
        messages, _ = await run(IdentityNews(), tracker(f"EXTERNAL_identity_{news}"))
        assert said(messages) == [f"utter_identity_{news}"]

    @pytest.mark.parametrize(
        ("intent", "state", "response"),
        [
            ("identity_done", State.PENDING, "utter_identity_still_pending"),
            ("identity_done", State.REFUSED, "utter_identity_refused"),
            ("identity_trouble", State.PENDING, "utter_identity_trouble"),
            ("identity_trouble", State.EXPIRED, "utter_identity_expired"),
        ],
    )
    async def test_the_office_is_asked_before_anything_is_said(
        self, room: Room, intent: str, state: State, response: str
    ) -> None:
        desk = FakeDesk(newest=verification(state))
        messages, _ = await run(ExplainIdentity(desk, room.guardian), tracker(intent))  # type: ignore[arg-type]
        assert said(messages) == [response]

    async def test_done_and_approved_goes_on_without_words(self, room: Room) -> None:
        messages, slots = await run(ExplainIdentity(room.desk, room.guardian), tracker("identity_done"))  # type: ignore[arg-type]
        assert messages == []
        assert slots == {"identity": "verified", "about": "self"}

    async def test_one_tap_asks_the_phone_again(self) -> None:
        messages, _ = await run(ResendIdentity(FakeDesk(resendable=True), CARDS), tracker("resend_identity"))  # type: ignore[arg-type]
        assert said(messages) == ["utter_identity_resent"]
        assert messages[0]["code"] == "4271"

    async def test_when_nobody_is_kept_the_panel_opens_again(self) -> None:
        messages, _ = await run(ResendIdentity(FakeDesk(), CARDS), tracker("resend_identity"))  # type: ignore[arg-type]
        assert card(messages)["state"] == "requested"


class TestBack:
    def back(self, asked: str, **slots: Any) -> dict[str, Any] | None:
        return back(read(tracker("go_back", slots={**ASKED, "requested_slot": asked, **slots})))

    def test_from_identity_to_the_choice_with_options_kept(self) -> None:
        assert self.back("identity", options={"cohabitants": True}) == {"choice": None, "about": None, "asked": None}

    def test_from_the_second_paper_to_the_first(self) -> None:
        ready = [{"kind": "resident_register", "options": {"cohabitants": True}}]
        slots = self.back("choice", document=ABSTRACT, papers_ready=ready, one_by_one=True)
        assert slots is not None
        assert (slots["document"], slots["options"]) == (REGISTER, {"cohabitants": True})
        assert slots["papers_left"] == [{"kind": "resident_abstract", "options": {}}]
        assert slots["papers_ready"] is None

    def test_from_one_by_one_to_all_at_once(self) -> None:
        left = [{"kind": "resident_abstract", "options": {}}]
        assert self.back("choice", papers_left=left, one_by_one=True) == {"one_by_one": None, "asked": None}

    def test_from_the_first_question_nowhere(self) -> None:
        assert self.back("document", document=None) is None
