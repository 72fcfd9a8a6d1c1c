"""The path of one person of the crowd: what was offered, answered and done, and when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.cases.rules import Statement
from throughcare.cases.services.taking_over import OpenTask, PastStep, TakenOver
from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.people import Profile
from throughcare.config.management.demonstration.stories.beginnings import (
    BEDS,
    DAY,
    DECLINED_FOR,
    HELP,
    HOUR,
    MINUTE,
    OUTCOMES,
)
from throughcare.config.management.demonstration.thread import SHARED
from throughcare.consent.services import Answer
from throughcare.consent.services.many import PastAnswer
from throughcare.referrals.rules import State
from throughcare.referrals.services.many import PastReferral

HOME = "DH"
YEAR = timedelta(days=360)
REFERRED, SAID_NO = 0.55, 0.08
STATES = {
    State.ENDED: 48,
    State.HANDED_OVER: 10,
    State.ACCEPTED: 2,
    State.DECLINED: 16,
    State.WITHDRAWN: 9,
    State.EXPIRED: 11,
    State.OFFERED: 4,
}
"""How often an offer stands so. About what was asked first, stories tell."""

TAKEN = frozenset({State.ENDED, State.HANDED_OVER, State.ACCEPTED})
WITH_A_TASK, WITHOUT_MANAGER = 0.08, 0.02
CLOSED_FOR = ("plan_fulfilled", "returned_home", "contact_lost")


@dataclass
class Path:
    """What happened around one person: the case at home, and what another agency was asked."""

    country: Country
    profile: Profile
    opened_at: datetime
    manager: UUID
    agency: str = ""
    service: str = ""
    receiver: UUID | None = None
    state: State | None = None
    urgency: str = "ordinary"
    answered_in: timedelta = 4 * HOUR
    closing: str = ""
    reason: str = ""
    outcome: str = ""
    says_no: bool = False
    tasks: tuple[OpenTask, ...] = ()
    facts: tuple[Statement, ...] = field(default=(), repr=False)

    @property
    def offered_at(self) -> datetime:
        """When the other agency was asked."""
        return self.opened_at + 40 * MINUTE

    @property
    def answered_at(self) -> datetime:
        """When it answered, or when nothing more was to be waited for."""
        return self.offered_at + self.answered_in

    @property
    def case(self) -> TakenOver:
        """The case at home, with its timeline."""
        steps = (
            self._step("first_contact", self.opened_at, began_by="call"),
            self._step("spoke", self.opened_at + 12 * MINUTE, answers=len(self.facts)),
            *self._referral_steps(self.agency),
        )
        return TakenOver(
            status="Closed" if self.closing else "Active",
            closing_reason=self.closing,
            statements=self.facts,
            began_by="call",
            manager=self.manager,
            opened_at=self.opened_at,
            steps=steps,
            tasks=self.tasks,
        )

    @property
    def received(self) -> TakenOver | None:
        """The case that the other agency began when it said yes."""
        if self.state not in TAKEN:
            return None
        steps = [
            PastStep("first_contact", self.answered_at, codes={"began_by": "agency"}),
            *(step for step in self._referral_steps(HOME) if step.kind != "referral_offered"),
        ]
        return TakenOver(
            began_by="agency",
            manager=self.receiver,
            opened_at=self.answered_at,
            steps=tuple(steps),
        )

    def answers(self, person: UUID) -> Iterator[PastAnswer]:
        """What the person said when she or he was asked about sharing."""
        if not self.agency:
            return
        taken = self.state in TAKEN
        said = Answer(
            recipient=self.country.agencies[self.agency],
            purpose="care",
            parts=SHARED,
            until=self.opened_at + YEAR + 180 * DAY,
            answer="no" if self.says_no else "yes",
            birth=self.profile.born,
            language=self.profile.community.language,
        )
        yield PastAnswer(
            person,
            said,
            self.opened_at + 30 * MINUTE,
            opened_to=tuple(self.country.focal_points(self.agency)) if taken else (),
            opened_at=self.answered_at if taken else None,
        )

    def referrals(
        self, person: UUID, case: UUID, ground: UUID, opening: UUID | None
    ) -> Iterator[PastReferral]:
        """The offer that was made on the yes."""
        if self.state is None:
            return
        answered = self.state in TAKEN or self.state == State.DECLINED
        over = self.state not in TAKEN | {State.OFFERED}
        yield PastReferral(
            person=person,
            case=case,
            ground=ground,
            service=self.country.services[self.service],
            summary=self.profile.summary_on(
                self.offered_at.date(), self.profile.situation.needs, "alone"
            ),
            urgency=self.urgency,
            state=self.state,
            offered_by=self.manager,
            offered_at=self.offered_at,
            answered_by=self.receiver if answered else None,
            answered_at=self.answered_at if answered else None,
            decline_reason=self.reason,
            opening=opening,
            handed_over_at=self.answered_at + DAY if self._arrived else None,
            outcome=self.outcome,
            ended_at=self._ended_at if over or self.outcome else None,
        )

    @property
    def _arrived(self) -> bool:
        return self.state in (State.ENDED, State.HANDED_OVER)

    @property
    def _ended_at(self) -> datetime:
        return self.answered_at + 20 * DAY if self.state == State.ENDED else self.answered_at

    def _referral_steps(self, other: str) -> Iterator[PastStep]:
        """The steps of the offer, as they stand on the timelines of both agencies."""
        if self.state is None:
            return
        yield self._step(
            "referral_offered", self.offered_at, agency_code=other, urgency=self.urgency
        )
        if self.state in TAKEN:
            yield self._step("referral_accepted", self.answered_at, agency_code=other)
        elif self.state == State.DECLINED:
            yield self._step("referral_declined", self.answered_at, reason=self.reason)
        elif self.state in (State.WITHDRAWN, State.EXPIRED):
            yield self._step(f"referral_{self.state}", self.answered_at, agency_code=other)
        if self._arrived:
            yield self._step("handed_over", self.answered_at + DAY, agency_code=other)
        if self.state == State.ENDED:
            yield self._step("referral_outcome", self._ended_at, outcome=self.outcome)

    def _step(self, kind: str, at: datetime, **codes: str | int) -> PastStep:
        return PastStep(kind, at, kind in MILESTONES, self.manager, codes)


MILESTONES = frozenset({"referral_accepted", "handed_over", "referral_outcome"})


def path_of(profile: Profile, country: Country, chance: random.Random) -> Path:
    """One path, drawn by chance: some 55 in 100 people are referred, 8 say no, others want none."""
    now = country.now
    opened_at = now - HOUR - chance.random() * YEAR
    manager = country.worker(HOME, "manage_case", "", now, chance).staff
    path = Path(country, profile, opened_at, manager, facts=_facts(profile, chance))
    drawn = chance.random()
    if not profile.is_young_on((opened_at - 30 * DAY).date()) and drawn < REFERRED + SAID_NO:
        path.agency, path.service = _wanted(profile, now)
        path.says_no = drawn >= REFERRED
        if not path.says_no:
            _offered(path, chance)
    if path.state not in (State.OFFERED, State.ACCEPTED) and chance.random() < 0.6:
        path.closing = chance.choice(CLOSED_FOR)
    elif chance.random() < WITH_A_TASK:
        due_at = now + (chance.random() * 25 - 5) * DAY
        path.tasks = (OpenTask(chance.choice(("call_back", "visit", "paper")), due_at, manager),)
    return path


def _offered(path: Path, chance: random.Random) -> None:
    """Draw how the offer went. What still waits was offered today."""
    now = path.country.now
    states = list(STATES)
    path.state = chance.choices(states, [STATES[state] for state in states])[0]
    path.receiver = path.country.worker(path.agency, "answer_referral", "", now, chance).staff
    path.answered_in = (0.5 + chance.random() * 40) * HOUR
    if path.state == State.OFFERED:
        path.urgency = chance.choice(("urgent", "ordinary"))
        path.opened_at = now - HOUR - chance.random() * 20 * HOUR
    elif path.state == State.ACCEPTED:
        path.opened_at = now - 2 * DAY - chance.random() * 3 * DAY
    elif path.opened_at > now - 25 * DAY:
        path.opened_at -= 25 * DAY
    if path.state == State.DECLINED:
        path.reason = chance.choice(DECLINED_FOR)
    if path.state == State.ENDED:
        path.outcome = chance.choice(OUTCOMES)


def _wanted(profile: Profile, now: datetime) -> tuple[str, str]:
    for need in profile.situation.needs:
        if need in HELP:
            return HELP[need]
    if profile.age_on(now.date()) < 18:
        return "OD", "guardians"
    service = BEDS[profile.service_for]
    return ("LS" if service.startswith("lotus") else "HH"), service


def _facts(profile: Profile, chance: random.Random) -> tuple[Statement, ...]:
    return (*profile.first_words(), *profile.what_happened(chance))
