"""Entities by rule: spaCy's EntityRuler on lemmas for papers, pure rules of ``korean`` for the rest."""

# ruff: noqa: ARG003 - Rasa fixes the signatures of `create` and `load`

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from korean import dates, identifiers, papers
from korean.options import wishes
from korean.places import Atlas
from korean.purposes import purpose
from korean.slips import Names
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.pipeline import EntityRuler
from spacy.tokens import Doc, Span

from components.pipeline import korean, read

SEOUL = ZoneInfo("Asia/Seoul")
_PERIOD_PAPERS = {"건강보험료 납부확인서", "건강보험 자격득실확인서", "출입국 사실증명"}
_REJECTION_REACH = 4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KoreanEntities(GraphComponent, EntityExtractorMixin):
    """Learns the surfaces of `document` that are annotated in the utterances, on top of the lexicon."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: dict[str, str]
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._options, self._purposes, self._said = read("options"), read("purposes"), read("papers")
        self._atlas = Atlas(read("districts"))
        self._build(learnt)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"today": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KoreanEntities":
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "KoreanEntities":
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / "learnt.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, learnt)

    def train(self, training_data: TrainingData) -> Resource:
        learnt = {
            example.get(TEXT)[entity["start"] : entity["end"]]: entity["value"]
            for example in training_data.entity_examples
            for entity in example.get(ENTITIES)
            if entity["entity"] == "document"
        }
        self._build(learnt)
        with self._storage.write_to(self._resource) as folder:
            (folder / "learnt.json").write_text(
                json.dumps(learnt, ensure_ascii=False, sort_keys=True), encoding="utf-8"
            )
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *self.extract(text)], add_to_output=True)
        return messages

    def extract(self, text: str) -> list[dict[str, Any]]:
        """Give the Rasa entities of ``text``. Today: the configured day, that of MINWON_TODAY, or the day in Seoul."""
        doc = self._ruler(korean()(text))
        found = [*self._papers(doc, text), *self._both(text), *self._numbers(text)]
        named = {one["value"] for one in found if one["entity"] == "document"}
        found += self._time(text, named)
        years = any(one["entity"] == "address_years" for one in found)
        found += [
            _entity("option", wish.value, wish.start, wish.end)
            for wish in wishes(text, doc._.surfaces, self._options)
            if not (years and wish.value == "과거 주소 전체")
        ]
        spans = [(one["start"], one["end"]) for one in found if one["entity"] == "document"]
        found += [
            _entity(one.entity, one.value, one.start, one.end)
            for one in papers.said(text, doc._.surfaces, spans, self._said, self._options)
        ]
        found += self._places(text, doc)
        if spoken := purpose(text, self._purposes, [(one["start"], one["end"]) for one in found]):
            found.append(_entity("purpose", spoken.value, spoken.start, spoken.end))
        return sorted(found, key=lambda one: one["start"])

    def _build(self, learnt: dict[str, str]) -> None:
        lexicon = read("documents")
        self._ruler = EntityRuler(korean(), phrase_matcher_attr="LEMMA", overwrite_ents=True)
        names = {surface: value for value, said in lexicon["documents"].items() for surface in said}
        self._names = Names({surface.replace(" ", ""): value for surface, value in names.items()})
        patterns = [("document", surface, value) for surface, value in {**learnt, **names}.items()]
        patterns += [("other", surface, surface) for surface in lexicon["others"]]
        written = {
            (label, form, value) for label, surface, value in patterns for form in (surface, surface.replace(" ", ""))
        }
        self._ruler.add_patterns(
            [{"label": label, "pattern": form, "id": value} for label, form, value in sorted(written)]
        )

    def _papers(self, doc: Doc, text: str) -> Iterator[dict[str, Any]]:
        if not doc.ents and (slip := self._names.misspelt(text)):
            yield _entity("document", slip.value, slip.start, slip.end)
        spans = [span for span in doc.ents if span.label_ == "document"]
        for span in spans:
            another = any(other.start > span.start for other in spans)
            label = "rejected_document" if _rejected(doc, span, another=another) else "document"
            yield _entity(label, span.ent_id_, span.start_char, span.end_char)

    def _both(self, text: str) -> Iterator[dict[str, Any]]:
        """등초본 is two papers in one word."""
        if span := papers.together(text, self._said):
            for value in ("주민등록표 등본", "주민등록표 초본"):
                yield _entity("document", value, *span)

    @staticmethod
    def _numbers(text: str) -> Iterator[dict[str, Any]]:
        return (_entity(one.kind, one.value, one.start, one.end) for one in identifiers.find(text))

    def _places(self, text: str, doc: Doc) -> Iterator[dict[str, Any]]:
        for one in self._atlas.find(text, doc._.surfaces):
            entity = _entity(one.kind, one.value, one.start, one.end)
            yield entity | ({"parts": one.parts} if one.parts else {})

    def _time(self, text: str, named: set[str]) -> Iterator[dict[str, Any]]:
        """Years of past addresses or a period; "최근 5년" with neither 주소 nor a paper said is both."""
        years = dates.address_years(text)
        for_addresses = dates.about_addresses(text)
        if years and (for_addresses or not (named & _PERIOD_PAPERS or dates.about_records(text))):
            yield _entity("address_years", years.number, years.start, years.end)
        if years and for_addresses:
            return
        if span := dates.period(text, self._today()):
            yield _entity("period", [span.first.isoformat(), span.last.isoformat()], span.start, span.end)

    def _today(self) -> date:
        fixed = self._config.get("today") or os.environ.get("MINWON_TODAY")
        return date.fromisoformat(fixed) if fixed else datetime.now(SEOUL).date()


def _rejected(doc: Doc, span: Span, *, another: bool) -> bool:
    """Tell whether a paper is named only to be refused: "초본 말고 등본", "초본이 아니라 등본"."""
    after = [token for token in doc[span.end : span.end + _REJECTION_REACH] if not token.is_space]
    for token in after:
        if token.ent_type_:
            return False
        if token.lemma_ in ("말다", "아니다") and token.tag_.startswith("V"):
            return True
        if another and token.text in ("대신", "빼고", "취소"):
            return True
        if not token.tag_.startswith(("J", "E", "SP", "XS")) and token.lemma_ != "이다":
            return False
    return False


def _entity(label: str, value: Any, start: int, end: int) -> dict[str, Any]:
    return {
        "entity": label,
        "value": value,
        "start": start,
        "end": end,
        "confidence": 1.0,
        "extractor": "KoreanEntities",
    }
