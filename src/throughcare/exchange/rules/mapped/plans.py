"""How a spreadsheet is to be read: what each column is, and what its values mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from throughcare.exchange.rules.mapped.targets import LEAVE_OUT, OWN, Target
from throughcare.exchange.rules.reports import Problem, Reason, gettext_noop

NOT_CHOSEN = gettext_noop("Say what this column is, or leave it out.")
GONE = gettext_noop("What this column was is not asked any more. Choose again.")
TWICE = gettext_noop("Another column says the same. Leave one of them out.")
NOBODY = gettext_noop("Say of at least one column what it is.")
NAMED_TWICE = gettext_noop(
    "A whole name and parts of a name cannot both be read. Leave one of them out."
)
NO_DAY_OF_AGES = gettext_noop("Say on which day the ages were right.")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What one column is (a target, or `LEAVE_OUT`) and how it is read.

    `values`: the mark of a written value → its code, or that it is not recorded. The mark is keyed:
    a saved plan holds no text of any cell.
    """

    target: str = ""
    order: str = ""
    serials: bool = False
    decimal: str = ""
    prefix: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sheet is read: where the table lies, and its columns from left to right.

    `head_from` is 0 while nothing is said of the heading. `head_lines` is 0 where there is none,
    and the rows begin at `head_from`.
    """

    sheet: int = 0
    encoding: str = ""
    separator: str = ""
    head_from: int = 0
    head_lines: int = 0
    last_row: int = 0
    read_anyway: frozenset[int] = frozenset()
    ages_noted_on: str = ""
    columns: tuple[ColumnPlan, ...] = ()

    def column(self, position: int) -> ColumnPlan:
        """The plan of one column; nothing is said of those beyond the last."""
        return self.columns[position] if position < len(self.columns) else ColumnPlan()

    def with_column(self, position: int, column: ColumnPlan) -> "Plan":
        """The same plan with another column."""
        columns = list(self.columns)
        columns += [ColumnPlan()] * (position + 1 - len(columns))
        columns[position] = column
        return replace(self, columns=tuple(columns))


def as_json(plan: Plan) -> dict[str, Any]:
    """A plan as it is kept."""
    return {
        **{name: getattr(plan, name) for name in _PLAIN},
        "read_anyway": sorted(plan.read_anyway),
        "columns": [
            {"values": dict(column.values), **{name: getattr(column, name) for name in _OF_COLUMNS}}
            for column in plan.columns
        ],
    }


def from_json(content: Mapping[str, Any]) -> Plan:
    """A plan as it was kept."""
    return Plan(
        **{name: content[name] for name in _PLAIN},
        read_anyway=frozenset(content["read_anyway"]),
        columns=tuple(ColumnPlan(**column) for column in content["columns"]),
    )


_PLAIN = ("sheet", "encoding", "separator", "head_from", "head_lines", "last_row", "ages_noted_on")
_OF_COLUMNS = ("target", "order", "serials", "decimal", "prefix")


def kept_for_later(plan: Plan) -> Plan:
    """What of a plan holds for the next file with the same headings: not rows, not days."""
    return replace(plan, last_row=0, read_anyway=frozenset(), ages_noted_on="")


def problems_in(
    plan: Plan, headings: Sequence[str], used: Iterable[int], targets: Mapping[str, Target]
) -> list[Problem]:
    """What is still to be said of the columns; `row` 0, `column` its position, or "" for all.

    `used`: the positions that hold anything, and therefore need a choice.
    """
    found: list[Problem] = []
    chosen: dict[str, int] = {}
    for position in sorted(used):
        code = plan.column(position).target
        if reason := _reason(code, targets, chosen):
            found.append(Problem(0, str(position), Reason(reason)))
        if code and code != LEAVE_OUT:
            chosen.setdefault(code, position)
    if not chosen:
        found.append(Problem(0, "", Reason(NOBODY)))
    if "tc_WholeName" in chosen and {"prs_FirstName", "prs_SecondName"} & chosen.keys():
        found.append(Problem(0, str(chosen["tc_WholeName"]), Reason(NAMED_TWICE)))
    if {"tc_Age"} & chosen.keys() and "tc_Opened" not in chosen and not plan.ages_noted_on:
        found.append(Problem(0, "", Reason(NO_DAY_OF_AGES)))
    return found


def _reason(code: str, targets: Mapping[str, Target], chosen: Mapping[str, int]) -> str:
    if not code:
        return NOT_CHOSEN
    if code == LEAVE_OUT:
        return ""
    if code not in targets:
        return GONE
    return TWICE if code in chosen and not targets[code].several else ""


def is_own(code: str) -> bool:
    """Whether a target is a field that an agency added."""
    return code.startswith(OWN)
