"""Twelve ugly spreadsheets of invented people, and what was meant in each."""

from collections.abc import Callable

from throughcare.exchange.tests.ugly.people import Meant, Ugly
from throughcare.exchange.tests.ugly.tables import (
    american_days_in_utf16,
    arabic_figures,
    cyrillic_in_1251,
    decimal_commas_and_double_headings,
    estimated_ages,
    nothing_known,
)
from throughcare.exchange.tests.ugly.workbooks import (
    days_as_numbers,
    everything_in_one_cell,
    formulas_and_hidden_sheets,
    merged_downwards,
    totals_and_footnotes,
    two_heading_lines,
)

TWELVE: dict[str, Callable[[], Ugly]] = {
    make.__name__: make
    for make in (
        two_heading_lines,
        merged_downwards,
        nothing_known,
        estimated_ages,
        days_as_numbers,
        cyrillic_in_1251,
        totals_and_footnotes,
        arabic_figures,
        american_days_in_utf16,
        formulas_and_hidden_sheets,
        decimal_commas_and_double_headings,
        everything_in_one_cell,
    )
}

__all__ = ["TWELVE", "Meant", "Ugly"]
