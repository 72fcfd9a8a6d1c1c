"""Rows about determinations, for pages. Each docstring states the number of SQL queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import staff_by_id
from throughcare.agencies.rules import Mark, mark_of
from throughcare.identification import doors
from throughcare.identification.adapters import authorities_here, laws_here
from throughcare.identification.models import Appeal, Determination, Ruling
from throughcare.identification.rules.authorities import Authority, laws_decided_by
from throughcare.identification.rules.charges import CAME_TO
from throughcare.identification.rules.clocks import target_level
from throughcare.identification.rules.states import (
    ELEMENT_WORDS,
    LETTER_WAYS,
    OPEN,
    OUTCOMES,
    STATE_WORDS,
    State,
)
from throughcare.identity.doors import ContactRow, contacts_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.languages import side_by_side
from throughcare.kernel.vocabulary import word
from throughcare.persons.queries import numbers_at

PAGE = 40
SOON = timedelta(days=14)
"""So long before its last day a recovery period stands on Today."""
ON_PAPER = frozenset({"letter", "email"})
"""Safe ways that carry a letter."""


@dataclass(frozen=True, slots=True)
class DeterminationRow:
    """One determination in a list or on the bar of a timeline."""

    key: str
    person: UUID
    agency: Mark
    law: str
    law_code: str
    state: State
    state_words: str
    received_at: datetime
    target_at: datetime | None
    level: str
    presumed_on: date | None
    concluded_on: date | None
    protected_through: date | None
    is_own: bool
    number: str = ""
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class RulingRow:
    """One ruling; reasons are empty for who may not read them."""

    finds: str
    decided_at: datetime
    officer: str
    version: str
    facts: int
    lacks: Sequence[str]
    reasons: str
    on_appeal: bool
    letters: Sequence[tuple[str, datetime, str]]


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """What became of a charge; for who decides, and for readers of the justice part."""

    came_to: str
    charged_as: str
    lacks: str
    came_on: date


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal, and whether it waits."""

    made_at: datetime
    words: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnWordRow:
    """What the person calls herself or himself, and to whom it was said."""

    words: str
    said_at: datetime
    agency: Mark


@dataclass(frozen=True, slots=True)
class SuspicionRow:
    """One agency suspects the person; for readers of its justice part alone."""

    agency: Mark
    since: datetime
    ended_at: datetime | None
    words: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of non-punishment; for those who may read both sides of the wall."""

    key: str
    raised_at: datetime
    suspected_at: Mark
    decided_at: Mark
    state_words: str
    outcome: str
    words: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LawChoice:
    """A law under which the actor's agency decides, with who says so and how sure that is."""

    code: str
    title: str
    source: str
    certainty: str


def laws_decided(by: Actor, at: datetime) -> dict[str, Authority]:
    """The laws under which the actor's agency is the named authority. No query."""
    day = timezone.localtime(at).date()
    return laws_decided_by(by.agency_kind, authorities_here(), settings.COUNTRY, day)


def law_choices(by: Actor, at: datetime) -> list[LawChoice]:
    """The same, as a form shows it: laws that are held here. No query."""
    held = laws_here()
    return [
        LawChoice(code, held[code].title, row.source, row.certainty)
        for code, row in sorted(laws_decided(by, at).items())
        if code in held
    ]


def is_determined(agency: UUID, person: UUID, law: str) -> bool:
    """Whether an agency has a determination about a person under a law. 1 query."""
    rows = Determination.objects.filter(agency=agency, person=person, law=law, erased_at=None)
    return rows.exists()


def open_appeal(determination: Determination) -> Appeal | None:
    """The appeal that waits. 1 query."""
    return Appeal.objects.filter(determination=determination, decided_at=None).first()


def has_open_appeal(determination: Determination) -> bool:
    """Whether an appeal waits. 1 query."""
    return open_appeal(determination) is not None


def newest_ruling(determination: Determination) -> Ruling | None:
    """The ruling that stands. 1 query."""
    return determination.rulings.order_by("-decided_at", "-id").first()


def last_officer(determination: Determination) -> UUID | None:
    """Who ruled last. 1 query."""
    found = newest_ruling(determination)
    return found.decided_by_id if found else None


def version_of(determination: Determination) -> str:
    """The version of the law on the day of the act; the newest where the day is not known."""
    law = laws_here().get(determination.law)
    if law is None:
        return ""
    version = law.on(determination.act_on) if determination.act_on else law.versions[-1]
    return version.version if version else ""


def safe_addresses(by: Actor, determination: Determination, at: datetime) -> list[ContactRow]:
    """Ways in the authority's own record that may carry a letter now. 2 queries and the looks."""
    try:
        found = contacts_of(by, determination.person_id, by.agency, at, purpose="identification")
    except NotHere:
        return []
    return [row for row in found if row.contact.is_safe and ON_PAPER & set(row.contact.ways)]


def determinations_about(by: Actor, person: UUID, at: datetime) -> list[DeterminationRow]:
    """Every determination about a person that the actor may see, oldest first. 1 query."""
    found = doors.determinations_of(by, at).filter(person=person).select_related("agency")
    return [row_of(row, by, at) for row in found.order_by("received_at", "pk")]


def waiting_here(by: Actor, at: datetime) -> list[DeterminationRow]:
    """What waits for a decision of the actor's agency, the soonest target first. 2 queries."""
    rows = _appealed(doors.determinations_of(by, at))
    waits = Q(state__in=sorted(OPEN)) | Q(appealed=True)
    return _numbered(rows.filter(waits, agency=by.agency), by, at, PAGE)


def waiting_today(by: Actor, at: datetime, most: int) -> list[DeterminationRow]:
    """What stands on Today: decisions, appeals, and recovery that ends soon. 2 queries.

    Who decides sees what waits at the own agency; who decides or argues, every recovery period that
    ends within `SOON` in a record that she or he may read.
    """
    today = timezone.localtime(at).date()
    rows = _appealed(doors.determinations_of(by, at))
    shown = Q(state="presumed", protected_through__range=(today, today + SOON))
    if by.may("determine"):
        shown |= Q(agency=by.agency, state="asked") | Q(agency=by.agency, appealed=True)
    return _numbered(rows.filter(shown), by, at, most)


def _appealed(rows: QuerySet[Determination]) -> QuerySet[Determination]:
    waiting = Appeal.objects.filter(determination=OuterRef("pk"), decided_at=None)
    return rows.annotate(appealed=Exists(waiting))


def _numbered(
    rows: QuerySet[Determination], by: Actor, at: datetime, most: int
) -> list[DeterminationRow]:
    """Determinations with the numbers of the actor's own agency, the soonest target first."""
    found = list(rows.select_related("agency").order_by("state", "target_at", "pk")[:most])
    numbers = numbers_at(by.agency, [row.person_id for row in found])
    return [
        replace(
            row_of(row, by, at, numbers.get(row.person_id, "")),
            appealed=bool(getattr(row, "appealed", False)),
        )
        for row in found
    ]


def row_of(row: Determination, by: Actor, at: datetime, number: str = "") -> DeterminationRow:
    """A determination that a door let somebody see; its agency is joined. No query."""
    agency = row.agency
    return DeterminationRow(
        key=row.key,
        person=row.person_id,
        agency=mark_of(agency.code, agency.kind, agency.name),
        law=title_of(row.law),
        law_code=row.law,
        state=State(row.state),
        state_words=_(STATE_WORDS[State(row.state)]),
        received_at=row.received_at,
        target_at=row.target_at,
        level=target_level(row.state, row.target_at, at) or "",
        presumed_on=row.presumed_on,
        concluded_on=row.concluded_on,
        protected_through=row.protected_through,
        is_own=row.agency_id == by.agency,
        number=number,
    )


def title_of(law: str) -> str:
    """The title of a law that is held here; else its code."""
    held = laws_here().get(law)
    return held.title if held else law


def rulings_of(by: Actor, determination: Determination) -> list[RulingRow]:
    """What was decided, oldest first. 3 queries."""
    found = list(determination.rulings.prefetch_related("letters").order_by("decided_at", "id"))
    staff = staff_by_id(row.decided_by_id for row in found)
    own = determination.agency_id == by.agency
    return [
        RulingRow(
            finds=_(STATE_WORDS[State(row.finds)]),
            decided_at=row.decided_at,
            officer=staff[row.decided_by_id].name if own else "",
            version=row.law_version,
            facts=len(row.facts),
            lacks=[_(ELEMENT_WORDS[element]) for element in row.lacks],
            reasons=doors.reasons_of(by, row),
            on_appeal=row.on_appeal,
            letters=[
                (_(LETTER_WAYS[letter.way]), letter.made_at, letter.key if own else "")
                for letter in row.letters.all()
            ],
        )
        for row in found
    ]


def appeals_of(by: Actor, determination: Determination) -> list[AppealRow]:
    """Appeals, oldest first. 1 query."""
    found = determination.appeals.select_related("made_by").order_by("made_at", "id")
    return [AppealRow(row.made_at, doors.words_of_appeal(by, row), row.decided_at) for row in found]


def charges_of(determination: Determination) -> list[ChargeRow]:
    """What became of charges, the newest first; for who a door let in. 1 query."""
    return [
        ChargeRow(
            _(CAME_TO[row.came_to]),
            word("charge", row.charged_as) if row.charged_as else "",
            _(ELEMENT_WORDS[row.lacks]),
            row.came_on,
        )
        for row in determination.charges.order_by("-recorded_at", "-id")
    ]


def disputes_of(determination: Determination) -> list[str]:
    """The elements that the authority marked disputed. 1 query."""
    return list(determination.disputes.order_by("marked_at").values_list("element", flat=True))


def own_word(by: Actor, person: UUID, at: datetime) -> OwnWordRow | None:
    """The newest word of the person for herself or himself. 1 query."""
    rows = doors.own_words_of(by, person, at).select_related("agency")
    found = rows.order_by("-said_at", "-id").first()
    if found is None:
        return None
    mark = mark_of(found.agency.code, found.agency.kind, found.agency.name)
    return OwnWordRow(doors.own_word_of(found), found.said_at, mark)


def suspicions_about(by: Actor, person: UUID, at: datetime) -> list[SuspicionRow]:
    """Suspicions that the actor may read behind the wall. 1 query."""
    rows = doors.suspicions_of(by, at).filter(person=person).select_related("agency")
    return [
        SuspicionRow(
            mark_of(row.agency.code, row.agency.kind, row.agency.name),
            row.since,
            row.ended_at,
            doors.words_behind_the_wall(row),
            row.agency_id == by.agency,
        )
        for row in rows.order_by("since", "id")
    ]


def questions_about(by: Actor, person: UUID, at: datetime) -> list[QuestionRow]:
    """Questions of non-punishment about a person, for who may read both sides. 1 query."""
    rows = doors.questions_of(by, at).filter(suspicion__person=person)
    return [question_row(row) for row in rows.select_related("answered_by").order_by("raised_at")]


def question_row(row: Any) -> QuestionRow:
    """A question that a door let somebody see. No query beside the key."""
    suspected, decided = row.suspicion.agency, row.determination.agency
    return QuestionRow(
        key=row.key,
        raised_at=row.raised_at,
        suspected_at=mark_of(suspected.code, suspected.kind, suspected.name),
        decided_at=mark_of(decided.code, decided.kind, decided.name),
        state_words=_(STATE_WORDS[State(row.determination.state)]),
        outcome=_(OUTCOMES[row.outcome]) if row.outcome else "",
        words=doors.words_behind_the_wall(row),
        answered_at=row.answered_at,
    )


def contact_words(row: ContactRow) -> str:
    """A way to reach the person, as a choice: where it leads, and how it may be used."""
    ways = side_by_side(word("contact_way", way) for way in row.contact.ways)
    return f"{row.contact.value} ({ways})"
