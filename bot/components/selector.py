"""Folds the labels of questions into Rasa's shape: the intent `faq`, and a response selector that says which one."""

# ruff: noqa: ARG003 - Rasa fixes the signatures of `create` and `load`

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

ANSWERS = Path(__file__).resolve().parents[1] / "answers" / "faq"
SELECTOR = "response_selector"
FAQ = "faq"
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FaqSelector(GraphComponent):
    """Stands after a classifier whose labels are flat. The ranking keeps the flat labels (`faq/passport`).

    Answers are read at the start, never trained on: a better answer needs no new model.
    """

    def __init__(self) -> None:
        for file in ANSWERS.glob("*.yml"):
            _responses(f"{FAQ}/{file.stem}")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FaqSelector":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            questions = [one for one in ranking if one[INTENT_NAME_KEY].startswith(f"{FAQ}/")]
            if questions:
                message.set(SELECTOR, selection(questions), add_to_output=True)
            best = message.get(INTENT) or {}
            if str(best.get(INTENT_NAME_KEY)).startswith(f"{FAQ}/"):
                message.set(INTENT, {**best, INTENT_NAME_KEY: FAQ}, add_to_output=True)
        return messages


def selection(questions: list[dict[str, Any]]) -> dict[str, Any]:
    """Give Rasa's `response_selector` for labels with confidences, best first (never none)."""
    ranking = [
        {"confidence": one[PREDICTED_CONFIDENCE_KEY], "intent_response_key": one[INTENT_NAME_KEY]}
        for one in questions[:_RANKED]
    ]
    key = ranking[0]["intent_response_key"]
    response = {**ranking[0], "responses": _responses(key), "utter_action": f"utter_{key}"}
    return {"all_retrieval_intents": [FAQ], "default": _empty(), FAQ: {"response": response, "ranking": ranking}}


def _empty() -> dict[str, Any]:
    nothing = {"responses": None, "confidence": 0.0, "intent_response_key": None, "utter_action": "utter_None"}
    return {"response": nothing, "ranking": []}


@cache
def _responses(key: str) -> list[dict[str, str]]:
    file = ANSWERS / f"{key.removeprefix(f'{FAQ}/')}.yml"
    if not file.exists():
        return []
    return [{"text": str(yaml.safe_load(file.read_text(encoding="utf-8"))["answer"])}]
