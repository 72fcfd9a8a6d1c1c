"""What two agencies agreed, what duties need, locks, reports, orders and emergencies."""

from dataclasses import replace
from datetime import timedelta

import pytest

from throughcare_core.sharing import (
    CARE_NOTES,
    EVERY_PART,
    NAMING_PARTS,
    Agreement,
    AnyGround,
    Duty,
    Kind,
    Lock,
    Part,
    Purpose,
    Reason,
    Side,
    duties_together,
)

from .cast import (
    AGREEMENT,
    BEST_INTEREST,
    BORDER,
    CARE_PARTS,
    CHILD_IS_HELPED,
    CONSENT,
    EMERGENCY,
    END,
    HOTLINE,
    HOTLINE_READS,
    HOUR,
    LAW,
    MOMENT,
    NOW,
    NURSE,
    OFFICER,
    ORDER,
    OWN,
    PERSON,
    PROSECUTOR,
    PROSECUTOR_ASKS,
    REPORT,
    SHELTER,
    SHELTER_IS_TOLD,
    SHELTER_READS,
    SHELTER_SAVES,
    START,
    WORKER,
    Scene,
    opened,
    refused,
)

HALF_PAST = replace(EMERGENCY, starts=NOW - HOUR / 2, holder_called_at=NOW - HOUR)
NO_ZONE = NOW.replace(tzinfo=None)


# Agreement and duty


def test_without_an_agreement_nothing_crosses_between_agencies() -> None:
    refused(SHELTER_READS.but(agreements=()), Reason.NO_AGREEMENT)
    refused(CHILD_IS_HELPED.but(agreements=()), Reason.NO_AGREEMENT)


def test_an_agreement_holds_both_ways() -> None:
    turned = replace(AGREEMENT, agency_a=HOTLINE, agency_b=SHELTER)
    assert SHELTER_READS.but(agreements=(turned,)).decide().parts == CARE_PARTS


@pytest.mark.parametrize(
    "agreement",
    [
        replace(AGREEMENT, agency_a="other-ngo"),
        replace(AGREEMENT, agency_b="other-ngo"),
        replace(AGREEMENT, purposes=frozenset({Purpose.JUSTICE})),
        replace(AGREEMENT, parts=frozenset()),
        replace(AGREEMENT, starts=NOW + MOMENT),
        replace(AGREEMENT, until=NOW),
        replace(AGREEMENT, ended_at=NOW),
        replace(AGREEMENT, until=END, ended_at=NOW),
        replace(AGREEMENT, until=NOW, ended_at=END),
    ],
)
def test_an_agreement_must_cover_the_two_the_part_the_purpose_and_the_time(
    agreement: Agreement,
) -> None:
    refused(SHELTER_READS.but(agreements=(agreement,)), Reason.NO_AGREEMENT)


def test_only_parts_agreed_are_read() -> None:
    narrow = replace(AGREEMENT, parts=frozenset({Part.RISK}))
    assert SHELTER_READS.but(agreements=(narrow,)).decide().parts == {Part.RISK}


@pytest.mark.parametrize("end", ["until", "ended_at"])
def test_an_agreement_holds_up_to_its_end_which_ends_the_reading(end: str) -> None:
    ending = replace(AGREEMENT, starts=NOW, **{end: NOW + HOUR})
    decision = SHELTER_READS.but(agreements=(ending,)).decide()
    assert decision.parts == CARE_PARTS
    assert {answer.until for answer in decision.answers if answer.ground} == {NOW + HOUR}


def test_the_longest_of_several_agreements_counts() -> None:
    short = replace(AGREEMENT, key="short", until=NOW + HOUR)
    for agreements in ((short, AGREEMENT), (AGREEMENT, short)):
        decision = SHELTER_READS.but(agreements=agreements).decide()
        assert {answer.until for answer in decision.answers if answer.ground} == {END}


def test_reading_without_any_end_has_none() -> None:
    endless = opened(replace(CONSENT, until=None))
    decision = SHELTER_READS.on(endless).decide()
    assert {answer.until for answer in decision.answers} == {None}


def test_an_agency_cannot_agree_with_itself() -> None:
    with pytest.raises(ValueError, match="two different agencies"):
        replace(AGREEMENT, agency_a=HOTLINE)


@pytest.mark.parametrize("name", ["starts", "until", "ended_at"])
def test_an_agreement_with_a_time_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        replace(AGREEMENT, **{name: NO_ZONE})


def test_the_shelter_reads_only_what_the_duty_needs() -> None:
    duty = Duty("shelter_worker", frozenset({Part.RISK, Part.CONTACT}))
    assert SHELTER_READS.but(duty=duty).decide().parts == {Part.RISK, Part.CONTACT}
    refused(SHELTER_READS.but(duty=Duty("none", frozenset())), Reason.NOT_IN_DUTY)


def test_two_duties_together_need_the_parts_of_both() -> None:
    clinician = Duty("clinician", frozenset({Part.HEALTH}))
    grants = Duty("grant_officer", frozenset({Part.LIVELIHOOD}))
    assert duties_together([grants, clinician]) == Duty("clinician grant_officer", CARE_NOTES)
    assert duties_together([]) == Duty("", frozenset())


@pytest.mark.parametrize("purpose", [Purpose.OVERSIGHT, Purpose.STATISTICS])
def test_counting_and_watching_over_others_need_no_name(purpose: Purpose) -> None:
    counted = HOTLINE_READS.asked(purpose=purpose).decide()
    assert counted.parts == EVERY_PART - NAMING_PARTS
    assert Reason.NO_NAME_NEEDED in counted.reasons


# The wall


@pytest.mark.parametrize(
    ("side", "walled"),
    [
        (Side.CARE, {Part.JUSTICE}),
        (Side.JUSTICE, {Part.HEALTH, Part.LIVELIHOOD}),
        (Side.BORDER, {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}),
        (Side.MIGRATION, {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}),
        (Side.OVERSIGHT, {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}),
        (Side.COORDINATION, {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}),
        (Side.OTHER, {Part.HEALTH, Part.LIVELIHOOD, Part.JUSTICE}),
    ],
)
@pytest.mark.parametrize("ground", [CONSENT, BEST_INTEREST])
def test_each_side_reads_its_own_notes_only(
    side: Side, walled: set[Part], ground: AnyGround
) -> None:
    scene = SHELTER_READS.on(opened(ground)).asked(reader_side=side)  # type: ignore[arg-type]
    decision = scene.decide()
    assert decision.parts == EVERY_PART - walled
    assert Reason.BEHIND_THE_WALL in decision.reasons


@pytest.mark.parametrize("side", list(Side))
def test_the_person_opens_the_wall_by_naming_the_reader_and_the_part(side: Side) -> None:
    named = replace(
        CONSENT, recipient_staff=frozenset({WORKER}), parts=frozenset({Part.HEALTH, Part.JUSTICE})
    )
    scene = SHELTER_READS.on(opened(named)).asked(reader_side=side)
    assert scene.decide().parts == {Part.HEALTH, Part.JUSTICE}


def test_the_wall_does_not_stand_in_ones_own_record() -> None:
    assert HOTLINE_READS.asked(reader_side=Side.JUSTICE).decide().parts == EVERY_PART


# The lock


@pytest.mark.parametrize(
    "scene", [HOTLINE_READS, SHELTER_READS, CHILD_IS_HELPED, SHELTER_SAVES, SHELTER_IS_TOLD]
)
def test_a_locked_record_is_read_by_named_staff_only(scene: Scene) -> None:
    named = Lock(PERSON, HOTLINE, frozenset({scene.request.reader_staff}))
    others = Lock(PERSON, HOTLINE, frozenset({"somebody-else"}))
    assert scene.but(lock=named).decide() == scene.decide()
    refused(scene.but(lock=others), Reason.LOCKED)


@pytest.mark.parametrize(
    "lock", [Lock("another", HOTLINE, frozenset()), Lock(PERSON, SHELTER, frozenset())]
)
def test_a_lock_on_another_record_changes_nothing(lock: Lock) -> None:
    assert SHELTER_READS.but(lock=lock).decide() == SHELTER_READS.decide()


# Duty to report


def test_a_report_opens_what_the_law_requires_without_consent_or_agreement() -> None:
    decision = SHELTER_IS_TOLD.but(agreements=()).decide()
    assert decision.parts == {Part.IDENTITY, Part.RISK, Part.HEALTH}
    assert Reason.DUTY_TO_REPORT in decision.reasons


def test_a_report_never_goes_over_the_wall() -> None:
    police = SHELTER_IS_TOLD.asked(reader_side=Side.JUSTICE).decide()
    assert police.parts == {Part.IDENTITY, Part.RISK, Part.JUSTICE}
    border = SHELTER_IS_TOLD.asked(reader_side=Side.BORDER).decide()
    assert border.parts == {Part.IDENTITY, Part.RISK}
    assert Reason.BEHIND_THE_WALL in border.reasons


def test_a_report_goes_to_the_side_and_for_the_purpose_that_the_law_names() -> None:
    refused(SHELTER_IS_TOLD.asked(reader_side=Side.MIGRATION), Reason.NOT_IN_THIS_LAW)
    refused(SHELTER_IS_TOLD.asked(purpose=Purpose.CARE), Reason.NOT_IN_THIS_LAW)


def test_a_report_made_before_the_law_opens_nothing() -> None:
    later = replace(LAW, starts=START.date() + timedelta(days=1))
    refused(SHELTER_IS_TOLD.on(replace(REPORT, law=later)), Reason.NOT_IN_THIS_LAW)


def test_a_report_goes_to_named_staff_only() -> None:
    refused(SHELTER_IS_TOLD.asked(reader_staff=NURSE), Reason.OTHER_STAFF_NAMED)


def test_a_report_to_another_agency_opens_nothing() -> None:
    refused(SHELTER_IS_TOLD.asked(reader_agency="other-ngo"), Reason.NO_GROUND)


# Emergency access


def test_in_an_emergency_contact_and_risk_are_open_without_consent_or_agreement() -> None:
    decision = SHELTER_SAVES.but(agreements=()).decide()
    assert decision.parts == {Part.CONTACT, Part.RISK}
    assert {Reason.EMERGENCY_ACCESS, Reason.NEVER_IN_EMERGENCY} <= set(decision.reasons)


def test_emergency_access_lasts_one_hour() -> None:
    longer = replace(EMERGENCY, until=END)
    scene = SHELTER_SAVES.on(longer)
    last = scene.but(now=NOW + HOUR - MOMENT).decide()
    assert last.parts == {Part.CONTACT, Part.RISK}
    assert last.answers[1].until == NOW + HOUR
    refused(scene.but(now=NOW + HOUR), Reason.HOUR_OVER)


@pytest.mark.parametrize("side", [Side.JUSTICE, Side.BORDER, Side.MIGRATION])
def test_emergency_access_is_never_for_police_border_or_migration(side: Side) -> None:
    refused(SHELTER_SAVES.asked(reader_side=side), Reason.NEVER_IN_EMERGENCY)


def test_emergency_access_is_for_safety_only() -> None:
    refused(SHELTER_SAVES.asked(purpose=Purpose.CARE), Reason.OTHER_PURPOSE)


def test_emergency_access_is_for_one_person_only() -> None:
    refused(SHELTER_SAVES.asked(reader_staff=NURSE), Reason.OTHER_STAFF_NAMED)


def test_the_holder_is_called_first_and_has_ten_minutes() -> None:
    hasty = replace(EMERGENCY, holder_called_at=NOW - timedelta(minutes=10) + MOMENT)
    refused(SHELTER_SAVES.on(hasty), Reason.HOLDER_NOT_CALLED)


def test_emergency_access_without_a_reason_opens_nothing() -> None:
    refused(SHELTER_SAVES.on(replace(EMERGENCY, why="")), Reason.NOT_REASONED)


# Orders


def test_an_order_opens_no_reading_but_lets_the_holder_serve_a_copy() -> None:
    refused(PROSECUTOR_ASKS, Reason.COPY_ONLY)
    decision = PROSECUTOR_ASKS.decide()
    assert decision.kind is Kind.SERVE_COPY
    assert decision.copies == {Part.IDENTITY: ORDER, Part.JUSTICE: ORDER}


def test_an_order_needs_neither_agreement_nor_duty_and_no_lock_stops_the_copy() -> None:
    scene = PROSECUTOR_ASKS.but(
        agreements=(), duty=Duty("", frozenset()), lock=Lock(PERSON, HOTLINE, frozenset())
    )
    assert scene.decide().copies == PROSECUTOR_ASKS.decide().copies


def test_a_copy_may_be_served_beside_reading() -> None:
    consent = replace(CONSENT, recipient_agency=PROSECUTOR, purpose=Purpose.JUSTICE)
    agreement = replace(AGREEMENT, agency_a=PROSECUTOR)
    scene = PROSECUTOR_ASKS.on(ORDER, opened(consent)).but(agreements=(agreement,))
    decision = scene.decide()
    assert decision.kind is Kind.READ
    assert decision.copies == {Part.IDENTITY: ORDER, Part.JUSTICE: ORDER}
    assert decision.parts == EVERY_PART - CARE_NOTES


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, checked_by=None),
        replace(ORDER, checked_by=""),
        replace(ORDER, checked_at=None),
        replace(ORDER, checked_at=NOW + MOMENT),
        replace(ORDER, starts=NOW + MOMENT),
        replace(ORDER, until=NOW),
        replace(ORDER, withdrawn_at=NOW),
        replace(ORDER, parts=frozenset()),
        replace(ORDER, person="another"),
        replace(ORDER, holder=SHELTER),
        replace(ORDER, recipient_agency=BORDER),
    ],
)
def test_an_order_unchecked_out_of_time_or_about_something_else_is_not_served(
    order: AnyGround,
) -> None:
    decision = PROSECUTOR_ASKS.on(order).decide()
    assert decision.copies == {}
    assert decision.kind is Kind.NOTHING


def test_an_order_checked_at_this_very_moment_is_served() -> None:
    checked_now = replace(ORDER, checked_at=NOW, starts=NOW)
    assert PROSECUTOR_ASKS.on(checked_now).decide().kind is Kind.SERVE_COPY


def test_of_two_orders_the_one_that_holds_is_served() -> None:
    unchecked = replace(ORDER, key="a", checked_by=None)
    assert PROSECUTOR_ASKS.on(unchecked, ORDER).decide().copies[Part.JUSTICE] == ORDER


# An officer outside


def test_an_officer_outside_reads_nothing_of_anybody() -> None:
    officer = SHELTER_READS.on(
        OWN, opened(CONSENT), opened(BEST_INTEREST), REPORT, EMERGENCY, ORDER
    ).asked(reader_agency=BORDER, reader_side=Side.BORDER, reader_staff=OFFICER)
    for purpose in Purpose:
        refused(officer.asked(purpose=purpose), Reason.NO_GROUND)


def test_every_reason_has_a_plain_sentence_of_its_own() -> None:
    sentences = [reason.sentence for reason in Reason]
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_reasons_are_given_once_and_in_order() -> None:
    decision = SHELTER_READS.but(agreements=(), duty=Duty("", frozenset())).decide()
    assert decision.reasons == (
        Reason.NOT_IN_DUTY,
        Reason.NO_AGREEMENT,
        Reason.BEHIND_THE_WALL,
    )
