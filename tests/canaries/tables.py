"""Tables in IOM's standard whose every name, number, date and text is a canary."""

import random

from tests.canaries.planting import Canaries
from throughcare.exchange.adapters.comma import write_table
from throughcare.exchange.adapters.iom import template_head
from throughcare.exchange.rules import Row, columns, core_columns
from throughcare.exchange.tests.invented import filled, invented_rows

SCRIPTS = ("Latin", "Arabic", "Cyrillic", "Latin with marks", "Georgian")


def a_table_of_canaries(canaries: Canaries, name: str, count: int) -> bytes:
    """A file of so many rows, of the kind that its name says."""
    chance = random.Random(name)
    rows = [_row(canaries, chance, row) for row in invented_rows(count)]
    if name.endswith(".csv"):
        return write_table(rows, core_columns())
    template = "multi_select.xlsm" if name.endswith("m") else "plain.xlsx"
    known = set(template_head().fields)
    return filled(template, [{k: v for k, v in row.items() if k in known} for row in rows])


def _row(canaries: Canaries, chance: random.Random, row: Row) -> Row:
    said = {name: _text(canaries, name, text) for name, text in row.items()}
    script = chance.choice(SCRIPTS)
    for name in ("prs_FirstName", "prs_SecondName"):
        said[name] = canaries.name(f"a row, {name}", script)
    said["prs_Birthdate"] = canaries.birth("a row")
    return said


def _text(canaries: Canaries, name: str, text: str) -> str:
    field = columns()[name].field
    if name == "prs_Email":
        return f"{canaries.name('a row, e-mail').lower()}@post.example"
    if field.pattern:
        return canaries.phone(f"a row, {name}").replace(" ", "")
    if field.list or field.type in ("Date", "Checkbox"):
        return text
    return canaries.text(f"a row, {name}")
