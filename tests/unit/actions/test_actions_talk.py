from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import words
from actions.ask import AskChoice, AskDocument, AskIdentity
from actions.change import ChangeOption
from actions.form import ValidateIssueForm
from actions.identify import ExplainIdentity, IdentityNews, ResendIdentity
from actions.identity.state import State
from actions.identity_card import IdentityCards
from actions.talk import GoBack, Repeat, Stop, VerifyDocument
from tests.unit.actions.fakes_actions import CONVERSATION, PERSON, REGISTER, FakeDesk, run, said, tracker, verification

WORDS = words.load()
CARDS = IdentityCards(WORDS, "http://phone.test/phone")
ASKED = {"document": REGISTER, "asked": "choice:resident_register", "requested_slot": "choice"}


class TestAsking:
    async def test_the_first_question_is_which_paper(self) -> None:
        messages, slots = await run(AskDocument(), tracker())
        assert said(messages) == ["utter_ask_document"]
        assert slots == {"asked": "document"}

    async def test_the_choice_comes_with_the_short_card(self) -> None:
        messages, slots = await run(AskChoice(WORDS), tracker("issue_document", slots={"document": REGISTER}))
        assert said(messages) == ["utter_ask_choice_resident_register"]
        assert messages[0]["custom"]["card"]["custom"] is False
        assert slots["options"] is None

    async def test_options_in_the_first_sentence_open_the_long_card_preset(self) -> None:
        asked = tracker("issue_document", {"address_years": 5}, slots={"document": REGISTER})
        messages, slots = await run(AskChoice(WORDS), asked)
        values = {field["name"]: field["value"] for field in messages[0]["custom"]["card"]["fields"]}
        assert (values["past_addresses"], values["address_years"]) == ("recent", 5)
        assert slots["options"] == {"past_addresses": "recent", "address_years": 5}

    async def test_the_same_question_after_a_digression_is_short(self) -> None:
        messages, _ = await run(AskChoice(WORDS), tracker("ask_document_fee", slots=ASKED))
        assert said(messages) == ["utter_ask_choice_again"]

    async def test_repeat_gets_the_whole_question(self) -> None:
        messages, _ = await run(AskChoice(WORDS), tracker("repeat", slots=ASKED))
        assert said(messages) == ["utter_ask_choice_resident_register"]

    @pytest.mark.parametrize("intent", ["EXTERNAL_identity_slow", "resend_identity", "identity_trouble"])
    async def test_nothing_is_asked_again_when_something_was_just_said(self, intent: str) -> None:
        messages, _ = await run(AskIdentity(FakeDesk(), CARDS), tracker(intent, slots=ASKED))
        assert messages == []

    async def test_the_identity_card_opens_the_panel_and_tells_no_person(self) -> None:
        messages, _ = await run(AskIdentity(FakeDesk(), CARDS), tracker("choose_basic", slots=ASKED))
        card = messages[0]["custom"]["card"]
        assert (card["type"], card["state"]) == ("identity", "requested")
        assert card["phone_url"] == "http://phone.test/phone"
        assert PERSON.name not in str(card)


class TestForm:
    async def validate(self, desk: FakeDesk, asked: Any, **extracted: Any) -> tuple[list[str], dict[str, Any]]:
        asked.events = [{"event": "action", "name": "action_extract_slots"}]
        asked.events += [{"event": "slot", "name": name, "value": value} for name, value in extracted.items()]
        asked.slots |= extracted
        form = ValidateIssueForm(desk)
        domain = {"forms": {"issue_form": {"required_slots": ["document", "choice", "identity"]}}}
        dispatcher = CollectingDispatcher()
        asked.active_loop = {"name": "issue_form"}
        events = await form.run(dispatcher, asked, domain)
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        return said(dispatcher.messages), slots

    async def test_a_paper_that_is_not_issued_here_leaves_what_was_asked_before(self) -> None:
        words_, slots = await self.validate(FakeDesk(), tracker(slots=ASKED), document="주민등록표 초본")
        assert words_ == ["utter_document_not_here"]
        assert slots["document"] == REGISTER

    async def test_unchosen_options_are_the_private_ones(self) -> None:
        asked = tracker("choose_options", {"past_addresses": "all", "cohabitants": "no"}, slots=ASKED)
        _, slots = await self.validate(FakeDesk(), asked, choice="custom")
        assert slots["options"] == {"past_addresses": "all"}

    async def test_a_card_with_nonsense_is_asked_again(self) -> None:
        asked = tracker("choose_options", {"past_addresses": "sometimes"}, slots=ASKED)
        words_, slots = await self.validate(FakeDesk(), asked, choice="custom")
        assert words_ == ["utter_options_invalid"]
        assert slots["choice"] is None

    async def test_a_live_check_completes_the_form_at_the_choice(self) -> None:
        _, slots = await self.validate(FakeDesk(PERSON), tracker("choose_basic", slots=ASKED), choice="basic")
        assert slots["identity"] == "verified"

    async def test_an_event_that_says_approved_is_not_believed_without_the_office(self) -> None:
        asked = tracker("EXTERNAL_identity_approved", slots={**ASKED, "choice": "basic", "requested_slot": "identity"})
        _, slots = await self.validate(FakeDesk(None), asked, identity="verified")
        assert slots["identity"] is None


class TestChanges:
    async def test_what_changed_is_said(self) -> None:
        messages, slots = await run(ChangeOption(), tracker("change_option", {"option": "뒷자리 공개"}, slots=ASKED))
        assert said(messages) == ["utter_change_back_digits_self"]
        assert slots["options"] == {"back_digits": "self"}

    async def test_recent_years_are_said_with_their_number(self) -> None:
        messages, _ = await run(ChangeOption(), tracker("change_option", {"address_years": 3}, slots=ASKED))
        assert said(messages) == ["utter_change_past_addresses_recent"]
        assert messages[0]["years"] == 3

    async def test_what_is_private_already_is_confirmed(self) -> None:
        messages, _ = await run(ChangeOption(), tracker("change_option", {"option": "뒷자리 숨김"}, slots=ASKED))
        assert said(messages) == ["utter_change_back_digits_none"]

    @pytest.mark.parametrize(
        ("entities", "response"),
        [({}, "utter_option_unclear"), ({"option": "영문"}, "utter_option_not_offered")],
    )
    async def test_what_is_not_offered_or_unclear_is_said(self, entities: dict[str, str], response: str) -> None:
        messages, slots = await run(ChangeOption(), tracker("change_option", entities, slots=ASKED))
        assert said(messages) == [response]
        assert slots["options"] is None

    async def test_an_option_turns_a_basic_choice_into_a_custom_one(self) -> None:
        asked = tracker("change_option", {"address_years": 2}, slots={**ASKED, "choice": "basic"})
        _, slots = await run(ChangeOption(), asked)
        assert slots["choice"] == "custom"


class TestIdentity:
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
    async def test_the_office_is_asked_before_anything_is_said(self, intent: str, state: State, response: str) -> None:
        desk = FakeDesk(newest=verification(state))
        messages, _ = await run(ExplainIdentity(desk), tracker(intent))
        assert said(messages) == [response]

    async def test_done_and_approved_goes_on_without_words(self) -> None:
        messages, slots = await run(ExplainIdentity(FakeDesk(PERSON)), tracker("identity_done"))
        assert messages == []
        assert slots == {"identity": "verified"}

    async def test_one_tap_asks_the_phone_again(self) -> None:
        messages, _ = await run(ResendIdentity(FakeDesk(resendable=True), CARDS), tracker("resend_identity"))
        assert said(messages) == ["utter_identity_resent"]
        assert messages[0]["code"] == "4271"

    async def test_when_nobody_is_kept_the_panel_opens_again(self) -> None:
        messages, _ = await run(ResendIdentity(FakeDesk(), CARDS), tracker("resend_identity"))
        assert messages[0]["custom"]["card"]["state"] == "requested"


class TestStoppingAndGoingBack:
    async def test_stop_withdraws_the_phone_request_and_forgets_the_choices(self) -> None:
        desk = FakeDesk(newest=verification(State.PENDING))
        messages, slots = await run(Stop(desk), tracker("stop", slots=ASKED))
        assert desk.withdrawn == [CONVERSATION]
        assert said(messages) == ["utter_stopped"]
        assert slots["document"] is None

    async def test_back_from_identity_is_the_choice_with_options_kept(self) -> None:
        asked = tracker("go_back", slots={**ASKED, "requested_slot": "identity", "options": {"cohabitants": True}})
        _, slots = await run(GoBack(FakeDesk()), asked)
        assert slots == {"choice": None, "asked": None}

    async def test_back_from_the_first_question_says_so(self) -> None:
        messages, slots = await run(GoBack(FakeDesk()), tracker("go_back", slots={"requested_slot": "document"}))
        assert said(messages) == ["utter_nothing_to_go_back"]
        assert slots == {}


class TestRepeat:
    async def test_the_last_answer_is_said_again_with_its_card(self) -> None:
        events = [
            {"event": "user", "text": "a"},
            {"event": "bot", "text": "옛말", "data": {}},
            {"event": "user", "text": "b"},
            {"event": "bot", "text": "답이에요", "data": {"custom": {"card": {"type": "link"}}}},
            {"event": "user", "text": "다시"},
        ]
        messages, _ = await run(Repeat(), tracker("repeat", events=events))
        assert [message["text"] for message in messages] == ["답이에요"]
        assert messages[0]["custom"] == {"card": {"type": "link"}}


class TestCheckLink:
    async def test_a_good_number_is_carried_over(self) -> None:
        action = VerifyDocument("http://wallet.test", WORDS)
        messages, _ = await run(action, tracker("verify_document", {"document_number": "0000-0000-0000-0000"}))
        assert messages[0]["custom"]["card"]["url"] == "http://wallet.test/verify?number=0000000000000000"

    async def test_a_wrong_check_digit_is_said(self) -> None:
        action = VerifyDocument("http://wallet.test", WORDS)
        messages, _ = await run(action, tracker("verify_document", {"document_number": "0000-0000-0000-0001"}))
        assert said(messages) == ["utter_verify_bad_number"]
        assert messages[0]["custom"]["card"]["url"] == "http://wallet.test/verify"
