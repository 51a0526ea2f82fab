"""Reports of the same thing: the same kind at the same place not long ago. They are linked, never refused.

Places are compared by keyed indexes: the words of the place without what people put around them, and the square of some
hundred metres in which a spot lies.
"""

import re
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from channels.cases.books import iso
from channels.cases.complaint import OPEN, Spot
from channels.cases.places import Place
from channels.cases.seals import Seals
from channels.cases.tables import complaints

NEAR_IN_TIME = timedelta(days=14)
_MOST = 5
_STEP = 0.001  # degrees of latitude: some 110 m; a degree of longitude is a fifth shorter in Seoul
_AROUND = re.compile(
    r"서울특별시|서울시|서울|[가-힣]+구(?=\s)|[\s,.·()-]|(?:바로|근처|부근|주변|앞|옆|뒤|쪽|에서|에요|이에요|입니다|요|에)+$"
)
_SHORTEST = 2


def words(seals: Seals, place: Place) -> str | None:
    """Give the index of a place in words; None when it is too vague to be the same as another one."""
    bare = _AROUND.sub("", _AROUND.sub("", place.said))
    detail = bare.replace(place.dong or "", "", 1)
    if not place.ok or len(detail) < _SHORTEST:
        return None
    return seals.blind(f"place {place.district} {bare}")


def cell(seals: Seals, spot: Spot) -> str:
    """Give the index of the square of some hundred metres in which ``spot`` lies."""
    return seals.blind(f"cell {round(spot.lat / _STEP)} {round(spot.lon / (_STEP * 1.25))}")


def earlier(connection: sa.Connection, now: datetime, row: Any) -> list[Any]:
    """Give open complaints of the same kind at the place of ``row``, oldest first."""
    same = [
        column == value
        for column, value in ((complaints.c.place_index, row.place_index), (complaints.c.cell_index, row.cell_index))
        if value is not None
    ]
    if not same:
        return []
    query = sa.select(complaints).where(
        complaints.c.kind == row.kind,
        complaints.c.id != row.id,
        complaints.c.state.in_(OPEN),
        complaints.c.received_at > iso(now - NEAR_IN_TIME),
        sa.or_(*same),
    )
    return list(connection.execute(query.order_by(complaints.c.received_at).limit(_MOST)).all())


def wire(connection: sa.Connection, now: datetime, row: Any) -> list[dict[str, Any]]:
    return [
        {"number": other.number, "kind": other.kind, "at": other.received_at} for other in earlier(connection, now, row)
    ]
