from typing import Any

from actions import take_up
from actions.outcome import Outcome
from actions.past import Past, turns
from actions.take_up import TakeUp
from tests.unit.actions.fakes_turns import button, past, turn

ASKED_BACK = past("utter_did_you_mean", buttons=(button("여권", '/faq{"topic":"passport"}'), button("도서관", "/x")))


def take(text: str, label: str = "affirm", **more: Any) -> Outcome:
    return TakeUp(take_up.load()).decide(turn(text, label, before=(ASKED_BACK,), **more))


def test_the_engine_hears_the_button() -> None:
    heard = take("네").hears
    assert heard is not None
    assert heard["text"] == '/faq{"topic":"passport"}'
    assert heard["parse_data"]["intent"]["name"] == "faq"
    assert heard["parse_data"]["entities"] == [{"entity": "topic", "value": "passport"}]


def test_a_place_in_the_row_counts_more_than_its_sound_of_a_yes() -> None:
    heard = take("두 번째 거요", "affirm").hears
    assert heard is not None
    assert heard["text"] == "/x"


def test_the_channel_still_recognises_its_message() -> None:
    assert take("네").hears["metadata"] == {"inbox": "7"}  # type: ignore[index]


def test_a_yes_that_the_form_took_is_given_back() -> None:
    assert take("네", form="issue_form", asked="choice").slots == {"route": None, "choice": None}
    assert take("2번", "out_of_scope", form="issue_form", asked="choice").slots == {"route": None}


def test_events_fold_into_turns_newest_first() -> None:
    events = [
        {"event": "action", "name": "action_listen"},
        {"event": "user", "text": "여권", "parse_data": {"intent": {"name": "faq"}}},
        {"event": "slot", "name": "last_topic", "value": "faq/passport"},
        {"event": "bot", "text": "답", "metadata": {"utter_action": "utter_answer"}, "data": {"buttons": None}},
        {"event": "user", "text": "네", "parse_data": {"intent": {"name": "affirm"}}},
        {"event": "bot", "text": "?", "metadata": {"utter_action": "utter_affirm_idle"}, "data": {"buttons": [{}]}},
        {"event": "user", "text": "지금"},
    ]
    assert turns(events) == (
        Past("네", "affirm", ("utter_affirm_idle",), ({},)),
        Past("여권", "faq", ("utter_answer",), topic="faq/passport"),
    )
    assert turns([]) == ()


def test_what_was_repeated_counts_as_what_it_was() -> None:
    asked = {"metadata": {"utter_action": "utter_did_you_mean"}, "data": {"buttons": [{"title": "여권"}]}}
    events = [
        {"event": "user", "text": "그거"},
        {"event": "bot", "text": "혹시", **asked},
        {"event": "user", "text": "다시", "parse_data": {"intent": {"name": "repeat"}}},
        {"event": "bot", "text": "혹시", "data": {"buttons": [{"title": "여권"}]}},
        {"event": "user", "text": "네"},
    ]
    assert turns(events)[0].responses == ("utter_did_you_mean",)
