"""Reported rows: how a file of them is read, and how they are counted."""

from throughcare.statistics.rules.counting import (
    ALL,
    DIMENSIONS,
    NOT_RECORDED,
    Dimension,
    Folded,
    folded,
    in_order,
    shown,
)
from throughcare.statistics.rules.reading import (
    MOST_BYTES,
    MOST_IN_A_LINE,
    MOST_ROWS,
    SEVERAL,
    Heading,
    Told,
    gettext_noop,
    heading_of,
    read_row,
    separator_of,
)
from throughcare.statistics.rules.reports import Report

__all__ = [
    "ALL",
    "DIMENSIONS",
    "MOST_BYTES",
    "MOST_IN_A_LINE",
    "MOST_ROWS",
    "NOT_RECORDED",
    "SEVERAL",
    "Dimension",
    "Folded",
    "Heading",
    "Report",
    "Told",
    "folded",
    "gettext_noop",
    "heading_of",
    "in_order",
    "read_row",
    "separator_of",
    "shown",
]
