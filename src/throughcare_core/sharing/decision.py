"""May this reader read these parts of this record, for this purpose, now?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from throughcare_core.deadlines import moment

from .agreements import Agreement
from .grounds import AnyGround, CourtOrder, Opening
from .parts import Part
from .reasons import Reason
from .requests import Duty, Lock, Request
from .rules import (
    Question,
    about,
    against_anybody,
    agreements_covering,
    reasons_against,
    reasons_not_to_serve,
)

NEVER = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What a decision allows."""

    READ = "read"
    SERVE_COPY = "serve_copy"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision on one part.

    `ground` is the ground on which the part is read, None when it is not; `until` the first
    moment (in UTC) at which that ground, or the agreement it needs, is known to end. `copy_on`
    is the order on which the *holder* may serve a copy on paper. `reasons` say why.
    """

    part: Part
    ground: AnyGround | None
    until: datetime | None
    copy_on: CourtOrder | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answers for the parts asked for, in the order of `Part`.

    For the holder, the access record and the observers. A reader who is not allowed is told
    only that nothing is here.
    """

    answers: tuple[Answer, ...]

    @property
    def allowed(self) -> bool:
        """Whether at least one part may be read."""
        return bool(self.parts)

    @property
    def parts(self) -> frozenset[Part]:
        """The parts that may be read."""
        return frozenset(self.grounds)

    @property
    def grounds(self) -> dict[Part, AnyGround]:
        """The ground on which each part that may be read is read."""
        return {a.part: a.ground for a in self.answers if a.ground is not None}

    @property
    def copies(self) -> dict[Part, CourtOrder]:
        """The order on which the holder may serve a copy, for each part it names."""
        return {a.part: a.copy_on for a in self.answers if a.copy_on is not None}

    @property
    def kind(self) -> Kind:
        """Reading, else a copy to serve, else nothing."""
        if self.allowed:
            return Kind.READ
        return Kind.SERVE_COPY if self.copies else Kind.NOTHING

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason once, part by part; each is its own code and has a `sentence`."""
        return tuple(dict.fromkeys(reason for a in self.answers for reason in a.reasons))


def decide(
    request: Request,
    grounds: Iterable[AnyGround],
    agreements: Iterable[Agreement],
    duty: Duty,
    lock: Lock | None,
    now: datetime,
) -> Decision:
    """What the reader may read: ground ∩ agreement ∩ duty, less what is locked or walled off.

    Whatever is not expressly allowed is forbidden. Taking away a ground, an agreement or a
    part of a duty, or adding a lock, never adds a part. Raises ValueError only for a `now`
    without a zone.
    """
    known = about(grounds, request)
    agreed = tuple(agreements)
    at = moment(now)
    return Decision(
        tuple(
            _answer(Question(part, request, agreed, at), known, duty, lock)
            for part in Part
            if part in request.parts
        )
    )


def _answer(
    question: Question, grounds: tuple[AnyGround, ...], duty: Duty, lock: Lock | None
) -> Answer:
    barred = tuple(against_anybody(question.part, question.request, duty, lock))
    against = {ground: reasons_against(ground, question) for ground in grounds}
    holding = [] if barred else [ground for ground in grounds if not against[ground]]
    copy_on = _order_to_serve(grounds, question)
    if holding:
        ground = max(holding, key=lambda ground: _ends(ground, question) or NEVER)
        return Answer(question.part, ground, _ends(ground, question), copy_on, (ground.name,))
    lacking = () if grounds else (Reason.NO_GROUND,)
    refused = (*barred, *lacking, *(reason for reasons in against.values() for reason in reasons))
    return Answer(question.part, None, None, copy_on, tuple(dict.fromkeys(refused)))


def _order_to_serve(grounds: tuple[AnyGround, ...], question: Question) -> CourtOrder | None:
    orders = (ground for ground in grounds if isinstance(ground, CourtOrder))
    return next((order for order in orders if not reasons_not_to_serve(order, question)), None)


def _ends(ground: AnyGround, question: Question) -> datetime | None:
    """When reading on `ground` ends for all that is known now."""
    ending = ground.ending()
    ends = [ending.at] if ending else []
    if isinstance(ground, Opening):
        agreed = max(agreement.ends() or NEVER for agreement in agreements_covering(question))
        ends += [agreed] if agreed != NEVER else []
    return min(ends, default=None)
