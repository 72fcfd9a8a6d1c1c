"""No sequence of consents, acceptances, withdrawals, expiries, orders, agreements and locks lets
anybody read outside what the person allowed, the agencies agreed and the duty needs.

The machine acts on grounds as an agency would; beside it stands a plain account of what is open,
kept in whole hours and sets.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from throughcare_core.sharing import (
    Agreement,
    AnyGround,
    Consent,
    Duty,
    Given,
    Lock,
    Opening,
    Part,
    Purpose,
    Request,
    Side,
    decide,
)

from .cast import (
    AGREEMENT,
    BORDER,
    CONSENT,
    HOTLINE,
    ORDER,
    OWN,
    PERSON,
    PROSECUTOR,
    SHELTER,
    START,
    opened,
)

PARTS = frozenset({Part.IDENTITY, Part.HEALTH, Part.JUSTICE, Part.RISK})
STAFF = {
    "hotline-1": (HOTLINE, Side.CARE, PARTS),
    "hotline-2": (HOTLINE, Side.CARE, PARTS - {Part.HEALTH}),
    "shelter-1": (SHELTER, Side.CARE, PARTS),
    "shelter-2": (SHELTER, Side.CARE, PARTS - {Part.IDENTITY}),
    "prosecutor": (PROSECUTOR, Side.JUSTICE, PARTS),
    "officer": (BORDER, Side.BORDER, PARTS),
}
OUTSIDE = (SHELTER, PROSECUTOR, BORDER)
SOME_PARTS = st.frozensets(st.sampled_from(sorted(PARTS)), min_size=1)
SOME_STAFF = st.frozensets(st.sampled_from(sorted(STAFF)), max_size=5)
PURPOSES = st.sampled_from([Purpose.CARE, Purpose.JUSTICE])


@dataclass
class Allowed:
    """One consent in the plain account: to whom, for what, the hours in which it holds."""

    agency: str
    named: frozenset[str]
    purpose: Purpose
    parts: frozenset[Part]
    since: int
    before: int
    focal_points: list[tuple[frozenset[str], frozenset[Part]]] = field(default_factory=list)


class Sharing(RuleBasedStateMachine):
    """Agencies act in any order; after each act everybody tries to read everything."""

    def __init__(self) -> None:
        super().__init__()
        self.hour = 0
        self.consents: list[Consent] = []
        self.openings: list[Opening] = []
        self.orders: list[AnyGround] = []
        self.agreements: list[Agreement] = []
        self.lock: Lock | None = None
        self.account: list[Allowed] = []
        self.agreed: dict[str, frozenset[Part]] = {}
        self.locked_to: frozenset[str] | None = None

    @property
    def now(self) -> datetime:
        return START + timedelta(hours=self.hour)

    @initialize()
    def agencies_agree_at_first(self) -> None:
        for agency in OUTSIDE:
            self.two_agencies_agree(agency, PARTS)

    @rule(
        agency=st.sampled_from(OUTSIDE),
        by_name=SOME_STAFF | st.just(frozenset()),
        purpose=PURPOSES,
        parts=SOME_PARTS,
        hours=st.sampled_from([72, 24, 200]),
        given=st.sampled_from(Given),
        accepted=st.sampled_from([True, True, False]),
    )
    def the_person_consents(
        self,
        agency: str,
        by_name: frozenset[str],
        purpose: Purpose,
        parts: frozenset[Part],
        hours: int,
        given: Given,
        accepted: bool,
    ) -> None:
        named = by_name & self.colleagues(agency)
        self.consents.append(
            replace(
                CONSENT,
                key=f"consent {len(self.consents)}",
                recipient_agency=agency,
                recipient_staff=named,
                purpose=purpose,
                parts=parts,
                starts=self.now,
                given_at=self.now,
                until=self.now + timedelta(hours=hours),
                given=given,
            )
        )
        lasts = min(hours, 72) if given is Given.BY_VOICE else hours
        self.account.append(Allowed(agency, named, purpose, parts, self.hour, self.hour + lasts))
        if accepted:
            self.accept(-1, self.colleagues(agency), PARTS)

    @precondition(lambda self: self.consents)
    @rule(data=st.data(), parts=SOME_PARTS)
    def the_offer_is_accepted(self, data: st.DataObject, parts: frozenset[Part]) -> None:
        n = data.draw(st.integers(0, len(self.consents) - 1))
        colleagues = self.colleagues(self.consents[n].recipient_agency)
        self.accept(n, data.draw(st.just(colleagues) | SOME_STAFF), parts)

    def colleagues(self, agency: str) -> frozenset[str]:
        """The staff of one agency."""
        return frozenset(staff for staff in STAFF if STAFF[staff][0] == agency)

    def accept(self, n: int, to_staff: frozenset[str], parts: frozenset[Part]) -> None:
        """Open these parts of the n-th consent to these staff, now."""
        self.openings.append(
            opened(
                self.consents[n],
                key=f"opening {len(self.openings)}",
                to_staff=to_staff,
                parts=parts,
                starts=self.now,
            )
        )
        self.account[n].focal_points.append((to_staff, parts))

    @precondition(lambda self: self.consents)
    @rule(data=st.data())
    def the_person_withdraws(self, data: st.DataObject) -> None:
        n = data.draw(st.integers(0, len(self.consents) - 1))
        before = self.consents[n]
        if before.withdrawn_at:
            return
        after = self.consents[n] = replace(before, withdrawn_at=self.now)
        self.openings = [
            replace(opening, ground=after) if opening.ground == before else opening
            for opening in self.openings
        ]
        self.account[n].before = min(self.account[n].before, self.hour)

    @rule(agency=st.sampled_from(OUTSIDE), parts=SOME_PARTS)
    def two_agencies_agree(self, agency: str, parts: frozenset[Part]) -> None:
        self.agreements.append(
            replace(AGREEMENT, agency_a=agency, parts=parts, starts=self.now, until=None)
        )
        self.agreed[agency] = self.agreed.get(agency, frozenset()) | parts

    @rule(agency=st.sampled_from(OUTSIDE))
    def an_agency_ends_its_agreements(self, agency: str) -> None:
        self.agreements = [
            replace(agreement, ended_at=agreement.ended_at or self.now)
            if agreement.agency_a == agency
            else agreement
            for agreement in self.agreements
        ]
        self.agreed.pop(agency, None)

    @rule(staff=SOME_STAFF)
    def the_record_is_locked_against(self, staff: frozenset[str]) -> None:
        staff = frozenset(STAFF) - staff
        self.lock = Lock(PERSON, HOTLINE, staff)
        self.locked_to = staff

    @rule()
    def the_record_is_unlocked(self) -> None:
        self.lock = self.locked_to = None

    @rule(agency=st.sampled_from(OUTSIDE), parts=SOME_PARTS)
    def an_order_arrives(self, agency: str, parts: frozenset[Part]) -> None:
        self.orders.append(
            replace(ORDER, key="order", recipient_agency=agency, parts=parts, starts=self.now)
        )

    @rule(hours=st.sampled_from([1, 23, 48]))
    def time_passes(self, hours: int) -> None:
        self.hour += hours

    @invariant()
    def nobody_reads_outside_what_is_open(self) -> None:
        grounds = [OWN, *self.consents, *self.openings, *self.orders]
        for staff, (agency, side, needed) in STAFF.items():
            for purpose in (Purpose.CARE, Purpose.JUSTICE):
                request = Request(
                    reader_agency=agency,
                    reader_side=side,
                    reader_staff=staff,
                    holder=HOTLINE,
                    person=PERSON,
                    parts=PARTS,
                    purpose=purpose,
                )
                decision = decide(
                    request, grounds, self.agreements, Duty("duty", needed), self.lock, self.now
                )
                assert decision.parts == self.open_to(staff, purpose)

    def open_to(self, staff: str, purpose: Purpose) -> set[Part]:
        """The parts open to this member of staff in the plain account."""
        agency, side, needed = STAFF[staff]
        if self.locked_to is not None and staff not in self.locked_to:
            return set()
        if agency == HOTLINE:
            return set(needed)
        own_notes = {Side.CARE: Part.HEALTH, Side.JUSTICE: Part.JUSTICE}.get(side)
        open_parts: set[Part] = set()
        for allowed in self.account:
            if (allowed.agency, allowed.purpose) != (agency, purpose):
                continue
            if not allowed.since <= self.hour < allowed.before:
                continue
            if allowed.named and staff not in allowed.named:
                continue
            accepted = {p for to, parts in allowed.focal_points if staff in to for p in parts}
            walled = set() if allowed.named else {Part.HEALTH, Part.JUSTICE} - {own_notes}
            open_parts |= (accepted & allowed.parts) - walled
        return open_parts & needed & self.agreed.get(agency, frozenset())


ENOUGH = settings(max_examples=60, stateful_step_count=25, deadline=None)
Sharing.TestCase.settings = ENOUGH
TestEverySequence = Sharing.TestCase


def test_these_sequences_let_every_agency_read_and_read_nothing() -> None:
    seen: set[tuple[str, bool]] = set()

    class Watched(Sharing):
        def open_to(self, staff: str, purpose: Purpose) -> set[Part]:
            parts = super().open_to(staff, purpose)
            seen.add((staff, bool(parts)))
            return parts

    run_state_machine_as_test(Watched, settings=settings(ENOUGH, derandomize=True, database=None))
    assert seen == {(staff, reads) for staff in STAFF for reads in (True, False)}
