"""The ways to what files said of a case, and to imports under way."""

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from throughcare.consent.doors import access_of
from throughcare.exchange.adapters.sealed import (
    opened_part,
    opened_report,
    owner_of_upload,
    place_of_upload,
)
from throughcare.exchange.models import ImportRun, ReceivedPart, SavedMapping
from throughcare.exchange.rules import Report, Row
from throughcare.exchange.rules.runs import ENDS
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.referrals.doors import referrals_sent
from throughcare.referrals.rules import State
from throughcare.vault.services import KeyGone, open_file


def received_by_case(by: Actor, at: datetime) -> dict[UUID, Row]:
    """What files said of the cases of the actor's agency, in the parts that she or he may read.

    For an export, whose own line in the ledger names its rows. 1 query.
    """
    access = access_of(by, at).filter(
        person=OuterRef("case__person"), holder=OuterRef("case__agency"), part=OuterRef("part")
    )
    found: dict[UUID, Row] = {}
    rows = ReceivedPart.objects.filter(Exists(access), case__agency=by.agency)
    for kept in rows.select_related("case"):
        try:
            part = opened_part(kept)
        except KeyGone:
            continue
        found.setdefault(kept.case_id, {}).update(part)
    return found


def parts_by_person(by: Actor, people: Iterable[UUID], at: datetime) -> dict[UUID, set[str]]:
    """Which parts of each record of the actor's own agency she or he may read. 1 query."""
    found: dict[UUID, set[str]] = {person: set() for person in people}
    rows = access_of(by, at).filter(holder=by.agency)
    for person, part in rows.values_list("person", "part"):
        if person in found:
            found[person].add(part)
    return found


def latest_referrals(by: Actor, at: datetime) -> dict[UUID, tuple[str, date]]:
    """The latest referral of each person that was accepted elsewhere: to whom, on which day.

    A confidential service is not among them: it does not exist outside this house. 1 query.
    """
    taken = referrals_sent(by, at).filter(
        state__in=(State.ACCEPTED, State.HANDED_OVER, State.ENDED),
        answered_at__isnull=False,
        service__is_confidential=False,
    )
    rows = taken.order_by("offered_at").values_list("person", "receiver__name", "offered_at")
    return {person: (receiver, offered_at.date()) for person, receiver, offered_at in rows}


def imports_of(by: Actor) -> QuerySet[ImportRun]:
    """The imports of the actor's agency, for those whose duty it is to exchange data."""
    agency = by.agency if by.may("exchange") else None
    return ImportRun.objects.filter(agency=agency)


def import_of(by: Actor, key: str) -> ImportRun:
    """One import of the actor's agency, or `NotHere`. 1 query."""
    found = imports_of(by).filter(key=key).first()
    if found is None:
        raise NotHere("import", asked=key)
    return found


def sheet_of(by: Actor, key: str) -> ImportRun:
    """A spreadsheet of the actor's agency whose file is here still, or `NotHere`. 1 query."""
    under_way = imports_of(by).filter(plan__isnull=False).exclude(state__in=sorted(ENDS))
    found = under_way.filter(key=key).first()
    if found is None:
        raise NotHere("import", asked=key)
    return found


def file_of(run: ImportRun) -> BinaryIO:
    """The file of an import that a door has let somebody see: opened in memory alone."""
    return BytesIO(b"".join(open_file(owner_of_upload(run), place_of_upload(run))))


def mappings_of(by: Actor) -> QuerySet[SavedMapping]:
    """The saved mappings of the actor's agency that are in use, for those who exchange data."""
    agency = by.agency if by.may("exchange") else None
    return SavedMapping.objects.filter(agency=agency, retired_at=None)


def mapping_of(by: Actor, key: str) -> SavedMapping:
    """One saved mapping of the actor's agency, or `NotHere`. 1 query."""
    found = mappings_of(by).filter(key=key).first()
    if found is None:
        raise NotHere("mapping", asked=key)
    return found


def report_of(run: ImportRun) -> Report | None:
    """What was found in a file, of an import that a door has let somebody see."""
    return None if run.report is None else opened_report(run, run.report)
