"""Rows for the pages of linked records and of questions between agencies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.agencies.doors import all_agencies, focal_points_of, staff_by_id
from throughcare.agencies.rules import Mark, mark_of
from throughcare.identity.doors import age_bands_of
from throughcare.kernel.actors import Actor
from throughcare.linking import doors
from throughcare.linking.models import Likeness, Link, Permission
from throughcare.linking.rules import Kind, Standing, reasons_not_to_take_part
from throughcare.persons.queries import keys_at, numbers_at
from throughcare_core.vocab import enforces_law


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another record that is, or was held to be, the same person's; codes of why."""

    key: str
    number: str
    why: str
    linked_by: str
    linked_at: datetime
    why_apart: str
    unlinked_by: str
    unlinked_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether the two are linked now."""
        return self.unlinked_at is None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One of two records that are looked at side by side; no name."""

    person: UUID
    key: str
    number: str
    age_band: str


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """The last answer to one of the two questions; empty where it was never asked."""

    kind: Kind
    key: str = ""
    answer: str = ""
    given_at: datetime | None = None
    until: datetime | None = None
    never: tuple[str, ...] = ()
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """A question that was sent to others: when, and until when they may answer."""

    sent_at: datetime
    until: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An agency that helps the person already, and with whom to speak there."""

    agency: str
    mark: Mark
    on_call: str
    speak_with: str
    address: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class OthersPage:
    """All that an agency sees of its questions to others about one person."""

    reasons_against: list[str]
    permissions: list[PermissionRow]
    inquiries: list[InquiryRow]
    answers: list[AnswerRow]
    asked: list[str]
    left_out_by_law: list[str]

    @property
    def may_send(self) -> bool:
        """Whether a question can be sent now, as far as the person's word goes."""
        asks = any(row.kind is Kind.ASK and row.in_force for row in self.permissions)
        return asks and not any(row.waits for row in self.inquiries)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of another agency about somebody like a person of one's own."""

    key: str
    asker: str
    mark: Mark
    person_key: str
    number: str
    age_band: str
    until: datetime


def links_about(by: Actor, person: UUID, at: datetime) -> list[LinkRow]:
    """The records linked with one, now or before, newest first. 4 queries."""
    links = list(doors.links_of(by, person, at).order_by("-linked_at", "-pk"))
    others = [_other(link, person) for link in links]
    keys, numbers = keys_at(by.agency, others), numbers_at(by.agency, others)
    staff = staff_by_id(
        key for link in links for key in (link.linked_by_id, link.unlinked_by_id) if key
    )
    names = {key: member.name for key, member in staff.items()}
    return [
        LinkRow(
            key=keys.get(other, ""),
            number=numbers.get(other, ""),
            why=link.why,
            linked_by=names.get(link.linked_by_id, ""),
            linked_at=link.linked_at,
            why_apart=link.why_apart,
            unlinked_by=names.get(link.unlinked_by_id, "") if link.unlinked_by_id else "",
            unlinked_at=link.unlinked_at,
        )
        for link, other in zip(links, others, strict=True)
    ]


def linked_now(by: Actor, person: UUID, at: datetime) -> list[tuple[str, str]]:
    """Key and number of each record that is the same person's. 1 query."""
    numbered = {"one__numbers__agency": by.agency, "other__numbers__agency": by.agency}
    links = doors.links_of(by, person, at).filter(unlinked_at=None, **numbered)
    one, other = (
        (f"{side}__numbers__key", f"{side}__numbers__number") for side in ("one", "other")
    )
    rows = links.values_list("one", *one, *other)
    return sorted((row[3], row[4]) if row[0] == person else (row[1], row[2]) for row in rows)


def side_by_side(by: Actor, keys: tuple[str, str], at: datetime) -> list[RecordRow]:
    """Two records of one's own, to be looked at before they are linked. 6 queries."""
    people = [doors.record_here(by, key, at) for key in keys]
    numbers = numbers_at(by.agency, people)
    bands = age_bands_of(by, people, by.agency, at)
    return [
        RecordRow(person, key, numbers.get(person, ""), bands[person])
        for key, person in zip(keys, people, strict=True)
    ]


def others_page(by: Actor, person: UUID, at: datetime) -> OthersPage:
    """What was asked of others about a person, and what came of it. 6 queries, whatever it is."""
    agencies = all_agencies()
    names = {agency.pk.hex: agency.name for agency in agencies}
    permissions = [_last_said(person, by.agency, kind, names, at) for kind in Kind]
    others = [
        (agency.name, Standing(agency.kind, agency.in_matching))
        for agency in agencies
        if agency.pk != by.agency
    ]
    never = {name for row in permissions if row.kind is Kind.ASK for name in row.never}
    inquiries = doors.inquiries_about(person, by.agency).order_by("-asked_at", "-pk")
    answers = doors.answers_about(person, by.agency, at).select_related("holder", "speak_with")
    return OthersPage(
        reasons_against=reasons_not_to_take_part(doors.standing_of(by)),
        permissions=permissions,
        inquiries=[
            InquiryRow(row.asked_at, row.until, row.ended_at is None and row.until > at)
            for row in inquiries
        ],
        answers=[_answer(row) for row in answers.order_by("answered_at", "pk")],
        asked=[name for name, how in others if how.takes_part and name not in never],
        left_out_by_law=[
            name for name, how in others if not how.in_matching and not enforces_law(how.kind)
        ],
    )


def agencies_to_leave_out(by: Actor) -> list[tuple[UUID, str]]:
    """Whom a person may leave out when asked: the others that take part, by name. 1 query."""
    return [
        (row.pk, row.name)
        for row in all_agencies()
        if row.pk != by.agency and Standing(row.kind, row.in_matching).takes_part
    ]


def question_row(by: Actor, question: Likeness, at: datetime) -> QuestionRow:
    """A question that a door has let somebody reach. 3 queries."""
    person, asker = question.person_id, question.inquiry.asker
    return QuestionRow(
        key=question.key,
        asker=asker.name,
        mark=mark_of(asker.code, asker.kind, asker.name),
        person_key=keys_at(by.agency, [person]).get(person, ""),
        number=numbers_at(by.agency, [person]).get(person, ""),
        age_band=age_bands_of(by, [person], by.agency, at)[person],
        until=question.inquiry.until,
    )


def focal_points_here(by: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """With whom another agency can speak here. 2 queries."""
    named = focal_points_of(by.agency, at)
    staff = staff_by_id(named)
    return [(key, staff[key].name) for key in named if key in staff]


def _other(link: Link, person: UUID) -> UUID:
    return link.other_id if link.one_id == person else link.one_id


def _last_said(
    person: UUID, holder: UUID, kind: Kind, names: Mapping[str, str], at: datetime
) -> PermissionRow:
    said = doors.permissions_of(person, holder).filter(kind=kind, ended_at=None).first()
    if said is None:
        return PermissionRow(kind)
    return PermissionRow(
        kind,
        said.key,
        said.answer,
        said.given_at,
        said.until,
        tuple(name for agency, name in names.items() if agency in said.never),
        _holds(said, at),
    )


def _holds(said: Permission, at: datetime) -> bool:
    return said.answer == "yes" and said.given_at <= at < said.until


def _answer(row: Likeness) -> AnswerRow:
    holder, staff = row.holder, row.speak_with
    assert staff is not None
    assert row.answered_at is not None
    works_there = staff.left_at is None
    return AnswerRow(
        agency=holder.name,
        mark=mark_of(holder.code, holder.kind, holder.name),
        on_call=holder.on_call,
        speak_with=staff.name if works_there else "",
        address=staff.email if works_there else "",
        answered_at=row.answered_at,
    )
