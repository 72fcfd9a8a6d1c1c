"""IOM's blank templates (CC BY 4.0, see `templates_htcds/NOTICE.md`): their head, their words."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

import openpyxl

from throughcare_core.vocab import HtcdsField, accepted, htcds_field

TEMPLATES = ("plain.xlsx", "single_select.xlsx", "multi_select.xlsm")
FIRST_VALUE_ROW = 4
LISTS_ON_THE_VALIDATION_SHEET = MappingProxyType(
    {
        "gender": "B",
        "recruitment_method": "F",
        "means_of_control": "G",
        "exploitation_type": "H",
        "industry": "I",
        "sexual_exploitation_type": "J",
        "vulnerability": "K",
        "case_status": "L",
        "referral_reason": "M",
        "trafficking_status": "O",
        "status_decided_by": "P",
    }
)
COUNTRY_CODES, COUNTRY_NAMES = "D", "E"


@dataclass(frozen=True, slots=True)
class TemplateHead:
    """Columns B to the last: row 1 (misspelt and unnamed as it is), row 2, and what they mean."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    fields: tuple[str, ...]


def blank_template(name: str) -> bytes:
    """One of `TEMPLATES` as IOM published it."""
    return files("throughcare.exchange").joinpath("templates_htcds", name).read_bytes()


@cache
def template_head() -> TemplateHead:
    """The head of the plain template."""
    book = openpyxl.load_workbook(BytesIO(blank_template("plain.xlsx")), read_only=True)
    names, labels = (
        tuple(str(value or "") for value in line[1:39])
        for line in book.worksheets[0].iter_rows(max_row=2, values_only=True)
    )
    found = (htcds_field(name or label) for name, label in zip(names, labels, strict=True))
    return TemplateHead(names, labels, tuple(field.name for field in found if field))


def words_of(field: HtcdsField, written: str) -> str:
    """A canonical text as IOM's templates write it: the words of their validation sheet for codes.

    What that sheet lacks is written as its code, and so is the country of an address, as the
    standard says.
    """
    if not field.list or not (field.multiple or "Picklist" in field.type):
        return written
    words = _words()
    return ";".join(words.get((field.list, code), code) for code in written.split(";"))


@cache
def _words() -> Mapping[tuple[str, str], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(blank_template("single_select.xlsx")))
    sheet = book["validation"]
    words = {}
    for row in range(FIRST_VALUE_ROW, sheet.max_row + 1):
        country = sheet[f"{COUNTRY_CODES}{row}"].value
        if country:
            words["country", str(country)] = str(sheet[f"{COUNTRY_NAMES}{row}"].value)
        for name, letter in LISTS_ON_THE_VALIDATION_SHEET.items():
            if text := sheet[f"{letter}{row}"].value:
                words[name, str(accepted(name, str(text)))] = str(text)
    return MappingProxyType(words)
