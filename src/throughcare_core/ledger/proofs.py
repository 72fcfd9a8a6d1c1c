"""The proof that one line is in a ledger: the line, and its path to the root of a head.

Whoever holds a signed head can check it without seeing any other line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .entries import read_hex, read_json, write_json
from .export import Line, follow, read_line, write_line
from .faults import Fault, LedgerError
from .heads import Head
from .merkle import HASH_BYTES, Tree, inclusion_proof, verify_inclusion


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A line, the size of the tree, and the hashes on the way from the line to its root."""

    line: Line
    size: int
    path: tuple[bytes, ...]

    def check(self, head: Head) -> None:
        """Raise LedgerError unless the head was signed over a ledger with this line in it."""
        index = self.line.seq - 1
        if self.size != head.size:
            raise LedgerError(
                Fault.NOT_INCLUDED,
                f"the proof is for {self.size} entries, the head for {head.size}: "
                f"ask for a proof for {head.size}",
            )
        if not verify_inclusion(self.line.hash(), index, self.size, self.path, head.root):
            raise LedgerError(
                Fault.NOT_INCLUDED,
                f"entry {self.line.seq} is not in the ledger that this head was signed over",
            )


def prove_line(lines: Iterable[bytes], seq: int, size: int | None = None) -> Inclusion:
    """Prove entry `seq` from an export, for the ledger at `size` entries (default: all).

    Raises LedgerError if the export is damaged before that point or too short.
    """
    tree, proven = Tree(), None
    for line, digest in follow(lines):
        if tree.size == size:
            break
        tree.add(digest)
        if line.seq == seq:
            proven = line
    if proven is None or (size is not None and tree.size < size):
        raise LedgerError(
            Fault.NO_SUCH_ENTRY,
            f"entry {seq} of a ledger of {size or tree.size} entries cannot be proven: the export "
            f"was read up to entry {tree.size}",
        )
    return Inclusion(proven, tree.size, tuple(inclusion_proof(seq - 1, tree.size, tree.read)))


def write_inclusion(inclusion: Inclusion) -> bytes:
    """Two lines: the ledger line as exported, and its path."""
    path = {"path": [node.hex() for node in inclusion.path], "size": inclusion.size}
    return write_line(inclusion.line) + write_json(path) + b"\n"


def read_inclusion(lines: Iterable[bytes]) -> Inclusion:
    """Read what `write_inclusion` wrote; raises LedgerError, with the line, if it is damaged."""
    held = list(lines)
    if len(held) != 2:
        raise LedgerError(Fault.NOT_A_LINE, "a proof has two lines: the entry and its path")
    try:
        line = read_line(held[0])
    except LedgerError as error:
        raise error.at(1) from None
    try:
        return Inclusion(line, *_read_path(held[1]))
    except LedgerError as error:
        raise error.at(2) from None


def _read_path(raw: bytes) -> tuple[int, tuple[bytes, ...]]:
    match read_json(raw.removesuffix(b"\n")):
        case {"path": list(path), "size": int(size), **rest} if not rest and not isinstance(
            size, bool
        ):
            return size, tuple(read_hex(node, HASH_BYTES) for node in path)
    raise LedgerError(Fault.NOT_A_LINE, "this is not the path of a proof")
