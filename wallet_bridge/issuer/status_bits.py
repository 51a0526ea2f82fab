"""Token Status List (draft-ietf-oauth-status-list): one bit a copy, zlib, base64url."""

import base64
import zlib
from collections.abc import Iterable

LIST_SIZE = 1 << 17
"""Places in a list: 16 KiB before compression. The larger the crowd, the less a fetch tells about a holder."""
_BEST = 9


def encode(revoked: Iterable[int], size: int = LIST_SIZE) -> str:
    """Give ``lst`` for a list of ``size`` places: those of ``revoked`` are 1 (INVALID), the others 0 (VALID)."""
    bits = bytearray(size // 8)
    for place in revoked:
        bits[place // 8] |= 1 << (place % 8)  # the least significant bit comes first
    return base64.urlsafe_b64encode(zlib.compress(bytes(bits), _BEST)).rstrip(b"=").decode()
