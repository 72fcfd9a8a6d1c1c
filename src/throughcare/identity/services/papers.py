"""Identity documents and photographs: sealed, and made anew before they are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.identity import doors
from throughcare.identity.adapters.contents import owner_of, place_of, sealed_paper
from throughcare.identity.adapters.pictures import NotAPicture, clean_picture, clean_scan
from throughcare.identity.models import Document, Photograph, Recorded
from throughcare.identity.rules import IDENTITY, Paper, reasons_against_paper, tidy
from throughcare.identity.services.own_record import must_record, refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import remove_file, seal_file


def add_document(
    person: UUID, paper: Paper, scan: bytes | None = None, *, by: Actor, at: datetime
) -> str:
    """Write down an identity document, with its scan (picture or PDF) if there is one: its key."""
    must_record(by, person, IDENTITY, at)
    paper = replace(paper, number=tidy(paper.number))
    refuse_for(reasons_against_paper(paper))
    with _pictures_only():
        content, scan_type = clean_scan(scan) if scan is not None else (b"", "")
    row = Document(
        person_id=person, holder_id=by.agency, at=at, kind=paper.kind, scan_type=scan_type
    )
    row.content = sealed_paper(row, paper)
    subjects = [person, row.pk]
    added = act("identity.document_added", by=by, at=at, subjects=subjects, kind=paper.kind)
    with _sealed_beside(row, "scan", content), added:
        must_record(by, person, IDENTITY, at)
        row.save(force_insert=True)
    return row.key


def remove_document(key: str, *, by: Actor, at: datetime) -> None:
    """Remove an identity document and its scan."""
    row = doors.document_row(by, key, at)
    _must_be_own(row, by, at)
    with act("identity.document_removed", by=by, at=at, subjects=[row.person_id, row.pk]):
        _delete(row, "scan")


def add_photograph(person: UUID, picture: bytes, *, by: Actor, at: datetime) -> str:
    """Keep a photograph of a person, drawn anew without place, time or device: its key."""
    must_record(by, person, IDENTITY, at)
    with _pictures_only():
        content = clean_picture(picture)
    row = Photograph(person_id=person, holder_id=by.agency, at=at)
    added = act("identity.photograph_added", by=by, at=at, subjects=[person, row.pk])
    with _sealed_beside(row, "picture", content), added:
        must_record(by, person, IDENTITY, at)
        row.save(force_insert=True)
    return row.key


def remove_photograph(key: str, *, by: Actor, at: datetime) -> None:
    """Remove a photograph."""
    row = doors.photograph_row(by, key, at)
    _must_be_own(row, by, at)
    with act("identity.photograph_removed", by=by, at=at, subjects=[row.person_id, row.pk]):
        _delete(row, "picture")


def _must_be_own(row: Recorded, by: Actor, at: datetime) -> None:
    if row.holder_id != by.agency:
        raise NotHere("identity.record_identity", asked=row.key)
    must_record(by, row.person_id, IDENTITY, at)


def _delete(row: Recorded, column: str) -> None:
    place = place_of(row, column)
    row.delete()
    transaction.on_commit(lambda: remove_file(place))


@contextmanager
def _sealed_beside(row: Recorded, column: str, content: bytes) -> Iterator[None]:
    """Seal a file before its row is written; without the row it goes again."""
    place = place_of(row, column)
    if content:
        seal_file([content], owner_of(row), place)
    try:
        yield
    except BaseException:
        remove_file(place)
        raise


@contextmanager
def _pictures_only() -> Iterator[None]:
    try:
        yield
    except NotAPicture as wrong:
        raise Refused(_why_not(str(wrong))) from None


def _why_not(code: str) -> str:
    return {
        "too_large": _("The file is larger than 12 MB. Make a smaller picture."),
        "too_many_pixels": _("The picture has too many pixels. Make a smaller one."),
        "not_a_picture": _("Choose a photograph as JPEG, PNG or WebP; of a document also PDF."),
        "damaged": _("The picture is damaged or cut off. Take it again."),
    }[code]
