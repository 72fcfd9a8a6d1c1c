"""Reading a table of people from the lines of a CSV file, a part at a time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.schema import Schema
from throughcare_core.matching.names import LONGEST_TEXT

ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table: their ids, and for each attribute of the schema its values."""

    ids: list[str]
    values: tuple[list[str], ...] = field(repr=False)


def read_rows(lines: Iterable[str], schema: Schema, table: str) -> Iterator[Rows]:
    """The rows of a table in parts of 20,000; spaces around a value count for nothing.

    `lines`: the text of a CSV file with a header. `table`: what errors call it. Raises `Unusable`
    for a missing column, a row of another length, an id that is missing or stands twice, a value
    over 300 characters, and a table without rows.
    """
    reader = csv.reader(lines, strict=True)
    header = [name.strip().lstrip("\ufeff") for name in _next(reader, table) or []]
    id_at, columns = _places(header, schema, table)
    seen: set[str] = set()
    rows = Rows([], tuple([] for _ in columns))
    while (row := _next(reader, table)) is not None:
        if not row:
            continue
        where = f"{table}, line {reader.line_num}"
        if len(row) != len(header):
            raise Unusable(f"{where}: {len(row)} values under {len(header)} columns.")
        _take(row, rows, id_at, columns, seen, where, header)
        if len(rows.ids) == ROWS_AT_ONCE:
            yield rows
            rows = Rows([], tuple([] for _ in columns))
    if not seen:
        raise Unusable(f"{table} has no rows.")
    if rows.ids:
        yield rows


def _take(
    row: list[str],
    rows: Rows,
    id_at: int,
    columns: list[int],
    seen: set[str],
    where: str,
    header: list[str],
) -> None:
    key = row[id_at].strip()
    if not key:
        raise Unusable(f"{where}: the id is empty.")
    if key in seen:
        raise Unusable(f"{where}: this id stood in the table before; each row needs its own.")
    if len(key) > LONGEST_TEXT:
        raise Unusable(f"{where}: the id has more than {LONGEST_TEXT} characters.")
    if max(map(len, row)) > LONGEST_TEXT:
        _refuse_too_long(row, columns, where, header)
    seen.add(key)
    rows.ids.append(key)
    for values, at in zip(rows.values, columns, strict=True):
        values.append(row[at].strip())


def _refuse_too_long(row: list[str], columns: list[int], where: str, header: list[str]) -> None:
    for at in columns:
        if len(row[at]) > LONGEST_TEXT:
            raise Unusable(
                f"{where}: {header[at]} has {len(row[at])} characters, at most {LONGEST_TEXT}"
                " can be compared. Shorten it, or take the row out."
            )


def _places(header: list[str], schema: Schema, table: str) -> tuple[int, list[int]]:
    if not header:
        raise Unusable(f"{table} is empty: it needs a first line with the names of its columns.")
    id_at = next((header.index(name) for name in schema.id_columns if name in header), None)
    missing = [name for name in schema.columns() if name not in header]
    if id_at is None:
        missing.insert(0, schema.id_columns[0])
    if missing or id_at is None:
        hint = " Are its columns parted by commas?" if len(header) == 1 else ""
        raise Unusable(f"{table} lacks the columns {', '.join(missing)}.{hint}")
    twice = {name for name in (*schema.columns(), header[id_at]) if header.count(name) > 1}
    if twice:
        raise Unusable(f"{table} has the columns {', '.join(sorted(twice))} more than once.")
    return id_at, [header.index(name) for name in schema.columns()]


def _next(reader: "Iterator[list[str]]", table: str) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise Unusable(f"{table} is not CSV that can be read: {error}.") from error
    except UnicodeDecodeError as error:
        raise Unusable(f"{table} is not in UTF-8: save it as CSV in UTF-8.") from error
