"""Which services fit a need, with the reasons, as the reader may know them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.directory import doors
from throughcare.directory.models import Places, Service
from throughcare.directory.queries.told import codes_of, newest_places
from throughcare.directory.rules import (
    TRAVEL,
    Agreed,
    Aspect,
    Coded,
    Fit,
    NeedFacts,
    PlacesFacts,
    Reason,
    ServiceFacts,
    Value,
    fit,
    is_stale,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import day_words, listed
from throughcare.kernel.vocabulary import word

Agreements = Mapping[UUID, datetime | None]
"""Agencies with which an agreement is in force, and until when (None: no end is set)."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason in words."""

    code: str
    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class FitRow:
    """A service held against a need.

    A confidential service of another agency goes by the agency's name: it has no address, phone,
    area or number here. `place` says region and travel time, `places` what is known of free places,
    `why_not` is empty when it fits.
    """

    service: UUID
    key: str
    agency: UUID
    agency_name: str
    name: str
    place: str
    places: str
    reasons: tuple[ReasonRow, ...]
    fits: bool
    why_not: str
    has_account: bool
    reached_by: str
    is_confidential: bool
    has_agreement: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why some services do not fit."""

    why: str
    names: tuple[str, ...]


def services_for(
    need: NeedFacts, *, by: Actor, at: datetime, agreements: Agreements
) -> list[FitRow]:
    """Services to which a referral may be offered: those that fit first, best first. 3 queries.

    A confidential service of another agency that does not fit is left out: nobody needs to know
    of it.
    """
    found = []
    services = list(doors.services_to_offer(by).select_related("agency").prefetch_related("codes"))
    places = newest_places(service.pk for service in services)
    for service in services:
        facts = _facts(service, places.get(service.pk), by, at, agreements)
        fitting = fit(facts, need)
        if fitting.fits or not facts.hides_places:
            found.append((not fitting.fits, fitting.rank, _row(service, facts, fitting)))
    found.sort(key=lambda each: (each[0], each[1], each[2].name.casefold(), each[2].key))
    return [row for _fits, _rank, row in found]


def why_not(rows: Sequence[FitRow]) -> list[WhyNot]:
    """The services that do not fit, by why."""
    by_why: dict[str, list[str]] = {}
    for row in rows:
        if not row.fits:
            by_why.setdefault(row.why_not, []).append(row.name)
    return [WhyNot(why, tuple(names)) for why, names in by_why.items()]


def _facts(
    service: Service, places: Places | None, by: Actor, at: datetime, agreements: Agreements
) -> ServiceFacts:
    own = service.agency_id == by.agency
    hides = service.is_confidential and not own
    until = agreements.get(service.agency_id)
    return ServiceFacts(
        meets=frozenset(codes_of(service, Aspect.MEETS)),
        takes=frozenset(codes_of(service, Aspect.TAKES)),
        age_from=service.age_from,
        age_to=service.age_to,
        children_up_to=service.children_up_to,
        speaks=frozenset(codes_of(service, Aspect.SPEAKS)),
        speaks_at_night=frozenset(codes_of(service, Aspect.SPEAKS_AT_NIGHT)),
        access=frozenset(codes_of(service, Aspect.ACCESS)),
        treats=frozenset(codes_of(service, Aspect.TREATS)),
        region=service.region,
        travel=service.travel,
        places=None if hides or places is None else _places_facts(places, at),
        hides_places=hides,
        agreed=_agreed(service, own, agreements),
        agreed_until=_day(until) if until else "",
    )


def _agreed(service: Service, own: bool, agreements: Agreements) -> Agreed:
    if own:
        return Agreed.SAME_AGENCY
    return Agreed.IN_FORCE if service.agency_id in agreements else Agreed.NONE


def _places_facts(places: Places, at: datetime) -> PlacesFacts:
    return PlacesFacts(
        free=places.free,
        for_whom=places.for_whom,
        is_stale=is_stale(places.said_at, at),
        next_on=day_words(places.next_on, "long") if places.next_on else "",
    )


def _day(moment: datetime) -> str:
    return day_words(moment, "long")


def _row(service: Service, facts: ServiceFacts, fitting: Fit) -> FitRow:
    agency = service.agency
    return FitRow(
        service=service.pk,
        key=service.key,
        agency=agency.pk,
        agency_name=agency.name,
        name=agency.name if facts.hides_places else service.name,
        place=_place(service, facts),
        places=listed(in_words(each) for each in fitting.reasons if each.code == "places"),
        reasons=tuple(
            ReasonRow(each.code, each.ok, in_words(each))
            for each in fitting.reasons
            if each.code != "places" and not (each.code == "travel" and each.ok)
        ),
        fits=fitting.fits,
        why_not="; ".join(in_words(each) for each in fitting.reasons if each.decides),
        has_account=service.reached_by == "account",
        reached_by=service.reached_by,
        is_confidential=service.is_confidential,
        has_agreement=facts.agreed is not Agreed.NONE,
    )


def _place(service: Service, facts: ServiceFacts) -> str:
    words = _("{region} region. {travel}.").format(
        region=service.region, travel=_(TRAVEL[service.travel])
    )
    return words + " " + _("The address is never shown.") if facts.hides_places else words


def in_words(reason: Reason) -> str:
    """A reason as the reader's language says it."""
    return _(reason.text).format(**{name: _said(value) for name, value in reason.values.items()})


def _said(value: Value) -> object:
    if isinstance(value, tuple):
        return listed(_said(each) for each in value)
    if isinstance(value, Coded):
        return word(value.list, value.code)
    return _(value) if isinstance(value, str) else value
