import json
from pathlib import Path
from typing import Any

from rasa_sdk.interfaces import Tracker

from actions.outcome import Outcome
from actions.questions.action import OpenAnswer, payload, suggest
from actions.questions.bank import QuestionBank
from tests.unit.actions.fakes_actions import run, said, tracker
from tests.unit.actions.fakes_questions import BICYCLE, GARDEN, LIBRARY, fake_tools, import_lines

TITLE = "구름 텃밭 분양 신청"


def bank(folder: Path, *lines: str) -> QuestionBank:
    import_lines(folder, *lines)
    return QuestionBank(folder, fake_tools)


def opening(suggested: Outcome) -> Tracker:
    name, brace, entities = suggested.says[0].buttons[0]["payload"].partition("{")
    assert name == "/open_answer"
    return tracker("open_answer", json.loads(brace + entities))


async def opened(kept: QuestionBank, title: str) -> dict[str, Any]:
    """Give the message that the first button for ``title`` leads to."""
    messages, _ = await run(OpenAnswer(kept), opening(suggest(kept, title)))
    assert said(messages) == ["utter_answer_from_bank"]
    return messages[0]


def test_likely_answers_are_offered_as_buttons(tmp_path: Path) -> None:
    (say,) = suggest(bank(tmp_path, LIBRARY, GARDEN, BICYCLE), TITLE).says
    assert say.response == "utter_suggest_answers"
    assert say.buttons[0]["title"] == TITLE
    assert len(say.buttons) <= 3


async def test_a_button_opens_its_answer_with_source_and_category(tmp_path: Path) -> None:
    message = await opened(bank(tmp_path, LIBRARY, GARDEN), TITLE)
    assert message["title"] == TITLE
    assert message["answer"] == "구름 텃밭은 봄에 누리집에서 신청합니다. 추첨으로 뽑습니다."
    assert (message["source"], message["category"]) == ("시험 자료", "생활")


def test_an_unlikely_question_gets_no_suggestion(tmp_path: Path) -> None:
    assert suggest(bank(tmp_path, LIBRARY), "ㅁㄴㅇㄹ").says == ()


def test_without_a_bank_nothing_is_suggested(tmp_path: Path) -> None:
    assert suggest(QuestionBank(tmp_path, fake_tools), TITLE).says == ()


async def test_an_answer_that_is_gone_is_not_opened(tmp_path: Path) -> None:
    messages, _ = await run(OpenAnswer(bank(tmp_path, LIBRARY)), tracker("open_answer", {"answer_id": "f" * 16}))
    assert said(messages) == ["utter_rephrase"]


def test_a_long_title_fits_on_its_button(tmp_path: Path) -> None:
    title = "구름 텃밭 분양 신청을 " + "아주 " * 40 + "잘하는 법"
    (say,) = suggest(bank(tmp_path, f"생활,{title},답입니다."), title).says
    assert len(say.buttons[0]["title"]) <= 60


async def test_a_long_answer_ends_with_a_sentence_and_has_no_blank_line(tmp_path: Path) -> None:
    sentences = " ".join(f"{n}번째 문장이 여기에 있습니다." for n in range(400))
    message = await opened(bank(tmp_path, f'생활,{TITLE},"첫 줄\n\n\n{sentences}"'), TITLE)
    assert len(message["answer"]) <= 1_500
    assert message["answer"].endswith("있습니다.")
    assert "\n\n" not in message["answer"]


async def test_braces_in_the_operators_text_stay_as_they_are(tmp_path: Path) -> None:
    message = await opened(bank(tmp_path, "생활,중괄호 {title} 질문,답은 {source}입니다."), "중괄호 {title} 질문")
    assert message["answer"] == "답은 {source}입니다."


def test_a_payload_is_short_enough_for_every_channel() -> None:
    assert len(payload("0" * 16).encode()) <= 64
