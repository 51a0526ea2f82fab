"""When a failed promise is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from documents.ledger.backoff import Backoff

jitter = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), st.floats(0, 599), jitter)
def test_for_ten_minutes_a_pause_is_at_most_half_a_minute(attempts, failing_for, chance):
    pause = Backoff(jitter=lambda: chance).pause(attempts, failing_for)
    assert pause is not None
    assert 0 <= pause <= min(30.0, 0.5 * 2 ** min(attempts - 1, 32))


@given(st.integers(1, 10_000), st.floats(600, 86_399), jitter)
def test_then_it_is_about_five_minutes(attempts, failing_for, chance):
    pause = Backoff(jitter=lambda: chance).pause(attempts, failing_for)
    assert pause is not None
    assert 270 <= pause <= 300


def test_after_a_day_a_person_looks():
    assert Backoff().pause(300, 86_400) is None


def test_jitter_is_full():
    low, high = Backoff(jitter=lambda: 0.0), Backoff(jitter=lambda: 0.999)
    assert low.pause(5, 0) == 0
    assert high.pause(5, 0) > 7.9
