"""Keeping the rows of a published file: looked through first, then all or nothing."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import IntegrityError
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import BrokenFile, Problem, Refused
from throughcare.statistics import doors
from throughcare.statistics.adapters import lines_of
from throughcare.statistics.models import ReportedRows, Source
from throughcare.statistics.rules import (
    Report,
    Told,
    gettext_noop,
    heading_of,
    read_row,
    separator_of,
)

AT_ONCE = 2_000
UTF8_MARK = b"\xef\xbb\xbf"
LONGEST_NAME = 120
MOST_PROBLEMS = 1_000
"""So many are listed; every bad row is counted."""


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What a whole file holds: equal rows with their number, and what is wrong with others."""

    release: str
    sha256: str
    told: Counter[Told]
    problems: tuple[Problem, ...]
    bad: int

    @property
    def rows(self) -> int:
        """How many rows were read, good and bad."""
        return self.told.total() + self.bad


def import_ctdc(
    file: BinaryIO,
    name: str,
    *,
    by: Actor,
    at: datetime,
    is_protected: bool = True,
    dry_run: bool = False,
) -> Report:
    """Keep the rows of a file in the collaborative's columns as reported rows: what was done.

    Never as persons or cases. One bad row keeps all out. The same content a second time, packed or
    not, changes nothing. `is_protected`: the file is the published synthetic one; of any other
    small numbers are never shown, its name is not kept, and only its agency counts it.
    """
    by.must("statistics")
    try:
        looked = _look_through(file, at)
    except BrokenFile as broken:
        return Report(refused=True, dry_run=dry_run, problems=(broken.problem,))
    known = doors.sources_of(by).filter(sha256=looked.sha256).exists()
    refused = bool(looked.bad)
    if not (refused or known or dry_run):
        source = Source(
            agency_id=by.agency,
            staff_id=by.staff,
            imported_at=at,
            release=looked.release,
            file=name[-LONGEST_NAME:] if is_protected else "",
            sha256=looked.sha256,
            rows=looked.rows,
            is_protected=is_protected,
        )
        _keep(source, looked, by, at)
    return Report(
        release=looked.release,
        sha256=looked.sha256,
        rows=looked.rows,
        distinct=len(looked.told),
        taken=0 if refused or known else looked.rows,
        known=looked.rows if known and not refused else 0,
        bad=looked.bad,
        refused=refused,
        dry_run=dry_run,
        problems=looked.problems,
    )


def remove_source(key: str, *, by: Actor, at: datetime) -> None:
    """Take a source of one's own agency out with all its rows: it was the wrong file, say."""
    by.must("statistics")
    source = doors.own_source_of(by, key)
    with act(
        "statistics.source_removed",
        by=by,
        at=at,
        subjects=[source.pk],
        release=source.release,
        rows=source.rows,
    ):
        source.delete()


def _look_through(file: BinaryIO, at: datetime) -> LookedThrough:
    """Read a whole file; raises `BrokenFile`. Lines that are equal are looked at once."""
    digest = hashlib.sha256()
    lines = lines_of(file, digest)
    first = _decoded(next(lines).removeprefix(UTF8_MARK), 1)
    separator = separator_of(first)
    heading = heading_of(_cells(first, separator, 1))
    told: Counter[Told] = Counter()
    problems: list[Problem] = []
    bad = 0
    for line, number, rows in _different(lines):
        cells = _cells(_decoded(line, number), separator, number)
        if len(cells) != len(heading.columns):
            raise BrokenFile(
                gettext_noop(
                    "This row has %(cells)s cells, row 1 has %(width)s. A separator or a quotation"
                    " mark may be missing, or the file is cut off. Fetch it again."
                ),
                row=number,
                cells=len(cells),
                width=len(heading.columns),
            )
        says, wrong = read_row(heading, cells, at.year)
        if wrong:
            bad += rows
            if len(problems) < MOST_PROBLEMS:
                problems += [Problem(number, column, reason) for column, reason in wrong]
        else:
            told[says] += rows
    if not told and not bad:
        raise BrokenFile(gettext_noop("There are no rows below row 1. Fetch the file again."))
    return LookedThrough(heading.release, digest.hexdigest(), told, tuple(problems), bad)


def _different(lines: Iterator[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Each different line with the number of the first of its kind, and how many there are."""
    first: dict[bytes, int] = {}
    rows: Counter[bytes] = Counter()
    for number, line in enumerate(lines, start=2):
        if line:
            first.setdefault(line, number)
            rows[line] += 1
    for line, number in first.items():
        yield line, number, rows[line]


def _decoded(line: bytes, number: int) -> str:
    try:
        text = line.decode()
        if "\x00" not in text:
            return text
        at = line.index(b"\x00")
    except UnicodeDecodeError as error:
        at = error.start
    raise BrokenFile(
        gettext_noop(
            "Byte %(byte)s of this row is no letter in UTF-8. The file mixes encodings, or has"
            " another one. Save it as “CSV UTF-8”."
        ),
        row=number,
        byte=at + 1,
    )


def _cells(line: str, separator: str, number: int) -> Sequence[str]:
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        raise BrokenFile(
            gettext_noop(
                "A quotation mark is not closed, or stands where none belongs. Mend this row."
            ),
            row=number,
        ) from None


def _keep(source: Source, looked: LookedThrough, by: Actor, at: datetime) -> None:
    rows = [
        ReportedRows(source=source, rows=how_many, **told._asdict())
        for told, how_many in looked.told.items()
    ]
    try:
        with act(
            "statistics.imported",
            by=by,
            at=at,
            subjects=[source.pk],
            release=source.release,
            rows=source.rows,
            distinct=len(rows),
            is_protected=source.is_protected,
        ):
            source.save(force_insert=True)
            ReportedRows.objects.bulk_create(rows, batch_size=AT_ONCE)
    except IntegrityError:
        raise Refused(
            _("Somebody imported the same file at this moment. Nothing was changed; try again.")
        ) from None
