from measuring.stages import _few, _without, served
from measuring.utterances import Utterance

SEEN = [Utterance(f"{voice}{place}", "greet", voice) for voice in "ab" for place in range(3)]


def test_few_utterances_come_from_every_writer_in_turn():
    assert [one.text for one in _few(SEEN, 4)] == ["a0", "b0", "a1", "b1"]
    assert len(list(_few(SEEN, 100))) == len(SEEN)


def test_what_is_measured_is_what_is_served():
    options, threshold = served()
    assert "vectors" in options.blocks
    assert 0 < options.neighbours_share < 1
    assert 0 < threshold < 0.5


def test_each_block_is_once_left_out():
    options, _ = served()
    left_out = {name: set(options.blocks) - set(rest.blocks) for name, rest in _without(options)}
    assert all(left_out[block] == {block} for block in options.blocks)
    assert left_out["neighbours"] == set()
