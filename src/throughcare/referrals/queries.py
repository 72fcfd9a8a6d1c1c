"""Rows about referrals, for pages. Each docstring states the number of SQL queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughcare.agencies.rules import Mark, mark_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import listed, set_apart
from throughcare.kernel.vocabulary import word
from throughcare.persons.queries import numbers_at
from throughcare.referrals import doors
from throughcare.referrals.models import Question, Referral, UnmetNeed
from throughcare.referrals.rules import (
    GOING_ON,
    STATE_WORDS,
    TRAVEL_WORDS,
    WAITING,
    Clock,
    State,
    Summary,
    clock,
    state_at,
    summary_from,
)

PAGE = 40
MOST_COUNTED = 100
NEWEST, OLDEST = "-offered", "offered"

NAMED = Q(way="account", service__is_confidential=False)
"""Offers that a figure may lay at the door of a named agency."""


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral in a list; `number` and `person` are those of whom one's own agency sent."""

    id: UUID
    key: str
    headline: str
    detail: str
    urgency: str
    urgency_words: str
    state: State
    state_words: str
    clock: Clock | None
    sender: Mark
    receiver: Mark
    number: str
    person: UUID | None
    case_key: str
    offered_at: datetime
    answered_in: timedelta | None


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One part of a list by keyset; `after` names where the next begins (empty at the end)."""

    rows: Sequence[ReferralRow]
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which referrals of a list, by the state that is shown, and in which order."""

    state: str = ""
    order: str = NEWEST

    @classmethod
    def in_address(cls, said: Mapping[str, str]) -> "Asked":
        """What an address asks; what makes no sense is not asked."""
        state, order = said.get("state", ""), said.get("order", "")
        return cls(
            state if state in set(State) else "", order if order in (NEWEST, OLDEST) else NEWEST
        )


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What the receiver asked, and the answer (empty while there is none)."""

    key: str
    question: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a referral summary."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of one's own."""

    key: str
    number: str
    headline: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How many referrals have the same codes, and how many people stand behind them."""

    codes: tuple[str, ...]
    number: int
    people: int


def to_answer(by: Actor, at: datetime, most: int = PAGE) -> list[ReferralRow]:
    """What waits for an answer of one's agency, soonest first. 1 query."""
    return _rows(_joined(_waiting(by, at)).order_by("answer_until")[:most], by, at)


def unanswered_questions(by: Actor, at: datetime, most: int = PAGE) -> list[ReferralRow]:
    """Offers of one's own about which something was asked, soonest first. 2 queries."""
    asked = doors.referrals_sent(by, at).filter(doors.waiting(at), state=State.ASKED)
    return _rows(_joined(asked).order_by("answer_until")[:most], by, at)


def to_hand_over(by: Actor, at: datetime, most: int = PAGE) -> list[ReferralRow]:
    """Accepted and not yet handed over, for both sides, longest waiting first. 3 queries."""
    sent = doors.referrals_sent(by, at).filter(state=State.ACCEPTED, ended_at=None)
    received = doors.referrals_received(by, at).filter(state=State.ACCEPTED, ended_at=None)
    return _rows(_joined(sent).order_by("answered_at")[:most], by, at) + _rows(
        _joined(received).order_by("answered_at")[:most], by, at
    )


def count_to_answer(by: Actor, at: datetime) -> int:
    """How many offers wait for an answer of one's agency; it counts to 100. 1 query."""
    return _waiting(by, at)[:MOST_COUNTED].count()


def received(by: Actor, at: datetime, after: str = "", asked: Asked = EVERYTHING) -> ReferralPage:
    """What one's agency was offered, newest first where nothing else is asked. 1 query."""
    return _page(doors.referrals_received(by, at), by, at, after, asked)


def sent(by: Actor, at: datetime, after: str = "", asked: Asked = EVERYTHING) -> ReferralPage:
    """What one's agency offered, newest first where nothing else is asked. 2 queries."""
    return _page(doors.referrals_sent(by, at), by, at, after, asked)


def has_open_referral(case: UUID, at: datetime, besides: UUID | None = None) -> bool:
    """Whether a referral of a case is still to be answered, handed over or reported. 1 query.

    `besides` is one that does not count.
    """
    waiting = Q(state__in=sorted(WAITING), answer_until__gt=at)
    coming = Q(state__in=sorted(GOING_ON))
    rows = Referral.objects.filter(waiting | coming, case=case)
    return (rows.exclude(pk=besides) if besides else rows).exists()


def row_of(referral: Referral, by: Actor, at: datetime) -> ReferralRow:
    """One referral that a door let somebody see. 1 query."""
    return _rows([referral], by, at)[0]


def questions_of(by: Actor, referral: Referral, at: datetime) -> list[QuestionRow]:
    """What was asked about a referral that a door let somebody see. 1 query."""
    if not doors.has_more_to_read(by, referral, at):
        return []
    rows = Question.objects.filter(referral=referral).select_related("referral__case")
    return [_question(row) for row in rows.order_by("asked_at")]


def lines_of(summary: Summary) -> list[Line]:
    """A referral summary in words: one template for sender, receiver and paper reads them."""
    children = summary.children
    said = [
        (_("Needs"), _set_apart("need", summary.needs)),
        (_("Person"), word("age_band", summary.age_band)),
        (_("Service wanted"), word("service_for", summary.service_for)),
        (_("Speaks"), _listed("language", summary.languages) or _("not known")),
        (
            _("Children"),
            f"{_children(children)}: {_listed('child_age_band', children)}"
            if children
            else _("none"),
        ),
        (_("Access needs"), _set_apart("access_need", summary.access_needs) or _("none known")),
        (_("Risk to the house"), word("house_risk", summary.house_risk)),
        (_("Can travel"), _(TRAVEL_WORDS[summary.travel])),
    ]
    return [Line(name, value) for name, value in said]


def drafts_of(by: Actor, at: datetime) -> list[DraftRow]:
    """Drafts of one's own, newest first. 2 queries."""
    drafts = list(doors.drafts_of(by, at).select_related("case").order_by("-saved_at")[:PAGE])
    numbers = numbers_at(by.agency, [draft.case.person_id for draft in drafts])
    return [
        DraftRow(
            draft.key,
            numbers.get(draft.case.person_id, ""),
            doors.words_of(draft) or _set_apart("need", summary_from(draft.summary).needs),
            draft.saved_at,
        )
        for draft in drafts
    ]


def counted_waiting(by: Actor, at: datetime) -> list[Counted]:
    """Offers that wait, by the agency that is to answer and by urgency. 1 query.

    Those to confidential services are not among them: no count tells that there is one.
    """
    return _counted(_waits_anywhere(by, at).filter(NAMED), "receiver", "urgency")


def counted_waiting_unnamed(by: Actor, at: datetime) -> list[Counted]:
    """All other offers that wait, by urgency: no count is in both. 1 query."""
    return _counted(_waits_anywhere(by, at).exclude(NAMED), "urgency")


def counted_unanswered(by: Actor, since: datetime, at: datetime) -> list[Counted]:
    """Offers that ran out without an answer from `since` to `at`, by agency like those. 1 query."""
    over = Q(state=State.EXPIRED) | Q(state__in=sorted(WAITING))
    rows = doors.referrals_to_count(by).filter(over, answer_until__gte=since, answer_until__lt=at)
    return _counted(rows.filter(NAMED), "receiver")


def counted_declined(by: Actor, since: datetime, at: datetime) -> list[Counted]:
    """Offers declined from `since` to `at`, by reason. 1 query."""
    rows = doors.referrals_to_count(by).filter(
        state=State.DECLINED, ended_at__gte=since, ended_at__lt=at
    )
    return _counted(rows, "decline_reason")


def counted_unmet(by: Actor, since: datetime, at: datetime) -> list[Counted]:
    """Needs that nobody met from `since` to `at`, by region and need, for a coordinator. 1 query.

    No row of them knows a person, so that a need counts as if it were somebody.
    """
    by.must("coordinate")
    rows = UnmetNeed.objects.filter(at__gte=since, at__lt=at).order_by()
    groups = rows.values_list("region", "need").annotate(n=Count("pk")).order_by("region", "need")
    return [Counted((region, need), number, number) for region, need, number in groups]


def counted_unmet_here(by: Actor, since: datetime, until: datetime) -> list[Counted]:
    """Needs of an own agency's people that nobody met from `since` to `until`. 1 query."""
    by.must("statistics")
    rows = UnmetNeed.objects.filter(agency=by.agency, at__gte=since, at__lt=until).order_by()
    groups = rows.values_list("need").annotate(n=Count("pk")).order_by("need")
    return [Counted((need,), number, number) for need, number in groups]


def counted_sent(by: Actor, since: datetime, until: datetime, at: datetime) -> list[Counted]:
    """What the own agency offered from `since` to `until`, by state and reason. 1 query."""
    rows = doors.referrals_to_count(by).filter(sender=by.agency)
    return _by_state(rows.filter(offered_at__gte=since, offered_at__lt=until), at)


def counted_received(by: Actor, since: datetime, until: datetime, at: datetime) -> list[Counted]:
    """What the own agency was offered from `since` to `until`, by state and reason. 1 query."""
    rows = doors.referrals_to_count(by).filter(receiver=by.agency)
    return _by_state(rows.filter(offered_at__gte=since, offered_at__lt=until), at)


def _by_state(rows: QuerySet[Referral], at: datetime) -> list[Counted]:
    """By the state that counts now (`rules.state_at`), what was accepted being one."""
    over = When(state__in=sorted(WAITING), answer_until__lte=at, then=Value(State.EXPIRED.value))
    waits = When(state__in=sorted(WAITING), then=Value(State.OFFERED.value))
    going_on = [State.ACCEPTED, State.HANDED_OVER, State.ENDED]
    taken = When(state__in=going_on, then=Value(State.ACCEPTED.value))
    found = rows.annotate(now=Case(over, waits, taken, default=F("state")))
    return _counted(found, "now", "decline_reason")


def agencies_to_answer(at: datetime) -> frozenset[UUID]:
    """The agencies whose answer is waited for now; for reminding, never for showing. 1 query."""
    rows = Referral.objects.filter(state__in=sorted(WAITING), answer_until__gt=at, way="account")
    return frozenset(rows.order_by().values_list("receiver", flat=True).distinct())


def _waits_anywhere(by: Actor, at: datetime) -> QuerySet[Referral]:
    rows = doors.referrals_to_count(by)
    return rows.filter(state__in=sorted(WAITING), answer_until__gt=at)


def _counted(rows: QuerySet[Referral], *by: str) -> list[Counted]:
    groups = rows.order_by(*by).values_list(*by)
    counts = groups.annotate(number=Count("pk"), people=Count("person", distinct=True))
    return [Counted(tuple(map(str, codes)), number, people) for *codes, number, people in counts]


def _waiting(by: Actor, at: datetime) -> QuerySet[Referral]:
    """What still waits for an answer of the actor's agency."""
    return doors.referrals_received(by, at).filter(doors.waiting(at))


def _page(
    rows: QuerySet[Referral], by: Actor, at: datetime, after: str, asked: Asked
) -> ReferralPage:
    if asked.state:
        rows = rows.filter(_shown_as(State(asked.state), at))
    if after:
        rows = rows.filter(_beyond(after, asked.order))
    down = "" if asked.order == OLDEST else "-"
    found = list(_joined(rows).order_by(f"{down}offered_at", f"{down}id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ReferralPage(
        _rows(found[:PAGE], by, at),
        f"{last.offered_at.isoformat()}~{last.pk.hex}" if last else "",
    )


def _shown_as(state: State, at: datetime) -> Q:
    """Referrals that a page shows in a state: an offer whose time is over is shown as expired."""
    if state == State.EXPIRED:
        return Q(state=state) | Q(state__in=sorted(WAITING), answer_until__lte=at)
    return Q(state=state, answer_until__gt=at) if state in WAITING else Q(state=state)


def _beyond(after: str, order: str) -> Q:
    """What comes after the row that `ReferralPage.after` names; everything if it names none."""
    moment, _mark, row = after.partition("~")
    try:
        offered, last = datetime.fromisoformat(moment).astimezone(UTC), UUID(row)
    except (ValueError, OverflowError):
        return Q()
    if order == OLDEST:
        return Q(offered_at__gt=offered) | Q(offered_at=offered, id__gt=last)
    return Q(offered_at__lt=offered) | Q(offered_at=offered, id__lt=last)


def _joined(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("sender", "receiver", "service", "case")


def _rows(
    referrals: "Sequence[Referral] | QuerySet[Referral]", by: Actor, at: datetime
) -> list[ReferralRow]:
    found = list(referrals)
    own = [row.person_id for row in found if row.sender_id == by.agency]
    numbers = numbers_at(by.agency, own)
    return [_row(row, numbers.get(row.person_id, ""), by, at) for row in found]


def _row(referral: Referral, number: str, by: Actor, at: datetime) -> ReferralRow:
    summary = summary_from(referral.summary)
    state = state_at(referral.state, referral.answer_until, at)
    sender, receiver = referral.sender, referral.receiver
    waits = state in WAITING
    return ReferralRow(
        id=referral.pk,
        key=referral.key,
        headline=doors.words_for(by, referral, at) or _set_apart("need", summary.needs),
        detail=_detail(summary),
        urgency=referral.urgency,
        urgency_words=word("urgency", referral.urgency),
        state=state,
        state_words=pgettext("referral", STATE_WORDS[state]),
        clock=clock(referral.urgency, referral.offered_at, referral.answer_until, at)
        if waits
        else None,
        sender=mark_of(sender.code, sender.kind, sender.name),
        receiver=mark_of(receiver.code, receiver.kind, receiver.name),
        number=number,
        person=referral.person_id if number else None,
        case_key=referral.case.key if referral.sender_id == by.agency else "",
        offered_at=referral.offered_at,
        answered_in=referral.answered_at - referral.offered_at if referral.answered_at else None,
    )


def _detail(summary: Summary) -> str:
    said = [
        word("age_band", summary.age_band),
        _listed("language", summary.languages),
        _children(summary.children) if summary.children else "",
    ]
    return ". ".join(each for each in said if each)


def _children(bands: Sequence[str]) -> str:
    said = ngettext("%(count)s child", "%(count)s children", len(bands))
    return said % {"count": len(bands)}


def _question(row: Question) -> QuestionRow:
    asked, answered = doors.question_words(row)
    return QuestionRow(row.key, asked, answered, row.asked_at, row.answered_at)


def _listed(name: str, values: Sequence[str]) -> str:
    return listed(word(name, value) for value in values)


def _set_apart(name: str, values: Sequence[str]) -> str:
    return set_apart(word(name, value) for value in values)
