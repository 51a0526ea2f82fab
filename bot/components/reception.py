"""Obeys the slot ``route``: what the reception leads elsewhere is done before any rule sees the message.

The decision is not made here but by `actions/reception.py`, which fills the slot while slots are extracted. A policy is
needed all the same: a rule sees labels only, and inside a form the form would come first.
"""

# ruff: noqa: ARG002, ARG003 - Rasa fixes the signatures

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

SLOT = "route"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ReceptionPolicy(Policy):
    """Predicts ``action_<route>`` right after a message, with certainty and before the form; otherwise nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 7}  # above RulePolicy's 6

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ReceptionPolicy":
        return cls(config, model_storage, resource, execution_context)  # nothing was learnt, so nothing is stored

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        chances = [0.0] * domain.num_actions
        route = tracker.get_slot(SLOT)
        leads = bool(route) and tracker.latest_action_name == ACTION_LISTEN_NAME
        if leads:
            chances[domain.index_for_action(f"action_{route}")] = 1.0
        return self._prediction(chances, is_no_user_prediction=leads)
