"""Verify an exported ledger with nothing but Python.

    python -m throughcare_core.ledger verify FILE [--head FILE]… [--key HEX]…
    python -m throughcare_core.ledger prove FILE ENTRY [--size N]
    python -m throughcare_core.ledger check PROOF --head FILE [--key HEX]…
    python -m throughcare_core.ledger open FILE OPENINGS

Prints one plain line. Exit status: 0 good, 1 bad, 2 wrong usage or a file that cannot be read.
"""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from .commitments import Opening, read_opening
from .ed25519 import KEY_BYTES
from .entries import read_hex
from .export import follow, read_lines
from .faults import Fault, LedgerError
from .heads import SignedHead, read_head
from .proofs import prove_line, read_inclusion, write_inclusion
from .verification import check_signed, verify_lines

Kind = TypeVar("Kind")

GOOD, BAD, UNUSABLE = 0, 1, 2


class Unusable(Exception):
    """The command cannot be carried out as it was given; the text says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except LedgerError as error:
        print(f"Bad: {error}")
        return BAD
    except Unusable as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return UNUSABLE
    return status


def verify(options: Namespace) -> int:
    """Read the whole export and hold it against the heads."""
    heads = _heads(options.head)
    if options.key and not heads:
        raise Unusable("--key says who may sign heads: give the heads too, with --head FILE")
    with options.file.open("rb") as file:
        verdict = verify_lines(read_lines(file), heads, options.key)
    print(verdict)
    return GOOD if verdict.is_good else BAD


def prove(options: Namespace) -> int:
    """Print the proof that one entry is in the ledger."""
    with options.file.open("rb") as file:
        inclusion = prove_line(read_lines(file), options.entry, options.size)
    print(write_inclusion(inclusion).decode(), end="")
    return GOOD


def check(options: Namespace) -> int:
    """Hold a proof against the head of its size."""
    with options.file.open("rb") as file:
        inclusion = read_inclusion(read_lines(file))
    heads = [signed for signed in _heads(options.head) if signed.head.size == inclusion.size]
    if not heads:
        raise Unusable(f"no head over {inclusion.size} entries was given: ask for one, or a proof")
    for signed in heads:
        check_signed(signed, options.key)
        inclusion.check(signed.head)
    print(
        f"Good: entry {inclusion.line.seq} is in the ledger of {inclusion.size} entries that the "
        "head was signed over."
    )
    return GOOD


def open_commitments(options: Namespace) -> int:
    """Hold openings against the commitments in the export."""
    openings = _read_each(options.openings, read_opening)
    awaited: dict[int, list[Opening]] = {}
    for opening in openings:
        awaited.setdefault(opening.seq, []).append(opening)
    with options.file.open("rb") as file:
        for line, _ in follow(read_lines(file)):
            for opening in awaited.pop(line.seq, []):
                if not opening.opens(line.entry.get(opening.field)):
                    raise LedgerError(
                        Fault.NOT_OPENED,
                        f"an opening does not match its commitment in entry {line.seq}",
                    )
    if awaited:
        raise LedgerError(Fault.NO_SUCH_ENTRY, f"the export has no entry {min(awaited)}")
    print(f"Good: the openings ({len(openings)}) match their commitments in the export.")
    return GOOD


def _heads(paths: Sequence[Path]) -> list[SignedHead]:
    return [head for path in paths for head in _read_each(path, read_head)]


def _read_each(path: Path, read: Callable[[bytes], Kind]) -> list[Kind]:
    found = []
    with path.open("rb") as file:
        for number, raw in enumerate(read_lines(file), 1):
            try:
                found.append(read(raw))
            except LedgerError as error:
                reason = f"{path}, line {number}: {error.reason}"
                raise LedgerError(error.fault, reason) from None
    if not found:
        raise Unusable(f"{path} is empty: name the file that holds what you want to compare")
    return found


def _key(text: str) -> bytes:
    try:
        return read_hex(text, KEY_BYTES)
    except LedgerError as error:
        raise ArgumentTypeError(error.reason) from None


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m throughcare_core.ledger",
        description="Verify an exported ledger. Exit status: 0 good, 1 bad, 2 wrong usage.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[Namespace], int], file_is: str) -> ArgumentParser:
        adding = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        adding.set_defaults(command=command)
        adding.add_argument("file", type=Path, metavar="FILE", help=file_is)
        return adding

    def add_heads(adding: ArgumentParser, required: bool) -> None:
        adding.add_argument(
            "--head",
            type=Path,
            action="append",
            required=required,
            default=[],
            metavar="FILE",
            help="signed heads, one a line; may be repeated",
        )
        adding.add_argument(
            "--key",
            type=_key,
            action="append",
            metavar="HEX",
            help="a public key that you trust to sign heads; may be repeated",
        )

    add_heads(add("verify", verify, "an exported ledger"), required=False)
    proving = add("prove", prove, "an exported ledger")
    proving.add_argument("entry", type=int, metavar="ENTRY", help="the number of the entry")
    proving.add_argument("--size", type=int, help="prove it in the ledger at this size")
    add_heads(add("check", check, "a proof that `prove` printed"), required=True)
    opening = add("open", open_commitments, "an exported ledger")
    opening.add_argument("openings", type=Path, metavar="OPENINGS", help="openings, one a line")
    return parser


if __name__ == "__main__":
    sys.exit(main())
