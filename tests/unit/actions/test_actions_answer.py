import re
from datetime import date

import pytest
import yaml

from actions import leaning
from actions.answer import Answer, AnswerQuestion, load_answers, load_titles
from actions.follow_up import load_reports
from actions.leaning import KINDS, LATE
from actions.settings import HOUSE
from tests.unit.actions.fakes_actions import run, said, tracker

ANSWERS = load_answers(HOUSE / "bot/answers")
SENTENCE_END = re.compile(r"(요|죠)[.?)]*$")
STIFF = re.compile(r"(?<!외)교부|상기|하십시오|바랍니다|습니다|!|['\"]|[\U0001f300-\U0001faff]")


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.?])\s", text) if each]


def test_every_question_of_the_city_has_an_answer() -> None:
    labels = {f"faq/{path.stem}" for path in (HOUSE / "nlu_data/faq").glob("*.yml")}
    assert labels == set(ANSWERS)
    assert len(labels) == 52


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
class TestEveryAnswer:
    def test_is_short_and_in_the_voice(self, answer: Answer) -> None:
        assert 1 <= len(sentences(answer.text)) <= 5
        for text in (answer.text, *answer.follow_ups.values()):
            assert all(SENTENCE_END.search(each) for each in sentences(text)), text
            assert not STIFF.search(text), text
            assert "\n" not in text

    def test_names_whom_to_call_and_where_to_read_on(self, answer: Answer) -> None:
        assert re.search(r"\b(120|119|112|129|132|1\d{3}(-\d{4})?)(?!\d)", answer.text), answer.text
        assert answer.link is not None
        assert re.fullmatch(r"https://[a-z0-9.-]+\.(kr|com)(/\S*)?", answer.link["url"])
        assert 2 <= len(answer.link["title"]) <= 20

    def test_answers_every_short_question_about_itself(self, answer: Answer) -> None:
        assert set(answer.follow_ups) - {LATE} == set(KINDS)

    def test_was_reviewed_lately(self, answer: Answer) -> None:
        assert date(2026, 1, 1) <= answer.reviewed <= date(2027, 12, 31)


def test_what_endangers_life_names_119_in_the_first_sentence() -> None:
    for label in ("faq/shelter", "faq/night_clinic", "faq/emergency_welfare"):
        assert "119" in sentences(ANSWERS[label].text)[0]


def test_no_sum_of_money_is_stated_but_the_limit_of_a_fine() -> None:
    texts = [text for each in ANSWERS.values() for text in (each.text, *each.follow_ups.values())]
    assert set(re.findall(r"\d[\d,]*(?:만|천|백)? ?원", " ".join(texts))) == {"5만 원"}


def test_reports_have_short_answers_too() -> None:
    reports = load_reports(HOUSE / "bot/answers")
    assert {"phone", "where", "how"} <= set(reports) <= set(KINDS)
    assert all(SENTENCE_END.search(each) for text in reports.values() for each in sentences(text))


def test_every_label_has_a_short_name() -> None:
    titles = load_titles(HOUSE / "bot/answers")
    folders = ("conversation", "documents", "identity", "complaints", "faq")
    files = [path for folder in folders for path in (HOUSE / "nlu_data" / folder).glob("*.yml")]
    labels = {f"faq/{path.stem}" if path.parent.name == "faq" else path.stem for path in files}
    assert len(labels) == 99
    assert labels == set(titles)


def test_no_short_name_reads_as_a_question_that_leans() -> None:
    titles = load_titles(HOUSE / "bot/answers")
    assert [title for title in titles.values() if leaning.load().kind(title)] == []


async def test_the_answer_of_the_picked_question_is_said_with_its_link_and_what_it_rests_on() -> None:
    asked = tracker("faq")
    asked.latest_message["response_selector"] = {"faq": {"response": {"intent_response_key": "faq/passport"}}}
    messages, slots = await run(AnswerQuestion(ANSWERS), asked)
    assert said(messages) == ["utter_answer"]
    assert messages[0]["answer"] == ANSWERS["faq/passport"].text
    assert messages[0]["basis"] == ANSWERS["faq/passport"].basis
    assert messages[0]["custom"]["card"]["type"] == "link"
    assert slots == {"last_topic": "faq/passport"}


async def test_a_button_names_its_question() -> None:
    messages, _ = await run(AnswerQuestion(ANSWERS), tracker("faq", {"topic": "citizen_insurance"}))
    assert messages[0]["answer"] == ANSWERS["faq/citizen_insurance"].text


async def test_a_question_without_an_answer_is_sent_to_people() -> None:
    messages, _ = await run(AnswerQuestion(ANSWERS), tracker("faq"))
    assert said(messages) == ["utter_answer_missing"]


def test_the_reader_is_shown_what_the_answer_rests_on() -> None:
    responses = yaml.safe_load((HOUSE / "bot/domain/responses/faq.yml").read_text("utf-8"))["responses"]
    assert "{basis}" in responses["utter_answer"][0]["text"]
