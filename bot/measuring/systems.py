"""What is compared: our pipeline, Rasa's suggested one, and characters with logistic regression, on the same data."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from train import BOT

from measuring.scores import FALLBACK, Answer
from measuring.utterances import Utterance

_SLASH = "__"
_RANKED = 10


@dataclass(frozen=True)
class Trained:
    ask: Callable[[str], Any]
    """Awaitable: text → Answer."""
    seconds: float
    megabytes: float


async def rasa(pipeline: list[dict[str, Any]], seen: Sequence[Utterance], folder: Path, *, flat: bool) -> Trained:
    """Train ``pipeline`` in ``folder``; ``flat`` writes questions as intents of their own, for want of a selector."""
    from rasa.core.agent import load_agent  # noqa: PLC0415 - TensorFlow loads for seconds

    model, seconds, megabytes = _train(pipeline, seen, folder, flat=flat)
    return Trained(asking(await load_agent(model_path=model)), seconds, megabytes)


def asking(agent: Any) -> Callable[[str], Any]:
    async def ask(text: str) -> Answer:
        parsed = await agent.parse_message(text)
        ranking = [one for one in parsed["intent_ranking"] if one["name"] != FALLBACK]
        names = tuple(one["name"].replace(_SLASH, "/") for one in ranking)
        name = parsed["intent"]["name"]
        if name == "faq":
            name = parsed["response_selector"]["faq"]["response"]["intent_response_key"]
        return Answer(name.replace(_SLASH, "/"), ranking[0]["confidence"] if ranking else 0.0, names)

    return ask


def characters(seen: Sequence[Utterance]) -> Trained:
    """Character TF-IDF (1–4) with logistic regression, no threshold."""
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
        LogisticRegression(C=10, solver="liblinear", dual=True, max_iter=200, tol=0.01),
    )
    began = time.perf_counter()
    model.fit([one.text for one in seen], [one.label for one in seen])
    seconds = time.perf_counter() - began
    size = sum(array.nbytes for array in (model[-1].coef_, model[-1].intercept_)) / 1e6

    async def ask(text: str) -> Answer:
        chances = model.predict_proba([text])[0]
        best = chances.argsort()[::-1][:_RANKED]
        names = tuple(str(model.classes_[place]) for place in best)
        return Answer(names[0], float(chances[best[0]]), names)

    return Trained(ask, seconds, size)


def ours() -> list[dict[str, Any]]:
    return list(yaml.safe_load((BOT / "config.yml").read_text(encoding="utf-8"))["pipeline"])


def with_diet(share: float = 0.3) -> list[dict[str, Any]]:
    """Give our pipeline with a small DIET before the classifier, whose ``share`` of the decision it takes."""
    words = {"name": "CountVectorsFeaturizer", "min_df": 2}
    characters = {**words, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 3, "min_df": 3, "max_features": 8000}
    small = {"number_of_transformer_layers": 1, "transformer_size": 128, "entity_recognition": False}
    diet = {"name": "DIETClassifier", "epochs": 3, **small, "constrain_similarities": True, "random_seed": 20}
    ours_after = [
        {**part, "diet_share": share} if part["name"].endswith("HybridClassifier") else part
        for part in ours()
        if not part["name"].endswith(("KoreanTokenizer", "KoreanEntities"))
    ]
    return [{"name": "components.tokenizer.KoreanTokenizer"}, words, characters, diet, *ours_after]


def suggested(epochs: int) -> list[dict[str, Any]]:
    """Give the pipeline that Rasa 3.6 suggests for a new bot (it says 100 epochs), as far as intents go."""
    characters = {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        characters,
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "random_seed": 20},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]


def _train(
    pipeline: list[dict[str, Any]], seen: Sequence[Utterance], folder: Path, *, flat: bool
) -> tuple[str, float, float]:
    from rasa.model_training import train_nlu  # noqa: PLC0415

    folder.mkdir(parents=True)
    (folder / "config.yml").write_text(yaml.safe_dump({"recipe": "default.v1", "language": "ko", "pipeline": pipeline}))
    nlu = _write(seen, folder / "nlu.yml", flat=flat)
    began = time.perf_counter()
    model = train_nlu(str(folder / "config.yml"), str(nlu), str(folder), fixed_model_name="model")
    return str(model), time.perf_counter() - began, Path(str(model)).stat().st_size / 1e6


def _write(seen: Sequence[Utterance], file: Path, *, flat: bool) -> Path:
    blocks: dict[tuple[str, str], list[str]] = {}
    for one in seen:
        label = one.label.replace("/", _SLASH) if flat else one.label
        blocks.setdefault((label, one.kind), []).append(f"- {one.text}\n")
    nlu = [
        {"intent": label, "metadata": {"voice": voice}, "examples": "".join(lines)}
        for (label, voice), lines in blocks.items()
    ]
    file.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8")
    return file
