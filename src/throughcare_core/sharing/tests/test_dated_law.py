"""Ages and duties to report as dated, sourced rows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from throughcare_core.sharing import (
    CARE_NOTES,
    Cause,
    OwnConsentAge,
    Part,
    Purpose,
    Side,
    age_of_own_consent,
    consents_alone_from,
    law_to_report,
    majority_on,
    own_consent_ages,
    reporting_laws,
)

TODAY = date(2025, 6, 2)
CHANGE = date(2019, 1, 1)
DAY = timedelta(days=1)


def test_a_child_is_of_age_on_the_eighteenth_birthday() -> None:
    assert majority_on(date(2007, 6, 2)) == date(2025, 6, 2)


def test_who_was_born_on_29_february_is_of_age_on_1_march() -> None:
    assert majority_on(date(2008, 2, 29)) == date(2026, 3, 1)


def test_no_day_of_birth_is_beyond_the_calendar() -> None:
    assert majority_on(date(9981, 12, 31)) == date(9999, 12, 31)
    assert majority_on(date(9982, 1, 1)) == majority_on(date.max) == date.max
    assert majority_on(date.min) == date(19, 1, 1)


def test_in_the_demonstration_country_the_age_of_own_consent_changed_on_its_day() -> None:
    table = own_consent_ages()
    assert age_of_own_consent("XA", CHANGE - DAY, table).age == 18
    assert age_of_own_consent("XA", CHANGE, table).age == 16
    assert age_of_own_consent("XA", TODAY, tuple(reversed(table))).age == 16


def test_somebody_consents_alone_from_the_age_that_the_law_sets() -> None:
    birth = date(2009, 6, 2)
    assert consents_alone_from(birth, "XA", TODAY, own_consent_ages()) == date(2025, 6, 2)
    assert consents_alone_from(birth, "QQ", TODAY, own_consent_ages()) == date(2027, 6, 2)


def test_a_country_without_a_row_takes_18_and_says_that_nobody_has_verified_it() -> None:
    row = age_of_own_consent("QQ", TODAY, own_consent_ages())
    assert (row.country, row.age, row.certainty, row.verified) == ("*", 18, "unverified", False)


def test_a_country_whose_law_begins_later_takes_the_default_before() -> None:
    assert age_of_own_consent("NP", date(2018, 9, 17), own_consent_ages()).country == "*"
    assert age_of_own_consent("NP", date(2018, 9, 18), own_consent_ages()).country == "NP"


def test_a_table_without_a_default_is_refused() -> None:
    with pytest.raises(LookupError, match="no row for any country"):
        age_of_own_consent("QQ", TODAY, ())


def test_a_row_is_verified_only_when_it_says_so() -> None:
    row = OwnConsentAge(country="QQ", age=18, starts=TODAY, source="s", certainty="verified")
    assert row.verified
    assert not any(row.verified for row in own_consent_ages())


def test_every_row_has_a_source_and_a_certainty() -> None:
    assert all(row.source and row.certainty for row in own_consent_ages())
    assert all(law.source and law.certainty for law in reporting_laws())


def test_a_duty_to_report_changed_on_its_day() -> None:
    before = law_to_report("XA", Cause.CHILD, CHANGE - DAY, reporting_laws())
    after = law_to_report("XA", Cause.CHILD, CHANGE, reporting_laws())
    assert before
    assert after
    assert before.parts - after.parts == {Part.CONTACT, Part.SITUATION}
    assert law_to_report("XA", Cause.CHILD, CHANGE, tuple(reversed(reporting_laws()))) == after


def test_danger_to_life_has_a_law_of_its_own() -> None:
    law = law_to_report("XA", Cause.DANGER_TO_LIFE, TODAY, reporting_laws())
    assert law
    assert law.cause is Cause.DANGER_TO_LIFE


def test_a_country_without_a_row_has_no_duty_to_report_here() -> None:
    assert law_to_report("QQ", Cause.CHILD, TODAY, reporting_laws()) is None
    assert law_to_report("XA", Cause.CHILD, date(1999, 12, 31), reporting_laws()) is None


def test_no_duty_to_report_in_the_table_touches_care_notes() -> None:
    assert all(not law.parts & CARE_NOTES for law in reporting_laws())


def test_a_law_requires_its_parts_for_its_sides_and_purposes_from_its_day_on() -> None:
    law = law_to_report("XA", Cause.CHILD, TODAY, reporting_laws())
    assert law
    assert law.requires(Part.RISK, Side.CARE, Purpose.SAFETY, law.starts)
    assert not law.requires(Part.RISK, Side.CARE, Purpose.SAFETY, law.starts - DAY)
    assert not law.requires(Part.HEALTH, Side.CARE, Purpose.SAFETY, TODAY)
    assert not law.requires(Part.RISK, Side.BORDER, Purpose.SAFETY, TODAY)
    assert not law.requires(Part.RISK, Side.CARE, Purpose.STATISTICS, TODAY)
    repealed = replace(law, parts=frozenset(), starts=TODAY)
    latest = law_to_report("XA", Cause.CHILD, TODAY, (*reporting_laws(), repealed))
    assert latest == repealed
