"""What can be wrong with a ledger, its exported file, its heads and its proofs."""

from enum import StrEnum


class Fault(StrEnum):
    """The kind of a fault, so that a screen can say it in the reader's language."""

    ENTRY = "entry"  # not the shape that an entry may have
    CUT_SHORT = "cut short"  # the line does not end with a line break
    TOO_LONG = "too long"
    NOT_JSON = "not JSON"
    NOT_CANONICAL = "not canonical"  # other spaces, escapes or order of fields; a field twice
    NOT_A_LINE = "not a line"  # JSON, but not the fields of a line, header, head or proof
    CHANGED = "changed"  # the line does not match its own hash
    LABELS_CHANGED = "labels changed"
    MISSING = "missing"  # a line was deleted or moved
    REPEATED = "repeated"  # a line was inserted, repeated or moved
    NOT_CHAINED = "not chained"  # the line was not written after the one before it
    NO_SUCH_ENTRY = "no such entry"
    HEAD_SIGNATURE = "head signature"
    HEAD_KEY = "head key"
    REWRITTEN = "rewritten"  # the entries are not those that the head was signed over
    TAIL_CUT = "tail cut"  # the head was signed over more entries than there are
    NOT_INCLUDED = "not included"  # the proof does not lead to the head
    NOT_OPENED = "not opened"  # the opening does not match its commitment


class LedgerError(ValueError):
    """A refusal: its kind, the reason in plain words, and the line of the file where known.

    The words hold numbers and field names, never the content of an entry.
    """

    def __init__(self, fault: Fault, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.fault = fault
        self.reason = reason
        self.line = line

    def at(self, line: int) -> "LedgerError":
        """The same refusal, placed at a line of the file (counted from 1)."""
        return LedgerError(self.fault, self.reason, line)
