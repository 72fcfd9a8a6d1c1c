"""Rules without a data base: states, authorities, clocks, readings, the table, the two counts."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from throughcare.agencies.rules import DUTIES
from throughcare.agencies.rules.duties import ONLY_AT
from throughcare.identification.adapters import authorities_here, laws_here
from throughcare.identification.rules.authorities import (
    BadAuthorities,
    authorities_from,
    in_force,
    laws_decided_by,
)
from throughcare.identification.rules.clocks import deadlines_of, target_level
from throughcare.identification.rules.counts import COLUMNS, WHYS, Tally, column_of, why_of
from throughcare.identification.rules.periods import (
    Period,
    months_left,
    period_of,
    reasons_not_to_count,
)
from throughcare.identification.rules.reading import (
    Happened,
    Told,
    case_object,
    day_of,
    laws_for,
    readings,
    topics_read,
    word_of,
    years_of,
)
from throughcare.identification.rules.shown import (
    Range,
    as_kept,
    counted,
    from_kept,
    two_counts,
)
from throughcare.identification.rules.states import (
    STATE_WORDS,
    State,
    reasons_not_to_rule,
    reasons_not_to_send,
)
from throughcare.identification.rules.table import table_of
from throughcare_core.deadlines import calendar_of, identification_periods
from throughcare_core.definitions import assess, facts_from, laws
from throughcare_core.definitions.words import BIT
from throughcare_core.vocab import codes, is_code

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONDAY = NOON.date()


class TestStates:
    def test_no_word_of_a_state_says_that_somebody_is_not_a_victim(self) -> None:
        said = " ".join(STATE_WORDS.values()).lower()
        assert "victim" not in said
        assert "law" in STATE_WORDS[State.NOT_ESTABLISHED]

    @pytest.mark.parametrize(
        ("state", "finds", "fine"),
        [
            (State.ASKED, State.PRESUMED, True),
            (State.ASKED, State.NOT_ESTABLISHED, True),
            (State.ASKED, State.IDENTIFIED, False),
            (State.PRESUMED, State.IDENTIFIED, True),
            (State.PRESUMED, State.PRESUMED, False),
            (State.IDENTIFIED, State.NOT_ESTABLISHED, False),
            (State.NOT_ESTABLISHED, State.IDENTIFIED, False),
        ],
    )
    def test_the_order_of_decisions(self, state: State, finds: State, fine: bool) -> None:
        lacks = ["act"] if finds is State.NOT_ESTABLISHED else []
        reasons = reasons_not_to_rule(
            state, finds, decides=True, facts=[1], words="why", lacks=lacks, today=MONDAY
        )
        assert (reasons == []) is fine

    def test_an_authority_that_is_named_no_longer_decides_nothing(self) -> None:
        reasons = reasons_not_to_rule(
            State.ASKED, State.PRESUMED, decides=False, facts=[1], words="why", today=MONDAY
        )
        assert len(reasons) == 1

    def test_a_letter_by_hand_needs_no_address_and_one_by_post_needs_a_safe_one(self) -> None:
        assert reasons_not_to_send("by_hand", is_safe=False, ruled=True) == []
        assert reasons_not_to_send("to_contact", is_safe=True, ruled=True) == []
        assert reasons_not_to_send("to_contact", is_safe=False, ruled=True)
        assert reasons_not_to_send("by_pigeon", is_safe=True, ruled=True)


class TestAuthorities:
    def test_the_newest_row_of_a_law_counts_from_its_day(self) -> None:
        rows = [
            {"country": "XA", "law": "l", "kinds": ["Police"], "from": "2010-01-01"},
            {"country": "XA", "law": "l", "kinds": ["Court"], "from": "2020-01-01"},
            {"country": "XB", "law": "l", "kinds": ["Ministry"], "from": "2010-01-01"},
        ]
        text = json.dumps({"rows": [row | {"source": "s", "certainty": "G"} for row in rows]})
        table = authorities_from(text)
        assert in_force(table, "XA", date(2019, 12, 31))["l"].kinds == {"Police"}
        assert laws_decided_by("Court", table, "XA", date(2020, 1, 1)).keys() == {"l"}
        assert laws_decided_by("Police", table, "XA", date(2020, 1, 1)) == {}
        assert in_force(table, "XC", MONDAY) == {}

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"rows": [{}]}', '{"rows": [{"country": "XA", "law": "l"}]}']
    )
    def test_a_broken_file_is_refused_with_what_to_do(self, text: str) -> None:
        with pytest.raises(BadAuthorities, match=r"Write an object|Row 1"):
            authorities_from(text)

    def test_an_unknown_kind_of_agency_is_refused(self) -> None:
        row = {"country": "XA", "law": "l", "kinds": ["Wizard"], "from": "2010-01-01"}
        with pytest.raises(BadAuthorities, match="agency_kind"):
            authorities_from(json.dumps({"rows": [row | {"source": "s", "certainty": "G"}]}))

    def test_every_authority_decides_under_a_law_that_is_held_and_may_have_the_duty(self) -> None:
        for row in authorities_here():
            assert row.law in laws_here()
            assert row.kinds <= ONLY_AT["deciding_officer"]

    def test_only_those_who_decide_argue_or_speak_for_the_person_assess(self) -> None:
        able = {code for code, duty in DUTIES.items() if "assess" in duty.abilities}
        assert able == {"lawyer", "advocate", "deciding_officer"}
        assert not ONLY_AT["deciding_officer"] & {"BorderPolice", "Helpline", "Shelter"}

    def test_the_invented_law_is_held_in_the_invented_country_alone(self, settings: object) -> None:
        assert "xa-12-2019" in laws_here()
        settings.COUNTRY = "MD"  # type: ignore[attr-defined]
        assert "xa-12-2019" not in laws_here()
        assert laws_here().keys() == laws().keys()


class TestClocks:
    def test_target_and_recovery_of_the_demonstration_country(self) -> None:
        found = deadlines_of(
            received_at=NOON,
            presumed_on=MONDAY,
            concluded_on=None,
            country="XA",
            calendar=calendar_of("XA", MONDAY),
        )
        assert found.target is not None
        assert found.recovery is not None
        assert found.recovery.protected_through == date(2026, 5, 1)  # sixty days
        assert found.not_before == date(2026, 4, 1)  # thirty days

    @pytest.mark.parametrize(
        "country", sorted({row.country for row in identification_periods()} | {"ZZ"})
    )
    def test_recovery_is_nowhere_less_than_thirty_days(self, country: str) -> None:
        found = deadlines_of(
            received_at=NOON,
            presumed_on=MONDAY,
            concluded_on=None,
            country=country,
            calendar=calendar_of(country, MONDAY),
        )
        assert found.recovery is not None
        assert (found.recovery.protected_through - MONDAY).days >= 29  # a first day may count

    def test_only_a_first_decision_has_a_target(self) -> None:
        assert target_level("presumed", NOON, NOON) is None
        assert target_level("asked", None, NOON) is None


class TestReadings:
    def test_every_reading_leads_from_a_code_to_a_word_of_the_laws(self) -> None:
        for (topic, value), name in readings().items():
            assert is_code(topic, value)
            assert name in BIT

    def test_nothing_is_read_out_of_what_could_mean_two_things(self) -> None:
        for value in ("TakesEarnings", "ExcessiveWorkingHours", "Other", "WithholdsNecessities"):
            assert word_of("means_of_control", value) is None

    def test_no_reading_and_no_topic_looks_at_who_somebody_is(self) -> None:
        assert not topics_read() & {"language", "marital_status", "education", "vulnerability"}

    def test_bands_stand_for_years_on_the_right_side_of_eighteen(self) -> None:
        for band in codes("age_band"):
            years = years_of(band.code)
            young = band.code in ("child", "0-11", "12-15", "16-17")
            assert years is None if band.code == "unknown" else (years < 18) is young

    def test_no_law_held_here_draws_its_line_but_at_eighteen(self) -> None:
        for law in laws_here().values():
            assert {version.child.below for version in law.versions} == {18}, law.code

    def test_who_is_a_child_now_was_one_then_and_an_adult_now_may_have_been(self) -> None:
        assert case_object("x", [], day=None, band_now="16-17")["age"] == 17
        assert "age" not in case_object("x", [], day=None, band_now="25-39")

    def test_what_a_companion_says_stands_beside(self) -> None:
        told = [
            Told(1, "act", "recruitment", "yes", "person"),
            Told(2, "act", "recruitment", "no", "companion"),
            Told(3, "means", "force", "yes", "suspect"),
        ]
        facts = facts_from(case_object("x", told, day=MONDAY))
        assert facts.yes == BIT["acts.recruitment"]
        assert facts.no == 0

    def test_a_month_is_a_day_where_every_law_had_one_version_through_it(self) -> None:
        eu = [laws()["eu-2011-36"]]
        assert day_of([Happened(2024, 8, "")], eu) == date(2024, 8, 1)
        assert day_of([Happened(2024, 7, "")], eu) is None  # it changed within this month
        assert day_of([Happened(2023, None, "")], eu) == date(2023, 1, 1)
        assert day_of([Happened(None, None, "")], eu) is None

    def test_a_law_of_one_state_is_shown_elsewhere_only_if_it_is_asked_for(self) -> None:
        held = laws().values()
        assert [law.code for law in laws_for(["NP"], held)] == ["np-4-1", "np-4-2", "un-palermo"]
        assert "us-mn-sex" in {law.code for law in laws_for(["NP"], held, ["us-mn-sex"])}


class TestTable:
    def test_facts_stand_under_the_element_that_rests_on_them(self) -> None:
        told = [
            Told(1, "act", "harbouring", "yes", "person"),
            Told(2, "age_then", "16-17", "yes", "person"),
        ]
        facts = facts_from(case_object("x", told, day=MONDAY))
        table = table_of(assess(facts, law) for law in (laws()["br-149a"], laws()["un-palermo"]))
        lines = {line.element: line.cells for line in table.lines}
        assert lines["act"][0].names == ("acts.harbouring",)
        assert lines["means"][1].verdict == "not needed"
        assert lines["means"][1].names == ("age",)
        assert lines["means"][0].verdict == "unknown"
        assert lines["means"][0].where.startswith("the ")
        assert lines["purpose"][0].verdict == "unknown"

    def test_no_word_of_the_table_says_to_ask_the_person(self) -> None:
        facts = facts_from(case_object("x", [], day=MONDAY))
        table = table_of(assess(facts, law) for law in laws_here().values())
        said = " ".join(
            f"{cell.settles} {cell.where}" for line in table.lines for cell in line.cells
        ).lower()
        assert said.strip()
        assert "ask her" not in said
        assert "ask the person" not in said


def facts_of(**yes: list[str]) -> object:
    """What the person told; moved, unless it says otherwise."""
    yes = {"moved": [""]} | yes
    told = [
        Told(0, topic, value, "yes", "person") for topic, values in yes.items() for value in values
    ]
    return facts_from(case_object("x", told, day=MONDAY))


class TestCounts:
    @pytest.mark.parametrize(
        ("yes", "why"),
        [
            ({}, ""),
            ({"act": ["recruitment"], "means": ["deception"]}, ""),
            (
                {
                    "act": ["recruitment"],
                    "means": ["deception"],
                    "purpose": ["forced_labour"],
                    "moved": [""],
                },
                "both",
            ),
            (
                {
                    "act": ["recruitment"],
                    "means": ["abuse_of_vulnerability"],
                    "purpose": ["forced_labour"],
                },
                "law_means",
            ),
            (
                {
                    "act": ["recruitment"],
                    "means": ["deception"],
                    "purpose": ["slavery_like_practices"],
                },
                "law_purpose",
            ),
            (
                {
                    "act": ["recruitment"],
                    "means": ["abuse_of_vulnerability"],
                    "purpose": ["slavery_like_practices"],
                },
                "law_rest",
            ),
        ],
    )
    def test_why_two_laws_differ_on_the_same_facts(self, yes: dict, why: str) -> None:
        here = laws_here()
        assert why_of(facts_of(**yes), here["un-palermo"], here["xa-12-2019"]) == why

    def test_what_only_one_law_asks_for_and_nobody_recorded_is_by_the_facts(self) -> None:
        here = laws_here()
        told = {
            "act": ["recruitment"],
            "means": ["deception"],
            "purpose": ["forced_labour"],
            "moved": [],
        }
        assert why_of(facts_of(**told), here["un-palermo"], here["xa-12-2019"]) == "facts"

    def test_the_example_of_the_methods_page(self) -> None:
        """Of 60 whom NGOs count, 12 are linked and counted, 30 unlinked; 20 more are unlinked."""
        tally = Tally()
        tally.counted["North", "both", "counted"] = 12
        tally.counted["North", "law_means", "not_established"] = 8
        tally.counted["North", "law_purpose", "waiting"] = 10
        tally.counted["North", "both", "not_linked"] = 30
        for column, people in zip(COLUMNS[:-1], (20, 6, 6), strict=True):
            tally.others["North", column] = people
        whole = counted(tally).whole
        found = two_counts(whole)
        assert (found.ngos, found.authorities) == (60, 12 + 20)
        assert found.both == Range(12, 32)
        assert found.all == Range(60 + 32 - 32, 60 + 32 - 12)
        assert two_counts(whole, linked=7).both == Range(19, 19)
        assert list(found.table.numbers) == [12, 8, 10, 30]

    @pytest.mark.parametrize("linked", [0, 4, 16, 20, 500])
    def test_a_linked_number_that_would_tell_of_few_stays_out(self, linked: int) -> None:
        """20 are in the authorities' count alone: 4 linked are few, 16 leave 4 unlinked."""
        tally = Tally()
        tally.counted["North", "both", "counted"] = 12
        tally.counted["North", "law_rest", "not_established"] = 12
        tally.counted["North", "facts", "waiting"] = 12
        tally.counted["North", "both", "not_linked"] = 30
        for column in COLUMNS[:-1]:
            tally.others["North", column] = 20
        whole = counted(tally).whole
        assert two_counts(whole, linked).both == two_counts(whole).both == Range(12, 32)

    def test_who_is_presumed_anywhere_is_counted(self) -> None:
        assert column_of(["asked"]) == "waiting"
        assert column_of(["not_established", "asked"]) == "waiting"
        assert column_of(["identified", "not_established"]) == "counted"

    numbers = some.lists(some.integers(0, 40), min_size=70, max_size=70)

    @given(numbers, some.integers(0, 60) | some.none())
    @settings(max_examples=30, deadline=None)
    def test_what_is_shown_adds_up_and_nothing_small_is_shown(
        self, numbers: list[int], linked: int | None
    ) -> None:
        kept = counted(tally_of(numbers))
        for place in (kept.whole, *kept.places.values()):
            found = two_counts(place, linked)
            for row in (found.table, found.others):
                if None not in row.numbers and row.all is not None:
                    assert sum(row.numbers) == row.all
            whys = [number for _why, number in found.whys or ()]
            told = [found.table.all, found.others.all, *found.table.numbers, *found.others.numbers]
            shown = [number for number in (*told, *whys) if number is not None]
            assert all(number >= 5 for number in shown)
            if whys and None not in whys:
                assert sum(whys) == found.ngos
            if found.both is not None:
                most = min(found.ngos, found.authorities)
                assert 0 <= found.both.least <= found.both.most <= most

    @given(numbers)
    @settings(max_examples=30, deadline=None)
    def test_what_is_kept_is_what_is_shown_and_nothing_small(self, numbers: list[int]) -> None:
        found = counted(tally_of(numbers))
        kept = json.loads(json.dumps(as_kept(found)))
        again = from_kept(kept)
        assert as_kept(again) == as_kept(found)
        assert [number for number in _numbers_in(kept) if number < 5] == []

    def test_charges_are_told_by_the_element_that_failed_and_few_stand_together(self) -> None:
        tally = Tally()
        tally.charges["means", "dropped"] = 9
        tally.charges["means", "recharged"] = 7
        tally.charges["act", "dropped"] = 3
        tally.charges["age", "recharged"] = 4
        tally.charges["purpose", "dropped"] = 6
        tally.charges["purpose", "recharged"] = 5
        rows = dict(counted(tally).charges)
        assert set(rows) == {"means", "purpose", "rare", ""}
        assert rows["rare"].numbers == [None, None]
        assert rows[""].all == 34

    def test_of_no_charge_at_all_nothing_is_said(self) -> None:
        rows = dict(counted(Tally()).charges)
        assert all(number is None for row in rows.values() for number in (*row.numbers, row.all))


class TestPeriods:
    TODAY = date(2026, 3, 2)
    WINTER = period_of("2025-12", "2026-02")

    def test_months_that_are_over_are_counted_once(self) -> None:
        assert reasons_not_to_count(self.WINTER, [], self.TODAY) == []
        for first, last in (("2025-12", "2026-02"), ("2026-02", "2026-02"), ("2025-01", "2025-12")):
            (why,) = reasons_not_to_count(period_of(first, last), [self.WINTER], self.TODAY)
            assert "counted already" in why
        before = period_of("2025-01", "2025-11")
        assert reasons_not_to_count(before, [self.WINTER], self.TODAY) == []

    def test_a_month_that_goes_on_half_months_and_turned_ones_are_refused(self) -> None:
        (why,) = reasons_not_to_count(period_of("2026-02", "2026-03"), [], self.TODAY)
        assert "over" in why
        half = Period(date(2026, 1, 1), date(2026, 1, 15))
        assert "whole months" in reasons_not_to_count(half, [], self.TODAY)[0]
        (why,) = reasons_not_to_count(period_of("2026-02", "2025-12"), [], self.TODAY)
        assert "before it begins" in why

    def test_only_months_of_which_none_was_counted_are_offered(self) -> None:
        left = months_left(self.TODAY, [self.WINTER])
        assert left[0] == date(2025, 11, 1)
        assert len(left) == 33

    days = some.dates(date(2023, 1, 1), date(2026, 2, 28))

    @given(some.lists(some.tuples(days, days), max_size=8))
    def test_whatever_is_asked_for_no_day_is_counted_twice(
        self, asked: list[tuple[date, date]]
    ) -> None:
        taken: list[Period] = []
        for first, last in asked:
            period = period_of(f"{first:%Y-%m}", f"{last:%Y-%m}")
            if not reasons_not_to_count(period, taken, self.TODAY):
                taken.append(period)
        days = [
            period.since + timedelta(days=day)
            for period in taken
            for day in range((period.until - period.since).days + 1)
        ]
        assert len(days) == len(set(days))

    @pytest.mark.parametrize("month", ["2026-13", "2026-1", "january", "", "2026-01-01"])
    def test_what_is_no_month_is_no_period(self, month: str) -> None:
        with pytest.raises(ValueError, match="2026-01"):
            period_of(month, "2026-02")


def tally_of(numbers: list[int]) -> Tally:
    """Two places, each with every why and column."""
    tally = Tally()
    given = iter(numbers)
    for place in ("North", "South"):
        for why in WHYS:
            for column in COLUMNS:
                tally.counted[place, why, column] = next(given)
        for column in COLUMNS[:-1]:
            tally.others[place, column] = next(given)
    return tally


def _numbers_in(kept: object) -> list[int]:
    if isinstance(kept, dict):
        return [number for each in kept.values() for number in _numbers_in(each)]
    if isinstance(kept, list):
        return [number for each in kept for number in _numbers_in(each)]
    return [kept] if isinstance(kept, int) else []
