"""The verdict over an exported ledger, read line by line in constant memory."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .entries import START
from .export import follow
from .faults import Fault, LedgerError
from .heads import Head, SignedHead
from .merkle import Peaks


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: `str(verdict)` says it in a few plain sentences on one line.

    `entries` counts those that hold together, `root` and `last` are theirs. `covered` is the size
    of the largest head that was met, None if no head was: beyond it a cut tail, and without one a
    cut tail or a ledger rewritten as a whole, cannot be ruled out.

    If the ledger is bad, `fault` says how, `reason` says it in words, and `line` is the first bad
    line of the file, from 1, the header counted: the first missing one if the tail was cut, the
    last that the head covers if the ledger was rewritten, None if a head itself is bad.
    """

    entries: int
    root: bytes
    last: bytes
    covered: int | None
    reason: str
    fault: Fault | None = None
    line: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether no fault was found."""
        return self.fault is None

    def __str__(self) -> str:
        if self.is_good:
            return f"Good: {self.reason}"
        return f"Bad: line {self.line}: {self.reason}" if self.line else f"Bad: {self.reason}"


def verify_lines(
    lines: Iterable[bytes],
    heads: Sequence[SignedHead] = (),
    trusted_keys: Collection[bytes] | None = None,
) -> Verdict:
    """Read an export (lines with their breaks) and hold it against signed heads.

    With `trusted_keys` (32 bytes each) a head signed by any other key is refused; without, the
    signature alone is verified and the verdict says so. Stops at the first fault.
    """
    reading = _Reading(sorted((signed.head for signed in heads), key=lambda head: head.size))
    try:
        for signed in heads:
            check_signed(signed, trusted_keys)
        reading.read(lines)
    except LedgerError as error:
        return reading.verdict(error.reason, error.fault, error.line)
    return reading.verdict(reading.praise(keys_known=trusted_keys is not None))


def check_signed(signed: SignedHead, trusted_keys: Collection[bytes] | None = None) -> None:
    """Raise LedgerError unless the head is signed, and by a trusted key if any are named."""
    name = f"the head over {signed.head.size} entries of {signed.head.at}"
    if not signed.is_authentic():
        raise LedgerError(Fault.HEAD_SIGNATURE, f"{name} does not have a valid signature")
    if trusted_keys is not None and signed.key not in trusted_keys:
        raise LedgerError(Fault.HEAD_KEY, f"{name} is signed by a key that you do not trust")


class _Reading:
    """How far the file has been read, and which heads were met on the way."""

    def __init__(self, heads: list[Head]) -> None:
        self.heads = heads
        self.met = 0
        self.peaks = Peaks()
        self.last = START
        self.line = 0

    def read(self, lines: Iterable[bytes]) -> None:
        """Read to the end; raises LedgerError at the first fault."""
        self._meet_heads()
        for _, digest in follow(self._counted(lines)):
            self.last = digest
            self.peaks.add(digest)
            self._meet_heads()
        if self.met < len(self.heads):
            missed = self.heads[-1]
            raise LedgerError(
                Fault.TAIL_CUT,
                f"the tail was cut: the file ends after entry {self.peaks.size}, but the head of "
                f"{missed.at} was signed over {missed.size} entries",
                self.line + 1,
            )

    def _counted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for self.line, raw in enumerate(lines, 1):
            yield raw

    def _meet_heads(self) -> None:
        while self.met < len(self.heads) and self.heads[self.met].size == self.peaks.size:
            head = self.heads[self.met]
            if (head.root, head.last) != (self.peaks.root(), self.last):
                raise LedgerError(
                    Fault.REWRITTEN,
                    f"the ledger was rewritten: the head of {head.at} was not signed over entries "
                    f"{(self.covered() or 0) + 1} to {head.size} as they stand here (or it is the "
                    "head of another ledger)",
                    self.line,
                )
            self.met += 1

    def covered(self) -> int | None:
        """The size of the largest head met so far."""
        return self.heads[self.met - 1].size if self.met else None

    def praise(self, keys_known: bool) -> str:
        """What holds, and what cannot be proven with what was given."""
        size, covered = self.peaks.size, self.covered()
        chained = f"{size} entries, each following the one before."
        if covered is None:
            return (
                f"{chained} No head was given: that the tail was not cut and that the whole was "
                "not rewritten cannot be proven."
            )
        signed = f" Entries 1 to {covered} are those that the head was signed over."
        cut = f" That nothing was cut or rewritten after entry {covered} cannot be proven."
        key = "" if keys_known else " The key of the head was not compared with one that you trust."
        return chained + signed + cut + key

    def verdict(self, reason: str, fault: Fault | None = None, line: int | None = None) -> Verdict:
        """The verdict at this point of the reading."""
        return Verdict(
            entries=self.peaks.size,
            root=self.peaks.root(),
            last=self.last,
            covered=self.covered(),
            reason=reason,
            fault=fault,
            line=line,
        )
