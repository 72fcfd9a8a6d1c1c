"""Who may read what, sentence by sentence. Each refusal shares the scene of a success."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from throughcare_core.sharing import (
    EVERY_PART,
    ByGuardian,
    ByThePerson,
    Duty,
    Given,
    Kind,
    Part,
    Purpose,
    Reason,
    View,
    Voice,
)

from .cast import (
    BEST_INTEREST,
    BY_GUARDIAN,
    CARE_PARTS,
    CHILD_IS_HELPED,
    CONSENT,
    EMERGENCY,
    END,
    GOOD_GUARDIAN,
    HOTLINE_READS,
    HOUR,
    MOMENT,
    NOW,
    NURSE,
    OWN,
    REPORT,
    SHELTER,
    SHELTER_IS_TOLD,
    SHELTER_READS,
    SHELTER_SAVES,
    START,
    STILL_A_CHILD,
    WORKER,
    Scene,
    opened,
    refused,
)

HALF_PAST = replace(EMERGENCY, starts=NOW - HOUR / 2, holder_called_at=NOW - HOUR)
NO_ZONE = NOW.replace(tzinfo=None)


# One's own record


def test_the_holder_reads_its_own_record() -> None:
    decision = HOTLINE_READS.decide()
    assert decision.parts == EVERY_PART
    assert decision.grounds == dict.fromkeys(Part, OWN)
    assert decision.reasons == (Reason.OWN_RECORD,)
    assert decision.kind is Kind.READ
    assert all(answer.until is None for answer in decision.answers)


def test_the_holder_reads_only_what_the_duty_needs() -> None:
    nurse = HOTLINE_READS.but(duty=Duty("clinician", frozenset({Part.HEALTH})))
    decision = nurse.decide()
    assert decision.parts == {Part.HEALTH}
    assert Reason.NOT_IN_DUTY in decision.reasons


def test_the_record_of_one_agency_is_no_ground_for_another() -> None:
    refused(SHELTER_READS.on(OWN), Reason.NO_GROUND)


def test_the_record_of_one_person_is_no_ground_to_read_of_another() -> None:
    refused(HOTLINE_READS.asked(person="another"), Reason.NO_GROUND)


def test_a_record_at_another_agency_is_not_ones_own() -> None:
    elsewhere = replace(OWN, holder=SHELTER)
    refused(HOTLINE_READS.on(elsewhere), Reason.NO_GROUND)
    refused(SHELTER_READS.on(elsewhere), Reason.NO_GROUND)


def test_without_any_ground_nothing_is_read() -> None:
    refused(SHELTER_READS.on(), Reason.NO_GROUND)
    refused(HOTLINE_READS.on(), Reason.NO_GROUND)


# Consent


def test_the_shelter_reads_what_the_person_allowed_once_it_has_accepted() -> None:
    decision = SHELTER_READS.decide()
    assert decision.parts == CARE_PARTS
    assert decision.grounds[Part.IDENTITY] == opened(CONSENT)
    assert Reason.CONSENT in decision.reasons


def test_nothing_is_open_before_acceptance() -> None:
    refused(SHELTER_READS.on(CONSENT), Reason.NOT_ACCEPTED)
    refused(SHELTER_READS.on(BEST_INTEREST), Reason.NOT_ACCEPTED)


def test_only_parts_asked_for_are_answered() -> None:
    decision = SHELTER_READS.asked(parts=frozenset({Part.RISK})).decide()
    assert [answer.part for answer in decision.answers] == [Part.RISK]
    assert decision.parts == {Part.RISK}


def test_only_parts_in_the_consent_are_read() -> None:
    narrow = replace(CONSENT, parts=frozenset({Part.SITUATION}))
    decision = SHELTER_READS.on(opened(narrow)).decide()
    assert decision.parts == {Part.SITUATION}
    assert Reason.NOT_COVERED in decision.reasons


def test_only_parts_opened_at_acceptance_are_read() -> None:
    narrow = opened(CONSENT, parts=frozenset({Part.SITUATION}))
    assert SHELTER_READS.on(narrow).decide().parts == {Part.SITUATION}


def test_a_consent_for_another_agency_opens_nothing() -> None:
    other = replace(CONSENT, recipient_agency="other-ngo")
    refused(SHELTER_READS.on(opened(other)), Reason.NO_GROUND)


def test_a_consent_for_another_purpose_opens_nothing() -> None:
    refused(SHELTER_READS.asked(purpose=Purpose.JUSTICE), Reason.OTHER_PURPOSE)


def test_a_consent_about_the_record_of_another_holder_opens_nothing() -> None:
    elsewhere = replace(CONSENT, holder="other-ngo")
    refused(SHELTER_READS.on(opened(elsewhere)), Reason.NO_GROUND)


def test_only_named_focal_points_read() -> None:
    refused(SHELTER_READS.asked(reader_staff=NURSE), Reason.NOT_A_FOCAL_POINT)


def test_a_consent_may_name_the_only_staff_who_read() -> None:
    named = replace(CONSENT, recipient_staff=frozenset({WORKER}))
    opening = opened(named, to_staff=frozenset({WORKER, NURSE}))
    assert SHELTER_READS.on(opening).decide().parts == EVERY_PART
    refused(
        SHELTER_READS.on(opening).asked(reader_staff=NURSE),
        Reason.OTHER_STAFF_NAMED,
    )


def test_who_is_named_by_the_person_still_waits_for_the_acceptance_to_name_them() -> None:
    named = replace(CONSENT, recipient_staff=frozenset({NURSE}))
    refused(SHELTER_READS.on(opened(named)).asked(reader_staff=NURSE), Reason.NOT_A_FOCAL_POINT)


# Time


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (SHELTER_READS.on(opened(replace(CONSENT, until=NOW))), Reason.ENDED),
        (SHELTER_READS.on(opened(replace(CONSENT, withdrawn_at=NOW))), Reason.WITHDRAWN),
        (SHELTER_READS.on(opened(CONSENT, until=NOW)), Reason.ENDED),
        (SHELTER_READS.on(opened(CONSENT, closed_at=NOW)), Reason.CLOSED),
        (HOTLINE_READS.on(replace(OWN, until=NOW)), Reason.ENDED),
        (HOTLINE_READS.on(replace(OWN, withdrawn_at=NOW)), Reason.WITHDRAWN),
        (CHILD_IS_HELPED.on(opened(replace(BEST_INTEREST, until=NOW))), Reason.ENDED),
        (CHILD_IS_HELPED.on(opened(replace(BEST_INTEREST, withdrawn_at=NOW))), Reason.WITHDRAWN),
        (SHELTER_IS_TOLD.on(replace(REPORT, until=NOW)), Reason.ENDED),
        (SHELTER_IS_TOLD.on(replace(REPORT, withdrawn_at=NOW)), Reason.WITHDRAWN),
        (SHELTER_SAVES.on(replace(HALF_PAST, until=NOW)), Reason.ENDED),
        (SHELTER_SAVES.on(replace(HALF_PAST, withdrawn_at=NOW)), Reason.WITHDRAWN),
    ],
)
def test_reading_stops_at_the_very_moment_of_its_end(scene: Scene, reason: Reason) -> None:
    before = scene.but(now=NOW - MOMENT).decide()
    assert before.allowed
    assert {before_end.until for before_end in before.answers if before_end.ground} == {NOW}
    refused(scene, reason)


@pytest.mark.parametrize(
    "scene",
    [
        SHELTER_READS.on(opened(replace(CONSENT, starts=NOW))),
        SHELTER_READS.on(opened(replace(CONSENT, given_at=NOW))),
        SHELTER_READS.on(opened(CONSENT, starts=NOW)),
        HOTLINE_READS.on(replace(OWN, starts=NOW)),
        CHILD_IS_HELPED.on(opened(replace(BEST_INTEREST, starts=NOW))),
        SHELTER_IS_TOLD.on(replace(REPORT, starts=NOW)),
        SHELTER_SAVES,
    ],
)
def test_reading_begins_at_the_very_moment_of_its_beginning(scene: Scene) -> None:
    assert scene.decide().allowed
    refused(scene.but(now=NOW - MOMENT), Reason.NOT_YET)


def test_the_first_ending_counts() -> None:
    consent = replace(CONSENT, until=END, withdrawn_at=NOW + HOUR)
    decision = SHELTER_READS.on(opened(consent, closed_at=NOW + 2 * HOUR)).decide()
    assert {answer.until for answer in decision.answers if answer.ground} == {NOW + HOUR}


def test_the_longest_of_several_grounds_is_named_whatever_their_order() -> None:
    short = opened(replace(CONSENT, key="short", until=NOW + HOUR), key="1")
    long = opened(replace(CONSENT, key="long", until=END), key="2")
    for grounds in ((short, long), (long, short)):
        decision = SHELTER_READS.on(*grounds).decide()
        assert decision.grounds[Part.RISK] == long
    endless = opened(replace(CONSENT, until=None), key="3")
    decision = SHELTER_READS.on(short, endless, long).decide()
    assert decision.grounds[Part.RISK] == endless
    assert decision.answers[0].until is None


def test_of_two_equal_grounds_the_first_key_is_named_whatever_their_order() -> None:
    first, second = opened(CONSENT, key="1"), opened(CONSENT, key="2")
    for grounds in ((first, second), (second, first)):
        assert SHELTER_READS.on(*grounds).decide().grounds[Part.RISK] == first


@pytest.mark.parametrize("name", ["starts", "until", "withdrawn_at", "given_at"])
def test_a_ground_with_a_time_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"The time '{name}' of a ground has no time zone"):
        replace(CONSENT, **{name: NO_ZONE})


def test_a_decision_at_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        SHELTER_READS.but(now=NO_ZONE).decide()


def test_the_repeated_hour_of_autumn_is_told_apart() -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2025, 8, 26, 1, 30, tzinfo=london).replace(month=10)
    second = first.replace(fold=1)
    consent = replace(CONSENT, until=None, withdrawn_at=second)
    scene = SHELTER_READS.on(opened(consent)).but(now=first)
    assert scene.decide().allowed
    refused(scene.but(now=second), Reason.WITHDRAWN)


# By voice


def test_a_consent_by_voice_lasts_72_hours() -> None:
    spoken = replace(CONSENT, given=Given.BY_VOICE)
    last = START + timedelta(hours=72) - MOMENT
    scene = SHELTER_READS.on(opened(spoken))
    assert scene.but(now=last).decide().parts == CARE_PARTS
    refused(scene.but(now=last + MOMENT), Reason.VOICE_ENDED)


@pytest.mark.parametrize("given", [Given.ON_A_PAGE, Given.OTHER])
def test_a_consent_on_a_page_lasts_longer(given: Given) -> None:
    written = replace(CONSENT, given=given)
    scene = SHELTER_READS.on(opened(written)).but(now=START + timedelta(hours=73))
    assert scene.decide().parts == CARE_PARTS


def test_the_72_hours_run_from_the_giving_not_from_the_beginning() -> None:
    spoken = replace(CONSENT, given=Given.BY_VOICE, given_at=START - 73 * HOUR)
    refused(SHELTER_READS.on(opened(spoken)).but(now=START), Reason.VOICE_ENDED)


# Children


def test_a_guardian_who_counts_consents_for_a_child() -> None:
    assert SHELTER_READS.on(opened(BY_GUARDIAN)).decide().parts == CARE_PARTS


@pytest.mark.parametrize("doubt", ["accompanies", "suspected", "benefits"])
@pytest.mark.parametrize("answer", [True, None])
def test_a_guardian_in_doubt_never_counts(doubt: str, answer: bool | None) -> None:
    guardian = replace(GOOD_GUARDIAN, **{doubt: answer})
    by_guardian = ByGuardian(guardian, STILL_A_CHILD)
    consent = replace(BY_GUARDIAN, given_by=by_guardian)
    refused(SHELTER_READS.on(opened(consent)), Reason.GUARDIAN_NOT_TRUSTED)
    decision = replace(BEST_INTEREST, guardian=guardian)
    refused(CHILD_IS_HELPED.on(opened(decision)), Reason.GUARDIAN_NOT_TRUSTED)


def test_a_guardians_consent_lapses_at_midnight_of_the_day_she_is_asked_anew() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    consent = replace(
        BY_GUARDIAN,
        given_at=START.astimezone(kathmandu),
        given_by=ByGuardian(GOOD_GUARDIAN, date(2025, 7, 10)),
    )
    midnight = datetime(2025, 7, 10, 0, 0, tzinfo=kathmandu)
    scene = SHELTER_READS.on(opened(consent))
    assert scene.but(now=midnight - MOMENT).decide().allowed
    refused(scene.but(now=midnight), Reason.ASKED_ANEW)


@pytest.mark.parametrize(
    ("day", "allowed"), [(date.min, False), (date(2200, 12, 31), True), (date.max, True)]
)
def test_an_odd_day_to_ask_anew_breaks_nothing(day: date, allowed: bool) -> None:
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))):
        consent = replace(
            BY_GUARDIAN,
            given_at=START.astimezone(zone),
            given_by=ByGuardian(GOOD_GUARDIAN, day),
        )
        assert SHELTER_READS.on(opened(consent)).decide().allowed is allowed


def test_the_consent_of_the_person_does_not_lapse_on_a_birthday() -> None:
    own_word = replace(CONSENT, given_by=ByThePerson(START.date()))
    assert SHELTER_READS.on(opened(own_word)).decide().parts == CARE_PARTS


def test_who_is_too_young_to_consent_alone_is_not_taken_at_her_word_and_not_later_either() -> None:
    young = replace(CONSENT, given_by=ByThePerson(START.date() + timedelta(days=1)))
    scene = SHELTER_READS.on(opened(young))
    refused(scene, Reason.TOO_YOUNG)
    refused(scene.but(now=START + timedelta(days=30)), Reason.TOO_YOUNG)


def test_a_decision_in_the_best_interest_of_a_child_opens_what_it_names() -> None:
    decision = CHILD_IS_HELPED.decide()
    assert decision.parts == CARE_PARTS
    assert Reason.BEST_INTEREST in decision.reasons


def test_a_guardian_who_counts_may_decide_for_a_child() -> None:
    by_guardian = replace(BEST_INTEREST, guardian=GOOD_GUARDIAN)
    assert CHILD_IS_HELPED.on(opened(by_guardian)).decide().parts == CARE_PARTS


@pytest.mark.parametrize("view", [View.OBJECTS, View.TOO_YOUNG])
def test_the_child_may_object_or_be_too_young_but_must_be_heard(view: View) -> None:
    heard = replace(BEST_INTEREST, views=((Voice.CHILD, view),))
    assert CHILD_IS_HELPED.on(opened(heard)).decide().parts == CARE_PARTS


@pytest.mark.parametrize(
    "views",
    [
        (),
        ((Voice.CHILD, View.NOT_ASKED),),
        ((Voice.PARENT, View.AGREES),),
        ((Voice.CHILD, View.NOT_ASKED), (Voice.LAWYER, View.AGREES)),
    ],
)
def test_a_decision_without_the_child_opens_nothing(
    views: tuple[tuple[Voice, View], ...],
) -> None:
    unheard = replace(BEST_INTEREST, views=views)
    refused(CHILD_IS_HELPED.on(opened(unheard)), Reason.CHILD_NOT_HEARD)


@pytest.mark.parametrize("missing", ["decided_by", "why"])
def test_a_decision_by_nobody_or_without_reasons_opens_nothing(missing: str) -> None:
    unreasoned = replace(BEST_INTEREST, **{missing: ""})
    refused(CHILD_IS_HELPED.on(opened(unreasoned)), Reason.NOT_REASONED)


def test_a_decision_for_a_child_ends_when_the_person_is_of_age() -> None:
    of_age_today = replace(BEST_INTEREST, majority_on=NOW.date())
    scene = CHILD_IS_HELPED.on(opened(of_age_today))
    midnight = datetime(2025, 6, 2, tzinfo=UTC)
    assert scene.but(now=midnight - MOMENT).decide().allowed
    refused(scene.but(now=midnight), Reason.OF_AGE)


def test_a_decision_for_a_child_is_for_one_purpose() -> None:
    refused(CHILD_IS_HELPED.asked(purpose=Purpose.SAFETY), Reason.OTHER_PURPOSE)


# The ends of time


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date.max, datetime(2200, 12, 31, tzinfo=UTC)),
        (date(2200, 12, 31), datetime(2200, 12, 31, tzinfo=UTC)),
        (date(2200, 12, 30), datetime(2200, 12, 30, tzinfo=UTC)),
        (date(1900, 1, 2), datetime(1900, 1, 2, tzinfo=UTC)),
        (date(1900, 1, 1), datetime(1900, 1, 1, tzinfo=UTC)),
        (date.min, datetime(1900, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_day_beyond_all_calendars_is_the_first_or_the_last_that_is_counted(
    day: date, ends: datetime
) -> None:
    given_at = START.astimezone(UTC)
    consent = replace(
        BY_GUARDIAN, given_at=given_at, until=None, given_by=ByGuardian(GOOD_GUARDIAN, day)
    )
    assert consent.ending() == (ends, Reason.ASKED_ANEW)
