"""Ugly workbooks, as Excel writes them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from throughcare.exchange.tests.ugly.people import Meant, Ugly, people

EPOCH = date(1899, 12, 30)
ENGLISH = {"NG": "Nigeria", "MD": "Moldova", "UA": "Ukraine", "PH": "Philippines", "CO": "Colombia"}


def _workbook(fill: Callable[[Any], None]) -> bytes:
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    fill(book)
    book.close()
    return held.getvalue()


def two_heading_lines() -> Ugly:
    """A title over everything, then a heading of two lines with merged cells."""
    everybody = list(people(5, seed=1))

    def fill(book: Any) -> None:
        sheet, day = book.add_worksheet("2025"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("A1:F1", "House list, revised")
        sheet.merge_range("A3:A4", "No")
        sheet.merge_range("B3:C3", "Name")
        sheet.merge_range("D3:E3", "Birth")
        sheet.merge_range("F3:F4", "Sex (M/F)")
        sheet.write_row("B4", ["Given name", "Family name", "Date of birth", "Nationality"])
        for row, one in enumerate(everybody, start=4):
            sheet.write_row(row, 0, [row - 3, one.given, one.family])
            sheet.write_datetime(row, 3, one.born, day)
            sheet.write_row(row, 4, [ENGLISH[one.country], one.sex[0].upper()])

    meant = [
        Meant([f"{p.given} {p.family}"], f"exact {p.born}", p.sex, countries=[p.country])
        for p in everybody
    ]
    return Ugly("House.xlsx", _workbook(fill), meant, "two heading lines, merged", left_out=1)


def merged_downwards() -> Ugly:
    """One merged cell says the nationality of three people."""
    everybody = list(people(6, seed=2))

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Country of origin", "First name", "Surname", "Mobile"])
        sheet.merge_range("A2:A4", "Nigeria")
        sheet.merge_range("A5:A7", "Republic of Moldova")
        for row, one in enumerate(everybody, start=1):
            sheet.write_row(row, 1, [one.given, one.family, one.phone])

    meant = [
        Meant(
            [f"{one.given} {one.family}"],
            countries=["NG" if at < 3 else "MD"],
            contacts=[("phone", one.phone)],
        )
        for at, one in enumerate(everybody)
    ]
    return Ugly(
        "merged.xlsx",
        _workbook(fill),
        meant,
        "merged cells",
        values={("A", "Republic of Moldova"): "MD"},
    )


def days_as_numbers() -> Ugly:
    """Excel's days without their format: numbers in the forty thousands."""
    everybody = list(people(5, seed=5))

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Surname", "First name", "Date of birth", "Date of arrival"])
        for row, one in enumerate(everybody, start=1):
            numbers = [(one.born - EPOCH).days, (one.arrived - EPOCH).days]
            sheet.write_row(row, 0, [one.family, one.given, *numbers])

    meant = [
        Meant([f"{p.given} {p.family}"], f"exact {p.born}", opened=p.arrived.isoformat())
        for p in everybody
    ]
    return Ugly(
        "numbers.xlsx", _workbook(fill), meant, "serial days", serials=frozenset({"C", "D"})
    )


def totals_and_footnotes() -> Ugly:
    """Titles between, the heading again, blank lines, a total, and remarks below it."""
    everybody = list(people(6, seed=7))
    heading = ["Full name", "Sex", "Number of children", "Referred by"]

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heading)
        sheet.merge_range("A2:D2", "First quarter")
        row = 2
        for at, one in enumerate(everybody):
            if at == 3:
                row += 1
                sheet.merge_range(row, 0, row, 3, "Second quarter")
                sheet.write_row(row + 1, 0, heading)
                row += 2
            sheet.write_row(row, 0, [f"{one.given} {one.family}", one.sex, at % 3, "Border Police"])
            row += 1
        sheet.write_row(row, 0, ["Total", "", 6])
        sheet.write(row + 2, 0, "* as told on arrival")
        sheet.write_row(row + 3, 0, ["Checked by", "the office"])

    meant = [
        Meant(
            [f"{one.given} {one.family}"],
            sex=one.sex,
            kept={
                "prs_NumberOfChildren": str(at % 3),
                "cas_ReferringOrganisation": "Border Police",
            },
        )
        for at, one in enumerate(everybody)
    ]
    return Ugly("totals.xlsx", _workbook(fill), meant, "totals and footnotes", left_out=6)


def formulas_and_hidden_sheets() -> Ugly:
    """The list lies behind a hidden sheet; names are formulas; a row is hidden."""
    everybody = list(people(4, seed=10))

    def fill(book: Any) -> None:
        codes = book.add_worksheet("codes")
        sheet = book.add_worksheet("people")
        sheet.activate()
        codes.hide()
        codes.write_column(0, 0, ["F", "M"])
        sheet.write_row(0, 0, ["Given name", "Surname", "Whole name", "Sex"])
        for row, one in enumerate(everybody, start=1):
            sheet.write_row(row, 0, [one.given, one.family])
            whole = f'=A{row + 1}&" "&B{row + 1}'
            sheet.write_formula(row, 2, whole, None, f"{one.given} {one.family}")
            sheet.write(row, 3, one.sex[0].upper())
        sheet.set_row(2, None, None, {"hidden": True})

    meant = [Meant([f"{one.given} {one.family}"], sex=one.sex) for one in everybody]
    return Ugly(
        "people.xlsx",
        _workbook(fill),
        meant,
        "formulas, a hidden sheet and a hidden row",
        layout={"sheet": 1},
        columns={"A": "-", "B": "-", "C": "tc_WholeName"},
    )


def everything_in_one_cell() -> Ugly:
    """Family first with a comma, births as day, year or text, several values, and hostile words."""
    everybody = list(people(4, seed=12))
    births = ("%d.%m.%Y", "%Y", "%d %B %Y", "%Y-%m-%d")

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        heading = ["Client <b>name</b>", "Born", "Passport No", "Type of exploitation", "Consent"]
        sheet.write_row(0, 0, [*heading, "Date of departure", "Recruited when", "Notes"])
        for row, one in enumerate(everybody, start=1):
            sheet.write_row(
                row,
                0,
                [
                    f"{one.family}, {one.given}",
                    one.born.strftime(births[row - 1]),
                    f"N{row}77",
                    "labour; begging",
                    "yes",
                    "unknown" if row > 2 else "28.02.2026",
                    "03/2025",
                ],
            )
            sheet.write_string(row, 7, "<script>alert(1)</script>")

    meant = [
        Meant(
            [f"{one.given} {one.family}"],
            f"estimated year {one.born.year}" if at == 1 else f"exact {one.born}",
            papers=[("other", f"N{at + 1}77")],
            facts={("exploitation_type", "ForcedLabour"), ("exploitation_type", "ForcedBegging")},
            closed="" if at > 1 else "2026-02-28",
            history=[("Recruitment", "", "2025-03")],
            notes=[("situation", "Notes: <script>alert(1)</script>")],
            kept={"con_Consent": "true"},
        )
        for at, one in enumerate(everybody)
    ]
    return Ugly(
        "mixed.xlsx",
        _workbook(fill),
        meant,
        "everything in one cell",
        columns={"A": "tc_WholeName", "G": "tc_RecruitedWhen"},
        orders={"B": "dmy", "F": "dmy"},
    )
