"""A spaCy pipeline for Korean over Kiwi: tokens at Kiwi's own spans, lemma and tag set."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import spacy
import yaml
from kiwipiepy import Kiwi
from korean.morphemes import Surface, surfaces
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

LEXICON = Path(__file__).resolve().parents[2] / "nlu_data" / "entities"
_KEPT = 4
Doc.set_extension("surfaces", default=(), force=True)


class KiwiTokenizer:
    """spaCy tokenizer: text → Doc. White space beyond one sign is a token of its own, so ``doc.text`` is the text."""

    def __init__(self, kiwi: Kiwi, vocab: Vocab) -> None:
        self._vocab = vocab
        # Every component looks at the same sentence: analyse it once. Few are kept, for they are citizens' words.
        self._analyse = lru_cache(_KEPT)(lambda text: surfaces(text, kiwi.tokenize(text)))

    def surfaces(self, text: str) -> list[Surface]:
        """Analyse ``text`` without making a Doc of it."""
        return self._analyse(text)

    def __call__(self, text: str) -> Doc:
        pieces = self.surfaces(text)
        words, spaces, kept = _words(text, pieces)
        doc = Doc(self._vocab, words=words, spaces=spaces)
        for token, piece in zip(doc, kept, strict=True):
            token.lemma_ = piece.lemma if piece else token.text
            token.tag_ = piece.tag if piece else "SP"
        doc._.surfaces = tuple(pieces)
        return doc


@spacy.registry.tokenizers("minwon.kiwi.v1")
def make_tokenizer() -> Any:
    return lambda nlp: KiwiTokenizer(_kiwi(), nlp.vocab)


@cache
def korean() -> Language:
    """Give the pipeline, warmed up. One a process: Kiwi's model takes 480 MB."""
    nlp = spacy.blank("ko", config={"nlp": {"tokenizer": {"@tokenizers": "minwon.kiwi.v1"}}})
    nlp("등본 떼 주세요")
    return nlp


def analysed(text: str) -> list[Surface]:
    """Give the surfaces of ``text``, as a Doc has them."""
    return list(korean().tokenizer.surfaces(text))


def respace(text: str) -> str:
    """Give ``text`` with the spaces that its morphemes call for."""
    return str(_kiwi().space(text)) if text else text


def read(name: str) -> dict[str, Any]:
    """Read one lexicon of nlu_data/entities."""
    return dict(yaml.safe_load((LEXICON / f"{name}.yml").read_text(encoding="utf-8")))


@cache
def _kiwi() -> Kiwi:
    kiwi = Kiwi(num_workers=1)
    papers = read("documents")
    for surface in {
        word for said in (*papers["documents"].values(), papers["others"]) for name in said for word in name.split()
    }:
        if all("가" <= sign <= "힣" for sign in surface) and len(surface) > 1:
            kiwi.add_user_word(surface, "NNP")
    return kiwi


def _words(text: str, pieces: list[Surface]) -> tuple[list[str], list[bool], list[Surface | None]]:
    words: list[str] = []
    spaces: list[bool] = []
    kept: list[Surface | None] = []
    at = 0
    for piece in [*pieces, None]:
        gap = text[at : piece.start if piece else len(text)]
        if gap.startswith(" ") and words:
            spaces[-1], gap = True, gap[1:]
        for word, source in ((gap, None), (piece.text if piece else "", piece)):
            if word:
                words.append(word)
                spaces.append(False)
                kept.append(source)
        at = piece.end if piece else at
    return words, spaces, kept
