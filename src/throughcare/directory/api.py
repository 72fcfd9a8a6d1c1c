"""The public directory: Open Referral HSDS 3.0, read only, without signing in.

What is confidential, paused or closed is not here, and asking for it is answered exactly like
asking for what never was.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from ninja.throttling import SimpleRateThrottle
from pydantic import Field, field_validator

from throughcare.directory import queries
from throughcare.directory.adapters import hsds
from throughcare.directory.queries import Page, PublicServiceRow, Search
from throughcare.directory.rules import TAXONOMIES, TERMS, Taxonomy, Term
from throughcare.kernel.errors import NotHere

HSDS_VERSION = "3.0"
PROFILE = "https://github.com/openreferral/specification/tree/3.0"
PER_PAGE = 50
STREAMED_AT_ONCE = 200
KEEP_SECONDS = 60

Row = TypeVar("Row")
Shape = TypeVar("Shape", bound=Schema)


class PublicRate(SimpleRateThrottle):
    """So many requests from one network address to a process; behind our proxy, the address it saw.

    What is read is public and costs little: processes need not count together.
    """

    scope = "hsds"
    cache = caches["rates"]

    def get_cache_key(self, request: HttpRequest) -> str:
        seen = request.META.get("REMOTE_ADDR", "")
        if settings.PRODUCTION:
            seen = request.META.get("HTTP_X_FORWARDED_FOR", seen).rsplit(",", 1)[-1].strip()
        return f"hsds-rate-{seen}"


api = NinjaAPI(
    title="Directory of services",
    description="Open Referral Human Services Data Specification, read only.",
    version=HSDS_VERSION,
    urls_namespace="hsds",
    docs_url=None,
    throttle=[PublicRate("300/m")],
)


class Paging(Schema):
    page: int = Field(1, ge=1, le=1_000_000, description="Which page, from 1 on.")
    per_page: int | None = Field(None, ge=1, le=500, description="How many to a page (50).")
    format: Literal["json", "ndjson"] = Field("json", description="ndjson: all, line by line.")

    @property
    def size(self) -> int:
        return self.per_page or PER_PAGE


class TextPaging(Paging):
    search: str = Field("", max_length=200, description="Every word must occur.")


class ServiceFilters(TextPaging):
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = Field(None, description="Changed at this time or later.")
    full: bool = False

    @field_validator("modified_after")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        if moment is None or moment.tzinfo is None:
            return moment and moment.replace(tzinfo=UTC)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise ValueError("this moment lies beyond the calendar of UTC") from None

    def as_search(self, postal_code: str = "") -> Search:
        return Search(
            text=self.search,
            term=self.taxonomy_term_id,
            taxonomy=self.taxonomy_id,
            agency=self.organization_id,
            changed_since=self.modified_after,
            postal_code=postal_code.replace("\0", "").strip(),
        )


class ServiceQuery(ServiceFilters):
    minimal: bool = Field(False, description="Only id and modified_date, all on one page.")


class PlaceQuery(ServiceFilters):
    postcode: str = Field("", max_length=20, description="The place has this postal code.")
    proximity: str = Field("", max_length=20, description="Not offered: no coordinates are kept.")


class AgencyQuery(TextPaging):
    full: bool = False
    full_service: bool = False


class TermQuery(TextPaging):
    taxonomy_id: UUID | None = None
    top_only: bool = Field(False, description="Only terms without a broader term.")
    parent_id: UUID | None = None


class About(Schema):
    version: str
    profile: str
    openapi_url: str


class PageShape(Schema):
    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class ServicesPage(PageShape):
    contents: list[hsds.Service | hsds.ServiceStamp]


class PlacesPage(PageShape):
    contents: list[hsds.ServiceAtLocation]


class OrganizationsPage(PageShape):
    contents: list[hsds.Organization]


class TaxonomiesPage(PageShape):
    contents: list[hsds.Taxonomy]


class TermsPage(PageShape):
    contents: list[hsds.TaxonomyTerm]


@api.exception_handler(NotHere)
def _nothing_here(request: HttpRequest, error: NotHere) -> HttpResponse:
    return api.create_response(request, {"detail": "Not Found"}, status=404)


@api.get("/", response=About, summary="What this is")
def about(request: HttpRequest) -> HttpResponse:
    return _answer(
        About(
            version=HSDS_VERSION,
            profile=PROFILE,
            openapi_url=request.build_absolute_uri("openapi.json"),
        )
    )


@api.get("/services", response=ServicesPage)
def services(request: HttpRequest, asked: Query[ServiceQuery]) -> HttpResponseBase:
    shape: Callable[[PublicServiceRow], Schema] = hsds.service_in_list
    if asked.full:
        shape = hsds.full_service
    if asked.minimal:
        shape = hsds.service_stamp
    search = asked.as_search()
    if asked.format == "ndjson":
        return _lines(lambda number: queries.services_page(search, number, STREAMED_AT_ONCE), shape)
    size = asked.per_page if asked.minimal else asked.size
    return _page(queries.services_page(search, asked.page, size), shape)


@api.get("/services/{public_id}", response=hsds.Service)
def service(request: HttpRequest, public_id: str) -> HttpResponse:
    return _answer(hsds.full_service(queries.one_public_service(_uuid(public_id))))


@api.get("/service_at_locations", response=PlacesPage)
def service_at_locations(request: HttpRequest, asked: Query[PlaceQuery]) -> HttpResponseBase:
    if asked.proximity:
        raise HttpError(400, "proximity is not offered: this directory keeps no coordinates.")
    shape = hsds.full_service_at_location if asked.full else hsds.service_at_location_in_list
    search = asked.as_search(asked.postcode)
    if asked.format == "ndjson":
        return _lines(lambda number: queries.services_page(search, number, STREAMED_AT_ONCE), shape)
    return _page(queries.services_page(search, asked.page, asked.size), shape)


@api.get("/service_at_locations/{public_id}", response=hsds.ServiceAtLocation)
def service_at_location(request: HttpRequest, public_id: str) -> HttpResponse:
    row = queries.one_service_at_its_place(_uuid(public_id))
    return _answer(hsds.full_service_at_location(row))


@api.get("/organizations", response=OrganizationsPage)
def organizations(request: HttpRequest, asked: Query[AgencyQuery]) -> HttpResponseBase:
    def page(number: int, size: int) -> Page[hsds.Organization]:
        found = queries.agencies_page(asked.search, number, size)
        shapes = [hsds.organization(row) for row in found.rows]
        if asked.full or asked.full_service:
            services = queries.services_by_agency(row.id for row in found.rows)
            shapes = [
                hsds.organization_with_services(
                    row, services.get(row.id, []), full_service=asked.full_service
                )
                for row in found.rows
            ]
        return Page(found.total, number, size, shapes)

    if asked.format == "ndjson":
        return _lines(lambda number: page(number, STREAMED_AT_ONCE), _as_it_is)
    return _page(page(asked.page, asked.size), _as_it_is)


@api.get("/organizations/{public_id}", response=hsds.Organization)
def organization(request: HttpRequest, public_id: str, full_service: bool = False) -> HttpResponse:
    row = queries.one_agency(_uuid(public_id))
    services = queries.services_by_agency([row.id]).get(row.id, [])
    return _answer(hsds.organization_with_services(row, services, full_service=full_service))


@api.get("/taxonomies", response=TaxonomiesPage)
def taxonomies(request: HttpRequest, asked: Query[TextPaging]) -> HttpResponseBase:
    found = [each for each in TAXONOMIES if _tells(each, asked.search)]
    return _listed(found, asked, hsds.taxonomy)


@api.get("/taxonomies/{public_id}", response=hsds.Taxonomy)
def taxonomy(request: HttpRequest, public_id: str) -> HttpResponse:
    return _answer(hsds.taxonomy(_found(TAXONOMIES, public_id)))


@api.get("/taxonomy_terms", response=TermsPage)
def taxonomy_terms(request: HttpRequest, asked: Query[TermQuery]) -> HttpResponseBase:
    found = [
        each
        for each in TERMS
        if _tells(each, asked.search)
        and asked.taxonomy_id in (None, each.taxonomy.id)
        and asked.parent_id in (None, each.parent)
        and not (asked.top_only and each.parent)
    ]
    return _listed(found, asked, hsds.taxonomy_term)


@api.get("/taxonomy_terms/{public_id}", response=hsds.TaxonomyTerm)
def taxonomy_term(request: HttpRequest, public_id: str) -> HttpResponse:
    return _answer(hsds.taxonomy_term(_found(TERMS, public_id)))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotHere("public_directory") from None


Named = TypeVar("Named", Taxonomy, Term)


def _found(known: Sequence[Named], public_id: str) -> Named:
    wanted = _uuid(public_id)
    for each in known:
        if each.id == wanted:
            return each
    raise NotHere("public_directory")


def _tells(each: Taxonomy | Term, text: str) -> bool:
    told = f"{each.name} {each.description}".casefold()
    return all(word in told for word in text.casefold().split())


def _as_it_is(shape: Shape) -> Shape:
    return shape


def _listed(
    found: Sequence[Row], asked: Paging, shape: Callable[[Row], Schema]
) -> HttpResponseBase:
    if asked.format == "ndjson":
        return _lines(lambda number: Page(len(found), number, len(found) or 1, found), shape)
    first = (asked.page - 1) * asked.size
    part = found[first : first + asked.size]
    return _page(Page(len(found), asked.page, asked.size, part), shape)


def _plain(shape: Schema) -> Any:
    return shape.model_dump(mode="json", exclude_none=True)


def _answer(shape: Schema) -> HttpResponse:
    return _keepable(HttpResponse(json.dumps(_plain(shape)), content_type="application/json"))


def _page(page: Page[Row], shape: Callable[[Row], Schema]) -> HttpResponse:
    """One page; an empty list has one empty page."""
    pages = max(1, -(-page.total // page.per_page))
    content = {
        "total_items": page.total,
        "total_pages": pages,
        "page_number": page.number,
        "size": len(page.rows),
        "first_page": page.number == 1,
        "last_page": page.number >= pages,
        "empty": not page.rows,
        "contents": [_plain(shape(row)) for row in page.rows],
    }
    return _keepable(HttpResponse(json.dumps(content), content_type="application/json"))


def _lines(
    part: Callable[[int], Page[Row]], shape: Callable[[Row], Schema]
) -> StreamingHttpResponse:
    """Everything, one object a line, read part by part."""

    def written() -> Iterator[str]:
        number, more = 1, True
        while more:
            page = part(number)
            yield from (json.dumps(_plain(shape(row))) + "\n" for row in page.rows)
            more = number * page.per_page < page.total
            number += 1

    return _keepable(StreamingHttpResponse(written(), content_type="application/x-ndjson"))


Answer = TypeVar("Answer", bound=HttpResponseBase)


def _keepable(answer: Answer) -> Answer:
    """Anyone may read and, for a minute, keep this: it is nobody's own page."""
    answer.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
