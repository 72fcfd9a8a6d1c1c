"""Tables of text: the encoding and the separator are guessed, and may be said."""

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from typing import BinaryIO

from throughcare.exchange.adapters.comma import MADE_SAFE
from throughcare.exchange.adapters.files import bounded
from throughcare.exchange.rules import BrokenFile, Line, gettext_noop
from throughcare.exchange.rules.mapped.layout import ENCODINGS, Grid
from throughcare.exchange.rules.sheets import MOST_COLUMNS, MOST_ROWS

GUESSED = ("windows-1251", "windows-1256", "windows-1250", "windows-1252", "koi8-r", "cp866")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SEPARATORS = ";,\t|"
LOOKED_AT = 64 * 1024
LINES_LOOKED_AT = 40
MOST_BLANK = 1_000_000

WRONG = gettext_noop(
    "Byte %(byte)s is no letter in %(encoding)s. Choose another encoding for this file."
)
COMMON = {
    "CYRILLIC": "оеаинтсрвлкдмупяыьзбгчйхжюшцщэфіїєґ",
    "ARABIC": "ايلمنوتربهكعدسفقحجةصخشطزضغثذظءأإآؤئى",
    "LATIN": "eaionrtlsudcmpgbfhvqyxkjzwéáíóúèàçñãêâôüöäîõëïùûčšžýłąęśćźżńőűășțşţđřěůďťňßøåæœğı",
}
"""Letters of everyday writing, commonest first; the rest of a script is rare."""


def read_text_table(file: BinaryIO, encoding: str = "", separator: str = "") -> Grid:
    """The lines of a table of text; raises `BrokenFile`, naming the byte that is no letter."""
    content = bounded(file)
    if not content.strip():
        raise BrokenFile(gettext_noop("The file is empty."))
    encoding = encoding if encoding in ENCODINGS else guessed_encoding(content)
    text = _decoded(content, encoding)
    separator = separator if separator in SEPARATORS and separator else guessed_separator(text)
    lines = tuple(_lines(text, separator))
    return Grid(lines=lines, encoding=encoding, separator=separator)


def guessed_encoding(content: bytes) -> str:
    """The encoding that a file probably has, by its mark, its shape, or its letters."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:LOOKED_AT]
    if wide := _wide(head):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return max(GUESSED, key=lambda encoding: _likeness(head, encoding))
    return "utf-8"


def guessed_separator(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, more than one."""
    sample = "\n".join(text.splitlines()[:LINES_LOOKED_AT])

    def evenness(separator: str) -> tuple[float, int]:
        try:
            rows = list(csv.reader(StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            return 0.0, 0
        widths = Counter(len(row) for row in rows if row)
        if not widths:
            return 0.0, 0
        width, often = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
        return (often / sum(widths.values()) if width > 1 else 0.0), width

    return max(SEPARATORS, key=evenness)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of a table in it is nothing."""
    if len(head) < 4 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def _likeness(head: bytes, encoding: str) -> float:
    """How much a text read in an encoding looks like writing; signs of no word tell against it."""
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return -1000.0
        text = head.decode(encoding, "ignore")
    beyond = [letter for letter in text if ord(letter) > 127]
    return (sum(map(_weight, beyond)) + _against_words(text)) / max(len(beyond), 1)


def _weight(letter: str) -> float:
    if not letter.isalpha():
        return -0.2 if unicodedata.category(letter)[0] in "PZ" else -2.0
    script = unicodedata.name(letter, "").split(" ")[0]
    order = COMMON.get(script, "")
    place = order.find(letter.lower())
    return 1.0 - place / (2 * len(order)) if place >= 0 else -1.0


def _against_words(text: str) -> float:
    """Words that mix scripts, or have a capital after a small letter, are no words."""
    against = 0.0
    for word in re.findall(r"[^\W\d_]{2,}", text):
        if word.isascii():
            continue
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        against -= 2.0 * (len(scripts) > 1)
        against -= sum(a.islower() and b.isupper() for a, b in pairwise(word))
        dense = sum(ord(letter) > 127 for letter in word) / len(word)
        against -= 2.0 * (scripts == {"LATIN"} and len(word) > 3 and dense > 0.6)
    return against


def _decoded(content: bytes, encoding: str) -> str:
    for mark, marked in MARKS:
        if marked == encoding:
            content = content.removeprefix(mark)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenFile(WRONG, byte=error.start + 1, encoding=encoding.upper()) from None
    if "\x00" in text:
        raise BrokenFile(WRONG, byte=text.index("\x00") + 1, encoding=encoding.upper())
    return text


def _lines(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    filled = number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            filled += any(cell.strip() for cell in cells)
            if filled > MOST_ROWS + LINES_LOOKED_AT or number > MOST_BLANK:
                raise BrokenFile(
                    gettext_noop("There are more than %(most)s rows. Cut the file in two."),
                    row=number,
                    most=MOST_ROWS,
                )
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise BrokenFile(
                    gettext_noop(
                        "There are more than %(most)s columns. Leave out what is not needed."
                    ),
                    row=number,
                    most=MOST_COLUMNS,
                )
            yield number, [_as_it_was(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error:
        raise BrokenFile(
            gettext_noop(
                "A quotation mark is not closed, or stands where none belongs, or a cell is far"
                " too long."
            ),
            row=number + 1,
        ) from None


def _as_it_was(cell: str) -> str | None:
    text = cell.strip()
    return (text[1:] if MADE_SAFE.match(text) else text) or None
