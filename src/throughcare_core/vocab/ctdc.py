"""The global synthetic data of the Counter-Trafficking Data Collaborative: columns and releases.

Source of everything here: the collaborative's codebook of 2024, whose appendix II says what became
of the columns of 2021.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from throughcare_core.vocab.lists import code, codes, read_data

CTDC_RELEASES = ("2021", "2024")


@dataclass(frozen=True, slots=True)
class CtdcColumn:
    """One column of a release.

    `names` are the spellings of its header, the usual one first. `field` is what it is about; with
    an empty `code` a cell holds one code of the field's list (a year for `year`), else a cell holds
    `1` where the row says `code`, and nothing where that is not recorded. `optional`: named by the
    codebook, but not in every file.
    """

    field: str
    code: str
    names: tuple[str, ...]
    optional: bool


@cache
def ctdc_columns(release: str) -> tuple[CtdcColumn, ...]:
    """The columns of a release of `CTDC_RELEASES`; KeyError for any other."""
    if release not in CTDC_RELEASES:
        raise KeyError(release)
    return tuple(
        CtdcColumn(row["field"], row.get("code", ""), tuple(row[release]), "optional" in row)
        for row in read_data("ctdc_columns")["columns"]
        if release in row
    )


@cache
def ctdc_lists() -> Mapping[str, str]:
    """Field → the code list of its values; the year of registration has none."""
    return MappingProxyType(dict(read_data("ctdc_columns")["lists"]))


def ctdc_as_of_2024(field: str, values: Iterable[str]) -> frozenset[str]:
    """What codes of the release of 2021 are in that of 2024; what it does not have is left out.

    >>> sorted(ctdc_as_of_2024("means", ["DebtBondage", "TakesEarnings", "FalsePromises"]))
    ['DebtBondageEarnings', 'FalsePromises']
    """
    name = ctdc_lists()[field]
    merged = {each: value.code for value in codes(name) for each in value.traits.get("merges", ())}
    kept = {column.code for column in ctdc_columns("2024") if column.field == field}
    found = {merged.get(value, code(name, value).code) for value in values}
    return frozenset(found if kept == {""} else found & kept)
