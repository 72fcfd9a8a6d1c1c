"""The services of the small cast."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.directory.models import Service
from throughcare.directory.rules import ServiceSheet
from throughcare.directory.services import open_service
from throughcare.kernel.actors import Actor

SECRET_STREET = "14 Quillfeather Lane"
SECRET_PHONE = "+999 555 0147"

LOTUS_HOUSE = ServiceSheet(
    name="Lotus House",
    description="Rooms, meals and company.",
    meets=("shelter", "counselling"),
    takes=("women", "family"),
    age_from=18,
    children_up_to=3,
    speaks=("eng", "hau"),
    speaks_at_night=("hau",),
    access=("step_free",),
    treats=("medical",),
    region="North",
    travel="1_to_2_hours",
    is_confidential=True,
    address=SECRET_STREET,
    city="Nordby",
    postal_code="N4 4AA",
    phone=SECRET_PHONE,
)

DAY_CENTRE = ServiceSheet(
    name="Open Door Day Centre",
    description="Advice and a warm meal.",
    meets=("basic_needs", "legal_advice"),
    takes=("any",),
    speaks=("eng", "fra"),
    access=("wheelchair", "step_free"),
    region="North",
    travel="under_1_hour",
    address="2 Market Square",
    city="Nordby",
    postal_code="N1 1AA",
    phone="+999 555 0100",
    hours="Weekdays 9 to 17",
    reached_by="phone",
)


def editor(of: Agency, name: str = "Edda") -> Actor:
    """Somebody who keeps the services of an agency up to date."""
    return actor(of, name, ["service_editor"])


def opened(sheet: ServiceSheet, by: Actor, at: datetime = NOON, **changed: Any) -> Service:
    """A service that was opened."""
    return open_service(replace(sheet, **changed), by=by, at=at)
