"""HTCDS 2.0 and what we hold: columns, cells, rows, and what is said about a file."""

from throughcare.exchange.rules.cells import Cell, Odd, empty, read_cell
from throughcare.exchange.rules.columns import (
    PARTS,
    Column,
    Row,
    columns,
    core_columns,
    in_order,
    letters_of,
    named,
    part_of,
)
from throughcare.exchange.rules.crossing import (
    Held,
    held_in,
    part_by_part,
    problems_of,
    row_of,
    row_told,
)
from throughcare.exchange.rules.reports import (
    BrokenFile,
    Problem,
    Reason,
    Report,
    gettext_noop,
)
from throughcare.exchange.rules.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Heading,
    Line,
    ReadRow,
    looks_like_a_head,
    objects_in,
    rows_in,
)

EXPORT_REASONS = {
    "other_system": gettext_noop("To another system of our own agency"),
    "own_statistics": gettext_noop("For our own statistics"),
    "donor_report": gettext_noop("For a report to a donor, without names outside"),
    "asked_by_people": gettext_noop("The people concerned asked for their data"),
    "audit": gettext_noop("For an audit that the law requires"),
    "leaving": gettext_noop("We stop using this system"),
}
"""Why an agency takes its cases out of the house."""

EXPORT_FORMATS = {
    "xlsx": gettext_noop("Excel, in IOM's template"),
    "csv": gettext_noop("CSV"),
    "json": gettext_noop("JSON"),
}

LIST_REASONS = {
    "own_work": gettext_noop("For my own work, which cannot be done here"),
    "meeting": gettext_noop("For a meeting or a hand-over of duty"),
    "own_statistics": gettext_noop("For our own statistics"),
    "other_system": gettext_noop("To another system of our own agency"),
    "audit": gettext_noop("For an audit that the law requires"),
}
"""Why somebody takes a list about people out of the house."""

LIST_FORMATS = {"xlsx": gettext_noop("Excel"), "csv": gettext_noop("CSV")}

__all__ = [
    "EXPORT_FORMATS",
    "EXPORT_REASONS",
    "LIST_FORMATS",
    "LIST_REASONS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "PARTS",
    "BrokenFile",
    "Cell",
    "Column",
    "Heading",
    "Held",
    "Line",
    "Odd",
    "Problem",
    "ReadRow",
    "Reason",
    "Report",
    "Row",
    "columns",
    "core_columns",
    "empty",
    "gettext_noop",
    "held_in",
    "in_order",
    "letters_of",
    "looks_like_a_head",
    "named",
    "objects_in",
    "part_by_part",
    "part_of",
    "problems_of",
    "read_cell",
    "row_of",
    "row_told",
    "rows_in",
]
