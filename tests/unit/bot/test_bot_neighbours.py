import numpy as np
import pytest
from korean.neighbours import Neighbours


@pytest.fixture(scope="module")
def learnt():
    """Two thousand sentences around eight topics, in a space of 384 directions."""
    chance = np.random.default_rng(5)
    columns = np.arange(2000) % 8
    rows = chance.normal(size=(8, 384))[columns] + chance.normal(size=(2000, 384))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), columns


def test_the_outlines_find_the_same_neighbours_as_a_look_at_all(learnt):
    vectors, columns = learnt
    asked = vectors[:40] + np.roll(vectors[:40], 1, axis=0)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    likeness = asked @ vectors.T
    nearest = np.argsort(-likeness, axis=1)[:, :25]
    expected = np.zeros((40, 8))
    for row, places, sentence in zip(expected, nearest, likeness, strict=True):
        np.add.at(row, columns[places], np.exp(12 * (sentence[places] - 1)))
    expected /= expected.sum(axis=1, keepdims=True)
    assert np.abs(Neighbours(vectors, columns, 8).vote(asked) - expected).sum(axis=1).mean() < 0.1


def test_votes_are_shares_even_of_a_handful_of_sentences():
    votes = Neighbours(np.eye(3), [0, 1, 1], 2).vote(np.eye(3)[1:2])
    assert np.isclose(votes.sum(), 1)
    assert votes[0].argmax() == 1
