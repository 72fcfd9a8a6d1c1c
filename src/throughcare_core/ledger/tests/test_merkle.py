import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger import (
    EMPTY_ROOT,
    Peaks,
    Tree,
    completed_nodes,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_at,
    verify_consistency,
    verify_inclusion,
)

# The eight inputs and roots that the reference implementations of RFC 6962 are tested with.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


# RFC 6962, section 2.1, word for word: slow, recursive, and sharing nothing with the package.
def mth(data: list[bytes]) -> bytes:
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: list[bytes]) -> list[bytes]:
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m: int, data: list[bytes], is_whole: bool) -> list[bytes]:
    if m == len(data):
        return [] if is_whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], is_whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


DATA = [f"line {number}".encode() for number in range(130)]
LEAVES = [leaf_hash(data) for data in DATA]


@pytest.fixture(scope="module")
def tree() -> Tree:
    growing = Tree()
    for leaf in LEAVES:
        growing.add(leaf)
    return growing


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference_implementations(size: int) -> None:
    assert root(map(leaf_hash, INPUTS[:size])).hex() == ROOTS[size - 1]
    assert mth(INPUTS[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing(tree: Tree) -> None:
    assert root([]) == root_at(0, tree.read) == EMPTY_ROOT == mth([])


@pytest.mark.parametrize("size", range(1, 131))
def test_every_line_of_every_ledger_up_to_130_is_proven(tree: Tree, size: int) -> None:
    top = mth(DATA[:size])
    assert root_at(size, tree.read) == root(LEAVES[:size]) == top
    for index in range(size):
        proof = inclusion_proof(index, size, tree.read)
        assert proof == path(index, DATA[:size])
        assert verify_inclusion(LEAVES[index], index, size, proof, top)
        assert not verify_inclusion(LEAVES[index], (index + 1) % size, size, proof, top) or (
            size == 1
        )
        assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, top)


@pytest.mark.parametrize("new", range(41))
def test_every_ledger_up_to_40_is_proven_to_begin_with_every_earlier_one(
    tree: Tree, new: int
) -> None:
    new_root = mth(DATA[:new])
    for old in range(new + 1):
        old_root = mth(DATA[:old])
        proof = consistency_proof(old, new, tree.read)
        assert proof == (subproof(old, DATA[:new], True) if old else [])
        assert verify_consistency(old, new, old_root, new_root, proof)
        assert not verify_consistency(old, new, b"\x01" * 32, new_root, proof)
        if old:
            assert not verify_consistency(old, new, old_root, b"\x01" * 32, proof)


@settings(deadline=None)
@given(st.data())
def test_a_changed_node_in_a_proof_is_found(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 130))
    old = data.draw(st.integers(1, size - 1))
    index = data.draw(st.integers(0, size - 1))
    growing = Tree()
    for leaf in LEAVES[:size]:
        growing.add(leaf)
    top = root_at(size, growing.read)
    included = inclusion_proof(index, size, growing.read)
    consistent = consistency_proof(old, size, growing.read)
    for proof in (included, consistent):
        place = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        changed = int.from_bytes(proof[place], "big") ^ 1 << bit
        proof[place] = changed.to_bytes(32, "big")
    assert not verify_inclusion(LEAVES[index], index, size, included, top)
    assert not verify_consistency(old, size, root(LEAVES[:old]), top, consistent)


@settings(deadline=None)
@given(st.integers(1, 130), st.integers(1, 130))
def test_a_rewritten_past_is_never_consistent(old: int, more: int) -> None:
    rewritten = Tree()
    for number in range(old + more):
        rewritten.add(leaf_hash(b"rewritten %d" % number))
    proof = consistency_proof(old, old + more, rewritten.read)
    top = root_at(old + more, rewritten.read)
    assert not verify_consistency(old, old + more, root(LEAVES[:old]), top, proof)


def test_nodes_are_only_added_and_each_only_once() -> None:
    table: dict[tuple[int, int], bytes] = {}
    for size, leaf in enumerate(LEAVES):
        for level, index, node in completed_nodes(
            size, leaf, lambda level, index: table[level, index]
        ):
            assert (level, index) not in table
            table[level, index] = node
    assert len(table) < 2 * len(LEAVES)
    for (level, index), node in table.items():
        assert node == mth(DATA[index << level : index + 1 << level])


def test_proofs_of_a_large_ledger_need_few_reads() -> None:
    size = 2**20 - 1
    reads: list[tuple[int, int]] = []

    def read(level: int, index: int) -> bytes:
        assert index + 1 << level <= size, "only complete nodes are stored"
        reads.append((level, index))
        return node_hash(bytes([level]) * 32, index.to_bytes(32, "big"))

    root_at(size, read)
    inclusion_proof(size // 3, size, read)
    consistency_proof(size // 3, size, read)
    completed_nodes(size, bytes(32), read)
    assert len(reads) <= 6 * 20


def test_the_edge_of_a_growing_tree_is_enough_for_its_root() -> None:
    peaks = Peaks()
    assert peaks.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, 1):
        peaks.add(leaf)
        assert peaks.size == size
        assert peaks.root() == mth(DATA[:size])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_a_line_outside_the_ledger_has_no_proof(tree: Tree, index: int, size: int) -> None:
    with pytest.raises(ValueError, match="there is no leaf"):
        inclusion_proof(index, size, tree.read)
    assert not verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5)])
def test_a_ledger_never_shrinks(tree: Tree, old: int, new: int) -> None:
    with pytest.raises(ValueError, match="cannot have grown"):
        consistency_proof(old, new, tree.read)
    assert not verify_consistency(old, new, EMPTY_ROOT, EMPTY_ROOT, [])


def test_a_proof_of_the_wrong_length_is_refused(tree: Tree) -> None:
    top = root_at(7, tree.read)
    included = inclusion_proof(3, 7, tree.read)
    assert verify_inclusion(LEAVES[3], 3, 7, included, top)
    for wrong in (included[:-1], [*included, bytes(32)], [b"short", *included[1:]]):
        assert not verify_inclusion(LEAVES[3], 3, 7, wrong, top)
    for old in (3, 4):
        proof = consistency_proof(old, 7, tree.read)
        before = root_at(old, tree.read)
        assert verify_consistency(old, 7, before, top, proof)
        for wrong in (proof[:-1], [*proof, bytes(32)], [], [b"short", *proof[1:]]):
            assert not verify_consistency(old, 7, before, top, wrong)


def test_nothing_and_the_same_need_an_empty_proof(tree: Tree) -> None:
    top = root_at(7, tree.read)
    assert not verify_consistency(0, 7, EMPTY_ROOT, top, [bytes(32)])
    assert not verify_consistency(7, 7, top, top, [bytes(32)])
    assert not verify_consistency(7, 7, EMPTY_ROOT, top, [])
