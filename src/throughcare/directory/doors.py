"""Which services somebody may see. Absent and forbidden run the same SQL."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.audit.services import look
from throughcare.directory.models import PublicAgency, Service
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.vault.services import KeyGone, Owner, Place, open_text

SEALED = "directory_service"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a service is and how it is phoned."""

    address: str = ""
    city: str = ""
    postal_code: str = ""
    phone: str = ""


def public_services() -> QuerySet[Service]:
    """What exists for the public: active and not confidential."""
    return Service.objects.filter(is_confidential=False, status="active")


def public_agencies() -> QuerySet[PublicAgency]:
    """The agencies with at least one service that exists for the public."""
    theirs = public_services().filter(agency=OuterRef("agency"))
    return PublicAgency.objects.filter(Exists(theirs))


def services_of(by: Actor) -> QuerySet[Service]:
    """The services of one's own agency, in any status."""
    return Service.objects.filter(agency=by.agency)


def services_seen_by(by: Actor) -> QuerySet[Service]:
    """One's own agency's services, and what other agencies show to staff everywhere."""
    return Service.objects.filter(Q(agency=by.agency) | Q(is_confidential=False, status="active"))


def services_to_offer(by: Actor) -> QuerySet[Service]:
    """Active services to which a referral may be offered, confidential ones included.

    None for staff whose duties do not include offering a referral.
    """
    if not by.may("offer_referral"):
        return Service.objects.none()
    return Service.objects.filter(status="active")


def own_service(by: Actor, key: str) -> Service:
    """A service of one's own agency. 2 queries."""
    return _one(services_of(by), key)


def service_seen(by: Actor, key: str) -> Service:
    """A service that somebody may read about: its own agency's, or one shown to all. 2 queries."""
    return _one(services_seen_by(by), key)


def _one(services: QuerySet[Service], key: str) -> Service:
    found = services.filter(key=key).select_related("agency").prefetch_related("codes").first()
    if found is None:
        raise NotHere("service", asked=key)
    return found


def owner_of(service: Service) -> Owner:
    """Whose key seals a service's place and phone."""
    return Owner(service.agency_id, "service", service.pk)


def where(service: Service) -> Where:
    """Where a service is, opened if it is sealed; empty once its key was destroyed."""
    if not service.is_confidential:
        return Where(service.address, service.city, service.postal_code, service.phone)
    if not service.sealed_place:
        return Where()
    owner = owner_of(service)
    try:
        place = open_text(service.sealed_place, owner, Place(SEALED, service.pk, "sealed_place"))
        phone = open_text(service.sealed_phone, owner, Place(SEALED, service.pk, "sealed_phone"))
    except KeyGone:
        return Where()
    return Where(**json.loads(place), phone=phone)


def look_where(by: Actor, key: str, at: datetime) -> Where:
    """Where a service of one's own agency is; of a confidential one the look is written down."""
    service = own_service(by, key)
    if service.is_confidential:
        look("service.place_seen", by=by, at=at, subjects=[service.pk])
    return where(service)
