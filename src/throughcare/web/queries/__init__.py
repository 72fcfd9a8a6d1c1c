"""Rows for the shell: the navigation, what surrounds every page, and Today."""

from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agencies_by_id, agency_by_id, duties_held, staff_by_id
from throughcare.agencies.rules import DUTIES
from throughcare.audit.queries import AccessRow, Looker, lines_and_looks, looks_about, newest_lines
from throughcare.cases.queries import CaseRow, TaskRow, redactions_waiting, tasks_waiting
from throughcare.cases.queries import parts_held as parts_of_case
from throughcare.cases.queries.conferences import (
    ConferenceRow,
    DecisionRow,
    conferences_to_come,
    decisions_to_do,
    invitations,
)
from throughcare.consent.queries import (
    EmergencyRow,
    SharedRow,
    readings_elsewhere,
    readings_told,
    shared_with,
    waiting_for_review,
)
from throughcare.consent.rules import PART_WORDS
from throughcare.identification.queries import DeterminationRow, waiting_today
from throughcare.identity.doors import parts_held as parts_of_identity
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import listed
from throughcare.notices.queries import NoticeRow, count_unread, unread
from throughcare.referrals.queries import (
    DraftRow,
    ReferralRow,
    count_to_answer,
    drafts_of,
    to_answer,
    to_hand_over,
    unanswered_questions,
)
from throughcare.web.queries.reminders import ReminderRow, reminders_for
from throughcare.web.rules import CODES_IN_WORDS

DISCREET = "throughcare_discreet"
LOOKS_TOLD = timedelta(days=365)
ON_TODAY = 20
"""So many referrals of each kind stand on Today, the most urgent first; all stand in their list."""


ON_THE_BAR = 4
"""So many entries stand on the bar of a phone, beside *More*."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation; `wide` ones stand on *More* on a phone."""

    url: str
    label: str
    icon: str
    current: bool
    count: int = 0
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page."""

    agency_name: str
    duty_name: str
    nav: Sequence[Entry]
    home_url: str
    more_url: str
    find_url: str
    discreet: bool
    discreet_url: str
    leave_url: str
    sign_out_url: str
    lock_url: str
    idle_minutes: int
    theme: str = ""


@dataclass(frozen=True, slots=True)
class TodayRows:
    """What waits for one member of staff today."""

    notices: Sequence[NoticeRow]
    reviews: Sequence[EmergencyRow]
    answers: Sequence[ReferralRow]
    questions: Sequence[ReferralRow]
    hand_overs: Sequence[ReferralRow]
    tasks: Sequence[TaskRow]
    drafts: Sequence[DraftRow]
    redactions: Sequence[tuple[str, str]]
    reminders: Sequence[ReminderRow]
    invitations: Sequence[ConferenceRow]
    conferences: Sequence[ConferenceRow]
    decisions: Sequence[DecisionRow]
    determinations: Sequence[DeterminationRow]

    @property
    def are_more(self) -> bool:
        """Whether referrals wait that do not stand here."""
        return any(
            len(rows) >= ON_TODAY for rows in (self.answers, self.questions, self.hand_overs)
        )

    @property
    def opened(self) -> list[UUID]:
        """The rows that show something about somebody, for the line that says so."""
        referrals = (*self.answers, *self.questions, *self.hand_overs)
        keys = [row.key for row in self.tasks]
        keys += [row.key for row in self.drafts]
        keys += [row.key for row in self.decisions]
        keys += [row.key for row in self.determinations]
        return [row.id for row in referrals] + [
            UUID(bytes=urlsafe_b64decode(f"{key}==")) for key in keys
        ]

    @property
    def ahead(self) -> list[TaskRow]:
        """What is not due yet."""
        return [task for task in self.tasks if not task.over]

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(
            len(rows)
            for rows in (
                self.notices,
                self.reviews,
                self.answers,
                self.questions,
                self.hand_overs,
                self.tasks,
                self.redactions,
                self.reminders,
                self.invitations,
                self.decisions,
                self.determinations,
            )
        )


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was searched for, about somebody of an age band, and why it was found."""

    case: CaseRow
    age_band: str
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the access record, in words."""

    seq: int
    at: datetime
    kind: str
    what: str
    code: str
    who: str
    agency: str
    via: str
    count: int

    @property
    def is_coded(self) -> bool:
        """Whether it has no words, as a refused door has none."""
        return self.what == self.code


@dataclass(frozen=True, slots=True)
class LookRow:
    """How often staff of one agency with the same duties looked on one day; no name of theirs.

    `duties` is empty where nobody of an agency looked, but somebody with the person's own receipt.
    """

    day: date
    agency: str
    duties: str
    times: int


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What one agency tells a person about her or his record: never what stands in it."""

    holder: str
    held: Sequence[tuple[str, str]]
    shared: Sequence[SharedRow]
    looks: Sequence[LookRow]


def shell(request: HttpRequest) -> dict[str, object]:
    """What the base template reads; for a page before sign-in only how to leave. 2 queries."""
    by: Actor | None = getattr(request, "actor", None)
    if by is None or not request.user.is_authenticated:
        return {"shell": {"leave_url": reverse("web:leave")}}
    return {
        "shell": Shell(
            agency_name=request.user.agency.name,
            duty_name=_duty_words(by),
            nav=_navigation(by, request.path),
            home_url=reverse("web:today"),
            more_url=reverse("web:more"),
            find_url=reverse("web:find") if "identity" in by.parts else "",
            discreet=request.COOKIES.get(DISCREET) == "1",
            discreet_url=reverse("web:discreet"),
            leave_url=reverse("web:leave"),
            sign_out_url=reverse("account_logout"),
            lock_url=reverse("lock"),
            idle_minutes=settings.IDLE_MINUTES,
        )
    }


def today(by: Actor, at: datetime) -> TodayRows:
    """What waits for the actor. 19 queries at most, fewer where duties need less."""
    return TodayRows(
        notices=unread(by),
        reviews=waiting_for_review(by, at) if by.may("review_emergency") else [],
        answers=to_answer(by, at, ON_TODAY) if by.may("answer_referral") else [],
        questions=unanswered_questions(by, at, ON_TODAY),
        hand_overs=to_hand_over(by, at, ON_TODAY),
        tasks=tasks_waiting(by, at),
        drafts=drafts_of(by, at),
        redactions=redactions_waiting(by, at) if by.may("manage_case") else [],
        reminders=reminders_for(by, at),
        invitations=invitations(by, at) if by.may("answer_referral") else [],
        conferences=conferences_to_come(by, at) if by.parts else [],
        decisions=decisions_to_do(by, at) if by.parts else [],
        determinations=waiting_today(by, at, ON_TODAY) if by.may("assess") else [],
    )


def access_record_of(person: UUID, agency: UUID, before: int | None) -> list[LedgerRow]:
    """What one's own agency did with its record, and others' every look at that. 6 queries."""
    lookers = [
        Looker(reading.agency, reading.staff, reading.since, reading.until)
        for reading in readings_elsewhere(person, agency)
    ]
    return _in_words(lines_and_looks(person, agency, lookers, before))


def ledger_rows(before: int | None) -> list[LedgerRow]:
    """The newest lines of the whole ledger; whom they are about is not in them. 5 queries."""
    return _in_words(newest_lines(before=before))


def own_page(
    person: UUID, holder: UUID, at: datetime, parts: frozenset[str] = frozenset(PART_WORDS)
) -> OwnPage:
    """What the person is told, of the holder's record alone. 16 queries.

    What other agencies keep themselves is not here: the holder does not know it, and must not.
    A worker who reads the page to the person sees which of her own `parts` hold something.
    """
    held = (parts_of_identity(person, holder) | parts_of_case(person, holder)) & parts
    return OwnPage(
        holder=agency_by_id(holder).name,
        held=[words for code, words in PART_WORDS.items() if code in held],
        shared=shared_with(person, holder, at),
        looks=_looks_told(person, holder, at),
    )


def _looks_told(person: UUID, holder: UUID, at: datetime) -> list[LookRow]:
    """Looks of the holder, and of agencies while they could read on a ground that she knows."""
    readings = readings_told(person, holder)
    lines = [
        line
        for line in looks_about(person, holder, since=at - LOOKS_TOLD)
        if any(
            reading.agency == line.agency and reading.since <= line.at < reading.until
            for reading in readings
        )
    ]
    agencies = agencies_by_id(line.agency for line in lines)
    held = duties_held(line.actor for line in lines)
    times = Counter(
        (
            timezone.localdate(line.at),
            agencies[line.agency].name,
            _duties_then(held.get(line.actor, []), line.at) if line.actor.int else "",
        )
        for line in lines
    )
    rows = [LookRow(*where, count) for where, count in times.items()]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.agency, row.duties))


def _duties_then(held: Sequence[tuple[str, datetime, datetime | None]], at: datetime) -> str:
    had = [
        _(DUTIES[code].label)
        for code, since, until in held
        if code in DUTIES and since <= at and (until is None or at < until)
    ]
    return listed(dict.fromkeys(had)) or _("Staff")


def _in_words(lines: Sequence[AccessRow]) -> list[LedgerRow]:
    staff = staff_by_id(line.actor for line in lines)
    agencies = agencies_by_id(line.agency for line in lines)
    return [
        LedgerRow(
            seq=line.seq,
            at=line.at,
            kind=line.kind,
            what=_(CODES_IN_WORDS.get(line.code, line.code)),
            code=line.code,
            who=staff[line.actor].name if line.actor in staff else "",
            agency=agencies[line.agency].name if line.agency in agencies else "",
            via=line.via,
            count=_count(line.entry),
        )
        for line in lines
    ]


def _count(entry: dict[str, object]) -> int:
    codes = entry.get("codes")
    found = codes[0] if isinstance(codes, list) and codes else {}
    return int(found.get("count") or found.get("rows") or 0) if isinstance(found, dict) else 0


def _duty_words(by: Actor) -> str:
    return listed(_(DUTIES[code].label) for code in sorted(by.duties) if code in DUTIES)


def _navigation(by: Actor, path: str) -> list[Entry]:
    referrals = by.may("offer_referral") or by.may("answer_referral")
    waiting = count_to_answer(by, timezone.now()) if by.may("answer_referral") else 0
    wanted = [
        (True, "web:today", _("Today"), "sun", 0, False),
        (bool(by.parts), "cases:list", _("Cases"), "people", 0, False),
        (referrals, "referrals:list", _("Referrals"), "arrow-left-right", waiting, False),
        (by.may("determine"), "identification:waiting", _("Decisions"), "journal-check", 0, False),
        (True, "notices:list", _("Notices"), "bell", count_unread(by), True),
        (by.may("open_case"), "cases:new", _("Speaking"), "chat-left-text", 0, False),
        (by.may("read_ledger"), "web:ledger", _("Access record"), "journal-text", 0, False),
        (by.may("coordinate"), "web:desk", _("Desk"), "clipboard-data", 0, False),
        (by.may("manage_staff"), "staff_list", _("Staff"), "person-check", 0, False),
        (True, "directory:own_services", _("Services"), "house-heart", 0, True),
        (by.may("make_agreements"), "consent:agreements", _("Agreements"), "bank", 0, True),
        (by.may("manage_staff"), "cases:own_fields", _("Own questions"), "pencil", 0, True),
        (by.may("manage_staff"), "web:languages", _("Languages"), "translate", 0, True),
        (by.may("statistics"), "statistics:figures", _("Figures"), "bar-chart", 0, bool(by.parts)),
        (by.may("statistics"), "statistics:returns", _("Monthly return"), "file-text", 0, True),
        (by.may("coordinate"), "identification:two_counts", _("Two counts"), "files", 0, True),
        (by.may("exchange"), "exchange:imports", _("Exchange"), "upload", 0, True),
        (True, "my_account", _("My account"), "person", 0, True),
    ]
    entries = [
        Entry(reverse(name), label, icon, _is_current(path, reverse(name)), count, wide)
        for shown, name, label, icon, count, wide in wanted
        if shown
    ]
    on_the_bar = [entry for entry in entries if not entry.wide][:ON_THE_BAR]
    return [entry if entry in on_the_bar else replace(entry, wide=True) for entry in entries]


def _is_current(path: str, url: str) -> bool:
    if url == reverse("cases:list") and path == reverse("cases:new"):
        return False
    return path == url if url == "/" else path.startswith(url)
