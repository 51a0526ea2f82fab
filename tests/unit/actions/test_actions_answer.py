import re
from datetime import date

import pytest

from actions.answer import Answer, AnswerQuestion, load_answers, load_titles
from actions.settings import HOUSE
from tests.unit.actions.fakes_actions import run, said, tracker

ANSWERS = load_answers(HOUSE / "bot/answers")


def test_every_question_of_the_city_has_an_answer() -> None:
    labels = {f"faq/{path.stem}" for path in (HOUSE / "nlu_data/faq").glob("*.yml")}
    assert labels == set(ANSWERS)
    assert len(labels) == 52


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_short_polite_and_reviewed(answer: Answer) -> None:
    sentences = [each for each in re.split(r"(?<=[.?])\s", answer.text) if each]
    assert 1 <= len(sentences) <= 5
    assert all(re.search(r"(요|죠|니다)[.?)]*$", each) for each in sentences), answer.text
    assert date(2026, 1, 1) <= answer.reviewed
    assert "\n\n" not in answer.text
    if answer.link:
        assert answer.link["url"].startswith("https://")


def test_every_label_has_a_short_name() -> None:
    titles = load_titles(HOUSE / "bot/answers")
    folders = ("conversation", "documents", "identity", "complaints", "faq")
    files = [path for folder in folders for path in (HOUSE / "nlu_data" / folder).glob("*.yml")]
    labels = {f"faq/{path.stem}" if path.parent.name == "faq" else path.stem for path in files}
    assert len(labels) == 99
    assert labels == set(titles)


async def test_the_answer_of_the_picked_question_is_said_with_its_link() -> None:
    asked = tracker("faq")
    asked.latest_message["response_selector"] = {"faq": {"response": {"intent_response_key": "faq/passport"}}}
    messages, slots = await run(AnswerQuestion(ANSWERS), asked)
    assert said(messages) == ["utter_answer"]
    assert messages[0]["answer"] == ANSWERS["faq/passport"].text
    assert slots == {"last_topic": "faq/passport"}


async def test_a_button_names_its_question() -> None:
    messages, _ = await run(AnswerQuestion(ANSWERS), tracker("faq", {"topic": "kiosk"}))
    assert messages[0]["answer"] == ANSWERS["faq/kiosk"].text


async def test_a_question_without_an_answer_is_sent_to_people() -> None:
    messages, _ = await run(AnswerQuestion(ANSWERS), tracker("faq"))
    assert said(messages) == ["utter_answer_missing"]
