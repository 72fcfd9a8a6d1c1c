"""Lists that somebody sees, as tables that may leave: the same rows, from the same queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.queries import staff_rows
from throughcare.cases.queries import CaseRow, case_page, tasks_waiting
from throughcare.cases.queries.asked import Asked as CasesAsked
from throughcare.directory.queries import Asked, ServiceCard, own_services, services_elsewhere
from throughcare.exchange.rules import gettext_noop
from throughcare.identity.doors import age_bands_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.vocabulary import word
from throughcare.referrals.queries import Asked as ReferralsAsked
from throughcare.referrals.queries import ReferralPage, ReferralRow, received, sent, to_answer
from throughcare_core.vocab import is_code

Cell = str | int | date
MOST_ROWS = 20_000
OTHER_TASK = gettext_noop("Something to do")
TASK_WORDS = {
    "call_back": gettext_noop("Call back"),
    "visit": gettext_noop("Visit"),
    "paper": gettext_noop("Get a paper"),
    "consent": gettext_noop("Ask for consent again"),
}


@dataclass(frozen=True, slots=True)
class TableExport:
    """A list as a table: its headings, its rows, and the keys of whom or what they are about.

    `people` are those of the spine among them, who find the export in their access record.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list that may leave: its title and page, whether it is about people, who makes it."""

    title: str
    page: str
    is_personal: bool
    table: Callable[[Actor, datetime, Mapping[str, str]], TableExport]


def list_kind(name: str) -> ListKind:
    """A list by its name in the address, or `NotHere`."""
    found = LISTS.get(name)
    if found is None:
        raise NotHere("list", asked=name)
    return found


def _cases(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    """The list of cases: 2 queries a page of it, and one for ages."""
    wanted = CasesAsked.in_address(asked)
    found: list[CaseRow] = []
    after = ""
    while True:
        page = case_page(by, at, wanted, after)
        found += page.rows
        after = page.after
        _must_be_bearable(found)
        if not after:
            break
    bands = age_bands_of(by, [row.person for row in found], by.agency, at)
    rows = (
        (
            row.number,
            word("age_band", bands[row.person]),
            _(row.status),
            row.manager,
            row.touched_at,
        )
        for row in found
    )
    people = tuple(row.person for row in found)
    headings = (_("Number"), _("Age"), _("State"), _("Case manager"), _("Last touched"))
    return TableExport("cases", headings, tuple(rows), people, people)


def _referrals(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    """The tab of the list of referrals that is open."""
    if "sent" in asked or "received" in asked:
        page_of = sent if "sent" in asked else received
        found = _all_pages(page_of, ReferralsAsked.in_address(asked), by, at)
    else:
        found = to_answer(by, at)
    headings = (_("State"), _("What is needed"), _("Details"), _("Number"), _("From"), _("To"))
    rows = tuple(
        (
            row.state_words,
            row.headline,
            "" if row.number else row.detail,
            row.number,
            "" if row.number else row.sender.name,
            row.receiver.name if row.number else "",
        )
        for row in found
    )
    people = tuple(dict.fromkeys(row.person for row in found if row.person))
    return TableExport("referrals", headings, rows, tuple(row.id for row in found), people)


def _all_pages(
    page_of: Callable[[Actor, datetime, str, ReferralsAsked], ReferralPage],
    asked: ReferralsAsked,
    by: Actor,
    at: datetime,
) -> list[ReferralRow]:
    found: list[ReferralRow] = []
    after = ""
    while True:
        page = page_of(by, at, after, asked)
        found += page.rows
        after = page.after
        _must_be_bearable(found)
        if not after:
            return found


def _own_services(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    headings = (_("Service"), _("State"), _("Meets"), _("Places free"), _("Of"))
    rows = tuple(
        (card.name, card.status_words, ", ".join(card.meets), *_places(card))
        for card in own_services(by, at)
    )
    return TableExport("services", headings, rows)


def _services_elsewhere(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    need, language = asked.get("need", ""), asked.get("language", "")
    wanted = Asked(
        need if is_code("need", need) else "",
        language if is_code("language", language) else "",
        asked.get("region", ""),
    )
    found: list[ServiceCard] = []
    page, more = 1, True
    while more:
        cards, more = services_elsewhere(by, wanted, at, page)
        found += cards
        page += 1
        _must_be_bearable(found)
    headings = (
        *(_("Agency"), _("Service"), _("Meets"), _("Takes"), _("Region"), _("Travel")),
        *(_("Phone"), _("Places free"), _("Of")),
    )
    rows = tuple(
        (
            *(card.agency_name, card.name, ", ".join(card.meets), ", ".join(card.takes)),
            *(card.region, card.travel, card.phone, *_places(card)),
        )
        for card in found
    )
    return TableExport("services-elsewhere", headings, rows)


def _places(card: ServiceCard) -> tuple[Cell, Cell]:
    return (card.places.free, card.places.of) if card.places else ("", "")


def _staff(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    headings = (_("Name"), _("Duties"), _("Post"), _("Focal point"))
    rows = tuple(
        (
            row.name,
            ", ".join(duty.label for duty in row.duties),
            row.post,
            _("yes") if row.is_focal_point else "",
        )
        for row in staff_rows(by=by, at=at)
    )
    return TableExport("staff", headings, rows)


def _tasks(by: Actor, at: datetime, asked: Mapping[str, str]) -> TableExport:
    """What waits for the reader: as many as Today shows."""
    found = tasks_waiting(by, at)
    headings = (_("Until"), _("What is to be done"), _("Number"), _("Words"))
    rows = tuple(
        (row.due_at, _(TASK_WORDS.get(row.kind, OTHER_TASK)), row.number, row.words)
        for row in found
    )
    people = tuple(dict.fromkeys(row.person for row in found))
    return TableExport("tasks", headings, rows, people, people)


def _must_be_bearable(found: Sequence[object]) -> None:
    if len(found) > MOST_ROWS:
        raise Refused(_("This list is too long to leave at once. Choose a part of it first."))


LISTS: dict[str, ListKind] = {
    "cases": ListKind(gettext_noop("Cases"), "cases:list", True, _cases),
    "tasks": ListKind(gettext_noop("To do"), "web:today", True, _tasks),
    "referrals": ListKind(gettext_noop("Referrals"), "referrals:list", True, _referrals),
    "services": ListKind(
        gettext_noop("Our services"), "directory:own_services", False, _own_services
    ),
    "services-elsewhere": ListKind(
        gettext_noop("Services of other agencies"),
        "directory:services_elsewhere",
        False,
        _services_elsewhere,
    ),
    "staff": ListKind(gettext_noop("Staff"), "staff_list", True, _staff),
}
"""Every list that may leave, by its name in the address."""
