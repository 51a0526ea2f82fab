"""The log in the database: add an entry in somebody's transaction, and read sizes, entries and proofs."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from documents.domain.log import LogProof
from documents.transparency.tables import log_entry, log_node, log_size
from documents.transparency.tree import consistency_proof, inclusion_proof, leaf_hash, node_hash, root

MOST_ENTRIES = 1000
"""Entries in one answer."""

# Built once: every paper takes them.
_GROWN = update(log_size).values(size=log_size.c.size + 1).returning(log_size.c.size)
_ADD, _ADD_NODE = insert(log_entry), insert(log_node)
_PLACES = select(log_entry.c.place).where(log_entry.c.sha256 == bindparam("of")).order_by(log_entry.c.place)
_NODE = select(log_node.c.hash).where(
    log_node.c.level == bindparam("of_level"), log_node.c.place == bindparam("of_place")
)


@dataclass(frozen=True, slots=True)
class Entry:
    place: int
    text: str
    """What is hashed: JSON in canonical form."""


def append(connection: Connection, sha256: str, what: dict[str, Any], at: datetime) -> int:
    """Add what happened to the paper with digest ``sha256``; give its place. Part of the caller's transaction."""
    text = json.dumps({"sha256": sha256, **what}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    place = int(connection.execute(_GROWN).scalar_one()) - 1
    connection.execute(_ADD, {"place": place, "entry": text, "sha256": sha256, "at": at})
    _grow(connection, place, leaf_hash(text.encode()))
    return place


def size(connection: Connection) -> int:
    return int(connection.execute(select(log_size.c.size)).scalar_one())


def entries(connection: Connection, start: int, count: int) -> list[Entry]:
    """Give up to ``count`` entries from place ``start`` on."""
    wanted = select(log_entry.c.place, log_entry.c.entry).where(log_entry.c.place >= start)
    rows = connection.execute(wanted.order_by(log_entry.c.place).limit(min(count, MOST_ENTRIES)))
    return [Entry(row.place, row.entry) for row in rows]


def places(connection: Connection, sha256: str) -> list[int]:
    """Give the places that speak of a paper, oldest first: its issue, then perhaps its end."""
    return list(connection.execute(_PLACES, {"of": sha256}).scalars())


def root_of(connection: Connection, first: int) -> bytes:
    """Give the root over the first ``first`` entries."""
    return root(lambda start, stop: node(connection, start, stop), first)


def proof_of(connection: Connection, place: int, first: int) -> LogProof:
    """Prove that entry ``place`` is in the tree of the first ``first`` entries."""
    path = inclusion_proof(lambda start, stop: node(connection, start, stop), place, first)
    text = connection.execute(select(log_entry.c.entry).where(log_entry.c.place == place)).scalar_one()
    return LogProof(text, place, first, tuple(path))


def tree_consistency(connection: Connection, earlier: int, later: int) -> list[bytes]:
    """Prove that the first ``earlier`` entries are the beginning of the first ``later``."""
    return consistency_proof(lambda start, stop: node(connection, start, stop), earlier, later)


def node(connection: Connection, start: int, stop: int) -> bytes:
    """Give the hash over entries ``start`` to ``stop``: a stored one where the subtree is complete."""
    count = stop - start
    if count & (count - 1) == 0:
        return _stored(connection, count.bit_length() - 1, start // count)
    middle = start + (1 << (count - 1).bit_length() - 1)
    return node_hash(node(connection, start, middle), node(connection, middle, stop))


def _grow(connection: Connection, place: int, reached: bytes) -> None:
    level = 0
    fresh = [{"level": 0, "place": place, "hash": reached}]
    while place & 1:  # a right child completes its parent
        reached = node_hash(_stored(connection, level, place - 1), reached)
        level, place = level + 1, place >> 1
        fresh.append({"level": level, "place": place, "hash": reached})
    connection.execute(_ADD_NODE, fresh)


def _stored(connection: Connection, level: int, place: int) -> bytes:
    return bytes(connection.execute(_NODE, {"of_level": level, "of_place": place}).scalar_one())
