"""Rows for the public directory: active services that are not confidential, and their agencies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.directory import doors
from throughcare.directory.models import PublicAgency, Service, ServiceCode
from throughcare.directory.queries.told import (
    ages_in_words,
    children_in_words,
    codes_of,
    words_of,
)
from throughcare.directory.rules import Aspect, terms_meant
from throughcare.kernel.errors import NotHere

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PublicAgencyRow:
    """An agency as the public knows it; `kind` is a code of `agency_kind`."""

    id: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PublicServiceRow:
    """A service as the public knows it; `place_id` is the id of the service at its place."""

    id: UUID
    place_id: UUID
    agency: PublicAgencyRow
    name: str
    description: str
    codes: dict[Aspect, tuple[str, ...]]
    age_from: int | None
    age_to: int | None
    eligibility: str
    country: str
    region: str
    travel: str
    address: str
    city: str
    postal_code: str
    phone: str
    hours: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list: the number of all rows, which page, how many rows to a page, its rows."""

    total: int
    number: int
    per_page: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a reader of the public directory asks for; everything given must hold together."""

    text: str = ""
    term: UUID | None = None
    taxonomy: UUID | None = None
    agency: UUID | None = None
    changed_since: datetime | None = None
    postal_code: str = ""


def services_page(search: Search, number: int, per_page: int | None) -> Page[PublicServiceRow]:
    """Services by name; all on one page when `per_page` is None. At most 4 queries."""
    found = _matching(search).order_by("name", "public_id")
    total = found.count()
    size = per_page or max(1, total)
    return Page(total, number, size, _service_rows(found[(number - 1) * size : number * size]))


def one_public_service(public_id: UUID) -> PublicServiceRow:
    """A service by its public id; `NotHere`. 3 queries, 1 if there is none."""
    return _one(doors.public_services().filter(public_id=public_id))


def one_service_at_its_place(place_id: UUID) -> PublicServiceRow:
    """A service by the public id of its place; `NotHere`. 3 queries, 1 if there is none."""
    return _one(doors.public_services().filter(public_place_id=place_id))


def agencies_page(text: str, number: int, per_page: int) -> Page[PublicAgencyRow]:
    """Agencies with a public service, by name. 2 queries."""
    found = doors.public_agencies().filter(_telling(text, "agency__name"))
    rows = found.select_related("agency").order_by("agency__name", "public_id")
    part = rows[(number - 1) * per_page : number * per_page]
    return Page(found.count(), number, per_page, [_agency_row(row) for row in part])


def one_agency(public_id: UUID) -> PublicAgencyRow:
    """An agency with a public service, by its public id; `NotHere`. 1 query."""
    found = doors.public_agencies().filter(public_id=public_id).select_related("agency").first()
    if found is None:
        raise NotHere("public_directory")
    return _agency_row(found)


def services_by_agency(agencies: Iterable[UUID]) -> dict[UUID, list[PublicServiceRow]]:
    """The public services of agencies, by the agencies' public ids. 3 queries."""
    known = PublicAgency.objects.filter(public_id__in=set(agencies)).values("agency")
    rows = _service_rows(doors.public_services().filter(agency__in=known).order_by("name", "id"))
    found: dict[UUID, list[PublicServiceRow]] = {}
    for row in rows:
        found.setdefault(row.agency.id, []).append(row)
    return found


def _matching(search: Search) -> QuerySet[Service]:
    found = doors.public_services().filter(_telling(search.text, "name", "description"))
    meant = terms_meant(search.term, search.taxonomy)
    if meant is None:
        return found.none()
    for aspect, codes in meant:
        telling = ServiceCode.objects.filter(aspect=aspect, code__in=codes)
        found = found.filter(pk__in=telling.values("service"))
    if search.agency is not None:
        known = PublicAgency.objects.filter(public_id=search.agency)
        found = found.filter(agency__in=known.values("agency"))
    if search.changed_since is not None:
        found = found.filter(changed_at__gte=search.changed_since)
    if search.postal_code:
        found = found.filter(postal_code__iexact=search.postal_code)
    return found


def _telling(text: str, *columns: str) -> Q:
    """Every word of the text in one of the columns."""
    wanted = Q()
    for word in text.replace("\0", " ").split():
        in_any = Q()
        for column in columns:
            in_any |= Q(**{f"{column}__icontains": word})
        wanted &= in_any
    return wanted


def _one(services: QuerySet[Service]) -> PublicServiceRow:
    found = _service_rows(services)
    if not found:
        raise NotHere("public_directory")
    return found[0]


def _service_rows(services: QuerySet[Service]) -> list[PublicServiceRow]:
    found = list(services.select_related("agency").prefetch_related("codes"))
    if not found:
        return []
    holders = PublicAgency.objects.filter(agency__in={service.agency_id for service in found})
    agencies = {row.agency_id: _agency_row(row) for row in holders.select_related("agency")}
    return [_service_row(service, agencies[service.agency_id]) for service in found]


def _service_row(service: Service, agency: PublicAgencyRow) -> PublicServiceRow:
    return PublicServiceRow(
        id=service.public_id,
        place_id=service.public_place_id,
        agency=agency,
        name=service.name,
        description=service.description,
        codes={aspect: codes_of(service, aspect) for aspect in Aspect},
        age_from=service.age_from,
        age_to=service.age_to,
        eligibility=_eligibility(service),
        country=service.agency.country,
        region=service.region,
        travel=service.travel,
        address=service.address,
        city=service.city,
        postal_code=service.postal_code,
        phone=service.phone,
        hours=service.hours,
        changed_at=service.changed_at,
    )


def _eligibility(service: Service) -> str:
    """Whom the service takes, in the reader's language."""
    whom = words_of(Aspect.TAKES, codes_of(service, Aspect.TAKES))
    ages = ages_in_words(service.age_from, service.age_to)
    return "; ".join((", ".join(whom), ages, children_in_words(service.children_up_to)))


def _agency_row(row: PublicAgency) -> PublicAgencyRow:
    return PublicAgencyRow(row.public_id, row.agency.name, row.agency.kind)
