"""The Merkle tree of RFC 6962 and RFC 9162 (section 2.1) over SHA-256.

Only complete subtrees are stored, each once and for ever: node (level, index) covers the leaves
from `index * 2**level` up to `(index + 1) * 2**level`. A data base keeps them in a table to which
rows are only added; roots and proofs of any earlier or later size need O(log n) reads of it.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from hmac import compare_digest
from typing import NamedTuple, TypeAlias

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

ReadNode: TypeAlias = Callable[[int, int], bytes]
"""(level, index) → the hash of a stored node; it is asked only for nodes that are complete."""

Node: TypeAlias = tuple[int, int, bytes]
"""(level, index, hash) of a complete subtree."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Peaks:
    """The complete subtrees at the right edge of a growing tree: its root in O(log n) memory."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        for _ in range(_closed_levels(self.size)):
            leaf = node_hash(self._hashes.pop(), leaf)
        self._hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over the leaves so far."""
        if not self._hashes:
            return EMPTY_ROOT
        *lefts, root = self._hashes
        for left in reversed(lefts):
            root = node_hash(left, root)
        return root


class Tree:
    """The nodes of a tree in memory: 64 bytes a leaf."""

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[bytearray] = []

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        for level, _, node in completed_nodes(self.size, leaf, self.read):
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node
        self.size += 1

    def read(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes; SHA-256 of nothing for none."""
    peaks = Peaks()
    for leaf in leaves:
        peaks.add(leaf)
    return peaks.root()


def completed_nodes(size_before: int, leaf: bytes, read: ReadNode) -> list[Node]:
    """The nodes to store when `leaf` becomes leaf number `size_before` (from 0): itself first."""
    nodes = [(0, size_before, leaf)]
    for _ in range(_closed_levels(size_before)):
        level, index, right = nodes[-1]
        nodes.append((level + 1, index // 2, node_hash(read(level, index - 1), right)))
    return nodes


def root_at(size: int, read: ReadNode) -> bytes:
    """The root that the tree had when it had `size` leaves."""
    return _range_root(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: ReadNode) -> list[bytes]:
    """The path that leads from leaf `index` (from 0) to the root of the tree with `size` leaves.

    Raises ValueError if there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} among {size}")
    return [_range_root(low, high, read) for low, high, _ in _inclusion_steps(index, size)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` leads from `leaf` at `index` to `root`, the root over `size` leaves."""
    if not 0 <= index < size:
        return False
    steps = _inclusion_steps(index, size)
    if not _fits(proof, len(steps)):
        return False
    node = leaf
    for (_, _, is_left), sibling in zip(steps, proof, strict=True):
        node = node_hash(sibling, node) if is_left else node_hash(node, sibling)
    return compare_digest(node, root)


def consistency_proof(old: int, new: int, read: ReadNode) -> list[bytes]:
    """The nodes that show the tree of `new` leaves to begin with the tree of `old` leaves.

    Raises ValueError unless 0 ≤ old ≤ new. Nothing needs proving for 0 and for equal sizes.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot have grown from one of {old}")
    if old in (0, new):
        return []
    shared, steps = _consistency_steps(old, new)
    ranges = [(low, high) for low, high, _ in steps]
    if shared[0]:
        ranges.insert(0, shared)
    return [_range_root(low, high, read) for low, high in ranges]


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree of `new` leaves only added to the tree of `old`."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and compare_digest(old_root, EMPTY_ROOT)
    if old == new:
        return not proof and compare_digest(old_root, new_root)
    shared, steps = _consistency_steps(old, new)
    hashes = list(proof) if shared[0] else [old_root, *proof]
    if not _fits(hashes, len(steps) + 1):
        return False
    before = after = hashes[0]
    for (_, _, is_left), sibling in zip(steps, hashes[1:], strict=True):
        if is_left:
            before = node_hash(sibling, before)
            after = node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return compare_digest(before, old_root) and compare_digest(after, new_root)


class _Step(NamedTuple):
    """A sibling on the way up: the leaves that it covers, and whether it stands on the left."""

    low: int
    high: int
    is_left: bool


def _inclusion_steps(index: int, size: int) -> list[_Step]:
    low, high, steps = 0, size, list[_Step]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            steps.append(_Step(middle, high, is_left=False))
            high = middle
        else:
            steps.append(_Step(low, middle, is_left=True))
            low = middle
    return steps[::-1]


def _consistency_steps(old: int, new: int) -> tuple[tuple[int, int], list[_Step]]:
    """The last complete range of leaves that both trees share, and the steps up from there."""
    low, high, steps = 0, new, list[_Step]()
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            steps.append(_Step(middle, high, is_left=False))
            high = middle
        else:
            steps.append(_Step(low, middle, is_left=True))
            low = middle
    return (low, high), steps[::-1]


def _range_root(low: int, high: int, read: ReadNode) -> bytes:
    """The root over the leaves from `low` up to `high`, a range that the tree's own splits make."""
    count = high - low
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return read(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range_root(low, middle, read), _range_root(middle, high, read))


def _split(count: int) -> int:
    """The largest power of two below `count` (RFC 9162, section 2.1.1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _closed_levels(size: int) -> int:
    """How many subtrees the next leaf completes: the trailing ones of `size` in binary."""
    return (~size & (size + 1)).bit_length() - 1


def _fits(proof: Sequence[bytes], length: int) -> bool:
    return len(proof) == length and all(len(node) == HASH_BYTES for node in proof)
