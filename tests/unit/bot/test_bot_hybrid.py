import numpy as np
import pytest
from korean.hybrid import OUTSIDE, Hybrid, Options, Said

TEXTS = [
    "등본 떼 줘",
    "등본 발급",
    "등본 주세요",
    "안녕",
    "안녕하세요",
    "안녕 하이",
    "피자 주문",
    "피자 먹자",
    "피자 배달",
]
LABELS = ["issue"] * 3 + ["greet"] * 3 + [OUTSIDE] * 3
WRITERS = ["a", "b", "c"] * 3


def said(texts):
    meaning = [[float(word in text) for word in ("등본", "안녕", "피자")] for text in texts]
    return Said(texts, [text.split() for text in texts], np.array(meaning) + 0.1)


def learnt(**options):
    return Hybrid(Options(**options), said(TEXTS), LABELS, WRITERS)


def test_chances_sum_to_one_and_the_likeliest_is_what_was_learnt():
    hybrid = learnt(neighbours_share=0.2)
    chances = hybrid.chances(said(["등본 좀 떼 줘", "안녕 안녕"]))
    assert np.allclose(chances.sum(axis=1), 1)
    assert [hybrid.labels[place] for place in chances.argmax(axis=1)] == ["issue", "greet"]


def test_the_bonus_makes_what_is_outside_likelier():
    asked = said(["피자 등본"])
    plain, raised = learnt(), learnt(outside_bonus=1.0)
    place = plain.labels.index(OUTSIDE)
    assert raised.chances(asked)[0, place] > plain.chances(asked)[0, place]


def test_it_does_without_vectors():
    without = Said(TEXTS, [text.split() for text in TEXTS])
    hybrid = Hybrid(Options(neighbours_share=0.2), without, LABELS, WRITERS)
    assert np.isclose(hybrid.chances(Said(["등본"], [["등본"]])).sum(), 1)


@pytest.mark.parametrize("blocks", [("letters",), ("vectors",), ("morphemes", "characters")])
def test_any_choice_of_blocks_learns(blocks):
    hybrid = learnt(blocks=blocks)
    assert hybrid.labels[hybrid.chances(said(["안녕하세요"]))[0].argmax()] == "greet"
