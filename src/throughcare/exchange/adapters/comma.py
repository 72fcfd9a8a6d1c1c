"""Comma-separated values: UTF-8 or UTF-16, separated by comma, semicolon or tab."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from throughcare.exchange.rules import BrokenFile, Line, Row, gettext_noop, named

DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BEGINS = r"(?:\A|(?<=[;\t\r\n]))"
"""Where a cell begins for some program: many cut at semicolons, where a comma is for decimals."""
FORMULA = r"'*\"*[=+\-@\t\r]"
"""What a spreadsheet program could take for a formula, and what was made safe before."""
LIKE_A_FORMULA = re.compile(f"{BEGINS}(?={FORMULA})")
MADE_SAFE = re.compile(f"{BEGINS}'(?={FORMULA})")


def read_table(content: bytes) -> Iterator[Line]:
    """The lines of a table; raises `BrokenFile` naming the line, and the byte where letters break.

    One `'` before what looks like a formula is taken away: exactly what `write_table` put there.
    """
    text = _decoded(content)
    if not text.strip():
        raise BrokenFile(gettext_noop("The file is empty."))
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    width = 0
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            width = width or len(cells)
            if cells and len(cells) != width:
                raise BrokenFile(
                    gettext_noop(
                        "This row has %(cells)s cells, the first row has %(width)s. A quotation"
                        " mark or a separator may be missing."
                    ),
                    row=number,
                    cells=len(cells),
                    width=width,
                )
            yield number, [_as_it_was(cell) for cell in cells]
    except csv.Error:
        raise BrokenFile(
            gettext_noop(
                "A quotation mark is not closed, or stands where none belongs, or a cell is far"
                " too long."
            ),
            row=number + 1,
        ) from None


def write_table(rows: Sequence[Row], names: Sequence[str]) -> bytes:
    """Rows as CSV in UTF-8 with a mark, so that spreadsheet programs read every letter.

    What looks like a formula gets a `'` before it.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([made_safe(row.get(name, "")) for name in names] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def made_safe(text: str) -> str:
    """A text that no spreadsheet program takes for a formula, nor any piece that it cuts off.

    >>> made_safe("=1+1"), made_safe("'=1"), made_safe("O'Neil"), made_safe("Bed;=1+1")
    ("'=1+1", "''=1", "O'Neil", "Bed;'=1+1")
    """
    return LIKE_A_FORMULA.sub("'", text)


def _as_it_was(text: str) -> str:
    return MADE_SAFE.sub("", text)


def _decoded(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content.removeprefix(mark), encoding)
    return _decode(content, "utf-8")


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(content, error.start, encoding) from None
    if "\x00" in text:
        raise _unreadable(content, content.index(b"\x00"), encoding)
    return text


def _unreadable(content: bytes, at: int, encoding: str) -> BrokenFile:
    before = content[:at].decode(encoding, "replace")
    line = before.count("\n") + 1
    start = content.rfind("\n".encode(encoding), 0, at)
    return BrokenFile(
        gettext_noop(
            "Line %(line)s, byte %(byte)s: this is not a letter in %(encoding)s. The file mixes"
            " encodings, or has another one. Save it as “CSV UTF-8”."
        ),
        line=line,
        byte=at - start if start >= 0 else at + 1,
        encoding=encoding.upper(),
    )


def _delimiter(text: str) -> str:
    """The separator with which the first line names the most columns of the standard."""
    first = text.lstrip("\r\n").splitlines()[0]

    def columns_named(delimiter: str) -> int:
        return sum(named(cell.strip(' "')) is not None for cell in first.split(delimiter))

    return max(DELIMITERS, key=columns_named)
