"""What holds in every scene: the decision is the law, and taking away never adds."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare_core.sharing import (
    EVERY_PART,
    AnyGround,
    ByGuardian,
    ByThePerson,
    Duty,
    Given,
    Kind,
    Lock,
    Opening,
    Part,
    Purpose,
    Side,
    View,
    Voice,
)

from .cast import (
    AGREEMENT,
    BEST_INTEREST,
    BORDER,
    BY_GUARDIAN,
    CONSENT,
    EMERGENCY,
    GOOD_GUARDIAN,
    HOTLINE,
    HOTLINE_READS,
    LAW,
    NOW,
    NURSE,
    ORDER,
    OWN,
    PERSON,
    PROSECUTOR_ASKS,
    REPORT,
    SHELTER,
    SHELTER_IS_TOLD,
    SHELTER_READS,
    SHELTER_SAVES,
    WORKER,
    Scene,
    opened,
)
from .oracle import copies_open, parts_open

T = TypeVar("T")


@st.composite
def but(draw: st.DrawFn, thing: Any, **fields: st.SearchStrategy[Any]) -> Any:
    """The same thing with at most two of these fields drawn anew: near to what is allowed."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=2, unique=True))
    return replace(thing, **{name: draw(fields[name]) for name in names})


def one_of(*values: T) -> st.SearchStrategy[T]:
    """One of these values."""
    return st.sampled_from(values)


def around(*hours: float) -> st.SearchStrategy[datetime]:
    """A moment that lies one of these numbers of hours from now, on some clock."""
    return st.builds(
        lambda by, zone: (NOW + timedelta(hours=by)).astimezone(zone), one_of(*hours), ZONES
    )


DAY = timedelta(days=1)
ZONES = one_of(UTC, timezone(timedelta(hours=12)), timezone(-timedelta(hours=9)))
STARTS = around(-73, -72, -71, -30, -1, 0, 1)
ENDS = st.none() | around(-30, -1, 0, 1, 30)
CHECKED = st.none() | around(-1, 0, 1)
PARTS = st.frozensets(st.sampled_from(Part))
DAYS = one_of(NOW.date() - DAY, NOW.date(), NOW.date() + DAY, date(2015, 1, 1), date(2027, 1, 1))
STAFF = one_of(frozenset({WORKER}), frozenset(), frozenset({NURSE}), frozenset({NURSE, WORKER}))
AGENCIES = one_of(SHELTER, BORDER, HOTLINE)
PEOPLE = one_of(PERSON, "another")
PURPOSES = st.sampled_from(Purpose)
DOUBT = one_of(False, True, None)
WRITTEN = one_of("written", "")
GUARDIANS = but(GOOD_GUARDIAN, accompanies=DOUBT, suspected=DOUBT, benefits=DOUBT)

TERM: dict[str, st.SearchStrategy[Any]] = {
    "key": one_of("a", "b", "c"),
    "parts": PARTS,
    "starts": STARTS,
    "until": ENDS,
}
GROUND = TERM | {"person": PEOPLE, "holder": AGENCIES, "withdrawn_at": ENDS}
TO_AGENCY = GROUND | {"recipient_agency": AGENCIES}
CONSENT_FIELDS = TO_AGENCY | {
    "recipient_staff": STAFF,
    "purpose": PURPOSES,
    "given": st.sampled_from(Given),
    "given_at": STARTS,
    "given_by": st.builds(ByThePerson, DAYS) | st.builds(ByGuardian, GUARDIANS, DAYS),
}
CONSENTS = (
    but(CONSENT, **CONSENT_FIELDS)
    | but(replace(CONSENT, given=Given.BY_VOICE), **CONSENT_FIELDS)
    | but(replace(CONSENT, recipient_staff=frozenset({WORKER})), **CONSENT_FIELDS)
    | but(BY_GUARDIAN, **CONSENT_FIELDS)
)
DECISIONS_FOR_CHILDREN = but(
    BEST_INTEREST,
    **TO_AGENCY,
    purpose=PURPOSES,
    decided_by=WRITTEN,
    guardian=st.none() | GUARDIANS,
    why=WRITTEN,
    views=one_of(
        ((Voice.CHILD, View.AGREES),),
        (),
        ((Voice.CHILD, View.NOT_ASKED), (Voice.PARENT, View.AGREES)),
        ((Voice.LAWYER, View.NOT_ASKED), (Voice.CHILD, View.OBJECTS)),
    ),
    majority_on=DAYS,
)
OPENINGS = (CONSENTS | DECISIONS_FOR_CHILDREN).flatmap(
    lambda ground: but(opened(ground), **TERM, to_staff=STAFF, closed_at=ENDS)
)
LAWS = but(
    LAW,
    starts=DAYS,
    parts=PARTS,
    sides=st.frozensets(st.sampled_from(Side)),
    purposes=st.frozensets(PURPOSES),
)
REPORTS = but(REPORT, **TO_AGENCY, recipient_staff=STAFF, law=LAWS)
EMERGENCIES = but(
    EMERGENCY,
    **TO_AGENCY
    | {
        "starts": around(-61 / 60, -1, -59 / 60, -1 / 6, 0, 1),
        "recipient_staff": one_of(WORKER, NURSE),
        "holder_called_at": around(-2, -1, -11 / 60, -1 / 6, -9 / 60, 0),
        "why": WRITTEN,
    },
)
ORDERS = but(ORDER, **TO_AGENCY, checked_by=st.none() | WRITTEN, checked_at=CHECKED)
GROUNDS: st.SearchStrategy[AnyGround] = st.one_of(
    OPENINGS, CONSENTS, DECISIONS_FOR_CHILDREN, but(OWN, **GROUND), REPORTS, EMERGENCIES, ORDERS
)
AGREEMENTS = but(
    AGREEMENT,
    agency_a=one_of(SHELTER, BORDER),
    parts=PARTS,
    purposes=st.frozensets(PURPOSES),
    starts=STARTS,
    until=ENDS,
    ended_at=ENDS,
)
LOCKS = st.none() | but(
    Lock(PERSON, HOTLINE, frozenset({WORKER})), person=PEOPLE, holder=AGENCIES, staff=STAFF
)
WORKING: dict[str, tuple[Scene, st.SearchStrategy[Any]]] = {
    "OwnRecord": (HOTLINE_READS.asked(reader_staff=WORKER), but(OWN, **GROUND)),
    "Opening": (SHELTER_READS, OPENINGS),
    "DutyToReport": (SHELTER_IS_TOLD, REPORTS),
    "EmergencyAccess": (SHELTER_SAVES, EMERGENCIES),
    "CourtOrder": (PROSECUTOR_ASKS, ORDERS),
}


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """A scene in which somebody reads, then changed in a few places."""
    base, ground = draw(st.sampled_from(list(WORKING.values())))
    request = but(
        base.request,
        reader_agency=AGENCIES,
        reader_side=st.sampled_from(Side),
        reader_staff=one_of(WORKER, NURSE),
        holder=AGENCIES,
        person=PEOPLE,
        parts=PARTS,
        purpose=PURPOSES,
    )
    return base.but(
        request=draw(st.just(base.request) | request),
        grounds=(draw(ground), *draw(st.lists(GROUNDS, max_size=2))),
        agreements=tuple(draw(st.lists(AGREEMENTS, min_size=1, max_size=2))),
        duty=Duty("duty", draw(st.just(EVERY_PART) | PARTS)),
        lock=draw(LOCKS),
    )


SCENES = scenes()


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCENES)
def test_the_decision_is_the_law(scene: Scene) -> None:
    decision = scene.decide()
    assert decision.parts == parts_open(scene)
    assert decision.copies.keys() == copies_open(scene)


KINDS = ("OwnRecord", "Consent", "BestInterest", "DutyToReport", "EmergencyAccess", "CourtOrder")


def test_these_scenes_open_every_ground_and_close_every_ground() -> None:
    seen: Counter[tuple[str, bool]] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(SCENES)
    def look(scene: Scene) -> None:
        decision = scene.decide()
        for ground in scene.grounds:
            kind = type(ground.ground if isinstance(ground, Opening) else ground).__name__
            opened_it = ground in decision.grounds.values() or ground in decision.copies.values()
            seen[kind, opened_it] += 1

    look()
    assert all(seen[kind, reads] >= 5 for kind in KINDS for reads in (True, False)), seen


@given(SCENES, st.data())
def test_taking_away_or_locking_never_adds_a_part(scene: Scene, data: st.DataObject) -> None:
    def some_of(things: tuple[T, ...]) -> tuple[T, ...]:
        kept = data.draw(st.lists(st.booleans(), min_size=len(things), max_size=len(things)))
        return tuple(thing for thing, keep in zip(things, kept, strict=True) if keep)

    lock = scene.lock or data.draw(LOCKS)
    fewer_staff = lock and Lock(
        lock.person, lock.holder, frozenset(some_of(tuple(sorted(lock.staff))))
    )
    less = Scene(
        request=scene.request,
        grounds=some_of(scene.grounds),
        agreements=some_of(scene.agreements),
        duty=Duty("less", frozenset(some_of(tuple(sorted(scene.duty.parts))))),
        lock=fewer_staff,
    )
    assert less.decide().parts <= scene.decide().parts
    assert less.decide().copies.keys() <= scene.decide().copies.keys()


@given(SCENES)
def test_withdrawing_stops_at_once(scene: Scene) -> None:
    def withdrawn(ground: AnyGround) -> AnyGround:
        if isinstance(ground, Opening):
            return replace(ground, ground=replace(ground.ground, withdrawn_at=scene.now))
        return replace(ground, withdrawn_at=scene.now)

    decision = scene.on(*map(withdrawn, scene.grounds)).decide()
    assert decision.kind is Kind.NOTHING


@given(SCENES)
def test_the_order_of_grounds_and_agreements_does_not_matter(scene: Scene) -> None:
    keyed = tuple(replace(g, key=f"{n}") for n, g in enumerate(scene.grounds))
    decisions = {
        scene.but(grounds=grounds, agreements=tuple(reversed(scene.agreements))).decide().answers
        for grounds in (keyed, *list(permutations(keyed))[-3:])
    }
    assert len({tuple((a.part, a.ground, a.until) for a in answers) for answers in decisions}) == 1


@given(SCENES)
def test_what_is_read_is_read_until_the_end_that_is_told(scene: Scene) -> None:
    for answer in scene.decide().answers:
        if answer.ground and answer.until:
            alone = scene.on(answer.ground)
            assert answer.until > scene.now
            assert answer.part in alone.but(now=answer.until - timedelta.resolution).decide().parts
            assert answer.part not in alone.but(now=answer.until).decide().parts


@given(SCENES)
def test_every_part_asked_for_gets_one_answer_with_a_reason(scene: Scene) -> None:
    decision = scene.decide()
    assert {answer.part for answer in decision.answers} == scene.request.parts
    assert len(decision.answers) == len(scene.request.parts)
    assert all(answer.reasons for answer in decision.answers)
    assert decision.parts == {a.part for a in decision.answers if a.ground is not None}
    assert decision.allowed is (decision.kind is Kind.READ)


MOMENTS = st.builds(
    lambda day, seconds: datetime(day.year, day.month, day.day, tzinfo=UTC) + seconds,
    st.dates(date(1900, 1, 1), date(2200, 12, 30)),
    st.timedeltas(timedelta(), timedelta(hours=23)),
)
ANY_DAY = st.dates()
SPOKEN = replace(CONSENT, given=Given.BY_VOICE)


@given(
    st.builds(
        Scene,
        grounds=st.lists(
            st.one_of(
                but(
                    CONSENT,
                    starts=MOMENTS,
                    until=MOMENTS,
                    given_at=MOMENTS,
                    given=st.just(Given.BY_VOICE),
                ),
                but(CONSENT, given_by=st.builds(ByGuardian, GUARDIANS, ANY_DAY)).map(opened),
                but(BEST_INTEREST, starts=MOMENTS, majority_on=ANY_DAY).map(opened),
                but(EMERGENCY, starts=MOMENTS, holder_called_at=MOMENTS),
                but(ORDER, checked_at=MOMENTS),
            )
        ).map(tuple),
        now=MOMENTS,
    )
)
def test_a_decision_never_fails(scene: Scene) -> None:
    assert scene.decide().kind in Kind
