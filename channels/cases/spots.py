"""Spots on the globe. No map is shipped: a rough frame says whether a spot may lie in Seoul at all."""

from channels.cases.complaint import Spot

_SOUTH, _NORTH = 37.41, 37.72
_WEST, _EAST = 126.74, 127.20


def in_seoul(spot: Spot) -> bool:
    """Say whether ``spot`` lies in the frame around Seoul; towns at its edge may lie in it as well."""
    return _SOUTH <= spot.lat <= _NORTH and _WEST <= spot.lon <= _EAST
