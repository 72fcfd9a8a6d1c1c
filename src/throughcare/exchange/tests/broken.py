"""Files that must not be taken: each with what is done to a sound one, and what is said of it."""

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl

from throughcare.exchange.adapters.comma import write_table
from throughcare.exchange.rules import core_columns
from throughcare.exchange.tests.invented import filled, invented_rows

ROWS = invented_rows(3)


@dataclass(frozen=True)
class Broken:
    """A broken file: its name, its bytes, words that its message must have, and where."""

    name: str
    content: bytes
    says: str
    row: int | None = None
    column: str | None = None


def plain() -> bytes:
    return filled("plain.xlsx", ROWS)


def table(**changed: str) -> bytes:
    return write_table([ROWS[0] | changed, *ROWS[1:]], core_columns())


def typed(change: Callable[[Any], None]) -> bytes:
    """The plain template, filled, with something typed into its sheet."""
    book = openpyxl.load_workbook(BytesIO(plain()))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The plain template with parts of its archive changed."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(plain())) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in sound.infolist():
            written.writestr(part.filename, change(part.filename, sound.read(part)))
        for name, content in (more or {}).items():
            written.writestr(name, content)
    return out.getvalue()


def as_it_is(_name: str, content: bytes) -> bytes:
    return content


def cell(address: str, value: object, number_format: str = "General") -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[address].value = value
        sheet[address].number_format = number_format

    return change


def entity_bomb(name: str, content: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return content
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'
    return (head + "<worksheet>&l11;</worksheet>").encode()


def utf16_entity_bomb(name: str, content: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return content
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet/>'
    )
    return text.encode("utf-16")


def flagged_as_encrypted() -> bytes:
    content = bytearray(plain())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def two_sheets() -> bytes:
    book = openpyxl.load_workbook(BytesIO(plain()))
    book.copy_worksheet(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def other_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Item", "Price"])  # type: ignore[union-attr]
    book.active.append(["Soap", 2])  # type: ignore[union-attr]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def far_column(name: str, content: bytes) -> bytes:
    """A cell in a column that no spreadsheet has."""
    return content.replace(b'r="AM3"', b'r="QQQQ3"') if name.endswith("sheet1.xml") else content


def half_a_part() -> bytes:
    """An archive whose list is whole and whose sheet is cut: its sum of bytes does not fit."""
    content = bytearray(plain())
    with zipfile.ZipFile(BytesIO(plain())) as sound:
        part = sound.getinfo("xl/worksheets/sheet1.xml")
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    content[middle : middle + 40] = bytes(40)
    return bytes(content)


def latin_1_in_the_middle() -> bytes:
    lines = table().split(b"\r\n")
    lines[2] = lines[2][:10] + "é".encode("latin-1") + lines[2][10:]
    return b"\r\n".join(lines)


def nested(depth: int) -> bytes:
    return b'[{"prs_Title":' + b"[" * depth + b"]" * depth + b"}]"


def head_changed(old: str, new: str) -> bytes:
    return table().replace(old.encode(), new.encode(), 1)


def too_many_rows() -> bytes:
    head = ",".join(core_columns())
    row = "Active" + "," * (len(core_columns()) - 1)
    return f"{head}\r\n{(row + chr(13) + chr(10)) * 100_001}".encode()


def noise(size: int) -> bytes:
    return random.Random(3).randbytes(size)


BROKEN: dict[str, Callable[[], Broken]] = {
    "not an archive": lambda: Broken("a.xlsx", noise(5000), "not an Excel workbook"),
    "a text called workbook": lambda: Broken("a.xlsx", b"name,age\r\n", "not an Excel workbook"),
    "an archive of something else": lambda: Broken(
        "a.xlsx", _zip({"readme.txt": b"hello"}), "not an Excel workbook"
    ),
    "of no known kind": lambda: Broken("a.pdf", b"%PDF-1.7", "Send an Excel workbook"),
    "a bomb of zeros": lambda: Broken(
        "a.xlsx", rezipped(as_it_is, {"xl/media/a.xml": bytes(40_000_000)}), "unpack to far more"
    ),
    "many parts": lambda: Broken(
        "a.xlsx", rezipped(as_it_is, {f"xl/{n}.bin": b"" for n in range(2100)}), "unpack to far"
    ),
    "names that climb out": lambda: Broken(
        "a.xlsx", rezipped(as_it_is, {"../../etc/passwd": b"x"}), "names that no spreadsheet"
    ),
    "a locked archive": lambda: Broken("a.xlsx", flagged_as_encrypted(), "locked by a password"),
    "a locked workbook": lambda: Broken(
        "a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + noise(600), "locked by a password"
    ),
    "an entity bomb": lambda: Broken("a.xlsx", rezipped(entity_bomb), "declares entities"),
    "an entity bomb in UTF-16": lambda: Broken(
        "a.xlsx", rezipped(utf16_entity_bomb), "declares entities"
    ),
    "links to other files": lambda: Broken(
        "a.xlsx",
        rezipped(as_it_is, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "from other files",
    ),
    "cut off": lambda: Broken("a.xlsx", plain()[:-3000], "damaged or cut off"),
    "damaged inside": lambda: Broken("a.xlsx", half_a_part(), "damaged"),
    "a sheet that is no XML": lambda: Broken(
        "a.xlsx",
        rezipped(lambda name, was: was[: len(was) // 2] if "sheet1" in name else was),
        "damaged",
    ),
    "a column beyond all columns": lambda: Broken("a.xlsx", rezipped(far_column), "damaged"),
    "an empty workbook": lambda: Broken("a.xlsx", b"", "empty"),
    "the wrong sheet": lambda: Broken("a.xlsx", other_sheet(), "No sheet of this workbook"),
    "two sheets": lambda: Broken("a.xlsx", two_sheets(), "Several sheets"),
    "a misspelt header": lambda: Broken(
        "a.xlsx", typed(cell("D1", "prs_FirstNam")), "Is it prs_FirstName?", 1, "D"
    ),
    "an unknown header": lambda: Broken(
        "a.xlsx", typed(cell("D1", "Shoe size")), "no column of the standard", 1, "D"
    ),
    "a header left out": lambda: Broken(
        "a.csv", head_changed("prs_FirstName,", ","), "are missing: prs_FirstName", 1
    ),
    "a column left out": lambda: Broken(
        "a.csv",
        write_table(ROWS, core_columns()[1:]),
        f"are missing: {core_columns()[0]}",
        1,
    ),
    "a value under no header": lambda: Broken(
        "a.xlsx", typed(cell("AN4", "something")), "row 1 has no name", 4, "AN"
    ),
    "a header twice": lambda: Broken(
        "a.xlsx", typed(cell("E1", "prs_FirstName")), "there twice: D and E", 1, "E"
    ),
    "no header at all": lambda: Broken(
        "a.csv", table().split(b"\r\n", 1)[1], "no column of the standard", 1
    ),
    "a formula": lambda: Broken(
        "a.xlsx", typed(cell("P4", "=A1&B1")), "There is a formula", 4, "P prs_MailingState"
    ),
    "a failed calculation": lambda: Broken(
        "a.xlsx", typed(cell("P4", "#REF!")), "A calculation failed", 4, "P prs_MailingState"
    ),
    "a cell of a million letters": lambda: Broken(
        "a.csv", table(prs_Title="ha " * 20_000), "too long", 2
    ),
    "a cell of ten million letters": lambda: Broken(
        "a.csv", table(prs_Title="h" * 10_000_000), "far too long"
    ),
    "a long cell in a workbook": lambda: Broken(
        "a.xlsx",
        rezipped(
            lambda name, was: was.replace(b"<t>=1+1</t>", b"<t>" + b"h" * 1_000_000 + b"</t>")
        ),
        "too long",
    ),
    "mixed encodings": lambda: Broken("a.csv", latin_1_in_the_middle(), "Line 4, byte 11", 0),
    "half a UTF-16 letter": lambda: Broken(
        "a.csv", table().decode("utf-8-sig").encode("utf-16")[:-1], "UTF-16"
    ),
    "UTF-16 without a mark": lambda: Broken(
        "a.csv", table().decode("utf-8-sig").encode("utf-16-le"), "mixes encodings"
    ),
    "NUL bytes": lambda: Broken("a.csv", table().replace(b"Active", b"Act\x00ve", 1), "UTF-8"),
    "an open quotation mark": lambda: Broken(
        "a.csv", table() + b'"and never closed\r\n', "quotation mark"
    ),
    "a quotation mark too many": lambda: Broken("a.csv", table() + b'"a"b,\r\n', "quotation mark"),
    "a row that is too short": lambda: Broken("a.csv", table() + b"a,b\r\n", "has 2 cells"),
    "a row that is too long": lambda: Broken(
        "a.csv", table() + b"," * 60 + b"\r\n", "has 61 cells"
    ),
    "an empty table": lambda: Broken("a.csv", b"\xef\xbb\xbf\r\n\r\n", "empty"),
    "300,000 columns": lambda: Broken("a.csv", b"," * 300_000 + b"\r\n", "more than 200 columns"),
    "too many rows": lambda: Broken("a.csv", too_many_rows(), "more than 100000 rows"),
    "the year 1066": lambda: Broken("a.csv", table(prs_Birthdate="1066-10-14"), "too far back", 2),
    "31 February": lambda: Broken("a.csv", table(prs_Birthdate="31/02/2001"), "no such day", 2),
    "a birth in the future": lambda: Broken(
        "a.csv", table(prs_Birthdate="2031-01-01"), "in the future", 2
    ),
    "a day with month names": lambda: Broken(
        "a.csv", table(prs_Birthdate="3 May 2001"), "Write the day as", 2
    ),
    "a day with two figures": lambda: Broken(
        "a.csv", table(prs_Birthdate="03/05/01"), "Write the day as", 2
    ),
    "a number for a day": lambda: Broken(
        "a.xlsx", typed(cell("G3", 36526)), "This is a number, not a day", 3, "G prs_Birthdate"
    ),
    "a day beyond all days": lambda: Broken(
        "a.xlsx", typed(cell("G3", 9_999_999_999, "yyyy-mm-dd")), "", 3, "G prs_Birthdate"
    ),
    "an unknown code": lambda: Broken("a.csv", table(cas_Status="Perhaps"), "It can be: Active", 2),
    "two codes where one can stand": lambda: Broken(
        "a.csv", table(cas_Status="Active;Closed"), "Only one value", 2
    ),
    "an unknown country": lambda: Broken(
        "a.csv", table(prs_Citizenship="Atlantis"), "Not in the list", 2
    ),
    "an unknown country of an address": lambda: Broken(
        "a.csv", table(prs_MailingCountry="Narnia"), "Not in the list", 2
    ),
    "right-to-left override": lambda: Broken(
        "a.csv", table(prs_SecondName="abc\u202edcba"), "hidden characters", 2
    ),
    "zero-width letters": lambda: Broken(
        "a.csv", table(cas_IncomingReferralDetails="see\u200b\u2060me"), "hidden characters", 2
    ),
    "a picture for a name": lambda: Broken(
        "a.csv", table(prs_FirstName="😀"), "letters, spaces, hyphens", 2
    ),
    "a telephone number of a village": lambda: Broken(
        "a.csv", table(prs_MobilePhone="0791234567"), "E.164", 2
    ),
    "words for a telephone number": lambda: Broken(
        "a.csv", table(prs_HomePhone="ask the neighbour"), "E.164", 2
    ),
    "an address that is no e-mail": lambda: Broken(
        "a.csv", table(prs_Email="nobody"), "name@example.org", 2
    ),
    "neither yes nor no": lambda: Broken("a.csv", table(con_Consent="maybe"), "yes or no", 2),
    "too many citizenships": lambda: Broken(
        "a.csv", table(prs_Citizenship="SY;UA;KH;PH;NG;AF;IQ"), "citizenships can be recorded", 2
    ),
    "no list": lambda: Broken("a.json", b'{"prs_Title": "Mx"}', "list of objects"),
    "a list of texts": lambda: Broken("a.json", b'["prs_Title"]', "list of objects", 1),
    "no JSON": lambda: Broken("a.json", b'[{"prs_Title": }]', "not JSON"),
    "nothing at all": lambda: Broken("a.json", b"", "not JSON"),
    "JSON in Latin 1": lambda: Broken("a.json", '[{"prs_Title": "é"}]'.encode("latin-1"), "UTF-8"),
    "nested too deeply": lambda: Broken("a.json", nested(200_000), "nested too deeply"),
    "an object for a value": lambda: Broken(
        "a.json", b'[{"prs_Title": {"a": 1}}]', "A field holds", 1, "prs_Title"
    ),
    "a field twice": lambda: Broken(
        "a.json", b'[{"prs_Title": "a", "prs_Title": "b"}]', "same field twice"
    ),
    "NaN": lambda: Broken("a.json", b'[{"prs_Title": NaN}]', "no numbers"),
    "a number without end": lambda: Broken(
        "a.json", b'[{"prs_Title": ' + b"9" * 10_000 + b"}]", "far too long"
    ),
    "a number beyond all numbers": lambda: Broken(
        "a.json", b'[{"prs_Title": 1E999}]', "far too long", 1
    ),
    "a NUL in a text": lambda: Broken(
        "a.json", b'[{"prs_Title": "a\\u0000b"}]', "hidden characters", 1
    ),
    "half a letter": lambda: Broken(
        "a.json", b'[{"prs_Title": "\\ud800"}]', "hidden characters", 1
    ),
    "an unknown field": lambda: Broken(
        "a.json", json.dumps([{"prs_FirstNam": "A"}]).encode(), "Is it prs_FirstName?", 1
    ),
}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return out.getvalue()
