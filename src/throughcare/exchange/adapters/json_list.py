"""Our JSON profile of HTCDS: a list of objects, one a person, keys as the standard names fields."""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from throughcare.exchange.rules import (
    MOST_ROWS,
    BrokenFile,
    Cell,
    Row,
    columns,
    gettext_noop,
)

NOT_JSON = gettext_noop("This is not JSON: look at line %(line)s, character %(character)s.")
TOO_LONG = gettext_noop("There is a number that is far too long.")
NOT_A_LIST = gettext_noop("The file must hold a list of objects: [{…}, {…}].")


def read_list(content: bytes) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The objects of a list with their numbers from 1; raises `BrokenFile`."""
    found = _parsed(content)
    if not isinstance(found, list):
        raise BrokenFile(NOT_A_LIST)
    if len(found) > MOST_ROWS:
        raise BrokenFile(
            gettext_noop("There are more than %(most)s rows. Cut the file in two."), most=MOST_ROWS
        )
    for number, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            raise BrokenFile(NOT_A_LIST, row=number)
        yield number, {name: _cell(number, name, value) for name, value in each.items()}


def write_list(rows: Sequence[Row], names: Sequence[str]) -> bytes:
    """Rows as a list of objects: several values as a list, checkboxes as true or false."""
    told = [{name: _value(name, row[name]) for name in names if name in row} for row in rows]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _parsed(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BrokenFile(
            gettext_noop("Byte %(byte)s is not UTF-8. JSON is written in UTF-8."),
            byte=error.start + 1,
        ) from None
    except json.JSONDecodeError as error:
        raise BrokenFile(NOT_JSON, line=error.lineno, character=error.colno) from None
    except RecursionError:
        raise BrokenFile(gettext_noop("The file is nested too deeply.")) from None
    except ValueError:
        # A number with thousands of figures: Python refuses to read it.
        raise BrokenFile(TOO_LONG) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BrokenFile(gettext_noop("An object names the same field twice."))
    return found


def _no_number(_: str) -> None:
    raise BrokenFile(gettext_noop("NaN and Infinity are no numbers in JSON."))


def _cell(number: int, name: str, value: object) -> Cell:
    match value:
        case float() if not isfinite(value):
            raise BrokenFile(TOO_LONG, row=number)
        case None | str() | bool() | int() | float():
            return value
        case list() if name in columns() and columns()[name].field.multiple:
            if all(isinstance(each, str) for each in value):
                return ";".join(value)
    raise BrokenFile(
        gettext_noop("A field holds a text, a number, true or false; several codes are a list."),
        row=number,
        column=name if name in columns() else "",
    )


def _value(name: str, written: str) -> object:
    field = columns()[name].field
    if field.type == "Checkbox":
        return written == "true"
    return written.split(";") if field.multiple else written
