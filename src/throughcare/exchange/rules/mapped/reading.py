"""From a line of a mapped spreadsheet to a row as the import takes it, or what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from throughcare.exchange.rules.cells import LONGEST_CELL, SEPARATOR, Cell, Odd, empty, read_cell
from throughcare.exchange.rules.columns import Row, columns
from throughcare.exchange.rules.mapped import targets as known
from throughcare.exchange.rules.mapped.dates import DayRules, read_day
from throughcare.exchange.rules.mapped.layout import JOINED, Table
from throughcare.exchange.rules.mapped.numbers import read_age, read_number
from throughcare.exchange.rules.mapped.plans import ColumnPlan, Plan
from throughcare.exchange.rules.mapped.targets import LEAVE_OUT, Target
from throughcare.exchange.rules.mapped.words import NOT_RECORDED, meant, says_nothing
from throughcare.exchange.rules.reports import Problem, Reason, gettext_noop
from throughcare.exchange.rules.sheets import Line, ReadRow
from throughcare.identity.rules import reasons_against_name_part, reasons_against_text, tidy
from throughcare.identity.rules.letters import HIDDEN, has_hidden_characters

BETWEEN_VALUES = re.compile(r"[;,/\n|]+")
BETWEEN_FIGURES = re.compile(r"[ ().\-/\u00a0\u2010-\u2015]")
E164 = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_NOTE = 10_000
LONGEST_TEXT = 300

NO_MEANING = gettext_noop("This value has no meaning yet. Say what it means.")
FORMULA = gettext_noop(
    "There is a formula whose value was not saved. Open the file, let it calculate, save it again."
)
ERROR = gettext_noop("A calculation failed here. Type the value.")
TOO_LONG = gettext_noop("The text is too long: at most %(most)s characters.")
NO_PHONE = gettext_noop(
    "This is no telephone number with its country. Name the country’s number for this column, or"
    " mend it: it begins with +."
)
NO_EMAIL = gettext_noop("An e-mail address looks like name@example.org.")
WHOLE_DAY = gettext_noop("Day, month and year are needed here.")
AGE_AND_BIRTH = gettext_noop("The age and the date of birth contradict each other.")
LEFT_BEFORE = gettext_noop("This day lies before the first contact.")
NUMBER_WITHOUT_LETTERS = gettext_noop("A name has letters. Is this the right column?")

Marker = Callable[[str], str]
"""The keyed mark of a written value: equal for texts that differ in case and spaces alone."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that is needed to read the lines of one table."""

    table: Table
    plan: Plan
    targets: Mapping[str, Target]
    mark: Marker
    months: Mapping[str, int] = field(repr=False)
    today: date

    def days_of(self, column: ColumnPlan) -> DayRules:
        """How the days of a column are written."""
        return DayRules(column.order, column.serials, self.table.from_1904, self.months)


def rows_of(reader: Reader) -> Iterator[tuple[ReadRow, Row]]:
    """Each line as a row with its problems, and beside it the line as the file has it."""
    for line in reader.table.rows:
        yield read_line(line, reader), source_of(line, reader.table)


def source_of(line: Line, table: Table) -> Row:
    """A line as the file has it: by this it is known again, however it is mapped."""
    return {
        f"{at} {table.headings[at] if at < len(table.headings) else ''}": written(cell)
        for at, cell in enumerate(line[1])
        if not empty(cell)
    }


def read_line(line: Line, reader: Reader) -> ReadRow:
    """One line as a row: every cell of a column that is not left out is read, or is a problem."""
    number, cells = line
    row: Row = {}
    problems: list[Problem] = []
    for position, cell in enumerate(cells):
        column = reader.plan.column(position)
        if column.target == LEAVE_OUT or empty(cell):
            continue
        place = reader.table.place(position)
        target = reader.targets.get(column.target)
        if target is None:
            problems.append(Problem(number, place, Reason(NO_MEANING)))
            continue
        heading = reader.table.headings[position].rpartition(JOINED)[2]
        text, reason = read_value(cell, target, column, reader)
        if reason:
            problems.append(Problem(number, place, reason))
        elif text:
            _put(row, target, text, heading)
    problems += [] if problems else _contradictions(number, row, reader)
    return ReadRow(number, row, tuple(problems))


def read_value(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    """What one cell says, in the form that is kept; "" where it says that nothing is recorded."""
    if isinstance(cell, Odd):
        return "", Reason(FORMULA if cell is Odd.FORMULA else ERROR)
    text = written(cell)
    if reason := _against(text, target):
        return "", reason
    if target.shape in known.CODED:
        return _coded(text, target, column, reader.mark)
    ticked = bool(column.values) and column.values.get(reader.mark(text)) == NOT_RECORDED
    if ticked or says_nothing(text):
        return "", None
    return _READ[target.shape](cell, target, column, reader)


def pieces(text: str, target: Target) -> list[str]:
    """The values in a cell that may hold several: the whole text if it is one value."""
    if target.shape != known.CODES or meant(target.values, text) or says_nothing(text):
        return [text.strip()]
    return [piece.strip() for piece in BETWEEN_VALUES.split(text) if piece.strip()] or [text]


def written(cell: Cell) -> str:
    """A cell as a person would write it."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case Odd():
            return ""
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _against(text: str, target: Target) -> Reason | None:
    most = LONGEST_NOTE if target.shape == known.NOTE else LONGEST_TEXT
    if len(text) > min(most, LONGEST_CELL):
        return Reason(TOO_LONG, {"most": most})
    if has_hidden_characters(text.replace("\n", " ").replace("\t", " ")):
        return Reason(HIDDEN)
    return None


def _coded(
    text: str, target: Target, column: ColumnPlan, mark: Marker
) -> tuple[str, Reason | None]:
    found: list[str] = []
    for piece in pieces(text, target):
        code = column.values.get(mark(piece), "")
        if not code:
            return "", Reason(NO_MEANING)
        found += [code] if code != NOT_RECORDED else []
    return SEPARATOR.join(dict.fromkeys(found)), None


def _name(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    text = tidy(written(cell))
    if not any(letter.isalpha() for letter in text):
        return "", Reason(NUMBER_WITHOUT_LETTERS)
    for part in text.split(",") if target.code == "tc_WholeName" else [text]:
        if reasons := reasons_against_name_part(part):
            return "", Reason(reasons[0])
    return text, None


def _text(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    text = written(cell)
    reasons = reasons_against_text(text.replace("\n", " ").replace("\t", " "))
    return ("", Reason(reasons[0])) if reasons and target.shape != known.NOTE else (text, None)


def _day(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    found = read_day(cell, reader.days_of(column), reader.today)
    if isinstance(found, Reason):
        return "", found
    if not found.day and target.shape == known.DAY:
        return "", Reason(WHOLE_DAY)
    return found.written, None


def _birth(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    """A day or a year; a month says no more than its year here."""
    found = read_day(cell, reader.days_of(column), reader.today)
    if isinstance(found, Reason):
        return "", found
    return (found.written if found.day else str(found.year)), None


def _age(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    found = read_age(cell)
    return ("", found) if isinstance(found, Reason) else (found.written, None)


def _number(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    found = read_number(cell, column.decimal)
    return ("", found) if isinstance(found, Reason) else (found, None)


def _phone(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    figures = BETWEEN_FIGURES.sub("", written(cell))
    if figures.startswith("00"):
        figures = f"+{figures[2:]}"
    if not figures.startswith("+") and column.prefix:
        own = figures.startswith(column.prefix[1:]) and len(figures) > 9
        figures = f"+{figures}" if own else f"{column.prefix}{figures.removeprefix('0')}"
    return (figures, None) if E164.fullmatch(figures) else ("", Reason(NO_PHONE))


def _email(
    cell: Cell, target: Target, column: ColumnPlan, reader: Reader
) -> tuple[str, Reason | None]:
    text, reason = read_cell(columns()["prs_Email"].field, written(cell), reader.today)
    return text, Reason(NO_EMAIL) if reason else None


_READ = {
    known.NAME: _name,
    known.TEXT: _text,
    known.NOTE: _text,
    known.DAY: _day,
    known.MONTH: _day,
    known.BIRTH: _birth,
    known.AGE: _age,
    known.NUMBER: _number,
    known.PHONE: _phone,
    known.EMAIL: _email,
}


def _put(row: Row, target: Target, text: str, heading: str) -> None:
    """Say a value in a row; several columns may say the same thing beside one another."""
    if target.shape == known.NOTE:
        text = f"{heading}: {text}" if heading else text
        row[target.code] = "\n".join(filter(None, (row.get(target.code), text)))
    elif target.several and target.code in row:
        both = [*row[target.code].split(SEPARATOR), *text.split(SEPARATOR)]
        row[target.code] = SEPARATOR.join(dict.fromkeys(both))
    elif target.shape == known.YES_NO and not target.is_own:
        if text != "unknown":
            row[target.code] = "true" if text == "yes" else "false"
    else:
        row[target.code] = text


def _contradictions(number: int, row: Row, reader: Reader) -> Sequence[Problem]:
    """What two columns of one row say against one another."""
    found = []
    opened, left = row.get("tc_Opened", ""), row.get("tc_Left", "")
    if opened and left and left < opened:
        found.append(Problem(number, _place(reader, "tc_Left"), Reason(LEFT_BEFORE)))
    years = row.get("tc_Age", "").lstrip("~").partition("-")[0]
    born = row.get("tc_Born", "")
    noted = opened or reader.plan.ages_noted_on or reader.today.isoformat()
    if born and years.isdecimal():
        passed = int(noted[:4]) - int(born[:4])
        if not passed - 2 <= int(years) <= passed + 1:
            found.append(Problem(number, _place(reader, "tc_Age"), Reason(AGE_AND_BIRTH)))
    return found


def _place(reader: Reader, code: str) -> str:
    for position, column in enumerate(reader.plan.columns):
        if column.target == code:
            return reader.table.place(position)
    return ""
