"""From the lines of a table to rows of the standard: headers, labels, numbering, empty lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain

from throughcare.exchange.rules.cells import Cell, empty, read_cell
from throughcare.exchange.rules.columns import (
    Column,
    Row,
    columns,
    core_columns,
    letters_of,
    named,
)
from throughcare.exchange.rules.reports import BrokenFile, Problem, Reason, gettext_noop

MOST_ROWS = 100_000
MOST_COLUMNS = 200
CLOSE_ENOUGH = 0.8
LABELS_IN_A_LABEL_ROW = 0.5

Line = tuple[int, Sequence[Cell]]
"""The number of a line as a spreadsheet shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of a table says: each position with its column, and what was noticed."""

    at: Mapping[int, Column]
    notices: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a file: its number there, what it says, and what is wrong with it."""

    number: int
    row: Row
    problems: tuple[Problem, ...] = ()


def rows_in(lines: Iterable[Line], today: date) -> tuple[Heading, Iterator[ReadRow]]:
    """The head of a table and its rows; raises `BrokenFile` where the head cannot be trusted.

    A second line of labels, as IOM's templates have it, names what the first leaves unnamed. Where
    the two disagree, as they do over the mailing address, the first line counts.
    """
    lines = iter(lines)
    first = next(lines, None)
    if first is None:
        raise BrokenFile(gettext_noop("The file is empty."))
    head = _texts(first)
    second = next(lines, None)
    labels: list[str] = []
    if second is not None and _is_label_row(second):
        labels, second = _texts(second), None
    heading = _heading(head, labels)
    rest = chain([second] if second else [], lines)
    return heading, _rows(heading, rest, today)


def objects_in(objects: Iterable[tuple[int, Mapping[str, Cell]]], today: date) -> Iterator[ReadRow]:
    """The rows of a list of objects (the JSON profile), numbered from 1."""
    table = columns()
    for number, row in objects:
        strange = [name for name in row if name not in table]
        pairs = [(name, table[name], cell) for name, cell in row.items() if name in table]
        read = _read(number, pairs, today)
        problems = tuple(_strange(number, name) for name in strange)
        if read.row or read.problems or problems:
            yield ReadRow(number, read.row, problems + read.problems)


def _strange(number: int, name: str) -> Problem:
    return Problem(number, "", _no_such_column(name))


def _texts(line: Line) -> list[str]:
    cells = list(line[1])
    if len(cells) > MOST_COLUMNS:
        raise BrokenFile(
            gettext_noop("There are more than %(most)s columns. Start from IOM's template."),
            row=line[0],
            most=MOST_COLUMNS,
        )
    return [cell.strip() if isinstance(cell, str) else "" for cell in cells]


def looks_like_a_head(cells: Iterable[Cell]) -> bool:
    """Whether a line names at least three columns of the standard."""
    return sum(isinstance(cell, str) and named(cell) is not None for cell in cells) >= 3


def _is_label_row(line: Line) -> bool:
    texts = [cell for cell in line[1] if not empty(cell)]
    known = [text for text in texts if isinstance(text, str) and named(text) is not None]
    return bool(texts) and len(known) >= 3 and len(known) / len(texts) > LABELS_IN_A_LABEL_ROW


def _heading(head: Sequence[str], labels: Sequence[str]) -> Heading:
    found: dict[int, Column] = {}
    disagree = False
    for position in range(max(len(head), len(labels))):
        name = head[position] if position < len(head) else ""
        label = labels[position] if position < len(labels) else ""
        if not name and not label:
            continue
        column = named(name or label)
        if column is None:
            reason = _no_such_column(name or label)
            raise BrokenFile(reason.text, row=1, column=letters_of(position), **dict(reason.values))
        _must_be_new(column, position, found)
        disagree = disagree or bool(name and label and named(label) not in (None, column))
        found[position] = column
    _must_be_whole(found)
    return Heading(found, (Reason(DISAGREE),) if disagree else ())


DISAGREE = gettext_noop(
    "The names in row 1 and the labels in row 2 disagree over some columns, as in IOM's templates"
    " over the mailing address. Row 1 was followed. Look at the addresses."
)


def _no_such_column(header: str) -> Reason:
    near = get_close_matches(header, list(columns()), 1, CLOSE_ENOUGH)
    if near:
        return Reason(
            gettext_noop("This is no column of the standard. Is it %(name)s?"), {"name": near[0]}
        )
    return Reason(
        gettext_noop(
            "This is no column of the standard. Row 1 needs the names of HTCDS 2.0, as in IOM's"
            " templates."
        )
    )


def _must_be_new(column: Column, position: int, found: Mapping[int, Column]) -> None:
    for before, known in found.items():
        if known.name == column.name:
            raise BrokenFile(
                gettext_noop("The column %(name)s is there twice: %(before)s and %(after)s."),
                row=1,
                column=letters_of(position),
                name=column.name,
                before=letters_of(before),
                after=letters_of(position),
            )


def _must_be_whole(found: Mapping[int, Column]) -> None:
    there = {column.name for column in found.values()}
    if not there:
        raise BrokenFile(
            gettext_noop("No column has a name. Row 1 needs the names of HTCDS 2.0."), row=1
        )
    missing = [name for name in core_columns() if name not in there]
    if missing:
        raise BrokenFile(
            gettext_noop(
                "These core columns are missing: %(names)s. Add them; they may be empty where"
                " nothing is known."
            ),
            row=1,
            names=", ".join(missing),
        )


def _rows(heading: Heading, lines: Iterable[Line], today: date) -> Iterator[ReadRow]:
    count = 0
    for number, cells in lines:
        pairs = [
            (f"{letters_of(at)} {column.name}", column, cells[at])
            for at, column in heading.at.items()
            if at < len(cells)
        ]
        read = _read(number, pairs, today)
        nameless = tuple(_nameless(number, heading, cells))
        if not (read.row or read.problems or nameless):
            continue
        count += 1
        if count > MOST_ROWS:
            raise BrokenFile(
                gettext_noop("There are more than %(most)s rows. Cut the file in two."),
                row=number,
                most=MOST_ROWS,
            )
        yield ReadRow(number, read.row, nameless + read.problems)


def _read(number: int, pairs: Iterable[tuple[str, Column, Cell]], today: date) -> ReadRow:
    row: Row = {}
    problems = []
    for place, column, cell in pairs:
        text, reason = read_cell(column.field, cell, today)
        if reason:
            problems.append(Problem(number, place, reason))
        elif text:
            row[column.name] = text
    return ReadRow(number, row, tuple(problems))


def _nameless(number: int, heading: Heading, cells: Sequence[Cell]) -> Iterator[Problem]:
    """Values in columns that have no name. A first column of whole numbers is numbering."""
    for at, cell in enumerate(cells):
        if at in heading.at or empty(cell) or (at == 0 and _is_whole_number(cell)):
            continue
        yield Problem(
            number, letters_of(at), Reason(gettext_noop("There is a value, but row 1 has no name."))
        )
        return


def _is_whole_number(cell: Cell) -> bool:
    match cell:
        case str():
            return cell.strip().isdecimal()
        case int():
            return True
        case float():
            return cell.is_integer()
    return False
