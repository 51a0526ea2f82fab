import pytest
from measuring.scores import Answer, figures
from measuring.utterances import Utterance, held_out, learnt

ASKED = [
    Utterance("안녕", "greet", "clean"),
    Utterance("ㅎㅇ", "greet", "choseong"),
    Utterance("잘 가", "goodbye", "clean"),
    Utterance("파이썬", "out_of_scope", "clean"),
]
ANSWERS = [
    Answer("greet", 0.9, ("greet",)),
    Answer("nlu_fallback", 0.1, ("thank", "greet")),
    Answer("goodbye", 0.8, ("goodbye",)),
    Answer("nlu_fallback", 0.1, ("greet",)),
]


def test_a_refusal_is_right_outside_and_wrong_inside():
    found = figures(ASKED, ANSWERS)
    assert found["outside_recall"] == 1
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["top_3"] == 1
    assert found["false_rejection"] == pytest.approx(1 / 3)


def test_accuracy_is_told_for_each_kind_of_noise():
    assert figures(ASKED, ANSWERS)["by_noise"] == {"choseong": 0, "clean": 1}


def test_confusions_name_what_was_meant_and_what_was_given():
    assert figures(ASKED, ANSWERS)["confusions"] == [["greet", "nlu_fallback", 1]]


def test_nothing_held_out_is_learnt():
    known = {one.text.strip() for one in learnt()}
    assert len(known) > 5000
    assert [one.text for one in held_out() if one.text.strip() in known and len(one.text) > 8] == []
