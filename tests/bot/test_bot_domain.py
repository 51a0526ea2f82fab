"""The sentences and the rules as data: the voice, the golden sentences, and that nothing named is missing."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
GOLDEN = {
    "utter_ask_choice_resident_register": (
        "주민등록등본을 기본으로 떼 드릴게요. 주민번호 뒷자리는 가리고, 지난 주소는 빼고 나와요."
    ),
    "utter_identity_slow": "아직 승인이 안 왔어요",
    "utter_paper_issued": "다른 서류도 필요하세요? 15분 안에는 다시 인증하지 않아도 돼요.",
}
STIFF = re.compile(r"교부|상기|하십시오|바랍니다|습니다|!|[\U0001f300-\U0001faff]")


def read(*parts: str) -> dict:
    merged: dict = {}
    for file in sorted(BOT.joinpath(*parts).rglob("*.yml")):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            merged.setdefault(key, []).append(value)
    return merged


def responses() -> dict[str, list[dict]]:
    return {name: said for file in read("domain")["responses"] for name, said in file.items()}


def rules() -> list[dict]:
    return [rule for file in read("rules")["rules"] for rule in file]


def intents() -> set[str]:
    listed = (one for file in read("domain")["intents"] for one in file)
    return {one if isinstance(one, str) else next(iter(one)) for one in listed}


def _said_first(rule: dict) -> list[str]:
    """Give the intents that start a rule: one, or several of which each does."""
    heard = [step.get("or", [step]) for step in rule["steps"] if "or" in step or "intent" in step]
    return [one["intent"] for one in heard[0]] if heard else []


def test_the_golden_sentences_are_said_word_for_word():
    said = responses()
    for name, sentence in GOLDEN.items():
        assert sentence in said[name][0]["text"]


def test_every_sentence_is_in_the_voice():
    for name, variants in responses().items():
        for variant in variants:
            assert not STIFF.search(variant["text"]), name
            assert "\n\n" not in variant["text"], f"{name}: Rasa would split it into two messages"


def test_every_button_leads_to_an_intent_that_exists():
    known = intents()
    for name, variants in responses().items():
        for button in (button for variant in variants for button in variant.get("buttons", [])):
            assert re.match(r"/(\w+)", button["payload"])[1] in known, name


def test_every_label_and_every_news_has_a_rule_with_nothing_open_and_in_both_forms():
    loops: dict[str, set] = {}
    for rule in rules():
        for intent in _said_first(rule):
            loops.setdefault(intent, set()).add(rule["condition"][0]["active_loop"])
    assert {intent for intent in intents() if loops.get(intent) != {None, "issue_form", "complaint_form"}} == set()


def test_every_response_that_rules_and_actions_name_is_written_and_none_is_idle():
    written = set(responses())
    named = {
        step["action"] for rule in rules() for step in rule["steps"] if str(step.get("action", "")).startswith("utter_")
    }
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "actions").rglob("*.py"))
    by_actions = set(re.findall(r"utter_[a-z_]+\b", sources)) - {"utter_message", "utter_action"}
    stems = {name for name in by_actions if name.endswith("_")}
    openings = {
        f"utter_{label}" for label in _said_first(next(one for one in rules() if "opens complaint" in one["rule"]))
    }
    by_actions |= openings - {"utter_resume_complaint"}
    assert named <= written
    assert {name for name in by_actions - stems if name not in written} == set()
    assert {name for name in written - named - by_actions if not any(name.startswith(stem) for stem in stems)} == set()


def test_no_slot_holds_or_influences_anything_personal():
    slots = {name: slot for file in read("domain")["slots"] for name, slot in file.items()}
    assert set(slots) >= {"document", "choice", "identity", "purpose", "options", "paper_number", "asked", "last_topic"}
    assert not {"name", "birth_date", "phone", "provider", "rrn"} & set(slots)
    assert not any(slot["influence_conversation"] for slot in slots.values())
