"""The objects of Open Referral's Human Services Data Specification 3.0, made from public rows.

Ids of parts (a phone, a language) are derived from the public id of their service.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from ninja import Schema

from throughcare.directory.queries import PublicAgencyRow, PublicServiceRow
from throughcare.directory.rules import TAXONOMIES, Aspect, term_of
from throughcare.directory.rules import Taxonomy as TaxonomyRow
from throughcare.directory.rules import Term as TermRow
from throughcare_core import vocab


class Taxonomy(Schema):
    id: UUID
    name: str
    description: str
    version: str


class TaxonomyTerm(Schema):
    id: UUID
    code: str
    name: str
    description: str
    parent_id: UUID | None = None
    taxonomy: str
    taxonomy_id: UUID
    taxonomy_detail: Taxonomy
    language: str = "eng"


class Attribute(Schema):
    id: UUID
    link_id: UUID
    link_entity: str = "service"
    taxonomy_term_id: UUID
    taxonomy_term: TaxonomyTerm


class Language(Schema):
    id: UUID
    name: str
    code: str
    note: str | None = None


class Phone(Schema):
    id: UUID
    number: str
    type: str = "voice"


class Schedule(Schema):
    id: UUID
    description: str


class ServiceArea(Schema):
    id: UUID
    name: str


class Address(Schema):
    id: UUID
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: str = "physical"


class Accessibility(Schema):
    id: UUID
    description: str


class Location(Schema):
    id: UUID
    location_type: str
    name: str
    addresses: list[Address] | None = None
    accessibility: list[Accessibility] | None = None


class Organization(Schema):
    id: UUID
    name: str
    description: str
    services: list["Service"] | None = None


class Service(Schema):
    id: UUID
    name: str
    description: str
    status: str
    eligibility_description: str
    minimum_age: int | None = None
    maximum_age: int | None = None
    last_modified: datetime
    organization: Organization | None = None
    phones: list[Phone] | None = None
    schedules: list[Schedule] | None = None
    service_areas: list[ServiceArea] | None = None
    service_at_locations: list["ServiceAtLocation"] | None = None
    languages: list[Language] | None = None
    attributes: list[Attribute] | None = None


class ServiceAtLocation(Schema):
    id: UUID
    location: Location
    service: Service | None = None
    phones: list[Phone] | None = None
    schedules: list[Schedule] | None = None


class ServiceStamp(Schema):
    id: UUID
    modified_date: datetime


def organization(row: PublicAgencyRow) -> Organization:
    """An agency without its services."""
    known = vocab.is_code("agency_kind", row.kind)
    kind = vocab.label("agency_kind", row.kind) if known else row.kind
    return Organization(id=row.id, name=row.name, description=kind)


def organization_with_services(
    row: PublicAgencyRow, services: Sequence[PublicServiceRow], *, full_service: bool
) -> Organization:
    """An agency with its services, each with everything or with what a list shows."""
    shape = organization(row)
    shape.services = [_service(each) for each in services]
    if full_service:
        shape.services = [_whole(each) for each in services]
    return shape


def service_in_list(row: PublicServiceRow) -> Service:
    """A service with what belongs to it once."""
    shape = _service(row)
    shape.organization = organization(row.agency)
    return shape


def full_service(row: PublicServiceRow) -> Service:
    """A service with everything that is known of it."""
    shape = _whole(row)
    shape.organization = organization(row.agency)
    return shape


def service_stamp(row: PublicServiceRow) -> ServiceStamp:
    """When a service changed last, and nothing else."""
    return ServiceStamp(id=row.id, modified_date=row.changed_at)


def service_at_location_in_list(row: PublicServiceRow) -> ServiceAtLocation:
    """A service at its place, with what belongs to both once."""
    return ServiceAtLocation(
        id=row.place_id,
        location=Location(
            id=_part(row, "location"), location_type=_location_type(row), name=row.name
        ),
        service=service_in_list(row),
    )


def full_service_at_location(row: PublicServiceRow) -> ServiceAtLocation:
    """A service at its place, with everything that is known of both."""
    service = full_service(row)
    service.service_at_locations = None
    return ServiceAtLocation(
        id=row.place_id,
        location=_location(row),
        phones=_phones(row),
        schedules=_schedules(row),
        service=service,
    )


def taxonomy(row: TaxonomyRow) -> Taxonomy:
    """A taxonomy."""
    return Taxonomy(id=row.id, name=row.name, description=row.description, version=row.version)


def taxonomy_term(row: TermRow) -> TaxonomyTerm:
    """A term with its taxonomy."""
    return TaxonomyTerm(
        id=row.id,
        code=row.code,
        name=row.name,
        description=row.description,
        parent_id=row.parent,
        taxonomy=row.taxonomy.name,
        taxonomy_id=row.taxonomy.id,
        taxonomy_detail=taxonomy(row.taxonomy),
    )


def _service(row: PublicServiceRow) -> Service:
    return Service(
        id=row.id,
        name=row.name,
        description=row.description,
        status="active",
        eligibility_description=row.eligibility,
        minimum_age=row.age_from,
        maximum_age=row.age_to,
        last_modified=row.changed_at,
    )


def _whole(row: PublicServiceRow) -> Service:
    shape = _service(row)
    shape.phones = _phones(row)
    shape.schedules = _schedules(row)
    shape.service_areas = [ServiceArea(id=_part(row, "service_area"), name=row.region)]
    shape.service_at_locations = [ServiceAtLocation(id=row.place_id, location=_location(row))]
    shape.languages = _languages(row)
    shape.attributes = _attributes(row)
    return shape


def _location(row: PublicServiceRow) -> Location:
    access = [vocab.label("access_need", code) for code in row.codes[Aspect.ACCESS]]
    return Location(
        id=_part(row, "location"),
        location_type=_location_type(row),
        name=row.name,
        addresses=[_address(row)] if row.address or row.city else [],
        accessibility=[
            Accessibility(id=_part(row, f"accessibility/{words}"), description=words)
            for words in access
        ],
    )


def _location_type(row: PublicServiceRow) -> str:
    return "physical" if row.address and row.travel != "none" else "virtual"


def _address(row: PublicServiceRow) -> Address:
    return Address(
        id=_part(row, "address"),
        address_1=row.address,
        city=row.city,
        state_province=row.region,
        postal_code=row.postal_code,
        country=row.country,
        address_type=_location_type(row),
    )


def _phones(row: PublicServiceRow) -> list[Phone]:
    return [Phone(id=_part(row, "phone"), number=row.phone)] if row.phone else []


def _schedules(row: PublicServiceRow) -> list[Schedule]:
    return [Schedule(id=_part(row, "schedule"), description=row.hours)] if row.hours else []


def _languages(row: PublicServiceRow) -> list[Language]:
    at_night = row.codes[Aspect.SPEAKS_AT_NIGHT]
    return [
        Language(
            id=_part(row, f"language/{code}"),
            name=vocab.label("language", code),
            code=code,
            note="Also at night" if code in at_night else None,
        )
        for code in row.codes[Aspect.SPEAKS]
    ]


def _attributes(row: PublicServiceRow) -> list[Attribute]:
    told = [
        term
        for each in TAXONOMIES
        for code in row.codes[each.aspect]
        if (term := term_of(each.aspect, code)) is not None
    ]
    return [
        Attribute(
            id=_part(row, f"attribute/{term.id}"),
            link_id=row.id,
            taxonomy_term_id=term.id,
            taxonomy_term=taxonomy_term(term),
        )
        for term in told
    ]


def _part(row: PublicServiceRow, name: str) -> UUID:
    return uuid5(row.id, name)
