"""The classifier that decides: a linear model over morphemes, characters, letters and the sentence vector.

It chooses among all labels at once, the single questions (`faq/passport`) included; ``selector`` folds them afterwards.
"""

# ruff: noqa: ARG003 - Rasa fixes the signatures of `create` and `load`

import pickle
from typing import Any

import numpy as np
from korean.features import Blocks, best_temperature, soften
from korean.hangul import normalise
from korean.neighbours import Neighbours
from korean.politeness import strip
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC

from components.pipeline import korean
from components.vectors import VECTOR

OUTSIDE = "out_of_scope"
_RANKED = 10
_FOLDS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridClassifier(IntentClassifier, GraphComponent):
    """Linear support vectors, calibrated by one temperature that is fitted on writers whom the fold has not seen.

    ``diet_share`` (0–1) is the weight of the probabilities that an earlier classifier left in the message; that one
    knows only `faq`, so its share is spread over the questions as this classifier sees them.
    ``neighbours_share`` (0–1) is the weight of the vote of the nearest training sentences.
    ``outside_bonus`` is added to the score of out_of_scope, which has few examples for how much there is outside.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, fitted: Any = None) -> None:
        self._config, self._storage, self._resource, self._fitted = config, storage, resource, fitted

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        shares = {"diet_share": 0.0, "neighbours_share": 0.0}
        return {"C": 0.5, "min_df": 1, **shares, "outside_bonus": 0.0, "letters": True, "revision": 3}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "HybridClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "HybridClassifier":
        with model_storage.read_from(resource) as folder, (folder / "hybrid.pickle").open("rb") as file:
            return cls(config, model_storage, resource, pickle.load(file))  # noqa: S301 - our own model archive

    def train(self, training_data: TrainingData) -> Resource:
        examples = [one for one in training_data.intent_examples if one.get(TEXT) and one.get(INTENT)]
        truth = np.array([one.get(INTENT_RESPONSE_KEY) or one.get(INTENT) for one in examples])
        blocks = Blocks(self._config["min_df"], with_letters=self._config["letters"])
        morphemes, texts, vectors = _inputs(examples)
        rows = blocks.fit(morphemes, texts, vectors)
        model = self._model().fit(rows, truth)
        temperature = self._temperature(rows, truth, _writers(examples))
        self._fitted = (blocks, model, temperature, _neighbours(vectors, truth, list(model.classes_)))
        with self._storage.write_to(self._resource) as folder, (folder / "hybrid.pickle").open("wb") as file:
            pickle.dump(self._fitted, file)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        asked = [message for message in messages if message.get(TEXT)]
        if asked and self._fitted is not None:
            labels = self._fitted[1].classes_
            for message, row in zip(asked, self._chances(asked), strict=True):
                self._answer(message, dict(zip(labels, row.tolist(), strict=True)))
        return messages

    def _chances(self, messages: list[Message]) -> Any:
        blocks, model, temperature, neighbours = self._fitted
        morphemes, texts, vectors = _inputs(messages)
        scores = model.decision_function(blocks.transform(morphemes, texts, vectors))
        chances = soften(scores + self._config["outside_bonus"] * (model.classes_ == OUTSIDE), temperature)
        share = self._config["neighbours_share"]
        if neighbours is None or vectors is None or not share:
            return chances
        return (1 - share) * chances + share * neighbours.vote(vectors)

    def _answer(self, message: Message, chances: dict[str, float]) -> None:
        before = {one[INTENT_NAME_KEY]: one[PREDICTED_CONFIDENCE_KEY] for one in message.get(INTENT_RANKING_KEY) or []}
        if before and self._config["diet_share"]:
            chances = second_opinion(chances, before, self._config["diet_share"])
        ranking = sorted(chances.items(), key=lambda pair: -pair[1])[:_RANKED]
        named = [{INTENT_NAME_KEY: str(name), PREDICTED_CONFIDENCE_KEY: chance} for name, chance in ranking]
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, named, add_to_output=True)

    def _model(self) -> LinearSVC:
        return LinearSVC(C=self._config["C"], tol=0.01, max_iter=200, random_state=7)

    def _temperature(self, rows: Any, truth: Any, writers: Any) -> float:
        """Fit on scores of examples that their fold has not seen; a writer whom we know stays in one fold."""
        splitter: Any = GroupKFold(_FOLDS) if len(set(writers)) >= _FOLDS else StratifiedKFold(_FOLDS)
        labels = sorted(set(truth))
        scores, columns = [], []
        for seen, unseen in splitter.split(rows, truth, writers):
            model = self._model().fit(rows[seen], truth[seen])
            if list(model.classes_) != labels:
                return 1.0
            scores.append(model.decision_function(rows[unseen]))
            columns += [labels.index(name) for name in truth[unseen]]
        return best_temperature(np.concatenate(scores), np.array(columns))


def _neighbours(vectors: Any, truth: Any, labels: list[str]) -> Neighbours | None:
    return None if vectors is None else Neighbours(vectors, [labels.index(name) for name in truth], len(labels))


def second_opinion(chances: dict[str, float], other: dict[str, float], share: float) -> dict[str, float]:
    """Mix in a classifier that knows only whole intents: its chance of one is spread as ``chances`` are within."""
    whole: dict[str, float] = {}
    for name, chance in chances.items():
        whole[_intent(name)] = whole.get(_intent(name), 0.0) + chance
    return {
        name: chance * (1 - share + share * other.get(_intent(name), 0.0) / max(whole[_intent(name)], 1e-9))
        for name, chance in chances.items()
    }


def _intent(label: str) -> str:
    return label.split("/", maxsplit=1)[0]


def _inputs(messages: list[Message]) -> tuple[list[list[str]], list[str], Any]:
    texts = [strip(normalise(message.get(TEXT))) for message in messages]
    morphemes = [[name for piece in korean()(text)._.surfaces for name in piece.morphemes] for text in texts]
    vectors = [message.get(VECTOR) for message in messages]
    dense = np.concatenate(vectors) if vectors and all(vector is not None for vector in vectors) else None
    return morphemes, texts, dense


def _writers(messages: list[Message]) -> list[str]:
    """Give the voice in which each utterance is written (metadata of its block), or one name for all."""
    return [str(((message.get(METADATA) or {}).get(INTENT) or {}).get("voice", "")) for message in messages]
