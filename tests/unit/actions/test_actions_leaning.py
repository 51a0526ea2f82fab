from pathlib import Path

import pytest
import yaml

from actions import leaning

CASES = yaml.safe_load(Path(__file__).with_name("leaning.yml").read_text("utf-8"))
LEANING = leaning.load()


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind in (*leaning.KINDS, leaning.LATE) for text in CASES[kind]]
)
def test_a_question_without_a_topic_leans(kind: str, text: str) -> None:
    assert LEANING.kind(text) == kind


@pytest.mark.parametrize("text", CASES["none"])
def test_a_complete_sentence_is_left_alone(text: str) -> None:
    assert LEANING.kind(text) is None


def test_every_titled_topic_makes_a_question_complete() -> None:
    titles = yaml.safe_load(Path("bot/answers/titles.yml").read_text("utf-8"))
    topics = [title for label, title in titles.items() if label.startswith("faq/")]
    assert len(topics) >= 52
    assert [topic for topic in topics if LEANING.kind(f"{topic} 얼마예요") or LEANING.kind(f"{topic} 어디예요")] == []


def test_a_long_text_brings_something_of_its_own() -> None:
    assert LEANING.kind("그거 " * 50_000 + "얼마예요") is None
