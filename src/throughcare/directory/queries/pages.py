"""Rows for staff's pages about services."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from throughcare.directory import doors
from throughcare.directory.models import Places, Service, ServiceCode
from throughcare.directory.queries.told import (
    ages_in_words,
    children_in_words,
    codes_of,
    newest_places,
    words_of,
)
from throughcare.directory.rules import HOUSES, REACHED_BY, STATUSES, TRAVEL, WHOM, Aspect, is_stale
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import in_order
from throughcare.kernel.vocabulary import word

ON_A_PAGE = 50
WORDS_KEPT = 10


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """One word on places free: how many of how many, who said so and when."""

    free: int
    of: int
    for_whom: str
    next_on: date | None
    said_by: str
    said_at: datetime
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in words. `address` and `phone` are empty for a confidential one.

    `has_places`: whether it is a place to stay, or somebody has counted its places.
    """

    key: str
    name: str
    agency_name: str
    is_own: bool
    is_confidential: bool
    status: str
    status_words: str
    description: str
    meets: tuple[str, ...]
    takes: tuple[str, ...]
    ages: str
    children: str
    speaks: tuple[str, ...]
    speaks_at_night: tuple[str, ...]
    access: tuple[str, ...]
    treats: tuple[str, ...]
    region: str
    travel: str
    address: str
    phone: str
    hours: str
    reached_by: str
    has_places: bool
    places: PlacesRow | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One service with the last words on its places, newest first (own agency only)."""

    card: ServiceCard
    said: tuple[PlacesRow, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the directory: codes of `need` and `language`, a region."""

    need: str = ""
    language: str = ""
    region: str = ""


def own_services(by: Actor, at: datetime) -> list[ServiceCard]:
    """The services of one's own agency, open ones first. 3 queries."""
    cards = _cards(doors.services_of(by), by, at)
    order = list(STATUSES)
    return sorted(cards, key=lambda card: (order.index(card.status), card.name.casefold()))


def services_elsewhere(
    by: Actor, asked: Asked, at: datetime, page: int = 1
) -> tuple[list[ServiceCard], bool]:
    """Services that other agencies show to all staff, and whether more follow. 3 queries."""
    found = doors.services_seen_by(by).exclude(agency=by.agency)
    for aspect, code in ((Aspect.MEETS, asked.need), (Aspect.SPEAKS, asked.language)):
        if code:
            telling = ServiceCode.objects.filter(aspect=aspect, code=code).values("service")
            found = found.filter(pk__in=telling)
    if asked.region:
        found = found.filter(region__iexact=asked.region)
    first = (page - 1) * ON_A_PAGE
    cards = _cards(found[first : first + ON_A_PAGE + 1], by, at)
    return cards[:ON_A_PAGE], len(cards) > ON_A_PAGE


def filter_choices(by: Actor) -> tuple[list[tuple[str, str]], list[str]]:
    """Languages (code, word) and regions that occur among services elsewhere. 2 queries."""
    elsewhere = doors.services_seen_by(by).exclude(agency=by.agency)
    regions = elsewhere.order_by("region").values_list("region", flat=True).distinct()
    spoken = ServiceCode.objects.filter(aspect=Aspect.SPEAKS, service__in=elsewhere.order_by())
    languages = [
        (code, word("language", code)) for code in spoken.values_list("code", flat=True).distinct()
    ]
    return in_order(languages, lambda each: each[1]), list(regions)


def one_service(by: Actor, key: str, at: datetime) -> ServicePage:
    """A service that the actor may read about. 3 queries."""
    service = doors.service_seen(by, key)
    own = service.agency_id == by.agency
    rows = Places.objects.filter(service=service).select_related("said_by")
    said = list(rows.order_by("-said_at", "-id")[:WORDS_KEPT])
    card = _card(service, said[0] if said else None, by, at)
    return ServicePage(card, tuple(_places(row, at) for row in said) if own else ())


def _cards(services: QuerySet[Service], by: Actor, at: datetime) -> list[ServiceCard]:
    found = list(services.select_related("agency").prefetch_related("codes"))
    places = newest_places(service.pk for service in found)
    return [_card(service, places.get(service.pk), by, at) for service in found]


def _card(service: Service, places: Places | None, by: Actor, at: datetime) -> ServiceCard:
    def words(aspect: Aspect) -> tuple[str, ...]:
        return words_of(aspect, codes_of(service, aspect))

    return ServiceCard(
        key=service.key,
        name=service.name,
        agency_name=service.agency.name,
        is_own=service.agency_id == by.agency,
        is_confidential=service.is_confidential,
        status=service.status,
        status_words=pgettext("service", STATUSES[service.status]),
        description=service.description,
        meets=words(Aspect.MEETS),
        takes=words(Aspect.TAKES),
        ages=ages_in_words(service.age_from, service.age_to),
        children=children_in_words(service.children_up_to),
        speaks=words(Aspect.SPEAKS),
        speaks_at_night=words(Aspect.SPEAKS_AT_NIGHT),
        access=words(Aspect.ACCESS),
        treats=words(Aspect.TREATS),
        region=service.region,
        travel=_(TRAVEL[service.travel]),
        address=_lines((service.address, service.postal_code, service.city)),
        phone=service.phone,
        hours=service.hours,
        reached_by=_(REACHED_BY[service.reached_by]),
        has_places=bool(places) or bool(HOUSES & set(codes_of(service, Aspect.MEETS))),
        places=_places(places, at) if places else None,
    )


def _lines(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _places(row: Places, at: datetime) -> PlacesRow:
    return PlacesRow(
        free=row.free,
        of=row.of,
        for_whom=_(WHOM[row.for_whom]) if row.for_whom else "",
        next_on=row.next_on,
        said_by=row.said_by.name,
        said_at=row.said_at,
        is_stale=is_stale(row.said_at, at),
    )
