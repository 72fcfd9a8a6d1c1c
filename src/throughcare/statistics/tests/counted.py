"""A direct count of a file, apart from the code that it is held against."""

from collections import Counter
from collections.abc import Iterable, Mapping

from throughcare.statistics.queries import Figures, label_of
from throughcare.statistics.rules import ALL, DIMENSIONS, NOT_RECORDED
from throughcare_core.vocab import codes

COUNTRY = {value.traits["alpha3"]: value.code for value in codes("country")}
GENDER = {
    "Female": "Woman",
    "Woman": "Woman",
    "Male": "Man",
    "Man": "Man",
    "Transgender/NonConforming": "Trans",
    "Trans/Transgender/NonConforming": "Trans",
}
KINDS = ("ForcedLabour", "SexualExploit", "OtherExploit")

Row = Mapping[str, str]


def values_of(row: Row, dimension: str) -> list[str]:
    """Under what a row of the file counts."""
    match dimension:
        case "exploitation":
            found = [kind for kind in KINDS if row.get(f"is{kind}")]
        case "gender":
            found = [GENDER[row["gender"]]] if row.get("gender") else []
        case "age":
            found = [row["ageBroad"]] if row.get("ageBroad") else []
        case "citizenship":
            found = [COUNTRY[row["citizenship"]]] if row.get("citizenship") else []
        case _:
            found = [row["yearOfRegistration"]] if row.get("yearOfRegistration") else []
    return found or [NOT_RECORDED]


def direct_count(rows: Iterable[Row], dimension: str) -> dict[str, int]:
    """Rows of the file under each value."""
    return dict(Counter(value for row in rows for value in values_of(row, dimension)))


def all_cells(
    rows: Iterable[Row], down: str, across: str, only: Mapping[str, str] | None = None
) -> dict[tuple[str, str], int]:
    """Rows of the file under each pair of values, and under all; without the cells of none."""
    cells: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if all(value in values_of(row, code) for code, value in (only or {}).items()):
            for one in (*values_of(row, down), ALL):
                for other in (*values_of(row, across), ALL):
                    cells[one, other] += 1
    return dict(cells)


def cells_on_the_page(page: Figures, down: str, across: str) -> dict[tuple[str, str], int]:
    """The same of a table of two, read by its labels."""
    assert page.crossed is not None
    lines, heads = _by_label(down), _by_label(across)
    return {
        (lines[line.label], heads[head]): rows
        for line in page.crossed.lines
        for head, rows in zip(page.crossed.heads, line.rows, strict=True)
        if rows
    }


def _by_label(dimension: str) -> dict[str, str]:
    found = DIMENSIONS[dimension]
    known = (
        [value.code for value in codes(found.list)]
        if found.list
        else [str(year) for year in range(2000, 2030)]
    )
    return {label_of(found, code): code for code in (*known, NOT_RECORDED, ALL)}
