import numpy as np
from korean.features import Blocks, best_temperature, soften
from sklearn.feature_extraction.text import TfidfVectorizer

MORPHEMES = [["등본/NNG", "떼/VV"], ["초본/NNG", "떼/VV"], ["안녕/IC"]]
TEXTS = ["등본 떼", "초본 떼", "안녕"]


def test_every_block_of_a_row_has_length_one():
    rows = Blocks(kinds=("morphemes", "characters", "vectors")).fit(MORPHEMES, TEXTS, np.eye(3) * 7).toarray()
    assert np.allclose((rows**2).sum(axis=1), 3)


def test_a_block_weighs_as_scikit_learn_does():
    texts = ["등본 떼다 등본", "초본 떼다", "안녕"]
    usual = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True).fit(texts)
    blocks = Blocks(kinds=("characters",))
    learnt, theirs = blocks.fit(MORPHEMES, texts, None), usual.transform(texts)
    assert np.allclose((learnt @ learnt.T).toarray(), (theirs @ theirs.T).toarray())
    asked = ["등본 등본 뭔데"]
    alike = blocks.transform([[]], asked, None) @ learnt.T
    assert np.allclose(alike.toarray(), (usual.transform(asked) @ theirs.T).toarray())


def test_a_text_without_a_known_feature_is_an_empty_row():
    blocks = Blocks(kinds=("morphemes",))
    blocks.fit(MORPHEMES, TEXTS, None)
    assert blocks.transform([["여권/NNG"]], ["여권"], None).nnz == 0


def test_the_dense_block_may_be_left_out():
    blocks = Blocks()
    rows = blocks.fit(MORPHEMES, TEXTS, None)
    assert blocks.transform(MORPHEMES[:1], TEXTS[:1], None).shape[1] == rows.shape[1]


def test_probabilities_sum_to_one_and_keep_the_order():
    chances = soften(np.array([[3.0, 1.0, -2.0]]), 0.5)
    assert np.isclose(chances.sum(), 1)
    assert list(np.argsort(-chances[0])) == [0, 1, 2]


def test_the_temperature_rises_when_confident_scores_are_often_wrong():
    sure = np.array([[10.0, 0.0]] * 10)
    right, half = np.zeros(10, dtype=int), np.array([0, 1] * 5)
    assert best_temperature(sure, right) < best_temperature(sure, half)
