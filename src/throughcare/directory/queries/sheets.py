"""A service as the sheet its agency wrote."""

from throughcare.directory import doors
from throughcare.directory.models import Service
from throughcare.directory.queries.told import codes_of
from throughcare.directory.rules import ASPECTS, Aspect, ServiceSheet
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import words


def sheet_of(service: Service) -> ServiceSheet:
    """The sheet of a service as it is stored, its place opened. Reads the prefetched `codes`."""
    where = doors.where(service)
    return ServiceSheet(
        name=service.name,
        description=service.description,
        meets=codes_of(service, Aspect.MEETS),
        takes=codes_of(service, Aspect.TAKES),
        age_from=service.age_from,
        age_to=service.age_to,
        children_up_to=service.children_up_to,
        speaks=codes_of(service, Aspect.SPEAKS),
        speaks_at_night=codes_of(service, Aspect.SPEAKS_AT_NIGHT),
        access=codes_of(service, Aspect.ACCESS),
        treats=codes_of(service, Aspect.TREATS),
        region=service.region,
        travel=service.travel,
        is_confidential=service.is_confidential,
        address=where.address,
        city=where.city,
        postal_code=where.postal_code,
        phone=where.phone,
        hours=service.hours,
        reached_by=service.reached_by,
    )


def sheet_to_change(by: Actor, key: str) -> tuple[ServiceSheet, int]:
    """The sheet of a service of one's own agency, and the version that was read. 2 queries."""
    service = doors.own_service(by, key)
    return sheet_of(service), service.version


def as_typed(sheet: ServiceSheet) -> dict[str, str]:
    """A sheet as a form has it: lists as words with semicolons between, nothing as empty text."""
    typed: dict[str, str] = {}
    for name in ServiceSheet.__slots__:
        value = getattr(sheet, name)
        if name in ASPECTS:
            known = words(ASPECTS[Aspect(name)])
            typed[name] = "; ".join(said for code, said in known if code in value)
        elif isinstance(value, bool):
            typed[name] = "on" if value else ""
        else:
            typed[name] = "" if value is None else str(value)
    return typed
