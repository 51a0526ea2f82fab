import pytest

from actions.answer import load_titles
from actions.fallback import DefaultFallback, OutOfScope
from actions.outcome import Outcome, Say
from actions.past import Past
from actions.settings import HOUSE
from tests.unit.actions.fakes_turns import past, turn

TITLES = load_titles(HOUSE / "bot/answers")
FOUND = Outcome((Say("utter_suggest_answers"),))
UNSURE = {"ranking": (("faq/kiosk", 0.3), ("out_of_scope", 0.2), ("issue_document", 0.1), ("greet", 0.09))}


def nothing(_text: str) -> Outcome:
    return Outcome()


def said(*before: Past, suggest=nothing, **more) -> str:
    asked = turn("나무를 심고 싶어요", more.pop("label", "nlu_fallback"), 0.1, before=before, **more)
    (say,) = DefaultFallback(TITLES, suggest).decide(asked).says
    return say.response


class TestLadder:
    def test_unknown_words_are_rephrased_once_then_offered_a_way_then_a_person(self) -> None:
        assert said() == "utter_rephrase"
        assert said(past("utter_rephrase")) == "utter_fallback_offer"
        assert said(past("utter_fallback_offer"), past("utter_rephrase")) == "utter_fallback_agent"

    def test_the_question_bank_comes_before_the_rephrasing_and_only_once(self) -> None:
        assert said(suggest=lambda _text: FOUND) == "utter_suggest_answers"
        assert said(past("utter_suggest_answers"), suggest=lambda _text: FOUND) == "utter_rephrase"

    def test_the_person_gets_a_summary_without_words(self) -> None:
        before = (past("utter_rephrase", text="제 이름은"), past("utter_did_you_mean"))
        asked = turn("뷁", "nlu_fallback", 0.1, before=before, form="issue_form", asked="identity")
        outcome = DefaultFallback(TITLES, nothing).decide(asked)
        (say,) = outcome.says
        summary = {"form": "issue_form", "step": "identity", "misunderstood": 2}
        assert say.handover == {"reason": "not_understood", "team": "papers", "summary": summary}
        assert outcome.next_action == "action_listen"

    def test_what_is_likely_is_asked_back_once(self) -> None:
        assert said(**UNSURE) == "utter_did_you_mean"
        assert said(past("utter_did_you_mean"), **UNSURE) == "utter_rephrase"

    def test_something_understood_in_between_starts_anew(self) -> None:
        assert said(past("utter_answer"), past("utter_rephrase"), past("utter_rephrase")) == "utter_rephrase"

    def test_no_is_looked_up_by_the_words_before_it(self) -> None:
        known = {"나무 심기": FOUND}
        asked = turn("아니요", "deny", before=(past("utter_did_you_mean", text="나무 심기"),))
        (say,) = DefaultFallback(TITLES, known.__getitem__).decide(asked).says
        assert say.response == "utter_suggest_answers"

    def test_in_the_form_the_request_stands_and_asks_again(self) -> None:
        asked = turn("뷁", "nlu_fallback", 0.1, form="issue_form")
        outcome = DefaultFallback(TITLES, nothing).decide(asked)
        assert [say.response for say in outcome.says] == ["utter_rephrase_in_form"]
        assert outcome.next_action == "issue_form"

    def test_buttons_wait_for_an_answer_in_the_form_too(self) -> None:
        outcome = DefaultFallback(TITLES, nothing).decide(turn("음", "faq/kiosk", 0.3, form="issue_form", **UNSURE))
        assert outcome.next_action == "action_listen"


class TestButtons:
    def test_at_most_three_likely_ones_without_small_talk(self) -> None:
        asked = turn("그거", "faq/kiosk", 0.3, **UNSURE)
        (say,) = DefaultFallback(TITLES, nothing).decide(asked).says
        assert [each["payload"] for each in say.buttons] == ['/faq{"topic":"kiosk"}', "/issue_document"]
        assert say.values == {"title": "무인민원발급기"}

    def test_a_button_brings_what_was_said_about_it(self) -> None:
        mentions = (
            ("document", "주민등록표 초본"),
            ("option", "뒷자리 숨김"),
            ("option", "과거 주소 전체"),
            ("phone", "1"),
        )
        asked = turn("초본", "issue_document", 0.3, entities=dict(mentions), mentions=mentions)
        (say,) = DefaultFallback(TITLES, nothing).decide(asked).says
        assert say.buttons[0]["payload"] == (
            '/issue_document{"document":"주민등록표 초본","option":["뒷자리 숨김","과거 주소 전체"]}'
        )


class TestOutOfScope:
    def test_the_bank_may_know_it(self) -> None:
        (say,) = OutOfScope(lambda _text: FOUND).decide(turn("나무를 심고 싶어요", "out_of_scope")).says
        assert say.response == "utter_suggest_answers"

    @pytest.mark.parametrize(
        ("form", "response"), [(None, "utter_out_of_scope"), ("issue_form", "utter_out_of_scope_in_form")]
    )
    def test_otherwise_it_is_said_plainly(self, form: str | None, response: str) -> None:
        (say,) = OutOfScope(nothing).decide(turn("점심 뭐 먹지", "out_of_scope", form=form)).says
        assert say.response == response
