"""Frozen rows for pages, for offering a referral, and for the public directory."""

from throughcare.directory.queries.fits import FitRow, ReasonRow, WhyNot, services_for, why_not
from throughcare.directory.queries.pages import (
    Asked,
    PlacesRow,
    ServiceCard,
    ServicePage,
    filter_choices,
    one_service,
    own_services,
    services_elsewhere,
)
from throughcare.directory.queries.public import (
    Page,
    PublicAgencyRow,
    PublicServiceRow,
    Search,
    agencies_page,
    one_agency,
    one_public_service,
    one_service_at_its_place,
    services_by_agency,
    services_page,
)
from throughcare.directory.queries.sheets import as_typed, sheet_of, sheet_to_change

__all__ = [
    "Asked",
    "FitRow",
    "Page",
    "PlacesRow",
    "PublicAgencyRow",
    "PublicServiceRow",
    "ReasonRow",
    "Search",
    "ServiceCard",
    "ServicePage",
    "WhyNot",
    "agencies_page",
    "as_typed",
    "filter_choices",
    "one_agency",
    "one_public_service",
    "one_service",
    "one_service_at_its_place",
    "own_services",
    "services_by_agency",
    "services_elsewhere",
    "services_for",
    "services_page",
    "sheet_of",
    "sheet_to_change",
    "why_not",
]
