import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.questions import lexical, space
from actions.questions.vectors import SIZE

DOCUMENTS = [["도서관", "아침"], ["텃밭", "신청", "봄"], ["자전거", "신청"]]


def test_a_rare_term_outweighs_a_frequent_one() -> None:
    postings = lexical.build(DOCUMENTS)
    rare, _ = postings.score(["텃밭"])
    frequent, _ = postings.score(["신청"])
    assert rare[1] > frequent[1] > 0


def test_an_unknown_question_scores_nothing() -> None:
    bm25, share = lexical.build(DOCUMENTS).score(["우주", "여행"])
    assert not bm25.any()
    assert not share.any()


def test_an_empty_question_scores_nothing() -> None:
    assert not lexical.build(DOCUMENTS).score([])[0].any()


def test_the_shorter_of_two_answers_with_the_term_is_nearer() -> None:
    bm25, _ = lexical.build([["봄"], ["봄", *"abcdefgh"]]).score(["봄"])
    assert bm25[0] > bm25[1]


@pytest.mark.parametrize("documents", [DOCUMENTS, [[]], [[], ["봄"]]])
def test_what_was_kept_scores_the_same(documents: list[list[str]]) -> None:
    postings = lexical.build(documents)
    again = lexical.restore(postings.arrays("x"), "x")
    for one, other in zip(postings.score(["봄", "신청"]), again.score(["봄", "신청"]), strict=True):
        np.testing.assert_array_equal(one, other)


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=6), min_size=1, max_size=6), st.text("abcdef", max_size=6))
def test_the_share_found_lies_between_nothing_and_all(documents: list[list[str]], question: str) -> None:
    _, share = lexical.build(documents).score(list(question))
    assert ((share >= 0) & (share <= 1 + 1e-6)).all()
    for document, part in zip(documents, share, strict=True):
        if question and set(question) <= set(document):
            assert part == pytest.approx(1)


def test_a_space_of_one_passage_gives_finite_directions() -> None:
    rows = np.random.default_rng(1).standard_normal((3, SIZE)).astype(np.float32)
    where = space.learn(rows, rows[:1])
    assert np.isfinite(where.questions(rows)).all()
    assert np.isfinite(where.passages(rows[:1])).all()


def test_centring_lets_unlike_sentences_lie_apart() -> None:
    random = np.random.default_rng(2)
    rows = space.unit(random.standard_normal((50, SIZE)).astype(np.float32) + 4)
    where = space.learn(rows, rows)
    assert float(rows[0] @ rows[1]) > 0.8
    assert abs(float(where.questions(rows)[0] @ where.passages(rows)[1])) < 0.4
