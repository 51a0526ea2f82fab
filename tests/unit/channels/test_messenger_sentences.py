import re

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.messenger.sentences import pieces, size

LIMIT = 40
SENTENCE = st.text(alphabet="가나다라마바사 아자차카😀", min_size=1, max_size=15).map(lambda text: text.strip() + "요.")
TEXT = st.lists(SENTENCE, min_size=1, max_size=12)


def joined(text):
    return re.sub(r"\s", "", text)


@settings(max_examples=60)
@given(TEXT, st.sampled_from([" ", "\n", "\n\n"]))
def test_no_sentence_is_cut_and_no_piece_is_too_long(sentences, gap):
    cut = pieces(gap.join(sentences), LIMIT)
    assert all(0 < size(piece) <= LIMIT for piece in cut)
    assert joined("".join(cut)) == joined("".join(sentences))
    assert all(any(sentence in piece for piece in cut) for sentence in sentences)


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_whatever_is_said_fits_and_nothing_is_lost(text):
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    cut = pieces(text, LIMIT)
    assert all(0 < size(piece) <= LIMIT for piece in cut)
    assert joined("".join(cut)) == joined(text)


def test_signs_beyond_the_first_plane_count_twice():
    assert size("가a.") == 3
    assert size("😀") == 2
    assert pieces("😀" * 3, 4) == ["😀😀", "😀"]


def test_what_fits_stays_as_it_is():
    assert pieces("하나예요. 둘이에요.\n셋이에요.", 100) == ["하나예요. 둘이에요.\n셋이에요."]


def test_a_sentence_longer_than_the_limit_is_cut_between_words():
    assert pieces("아주 긴 말을 끝없이 이어서 하는 사람이에요.", 10) == [
        "아주 긴 말을",
        "끝없이 이어서 하는",
        "사람이에요.",
    ]
