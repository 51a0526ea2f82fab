from actions import words
from actions.identity.state import State
from actions.talk import GoBack, Repeat, Stop, VerifyDocument
from tests.unit.actions.fakes_actions import CONVERSATION, REGISTER, FakeDesk, run, said, tracker, verification

WORDS = words.load()
ASKED = {"document": REGISTER, "asked": "choice:resident_register", "requested_slot": "choice"}


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
        assert slots == {"choice": None, "about": None, "asked": None}

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
