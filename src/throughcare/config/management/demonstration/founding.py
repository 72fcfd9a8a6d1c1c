"""Founding the invented country: agencies, posts, staff, agreements, services."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from throughcare.agencies.doors import actor_of, staff_by_id, staff_named
from throughcare.agencies.services import (
    Appointed,
    accept_invitation_hashed,
    appoint_staff,
    enrol_factor,
    found_agency,
    name_focal_point,
    open_post,
    staff_leaves,
)
from throughcare.config.management.demonstration.agencies import (
    AGENCIES,
    AGREEMENTS,
    AgencySheet,
    AgreementSheet,
)
from throughcare.config.management.demonstration.help_offered import SERVICES
from throughcare.config.management.demonstration.places import COUNTRY, telephone
from throughcare.config.management.demonstration.sign_ins import app_secret, hashed_password
from throughcare.config.management.demonstration.staff import STAFF, THE_SIX, MemberSheet
from throughcare.consent.services import end_agreement, propose_agreement, sign_agreement
from throughcare.directory.services import open_service, say_places_free
from throughcare.kernel.actors import SYSTEM, Actor

FOUNDED_BEFORE = timedelta(days=430)
AGREES_AFTER = timedelta(days=7)
SERVES_AFTER = timedelta(days=14)
NOT_IN_MATCHING = frozenset({"BorderPolice", "Prosecution"})
DOMAIN = {agency.code: agency.domain for agency in AGENCIES}


class Act(Protocol):
    """An act that only needs to be told when."""

    def __call__(self, *, at: datetime) -> object: ...


Planned = tuple[datetime, Act]


@dataclass
class Country:
    """The invented country at work: who works where and what is offered. `now` ends the year."""

    now: datetime
    seed: int
    agencies: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, list[tuple[MemberSheet, Actor]]] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    agreements: dict[AgreementSheet, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"country {self.seed}")  # noqa: S311 - invented, not secret

    @property
    def founded_at(self) -> datetime:
        """When the house and its agencies began."""
        return self.now - FOUNDED_BEFORE

    def worker(
        self, agency: str, ability: str, part: str, at: datetime, chance: random.Random
    ) -> Actor:
        """Somebody there whose duties include the act and need the part, if one is named.

        The six whose sign-ins are printed first do more than others, so that they find work.
        """
        able = [
            (member, actor)
            for member, actor in self.staff[agency]
            if actor.may(ability)
            and (not part or part in actor.parts)
            and not has_left(member, self.now, at)
        ]
        busy = [4 if f"{member.local}@{DOMAIN[agency]}" in THE_SIX else 1 for member, _ in able]
        return chance.choices(able, busy)[0][1]

    def focal_points(self, agency: str) -> list[UUID]:
        """Who receives what is opened to an agency."""
        return [
            actor.staff
            for member, actor in self.staff[agency]
            if member.focal and member.left is None
        ]


def has_left(member: MemberSheet, now: datetime, at: datetime) -> bool:
    """Whether somebody no longer works there at a moment."""
    return member.left is not None and at >= now - member.left


def found(country: Country) -> None:
    """Found every agency with its posts, staff, services and agreements, before the year begins."""
    at = country.founded_at
    for sheet in AGENCIES:
        _found_agency(country, sheet, at)
    for agreement in AGREEMENTS:
        _agree(country, agreement, at + AGREES_AFTER)
    for offered in SERVICES:
        by = _administrator(country, offered.agency)
        service = open_service(offered.sheet, by=by, at=at + SERVES_AFTER)
        country.services[offered.called] = service.key


def year_of_agencies(country: Country) -> Iterator[datetime]:
    """What agencies do in the year beside helping people: a story like any other."""
    planned = [*_words_on_places(country), *_departures(country), *_endings(country)]
    for at, act in sorted(planned, key=lambda each: each[0]):
        yield at
        act(at=at)


def _found_agency(country: Country, sheet: AgencySheet, at: datetime) -> None:
    first, *others = [member for member in STAFF if member.agency == sheet.code]
    address = f"{first.local}@{sheet.domain}"
    founded = found_agency(
        sheet.code,
        sheet.name,
        sheet.kind,
        COUNTRY,
        administrator=(first.name, address),
        region=sheet.region,
        languages=sheet.languages,
        on_call=telephone(country.chance),
        in_matching=sheet.kind not in NOT_IN_MATCHING,
        is_demonstration=True,
        by=SYSTEM,
        at=at,
    )
    country.agencies[sheet.code] = founded.agency
    by = _signs_in(address, founded.administrator, at)
    country.staff[sheet.code] = [(first, by)]
    posts = [open_post(name, kind, region=sheet.region, by=by, at=at) for name, kind in sheet.posts]
    for member in others:
        hired = appoint_staff(
            member.name,
            f"{member.local}@{sheet.domain}",
            post=posts[member.post],
            duties=member.duties,
            languages=sheet.languages[:2],
            by=by,
            at=at,
        )
        if member.focal:
            name_focal_point(hired.key, by=by, at=at)
        actor = _signs_in(f"{member.local}@{sheet.domain}", hired, at)
        country.staff[sheet.code].append((member, actor))


def _signs_in(address: str, appointed: Appointed, at: datetime) -> Actor:
    """Password and second factor, set up on the first day."""
    accept_invitation_hashed(appointed.token, hashed_password(), at=at)
    enrol_factor(appointed.staff, app_secret(address), by=SYSTEM, at=at)
    return actor_of(staff_named(address), at)


def _agree(country: Country, sheet: AgreementSheet, at: datetime) -> None:
    key = propose_agreement(
        country.agencies[sheet.other],
        parts=sheet.parts,
        purposes=sheet.purposes,
        starts=at,
        until=None if sheet.ends_in is None else country.now + sheet.ends_in,
        paper=f"Protocol {sheet.one}-{sheet.other}",
        by=_administrator(country, sheet.one),
        at=at,
    )
    country.agreements[sheet] = key
    if sheet.signed:
        sign_agreement(key, by=_administrator(country, sheet.other), at=at)


def _words_on_places(country: Country) -> Iterator[Planned]:
    chance = country.chance
    for offered in SERVICES:
        if not offered.places:
            continue
        hours = [24 * day + chance.randrange(1, 12) for day in range(20, 380, 60)]
        for hours_ago in (*hours, chance.randrange(2, 40)):
            free = chance.randrange(max(2, offered.places // 3))
            say = partial(
                say_places_free,
                country.services[offered.called],
                free=free,
                of=offered.places,
                by=_administrator(country, offered.agency),
            )
            yield country.now - timedelta(hours=hours_ago), say


def _departures(country: Country) -> Iterator[Planned]:
    for members in country.staff.values():
        for member, actor in members:
            if member.left is not None:
                key = staff_by_id([actor.staff])[actor.staff].key
                leave = partial(staff_leaves, key, by=_administrator(country, member.agency))
                yield country.now - member.left, leave


def _endings(country: Country) -> Iterator[Planned]:
    for sheet, key in country.agreements.items():
        if sheet.ended is not None:
            end = partial(end_agreement, key, by=_administrator(country, sheet.one))
            yield country.now - sheet.ended, end


def _administrator(country: Country, agency: str) -> Actor:
    return country.staff[agency][0][1]
