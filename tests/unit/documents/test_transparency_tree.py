"""RFC 9162 trees: against the definition, and against the vectors that RFC 6962 logs are tested with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.transparency import tree

VECTOR = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes.fromhex("606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots over the first one to eight entries of VECTOR, as the reference implementation of RFC 6962 publishes them."""


def plain_root(leaves):
    """The definition (2.1.1), word for word."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return tree.node_hash(plain_root(leaves[:cut]), plain_root(leaves[cut:]))


def leaves_of(count):
    return [tree.leaf_hash(f"paper {each}".encode()) for each in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_vectors(size):
    leaves = [tree.leaf_hash(entry) for entry in VECTOR[:size]]
    assert tree.root(tree.hasher(leaves), size).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert tree.root(tree.hasher([]), 0).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.data())
def test_every_leaf_proves_its_place_and_no_other(data):
    size = data.draw(st.integers(1, 130))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    node, root = tree.hasher(leaves), plain_root(leaves)
    proof = tree.inclusion_proof(node, index, size)
    assert tree.verify_inclusion(leaves[index], index, size, proof, root)
    wrong = data.draw(st.integers(0, size - 1).filter(lambda other: other != index)) if size > 1 else 1
    assert not tree.verify_inclusion(leaves[index], wrong, size, proof, root)
    assert not tree.verify_inclusion(tree.leaf_hash(b"another paper"), index, size, proof, root)
    assert not tree.verify_inclusion(leaves[index], index, size, [*proof, bytes(32)], root)


@given(st.data())
def test_a_tree_proves_that_it_only_grew(data):
    size = data.draw(st.integers(1, 130))
    earlier = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    before, after = plain_root(leaves[:earlier]), plain_root(leaves)
    proof = tree.consistency_proof(tree.hasher(leaves), earlier, size)
    assert tree.verify_consistency(earlier, before, size, after, proof)
    changed = [*leaves[: earlier - 1], tree.leaf_hash(b"changed later"), *leaves[earlier:]]
    forged = tree.consistency_proof(tree.hasher(changed), earlier, size)
    assert not tree.verify_consistency(earlier, before, size, plain_root(changed), forged)


@pytest.mark.parametrize(("earlier", "size"), [(0, 3), (4, 3), (-1, 3)])
def test_nothing_is_consistent_with_a_tree_that_cannot_be(earlier, size):
    root = plain_root(leaves_of(3))
    assert not tree.verify_consistency(earlier, root, size, root, [])
