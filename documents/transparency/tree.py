"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256. Pure: hashes in, hashes out.

A proof speaks of a tree of ``size`` leaves, numbered from 0. ``node(start, stop)`` gives the hash over the leaves
``start`` to ``stop``, ``stop`` not included, so that a store may keep the inner hashes.
"""

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """2.1.1: a leaf cannot be taken for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Give the largest power of two smaller than ``size`` (at least 2)."""
    return 1 << (size - 1).bit_length() - 1


def hasher(leaves: Sequence[bytes]) -> Node:
    """Give ``node`` over leaf hashes in memory."""

    def node(start: int, stop: int) -> bytes:
        if stop - start == 1:
            return leaves[start]
        middle = start + split(stop - start)
        return node_hash(node(start, middle), node(middle, stop))

    return node


def root(node: Node, size: int) -> bytes:
    return node(0, size) if size else EMPTY


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """2.1.3.1: what is needed, from the leaf upwards, to come to the root of the first ``size`` leaves."""
    start, stop, path = 0, size, list[bytes]()
    while stop - start > 1:
        middle = start + split(stop - start)
        if index < middle:
            path.append(node(middle, stop))
            stop = middle
        else:
            path.append(node(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(node: Node, earlier: int, size: int) -> list[bytes]:
    """2.1.4.1: that the first ``earlier`` leaves (at least 1) are the beginning of the tree of ``size`` leaves."""
    start, stop, whole, path = 0, size, True, list[bytes]()
    while stop != earlier:
        middle = start + split(stop - start)
        if earlier <= middle:
            path.append(node(middle, stop))
            stop = middle
        else:
            path.append(node(start, middle))
            start, whole = middle, False
    return [*([] if whole else [node(start, stop)]), *path[::-1]]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """2.1.3.2: whether ``leaf`` (a leaf hash) is number ``index`` of the tree with root ``expected``."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == expected


def verify_consistency(earlier: int, earlier_root: bytes, size: int, later_root: bytes, proof: Sequence[bytes]) -> bool:
    """2.1.4.2: whether the root of ``size`` leaves grew out of the root of ``earlier`` leaves, 0 < earlier <= size."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == later_root
    steps = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not steps:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == earlier_root and new == later_root
