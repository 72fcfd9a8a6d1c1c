"""The command: facts from a file, findings to the terminal or as JSON. It asks no clock, no net."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from .facts import DAY, Facts
from .faults import BadFacts, NoSuchLaw, Unreadable
from .findings import assess, assess_all
from .law_files import laws as own_laws
from .law_files import laws_with
from .laws import Law, Laws, chosen
from .reading import cases_in
from .reasons import answer
from .schema import facts_schema
from .tables import day_text, finding_text, law_table

Write = Callable[[str], object]

MOST_FAULTS = 20
"""How many refusals of one file are shown."""
CLOSING = (
    "A working assessment by the words of the laws, not a determination. “not met” speaks of a "
    "definition, never of a person, and help does not wait for it."
)


class Refusal(Exception):
    """The command cannot be carried out as it was given; the text says what to do."""


def add_options(parser: ArgumentParser) -> None:
    """The arguments of the command, the same wherever it is called."""
    parser.add_argument("facts", nargs="?", metavar="FACTS.json", help="one case, or a list")
    parser.add_argument(
        "--law",
        nargs="+",
        action="extend",
        default=[],
        metavar="CODE",
        help="only these laws; without it all",
    )
    parser.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="look at the laws of this day instead of the day of the act",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON, for a program")
    parser.add_argument("--explain", metavar="CODE", help="print a law as a table with its sources")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of facts")
    parser.add_argument(
        "--laws", type=Path, metavar="FOLDER", help="take the law files of this folder too"
    )


def run(options: Namespace, write: Write) -> None:
    """Carry out the command; `write` takes each line. Raises Refusal."""
    try:
        _run(options, write)
    except (Unreadable, NoSuchLaw) as wrong:
        raise Refusal(str(wrong.args[0])) from None
    except UnicodeDecodeError:
        raise Refusal(f"{options.facts}: save the file as UTF-8.") from None
    except BrokenPipeError:
        raise
    except OSError as wrong:
        raise Refusal(f"{wrong.filename}: {wrong.strerror}.") from None


def _run(options: Namespace, write: Write) -> None:
    laws = laws_with(options.laws) if options.laws else own_laws()
    if options.schema:
        write(json.dumps(facts_schema(), ensure_ascii=False, indent=1))
    elif options.explain:
        _explain(options, laws, write)
    else:
        file, codes = _file_and_codes(options, laws)
        _define(file, chosen(laws, codes), options, laws, write)


def _explain(options: Namespace, laws: Laws, write: Write) -> None:
    (law,) = chosen(laws, [options.explain])
    versions = [
        version for version in law.versions if not options.on or version.in_force(options.on)
    ]
    if not versions:
        raise Refusal(
            f"No version of {law.code} that was in force on {options.on} is held here; the first "
            f"begins on {law.versions[0].valid_from}."
        )
    for row in law_table(law, versions):
        write(row)


def _file_and_codes(options: Namespace, laws: Laws) -> tuple[Path, Sequence[str]]:
    """The file and the laws; a file that is named after the laws is still the file."""
    codes = list(options.law)
    if options.facts:
        return Path(options.facts), codes
    if codes and codes[-1] not in laws and Path(codes[-1]).exists():
        return Path(codes.pop()), codes
    raise Refusal(
        "Name the file of facts: define FACTS.json. A law is printed by --explain CODE, "
        f"one of: {', '.join(laws)}."
    )


def _define(path: Path, asked: Sequence[Law], options: Namespace, laws: Laws, write: Write) -> None:
    """Read the file twice: first for what must be refused, then for the findings."""
    with path.open(encoding="utf-8") as opened:
        file = opened if opened.seekable() else StringIO(opened.read())
        _refuse_faults(path, cases_in(file, laws))
        file.seek(0)
        cases = (case for case in cases_in(file, laws) if isinstance(case, Facts))
        show = _write_json if options.json else _write_text
        show(cases, asked, options.on, write)


def _refuse_faults(path: Path, cases: Iterator[Facts | BadFacts]) -> None:
    faults: list[str] = []
    try:
        for case in cases:
            if isinstance(case, BadFacts):
                faults.append(f"{path.name}, {case}")
                if len(faults) == MOST_FAULTS:
                    faults.append("There may be more: mend these first.")
                    break
    except BadFacts as bad:
        faults.append(f"{path.name}, {bad}")
    if faults:
        raise Refusal("\n".join([*faults, "Nothing was assessed."]))


def _write_json(
    cases: Iterator[Facts], asked: Sequence[Law], on: date | None, write: Write
) -> None:
    """A list of answers, one a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = "["
    for finding in assess_all(cases, asked, on):
        write(before + encode(answer(finding)))
        before = ","
    write("]" if before == "," else "[]")


def _write_text(
    cases: Iterator[Facts], asked: Sequence[Law], on: date | None, write: Write
) -> None:
    for facts in cases:
        findings = [assess(facts, law, on) for law in asked]
        write(day_text(findings[0]))
        for finding in findings:
            for line in finding_text(finding):
                write("  " + line)
        write("")
    write(CLOSING)
    unread = [law.code for law in asked if law.versions[-1].verified_on is None]
    if unread:
        write(f"Verified by no local lawyer: {', '.join(unread)}.")


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ArgumentTypeError("give a day as year-month-day: 2019-05-01")
