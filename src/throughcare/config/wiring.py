"""Who listens to what: the single table of events and those who act on them."""

from collections.abc import Callable
from typing import Any

from throughcare.agencies.events import FocalPointsChanged, StaffLeft
from throughcare.cases.events import CaseClosed, CaseCloses
from throughcare.cases.services import erase_case, tasks_move_on
from throughcare.consent.events import ConsentWithdrawn, PersonLocked
from throughcare.consent.services import (
    close_all_parts,
    forget_receipts,
    openings_follow,
    tell_of_locks_left_alone,
)
from throughcare.exchange.services import forget_person
from throughcare.identification.services import erase_identification, keep_questions_to
from throughcare.identity.events import PersonErased
from throughcare.kernel.events import listen
from throughcare.linking.services import forget_likenesses
from throughcare.linking.services import forget_person as forget_links
from throughcare.referrals.services import (
    erase_referrals,
    no_referral_is_open,
    withdraw_for_lost_consent,
)


def _case_is_coarsened(event: PersonErased) -> None:
    erase_case(event.person, event.agency, event.at)


def _referrals_are_coarsened(event: PersonErased) -> None:
    erase_referrals(event.person, event.agency, event.at, also_open=event.again)


def _identification_is_coarsened(event: PersonErased) -> None:
    erase_identification(event.person, event.agency, event.at)


def _receipts_are_forgotten(event: PersonErased) -> None:
    forget_receipts(event.person, event.agency)


def _tasks_move_on(event: StaffLeft) -> None:
    tasks_move_on(event.staff, by=event.by, at=event.at)


def _openings_follow(event: FocalPointsChanged) -> None:
    openings_follow(event.agency, event.at)


def _no_lock_is_left_alone(event: StaffLeft) -> None:
    tell_of_locks_left_alone(event.staff, agency=event.agency, by=event.by, at=event.at)


def _offers_are_withdrawn(event: ConsentWithdrawn) -> None:
    withdraw_for_lost_consent(event.person, event.holder, event.recipient, by=event.by, at=event.at)


def _questions_are_for_the_named(event: PersonLocked) -> None:
    keep_questions_to(event.named, event.person, event.holder, event.by, event.at)


def _links_are_forgotten(event: PersonErased) -> None:
    forget_links(event.person, event.agency, event.at)


def _nobody_is_found_locked(event: PersonLocked) -> None:
    forget_likenesses(event.person, event.holder, event.at)


def _nothing_more_is_read(event: CaseClosed | PersonErased) -> None:
    close_all_parts(event.person, event.agency, event.at)


def _nobody_on_the_way_is_lost(event: CaseCloses) -> None:
    no_referral_is_open(event.case, event.at)


WIRES: tuple[tuple[type, Callable[[Any], None]], ...] = (
    (FocalPointsChanged, _openings_follow),
    (StaffLeft, _tasks_move_on),
    (StaffLeft, _no_lock_is_left_alone),
    (CaseCloses, _nobody_on_the_way_is_lost),
    (CaseClosed, _nothing_more_is_read),
    (ConsentWithdrawn, _offers_are_withdrawn),
    (PersonLocked, _questions_are_for_the_named),
    (PersonLocked, _nobody_is_found_locked),
    (PersonErased, _nothing_more_is_read),
    (PersonErased, forget_person),
    (PersonErased, _referrals_are_coarsened),
    (PersonErased, _identification_is_coarsened),
    (PersonErased, _links_are_forgotten),
    (PersonErased, _case_is_coarsened),
    (PersonErased, _receipts_are_forgotten),
)


def wire() -> None:
    """Connect every event with those who listen."""
    for event, handler in WIRES:
        listen(event, handler)
