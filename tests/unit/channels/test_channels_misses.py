"""The counter knows by its words when the bot asks back or has not understood: held against the bot's own responses."""

from pathlib import Path

import yaml

from channels.conversation.turns import read_signs

RESPONSES = Path(__file__).parents[3] / "bot" / "domain" / "responses"
ASKED_BACK = {"utter_did_you_mean", "utter_suggest_answers"}
MISSED = {
    "utter_rephrase",
    "utter_rephrase_in_form",
    "utter_fallback_offer",
    "utter_fallback_agent",
    "utter_out_of_scope",
    "utter_out_of_scope_in_form",
}


def _texts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in RESPONSES.glob("*.yml"):
        for name, ways in (yaml.safe_load(file.read_text("utf-8")).get("responses") or {}).items():
            found[name] = [way["text"] for way in ways if way.get("text")]
    return found


def test_these_responses_and_no_others_are_taken_for_misses():
    signs, texts = read_signs(), _texts()
    missed = {name for name, said in texts.items() if any(signs.has_missed([each]) for each in said)}
    asked = {name for name, said in texts.items() if any(signs.has_asked_back([each]) for each in said)}
    assert missed == MISSED
    assert asked == ASKED_BACK
    assert all(signs.has_missed([each]) for name in MISSED for each in texts[name])
    assert all(signs.has_asked_back([each]) for name in ASKED_BACK for each in texts[name])
