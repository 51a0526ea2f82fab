import numpy as np
from components.classifier import second_opinion
from components.selector import FaqSelector, selection
from korean.features import Blocks
from korean.hangul import letters
from korean.neighbours import Neighbours
from rasa.shared.nlu.training_data.message import Message

FLAT = [{"name": "faq/passport", "confidence": 0.7}, {"name": "greet", "confidence": 0.2}]


def understood(ranking):
    message = Message({"text": "여권", "intent": dict(ranking[0]), "intent_ranking": ranking})
    FaqSelector().process([message])
    return message


def test_a_question_becomes_the_intent_faq_and_the_selector_says_which():
    message = understood(FLAT)
    assert message.get("intent") == {"name": "faq", "confidence": 0.7}
    response = message.get("response_selector")["faq"]["response"]
    assert (response["intent_response_key"], response["confidence"]) == ("faq/passport", 0.7)


def test_the_selector_hands_over_the_reviewed_answer():
    assert "여권" in understood(FLAT).get("response_selector")["faq"]["response"]["responses"][0]["text"]


def test_the_ranking_keeps_the_single_questions():
    assert [one["name"] for one in understood(FLAT).get("intent_ranking")] == ["faq/passport", "greet"]


def test_what_is_no_question_keeps_its_intent():
    assert understood(FLAT[::-1]).get("intent")["name"] == "greet"


def test_a_question_without_a_file_has_no_responses():
    assert selection([{"name": "faq/nowhere", "confidence": 1.0}])["faq"]["response"]["responses"] == []


def test_a_second_opinion_moves_whole_intents_and_keeps_the_order_of_questions():
    mixed = second_opinion({"faq/a": 0.4, "faq/b": 0.2, "greet": 0.4}, {"faq": 0.9, "greet": 0.1}, 0.5)
    assert np.isclose(sum(mixed.values()), 1)
    assert mixed["faq/a"] > mixed["faq/b"] > 0.2
    assert mixed["greet"] < 0.4


def test_near_sentences_vote_for_their_label():
    votes = Neighbours(np.eye(3), [0, 0, 1], labels=2).vote(np.array([[0.1, 0.1, 0.9]]))
    assert np.isclose(votes.sum(), 1)
    assert votes[0].argmax() == 1


def test_letters_see_through_a_slip_of_the_finger():
    assert letters("등본 ㄱㄱ") == "ㄷㅡㅇㅂㅗㄴ ㄱㄱ"
    assert letters("닭") == "ㄷㅏㄺ"


def test_the_block_of_letters_has_length_one_too():
    rows = (
        Blocks(kinds=("morphemes", "characters", "letters"))
        .fit([["등본"], ["등본"]], ["등본 떼", "등본 떼"], None)
        .toarray()
    )
    assert np.allclose((rows**2).sum(axis=1), 3)
