"""The bits of a status list."""

import base64
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from wallet_bridge.issuer.status_bits import LIST_SIZE, encode


def bits_of(lst: str) -> list[int]:
    content = zlib.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)))
    return [byte >> place & 1 for byte in content for place in range(8)]


def test_the_published_example_of_the_draft() -> None:
    # draft-ietf-oauth-status-list, 4.1: sixteen statuses of one bit
    example = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
    assert encode([place for place, bit in enumerate(example) if bit], size=16) == "eNrbuRgAAhcBXQ"


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, LIST_SIZE - 1), max_size=60))
def test_exactly_the_revoked_places_are_set(revoked: set[int]) -> None:
    bits = bits_of(encode(revoked))
    assert len(bits) == LIST_SIZE
    assert {place for place, bit in enumerate(bits) if bit} == revoked


def test_a_list_of_a_city_stays_small() -> None:
    assert len(encode(range(0, LIST_SIZE, 1000))) < 2000
