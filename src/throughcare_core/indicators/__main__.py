"""Read, check and use indicator sets with nothing but Python.

    python -m throughcare_core.indicators list
    python -m throughcare_core.indicators show SET
    python -m throughcare_core.indicators check FILE…
    python -m throughcare_core.indicators weigh SET ANSWERS

SET is the code of a set of the package or a TOML file; ANSWERS is a JSON file.
Exit status: 0 good, 1 a file that is not taken, 2 wrong usage or a file that cannot be read.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from .answers import read_answers
from .concern import concern
from .faults import BadSet
from .reading import indicator_sets, read_set
from .sets import IndicatorSet
from .telling import sentences, table_of

GOOD, BAD, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return UNUSABLE
    except ValueError as error:
        print(error, file=sys.stderr)
        return BAD
    return status


def list_sets(options: Namespace) -> int:
    """List the sets of the package."""
    for each in indicator_sets():
        print(f"{each.code:<24} {each.version:<10} {each.for_whom:<10} {each.title}")
    return GOOD


def show(options: Namespace) -> int:
    """Print a set as a table."""
    print(*table_of(_set(options.set)), sep="\n")
    return GOOD


def check(options: Namespace) -> int:
    """Say of each file whether it is taken, and if not every fault with its line."""
    status = GOOD
    for path in options.files:
        try:
            made = read_set(_text(path))
        except BadSet as bad:
            print(*(f"{path}, {fault}" for fault in bad.faults), sep="\n")
            status = BAD
        else:
            print(f"{path}: taken, {made.title} (version {made.version})")
    return status


def weigh(options: Namespace) -> int:
    """Print in sentences what a set says about answers."""
    try:
        answers = read_answers(json.loads(_text(options.answers)))
    except json.JSONDecodeError as error:
        raise ValueError(f"{options.answers}: this is not JSON: {error}") from None
    print(*sentences(concern(answers, _set(options.set))), sep="\n")
    return GOOD


def _set(name: str) -> IndicatorSet:
    own = [each for each in indicator_sets() if each.code == name]
    return max(own, key=lambda each: each.starts) if own else read_set(_text(Path(name)))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is not a text in UTF-8: save it as one") from None


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m throughcare_core.indicators",
        description="Read, check and use indicator sets.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in (("list", list_sets), ("show", show), ("check", check), ("weigh", weigh)):
        adding = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        adding.set_defaults(command=command)
        if command in (show, weigh):
            adding.add_argument("set", metavar="SET", help="the code of a set, or a TOML file")
        if command is check:
            adding.add_argument("files", type=Path, nargs="+", metavar="FILE", help="TOML files")
        if command is weigh:
            adding.add_argument("answers", type=Path, metavar="ANSWERS", help="a JSON file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
