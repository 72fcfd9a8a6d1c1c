"""What a column probably is, by its heading and its cells: to be looked at, never just taken."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from throughcare.exchange.rules.cells import Cell, Odd
from throughcare.exchange.rules.columns import named
from throughcare.exchange.rules.mapped import targets as known
from throughcare.exchange.rules.mapped.dates import (
    A_NUMBER,
    TWO_WAYS,
    looks_like_a_serial,
    needs_an_order,
    orders_possible,
)
from throughcare.exchange.rules.mapped.layout import JOINED, Table
from throughcare.exchange.rules.mapped.numbers import COMMA, TWO_NUMBERS, decimals_in, is_ambiguous
from throughcare.exchange.rules.mapped.plans import ColumnPlan, Plan
from throughcare.exchange.rules.mapped.reading import Reader, pieces, read_value, written
from throughcare.exchange.rules.mapped.targets import LEAVE_OUT, Target
from throughcare.exchange.rules.mapped.words import bare, heading_words, meant, plain, says_nothing

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+?[\d ()./-]{7,20}")
MOST_OF = 0.7
WAITS_FOR_AN_ANSWER = frozenset({TWO_WAYS, A_NUMBER, TWO_NUMBERS})
"""Why a cell cannot be read before its column's order, Excel days or decimal sign are said."""


def used_positions(table: Table) -> list[int]:
    """The columns that hold anything, or have a heading with something below it."""
    width = len(table.headings)
    return [at for at in range(width) if table.cells(at)]


def guessed(table: Table, plan: Plan, targets: Mapping[str, Target]) -> Plan:
    """A plan in which each column that says nothing yet has what it probably is."""
    taken = {column.target for column in plan.columns}
    for position in used_positions(table):
        column = plan.column(position)
        if column.target:
            continue
        code = _guess(table.headings[position], table.cells(position), targets)
        if code in taken and code in targets and not targets[code].several:
            code = ""
        taken.add(code)
        plan = plan.with_column(position, replace(column, target=code))
    return plan


def with_forms(table: Table, plan: Plan, targets: Mapping[str, Target]) -> Plan:
    """A plan in which orders of days and decimal signs that leave no doubt are said."""
    for position in used_positions(table):
        column = plan.column(position)
        target = targets.get(column.target)
        if target is None:
            continue
        cells = table.cells(position)
        if target.shape in known.DATED and not column.order:
            column = replace(column, order=_sure_order(cells))
        if target.shape == known.NUMBER and not column.decimal:
            column = replace(column, decimal=_sure_decimal(cells))
        plan = plan.with_column(position, column)
    return plan


def questions_of(cells: Sequence[Cell], column: ColumnPlan, target: Target) -> set[str]:
    """What must be asked of a column: order, serials, decimal, prefix."""
    asked = set()
    if target.shape in known.DATED:
        if needs_an_order(cells):
            asked.add("order")
        if any(looks_like_a_serial(cell) for cell in cells):
            asked.add("serials")
    if target.shape == known.NUMBER and any(map(is_ambiguous, cells)):
        asked.add("decimal")
    if target.shape == known.PHONE and any(_is_national(cell) for cell in cells):
        asked.add("prefix")
    return asked


def values_in(cells: Iterable[Cell], target: Target) -> Counter[str]:
    """Each different value of a coded column as it is first written, and how often it stands."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, Odd):
            continue
        for piece in pieces(written(cell), target):
            counts[first.setdefault(plain(piece), piece)] += 1
    return counts


def unread_in(
    cells: Iterable[Cell], target: Target, column: ColumnPlan, reader: Reader
) -> Counter[str]:
    """Each different text of a column that cannot be read as what the column is."""
    counts: Counter[str] = Counter()
    waits_for_a_country = target.shape == known.PHONE and not column.prefix
    for cell in cells:
        if isinstance(cell, Odd) or (waits_for_a_country and _is_national(cell)):
            continue
        undecided = replace(column, values={})
        _text, reason = read_value(cell, target, undecided, reader)
        if reason and reason.text not in WAITS_FOR_AN_ANSWER:
            counts[written(cell)] += 1
    return counts


def _guess(heading: str, cells: Sequence[Cell], targets: Mapping[str, Target]) -> str:
    by_own = {plain(target.label): code for code, target in targets.items() if target.is_own}
    said = heading_words()
    for text in _ways_to_read(heading):
        column = named(text)
        found = by_own.get(plain(text)) or said.get(bare(text)) or (column.name if column else "")
        if found == "prs_Birthdate":
            found = "tc_Born"
        if found == LEAVE_OUT or found in targets:
            return found if _fits(found, cells) else ""
    return _by_content(cells, targets)


def _ways_to_read(heading: str) -> Iterable[str]:
    """A heading, without what stands in brackets, and the parts of one that was joined."""
    yield heading
    without = re.sub(r"[(\[].*?[)\]]", " ", heading)
    yield without
    parts = without.split(JOINED)
    yield from reversed(parts)
    for part in reversed(parts):
        tokens = bare(part).split()
        for length in range(len(tokens) - 1, 0, -1):
            yield " ".join(tokens[:length])
            yield " ".join(tokens[-length:])


def _fits(code: str, cells: Sequence[Cell]) -> bool:
    """Whether what stands in a column can be what its heading says: numbering is numbers."""
    if code != LEAVE_OUT:
        return True
    return all(
        written(cell).rstrip(".").isdecimal() or says_nothing(written(cell)) for cell in cells
    )


def _by_content(cells: Sequence[Cell], targets: Mapping[str, Target]) -> str:
    texts = [text for cell in cells if (text := written(cell)) and not says_nothing(text)]
    if not texts:
        return ""
    if _mostly(EMAIL.fullmatch(text) is not None for text in texts):
        return "prs_Email"
    if _mostly(meant("sex", text) not in ("", "unknown") for text in texts):
        return "tc_Sex"
    if _mostly(meant("country", text) != "" and len(text) > 2 for text in texts):
        return "prs_Citizenship"
    if _mostly(meant("language", text) != "" and len(text) > 3 for text in texts):
        return "tc_language"
    if _mostly(PHONE.fullmatch(text) is not None and text.startswith("+") for text in texts):
        return "prs_MobilePhone"
    return ""


def _mostly(found: Iterable[bool]) -> bool:
    answers = list(found)
    return sum(answers) >= MOST_OF * len(answers)


def _sure_order(cells: Sequence[Cell]) -> str:
    if not needs_an_order(cells):
        return ""
    possible = orders_possible(cells)
    return possible.pop() if len(possible) == 1 else ""


def _sure_decimal(cells: Sequence[Cell]) -> str:
    found = decimals_in(cells)
    return found.pop() if len(found) == 1 else (COMMA if len(found) > 1 else "")


def _is_national(cell: Cell) -> bool:
    text = written(cell)
    return not text.startswith(("+", "00")) and sum(map(str.isdecimal, text)) > 4
