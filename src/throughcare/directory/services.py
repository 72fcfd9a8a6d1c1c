"""What an agency does with its services. Each function is one act and one line in the ledger."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.directory import doors, queries
from throughcare.directory.models import Places, PublicAgency, Service, ServiceCode
from throughcare.directory.rules import (
    ASPECTS,
    ServiceSheet,
    reasons_not_to_change,
    reasons_not_to_keep,
    reasons_not_to_move,
    reasons_not_to_say_places,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, Refused
from throughcare.kernel.records import new_id
from throughcare.vault.services import Owner, Place, destroy, seal_text

SAYS_PLACES = frozenset({"shelter_worker", "case_manager"})
NOTHING_SEALED = {"sealed_place": b"", "sealed_phone": b""}
NOTHING_READABLE = {"address": "", "city": "", "postal_code": "", "phone": ""}


def open_service(sheet: ServiceSheet, *, by: Actor, at: datetime) -> Service:
    """Open a service of one's own agency; `Refused` if the sheet cannot stand."""
    by.must("edit_services")
    _refuse(reasons_not_to_keep(sheet))
    service = new_id()
    columns = _columns(sheet, Owner(by.agency, "service", service))
    with act("service.opened", by=by, at=at, subjects=[service]):
        opened = Service.made(
            id=service, agency_id=by.agency, opened_at=at, changed_at=at, **columns
        )
        _write_codes(opened.pk, sheet)
        PublicAgency.objects.get_or_create(agency_id=by.agency)
    return opened


def look_at_sheet(key: str, *, by: Actor, at: datetime) -> tuple[ServiceSheet, int]:
    """The sheet of a service and its version, to be changed; sealed, the look is written down."""
    by.must("edit_services")
    doors.look_where(by, key, at)
    return queries.sheet_to_change(by, key)


def change_service(
    key: str, sheet: ServiceSheet, *, seen_version: int, by: Actor, at: datetime
) -> None:
    """Change a service as it was seen; `Changed` with both versions if somebody was quicker."""
    by.must("edit_services")
    service = doors.own_service(by, key)
    _refuse(reasons_not_to_change(service.status, service.is_confidential, sheet))
    columns = _columns(sheet, doors.owner_of(service))
    if sheet.is_confidential and not service.is_confidential:
        columns |= {"public_id": uuid4(), "public_place_id": uuid4()}
    with act("service.changed", by=by, at=at, subjects=[service.pk]):
        if not service.change(seen_version=seen_version, changed_at=at, **columns):
            raise Changed(
                _("Somebody else changed this service while you were writing."),
                now_stored=queries.as_typed(queries.sheet_of(doors.own_service(by, key))),
                just_typed=queries.as_typed(sheet),
            )
        _write_codes(service.pk, sheet)


def publish_service(key: str, *, by: Actor, at: datetime) -> None:
    """Make a confidential service public: from then on everyone may know where it is."""
    by.must("edit_services")
    service = doors.own_service(by, key)
    if not service.is_confidential:
        raise Refused(_("This service is public already."))
    _refuse(reasons_not_to_change(service.status, False, queries.sheet_of(service)))
    place = doors.where(service)
    with act("service.published", by=by, at=at, subjects=[service.pk]):
        _change_or_refuse(
            service,
            is_confidential=False,
            changed_at=at,
            address=place.address,
            city=place.city,
            postal_code=place.postal_code,
            phone=place.phone,
            **NOTHING_SEALED,
        )


def pause_service(key: str, *, by: Actor, at: datetime) -> None:
    """Take a service out of every list of other agencies until it is resumed."""
    _move(key, "paused", "service.paused", by, at)


def resume_service(key: str, *, by: Actor, at: datetime) -> None:
    """Let a paused service take people again."""
    _move(key, "active", "service.resumed", by, at)


def close_service(key: str, *, by: Actor, at: datetime) -> None:
    """Close a service for good. The key of a confidential one is destroyed with its place."""
    _move(key, "closed", "service.closed", by, at)


def say_places_free(
    key: str,
    *,
    free: int,
    of: int,
    for_whom: str = "",
    next_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say how many places a service of one's own agency has free now."""
    if not by.duties & SAYS_PLACES:
        by.must("edit_services")
    service = doors.own_service(by, key)
    _refuse(reasons_not_to_say_places(service.status, free, of, for_whom))
    with act("service.places_said", by=by, at=at, subjects=[service.pk]):
        Places.made(
            service=service,
            free=free,
            of=of,
            for_whom=for_whom,
            next_on=next_on,
            said_by_id=by.staff,
            said_at=at,
        )


def _move(key: str, to: str, code: str, by: Actor, at: datetime) -> None:
    by.must("edit_services")
    service = doors.own_service(by, key)
    _refuse(reasons_not_to_move(service.status, to))
    forgets = to == "closed" and service.is_confidential
    with act(code, by=by, at=at, subjects=[service.pk]):
        _change_or_refuse(service, status=to, changed_at=at, **(NOTHING_SEALED if forgets else {}))
        if forgets:
            destroy(doors.owner_of(service), at)


def _change_or_refuse(service: Service, **values: Any) -> None:
    if not service.change(**values):
        raise Refused(_("Somebody else changed this service just now. Open it again."))


def _refuse(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))


def _columns(sheet: ServiceSheet, owner: Owner) -> dict[str, Any]:
    """The columns of a sheet; sealing is done here, before the transaction begins."""
    return {
        "name": sheet.name.strip(),
        "description": sheet.description.strip(),
        "age_from": sheet.age_from,
        "age_to": sheet.age_to,
        "children_up_to": sheet.children_up_to,
        "region": sheet.region.strip(),
        "travel": sheet.travel,
        "is_confidential": sheet.is_confidential,
        "hours": sheet.hours.strip(),
        "reached_by": sheet.reached_by,
        **(_sealed(sheet, owner) if sheet.is_confidential else _readable(sheet)),
    }


def _readable(sheet: ServiceSheet) -> dict[str, Any]:
    return NOTHING_SEALED | {name: getattr(sheet, name).strip() for name in NOTHING_READABLE}


def _sealed(sheet: ServiceSheet, owner: Owner) -> dict[str, Any]:
    place = {
        "address": sheet.address.strip(),
        "city": sheet.city.strip(),
        "postal_code": sheet.postal_code.strip(),
    }

    def seal(text: str, column: str) -> bytes:
        return seal_text(text, owner, Place(doors.SEALED, owner.subject, column))

    return NOTHING_READABLE | {
        "sealed_place": seal(json.dumps(place), "sealed_place"),
        "sealed_phone": seal(sheet.phone.strip(), "sealed_phone"),
    }


def _write_codes(service: UUID, sheet: ServiceSheet) -> None:
    ServiceCode.objects.filter(service=service).delete()
    ServiceCode.objects.bulk_create(
        ServiceCode(service_id=service, aspect=aspect.value, code=code)
        for aspect in ASPECTS
        for code in dict.fromkeys(sheet.codes(aspect))
    )
