"""What stands against a consent, a decision, a report, an order, an agreement; no data base."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from throughcare.consent import rules
from throughcare.consent.rules import BestInterestFacts, ConsentFacts
from throughcare_core import sharing
from throughcare_core.sharing import Part, Purpose, Side
from throughcare_core.sharing.tests import cast

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)

YES = ConsentFacts(
    parts={"situation"},
    purpose="care",
    given="on_a_page",
    given_by="the_person",
    old_enough=True,
    guardian_counts=False,
    asked_anew_on=None,
    given_at=NOON,
    until=NOON + 24 * HOUR,
)
BY_GUARDIAN = replace(
    YES, given_by="parent", old_enough=False, guardian_counts=True, asked_anew_on=date(2030, 1, 1)
)


def one(reasons: list[str], words: str) -> bool:
    return len(reasons) == 1 and words in reasons[0]


class TestAYes:
    def test_of_an_adult_on_a_page_stands(self) -> None:
        assert rules.reasons_not_to_consent(YES) == []

    def test_of_a_guardian_who_counts_stands(self) -> None:
        assert rules.reasons_not_to_consent(BY_GUARDIAN) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts": set()}, "at least one part"),
            ({"parts": {"dreams"}}, "from the list"),
            ({"purpose": "gossip"}, "from the list"),
            ({"given": "by_pigeon"}, "how the answer was given"),
            ({"old_enough": False, "birth": date(2012, 9, 3)}, "too young"),
            ({"old_enough": False}, "tick it, or write down the birth date"),
            ({"old_enough": False, "birth": date(2026, 3, 3)}, "lies ahead"),
            ({"birth": date(1899, 12, 31)}, "before 1900"),
            ({"until": NOON}, "after the beginning"),
            ({"until": NOON + timedelta(days=5 * 366) + MOMENT}, "five years"),
            ({"given": "by_voice", "until": NOON + 72 * HOUR + MOMENT}, "72 hours"),
            ({"purpose": "statistics", "parts": {"contact"}}, "need no name"),
        ],
    )
    def test_does_not_stand(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_consent(replace(YES, **change)), words)

    @pytest.mark.parametrize(
        "change",
        [
            {"until": NOON + MOMENT},
            {"until": NOON + timedelta(days=5 * 366)},
            {"birth": date(1900, 1, 1)},
            {"birth": NOON.date()},
            {"given": "by_voice", "until": NOON + 72 * HOUR},
            {"purpose": "statistics"},
        ],
    )
    def test_stands_up_to_its_bounds(self, change: dict[str, object]) -> None:
        assert rules.reasons_not_to_consent(replace(YES, **change)) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"guardian_counts": False}, "does not count"),
            ({"asked_anew_on": NOON.date()}, "is of age"),
            ({"asked_anew_on": None, "until": NOON + timedelta(days=367)}, "within a year"),
            ({"given_by": "uncle"}, "who answered"),
        ],
    )
    def test_of_a_guardian_does_not_stand(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_consent(replace(BY_GUARDIAN, **change)), words)

    def test_of_a_guardian_stands_up_to_its_bounds(self) -> None:
        tomorrow = replace(BY_GUARDIAN, asked_anew_on=date(2026, 3, 3))
        a_year = replace(BY_GUARDIAN, asked_anew_on=None, until=NOON + timedelta(days=366))
        longer = replace(BY_GUARDIAN, until=NOON + timedelta(days=400))
        for yes in (tomorrow, a_year, longer):
            assert rules.reasons_not_to_consent(yes) == []


class TestANo:
    def test_needs_neither_age_nor_parts(self) -> None:
        no = replace(YES, old_enough=False, parts=set())
        assert rules.reasons_not_to_note_a_no(no) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"purpose": "gossip"}, "from the list"),
            ({"given": "by_pigeon"}, "how the answer"),
            ({"given_by": "uncle"}, "who answered"),
            ({"until": NOON}, "after the beginning"),
        ],
    )
    def test_is_not_written_down_off_the_lists(self, change: dict[str, str], words: str) -> None:
        assert one(rules.reasons_not_to_note_a_no(replace(YES, **change)), words)


DECISION = BestInterestFacts(
    parts={"situation"},
    purpose="care",
    views=[("child", "agrees"), ("carer", "objects")],
    deciders="The child protection officer",
    why="There is nobody else.",
    decided_with="",
    guardian_counts=False,
    of_age_on=date(2030, 1, 1),
    decided_at=NOON,
    until=NOON + 24 * HOUR,
)


class TestADecisionForAChild:
    @pytest.mark.parametrize(
        "change",
        [
            {},
            {"views": [("child", "too_young"), ("carer", "not_asked"), ("lawyer", "agrees")]},
            {"decided_with": "parent", "guardian_counts": True},
            {"of_age_on": date(2026, 3, 3)},
            {"of_age_on": None, "until": NOON + timedelta(days=366)},
            {"until": NOON + timedelta(days=400)},
        ],
    )
    def test_stands(self, change: dict[str, object]) -> None:
        assert rules.reasons_not_to_decide(replace(DECISION, **change)) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts": set()}, "at least one part"),
            ({"purpose": "gossip"}, "from the list"),
            ({"until": NOON}, "after the beginning"),
            ({"birth": date(9999, 12, 31)}, "lies ahead"),
            ({"views": [("child", "not_asked"), ("carer", "agrees")]}, "Listen to the child"),
            ({"views": [("carer", "agrees")]}, "Listen to the child"),
            ({"views": [("child", "agrees"), ("carer", "not_asked")]}, "at least one adult"),
            ({"views": [("child", "agrees"), ("uncle", "agrees")]}, "from the list"),
            ({"views": [("child", "agrees"), ("carer", "shrugs")]}, "from the list"),
            ({"deciders": " "}, "who decided"),
            ({"why": ""}, "why this is best"),
            ({"decided_with": "parent"}, "cannot decide"),
            ({"of_age_on": NOON.date()}, "is of age"),
            ({"of_age_on": None, "until": NOON + timedelta(days=367)}, "within a year"),
        ],
    )
    def test_does_not_stand(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_decide(replace(DECISION, **change)), words)


class TestAReport:
    DUE = {
        "parts": ["identity"],
        "side": "care",
        "staff": ["somebody"],
        "why": "A child is in danger.",
        "starts": NOON,
        "until": NOON + HOUR,
    }

    def test_that_the_law_requires_stands(self) -> None:
        assert rules.reasons_not_to_report(cast.LAW, **self.DUE) == []

    def test_may_hold_all_that_the_law_requires(self) -> None:
        all_of_it = self.DUE | {"parts": sorted(cast.LAW.parts)}
        assert rules.reasons_not_to_report(cast.LAW, **all_of_it) == []

    def test_without_a_law_does_not_stand(self) -> None:
        assert one(rules.reasons_not_to_report(None, **self.DUE), "No law here")

    def test_on_a_law_that_ended_does_not_stand(self) -> None:
        ended = replace(cast.LAW, parts=frozenset())
        assert one(rules.reasons_not_to_report(ended, **self.DUE), "No law here")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts": []}, "at least one part"),
            ({"parts": ["identity", "livelihood"]}, "fewer parts"),
            ({"side": "oversight"}, "does not send"),
            ({"staff": []}, "Name the staff"),
            ({"why": " "}, "why this has to be reported"),
            ({"until": NOON}, "after the beginning"),
        ],
    )
    def test_does_not_stand(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_report(cast.LAW, **(self.DUE | change)), words)


class TestAnOrder:
    PAPER = {"number": "7/26", "parts": ["justice"], "starts": NOON, "until": None}
    COPY = {
        "parts": ["justice"],
        "allowed": ["justice", "risk"],
        "readable": ["justice", "health"],
        "checked": True,
    }

    @pytest.mark.parametrize("parts", [["justice"], sorted(Part)])
    def test_on_paper_is_entered(self, parts: list[str]) -> None:
        assert rules.reasons_not_to_receive(**(self.PAPER | {"parts": parts})) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"number": " "}, "number of the order"),
            ({"parts": []}, "Narrow the order"),
            ({"parts": ["dreams"]}, "from the list"),
            ({"until": NOON}, "after the beginning"),
        ],
    )
    def test_is_not_entered(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_receive(**(self.PAPER | change)), words)

    def test_that_is_checked_is_answered_with_a_copy(self) -> None:
        assert rules.reasons_not_to_serve(**self.COPY) == []
        whole = {"allowed": ["justice"], "readable": ["justice"]}
        assert rules.reasons_not_to_serve(**(self.COPY | whole)) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts": []}, "Name the parts"),
            ({"checked": False, "allowed": []}, "must check"),
            ({"parts": ["health"]}, "does not cover"),
            ({"parts": ["risk"]}, "whose duty needs"),
        ],
    )
    def test_is_not_answered(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_serve(**(self.COPY | change)), words)


class TestAnAgreement:
    TERMS = {
        "with_itself": False,
        "parts": ["situation"],
        "purposes": ["care"],
        "starts": NOON,
        "until": None,
    }

    @pytest.mark.parametrize("until", [None, NOON + MOMENT, datetime(2199, 12, 31, tzinfo=UTC)])
    def test_is_proposed(self, until: datetime | None) -> None:
        assert rules.reasons_not_to_agree(**(self.TERMS | {"until": until})) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"with_itself": True}, "two different"),
            ({"parts": []}, "at least one part"),
            ({"purposes": []}, "at least one purpose"),
            ({"parts": ["dreams"]}, "from the list"),
            ({"purposes": ["gossip"]}, "from the list"),
            ({"parts": ["care"]}, "from the list"),
            ({"until": NOON}, "end after it begins"),
            ({"until": datetime(2200, 1, 1, tzinfo=UTC)}, "before 2200"),
            ({"starts": datetime(1899, 1, 1, tzinfo=UTC)}, "before 2200"),
        ],
    )
    def test_is_not_proposed(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_not_to_agree(**(self.TERMS | change)), words)


LOCK = sharing.Lock(cast.PERSON, cast.HOTLINE, frozenset({cast.WORKER}))
OTHER_LOCK = sharing.Lock(cast.PERSON, cast.HOTLINE, frozenset({"somebody else"}))


def rows(opening: sharing.Opening, side: Side = Side.CARE, **more: object) -> set[tuple[str, str]]:
    facts = {"agreements": [cast.AGREEMENT], "lock": None} | more
    found = rules.rows_of_opening(opening, side, **facts)  # type: ignore[arg-type]
    return {(row.staff, row.part) for row in found}


def every(parts: frozenset[Part], staff: str = cast.WORKER) -> set[tuple[str, str]]:
    return {(staff, part) for part in parts}


class TestRows:
    def test_the_holder_reads_its_own_record(self) -> None:
        found = list(rules.rows_of_own_record(cast.OWN, None))
        assert {row.part for row in found} == set(Part)
        assert {(r.reader, r.staff, r.purpose, r.ground, r.ground_id) for r in found} == {
            (cast.HOTLINE, "", "", "own_record", "")
        }
        assert {(row.since, row.until) for row in found} == {(cast.START, rules.FOR_EVER)}

    def test_locked_only_the_named_read_it(self) -> None:
        assert {row.staff for row in rules.rows_of_own_record(cast.OWN, LOCK)} == {cast.WORKER}

    def test_an_opening_on_a_consent_lets_its_focal_points_read(self) -> None:
        opening = cast.opened(cast.CONSENT, until=cast.NOW)
        assert rows(opening) == every(cast.CARE_PARTS)
        (row, *_) = rules.rows_of_opening(opening, Side.CARE, [cast.AGREEMENT], None)
        assert (row.reader, row.purpose, row.ground) == (cast.SHELTER, "care", "consent")
        assert (row.ground_id, row.since, row.until) == ("consent", cast.START, cast.NOW)

    def test_each_of_ground_opening_and_agreement_narrows_it(self) -> None:
        risk, two = frozenset({Part.RISK}), frozenset({Part.RISK, Part.CONTACT})
        narrow = replace(cast.CONSENT, parts=two)
        assert rows(cast.opened(narrow, parts=risk)) == every(risk)
        agreed = replace(cast.AGREEMENT, parts=risk)
        assert rows(cast.opened(narrow), agreements=[agreed]) == every(risk)
        later = replace(cast.AGREEMENT, starts=cast.NOW, until=cast.NOW + cast.HOUR)
        found = rules.rows_of_opening(cast.opened(narrow), Side.CARE, [later], None)
        assert {(r.since, r.until) for r in found} == {(cast.NOW, cast.NOW + cast.HOUR)}

    @pytest.mark.parametrize(
        "change",
        [
            {"agency_a": "other-ngo"},
            {"purposes": frozenset({Purpose.JUSTICE})},
            {"until": cast.START},
            {"starts": cast.END},
        ],
    )
    def test_without_an_agreement_that_fits_nothing_is_open(self, change: object) -> None:
        agreement = replace(cast.AGREEMENT, **change)  # type: ignore[arg-type]
        assert rows(cast.opened(cast.CONSENT), agreements=[agreement]) == set()

    def test_one_agreement_that_does_not_fit_leaves_the_other_in_force(self) -> None:
        for change in ({"agency_a": "other-ngo"}, {"purposes": frozenset()}):
            both = [replace(cast.AGREEMENT, **change), cast.AGREEMENT]
            assert rows(cast.opened(cast.CONSENT), agreements=both) == every(cast.CARE_PARTS)

    def test_the_lock_stops_all_but_the_named(self) -> None:
        opening = cast.opened(cast.CONSENT, to_staff=frozenset({cast.WORKER, cast.NURSE}))
        assert rows(opening, lock=LOCK) == every(cast.CARE_PARTS)
        assert rows(opening, lock=OTHER_LOCK) == set()

    def test_a_consent_that_names_staff_opens_the_wall_for_them_alone(self) -> None:
        named = replace(cast.CONSENT, recipient_staff=frozenset({cast.NURSE}))
        both = frozenset({cast.WORKER, cast.NURSE})
        assert rows(cast.opened(named, to_staff=both), Side.BORDER) == every(
            frozenset(Part), cast.NURSE
        )
        walled = frozenset(Part) - {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}
        assert rows(cast.opened(cast.CONSENT), Side.BORDER) == every(walled)

    def test_a_purpose_that_needs_no_name_opens_none(self) -> None:
        counted = replace(cast.CONSENT, purpose=Purpose.STATISTICS)
        assert {part for _, part in rows(cast.opened(counted))} == {
            "situation",
            "health",
            "livelihood",
            "risk",
        }

    @pytest.mark.parametrize(
        "ground",
        [
            replace(cast.CONSENT, given_by=sharing.ByThePerson(date(2025, 6, 2))),
            replace(
                cast.BY_GUARDIAN,
                given_by=sharing.ByGuardian(
                    replace(cast.GOOD_GUARDIAN, suspected=None), cast.STILL_A_CHILD
                ),
            ),
            replace(cast.BEST_INTEREST, views=()),
            replace(cast.BEST_INTEREST, decided_by=""),
            replace(cast.BEST_INTEREST, why=""),
            replace(cast.BEST_INTEREST, guardian=replace(cast.GOOD_GUARDIAN, benefits=True)),
        ],
    )
    def test_a_ground_that_does_not_count_opens_nothing(
        self, ground: sharing.Consent | sharing.BestInterest
    ) -> None:
        assert rows(cast.opened(ground)) == set()

    @pytest.mark.parametrize(
        "ground",
        [
            replace(cast.CONSENT, given_by=sharing.ByThePerson(cast.START.date())),
            cast.BY_GUARDIAN,
            cast.BEST_INTEREST,
            replace(cast.BEST_INTEREST, guardian=cast.GOOD_GUARDIAN),
        ],
    )
    def test_a_ground_that_counts_opens_what_it_covers(
        self, ground: sharing.Consent | sharing.BestInterest
    ) -> None:
        assert rows(cast.opened(ground)) == every(cast.CARE_PARTS)

    def test_a_report_is_read_by_named_staff_as_far_as_the_law_goes(self) -> None:
        found = list(rules.rows_of_report(cast.REPORT, Side.CARE, None))
        assert {row.part for row in found} == {"identity", "risk", "health"}
        assert {(r.reader, r.staff, r.purpose, r.ground, r.ground_id) for r in found} == {
            (cast.SHELTER, cast.WORKER, "safety", "duty_to_report", "report")
        }
        assert {(r.since, r.until) for r in found} == {(cast.START, cast.END)}

    def test_a_report_neither_climbs_the_wall_nor_the_lock_nor_goes_to_other_sides(self) -> None:
        def parts(side: Side, lock: sharing.Lock | None = None) -> set[str]:
            return {row.part for row in rules.rows_of_report(cast.REPORT, side, lock)}

        assert parts(Side.JUSTICE) == {"identity", "risk", "justice"}
        assert parts(Side.MIGRATION) == set()
        assert parts(Side.CARE, LOCK) == {"identity", "risk", "health"}
        assert parts(Side.CARE, OTHER_LOCK) == set()

    def test_a_report_for_a_purpose_without_names_tells_none(self) -> None:
        law = replace(cast.LAW, purposes=frozenset({Purpose.STATISTICS}))
        report = replace(cast.REPORT, law=law)
        found = {row.part for row in rules.rows_of_report(report, Side.CARE, None)}
        assert found == {"risk", "health"}

    def test_a_report_that_ended_before_it_began_opens_nothing(self) -> None:
        report = replace(cast.REPORT, withdrawn_at=cast.START)
        assert list(rules.rows_of_report(report, Side.CARE, None)) == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (rules.PART_WORDS, set(Part)),
        (rules.PURPOSE_WORDS, set(Purpose)),
        (rules.SCRIPTS, set(Purpose)),
        (dict.fromkeys(rules.SIDES_AS_ASKED, ""), set(Side)),
        (rules.GIVEN_WORDS, set(sharing.Given)),
        (rules.GUARDIAN_WORDS, {"the_person", "agency", *sharing.GuardianRole}),
        (rules.CAUSE_WORDS, set(sharing.Cause)),
        (rules.VOICE_WORDS, set(sharing.Voice)),
        (rules.VIEW_WORDS, set(sharing.View)),
    ],
)
def test_there_are_words_for_every_code(words: dict[str, object], codes: set[str]) -> None:
    assert set(words) == codes


def test_nobody_is_promised_a_bed_by_who_has_none() -> None:
    for side in Side:
        promised = "place to stay" in rules.script_for(Purpose.CARE, side)
        assert promised is (side is Side.CARE)
        assert rules.script_for(Purpose.JUSTICE, side) == rules.SCRIPTS[Purpose.JUSTICE]
