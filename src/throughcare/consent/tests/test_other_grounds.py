"""Best interest, duty to report, orders: beside consent, each with its bounds."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from throughcare.agencies.tests.factories import NOON, actor, other_ngo
from throughcare.audit.queries import newest_lines
from throughcare.consent import queries
from throughcare.consent.doors import readable_parts
from throughcare.consent.models import Access, Agreement, CopyServed, Ground, Order, Report
from throughcare.consent.services import (
    PaperOrder,
    check_order,
    decide_best_interest,
    end_record,
    lock_person,
    make_report,
    receive_order,
    serve_copy_on_order,
    withdraw_order,
    withdraw_report,
)
from throughcare.consent.tests.cast import DAY, Cast, decision, due, ledger, reads
from throughcare.consent.tests.factories import EVERY_PART, agreement, opened, yes
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.notices.models import Notice
from throughcare.vault.services import Owner, Place, open_text

HOUR = timedelta(hours=1)
BOTH = {"identity", "situation"}


@pytest.fixture
def agreed(cast: Cast) -> Agreement:
    return agreement(cast.hotline.pk, cast.shelter.pk)


class TestBestInterest:
    def test_opens_once_accepted_as_a_yes_would(self, cast: Cast, agreed: Agreement) -> None:
        key = decide_best_interest(cast.amina, decision(cast.shelter.pk), by=cast.noor, at=NOON)
        assert ledger()[0] == "best_interest.decided"
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == set()
        opened(key, cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == BOTH
        row = queries.consent_in_force(cast.amina, cast.hotline.pk, cast.shelter.pk, NOON)
        assert row is not None
        assert (row.key, row.kind, row.given_by) == (key, "best_interest", "agency")

    def test_who_decided_and_why_is_sealed(self, cast: Cast) -> None:
        key = decide_best_interest(cast.amina, decision(cast.shelter.pk), by=cast.noor, at=NOON)
        ground = Ground.objects.get(key=key)
        owner = Owner(cast.hotline.pk, "person", cast.amina)
        why = open_text(ground.words, owner, Place("consent_ground", ground.pk, "words"))
        who = open_text(ground.deciders, owner, Place("consent_ground", ground.pk, "deciders"))
        assert why == "Nobody else can house the child."
        assert who == "The child protection officer of the North"

    def test_a_guardian_who_counts_may_have_a_say_and_no_other(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        harmless = {
            "decided_with": "parent",
            "guardian_accompanies": False,
            "guardian_suspected": False,
            "guardian_benefits": False,
        }
        with_parent = decision(cast.shelter.pk, **harmless)
        key = decide_best_interest(cast.amina, with_parent, by=cast.noor, at=NOON)
        opened(key, cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == BOTH
        for doubt in ("guardian_accompanies", "guardian_suspected", "guardian_benefits"):
            for known in (True, None):
                doubtful = decision(cast.shelter.pk, **(harmless | {doubt: known}))
                with pytest.raises(Refused, match="cannot decide"):
                    decide_best_interest(cast.amina, doubtful, by=cast.noor, at=NOON)

    def test_ends_when_the_child_comes_of_age(self, cast: Cast, agreed: Agreement) -> None:
        nearly = decision(cast.shelter.pk, birth=date(2008, 5, 20))
        opened(decide_best_interest(cast.amina, nearly, by=cast.noor, at=NOON), cast.amal)
        first_of_may = datetime(2026, 5, 1, tzinfo=NOON.tzinfo)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, first_of_may - HOUR) == BOTH
        assert reads(cast.amal, cast.amina, cast.hotline.pk, first_of_may) == set()

    def test_is_refused_without_the_child(self, cast: Cast) -> None:
        unheard = decision(cast.shelter.pk, views={"parent": "agrees"})
        with pytest.raises(Refused, match="Listen to the child"):
            decide_best_interest(cast.amina, unheard, by=cast.noor, at=NOON)
        assert not Ground.objects.exists()

    def test_needs_the_duty_the_record_and_another_agency(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="duties"):
            decide_best_interest(cast.amina, decision(cast.shelter.pk), by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            decide_best_interest(cast.amina, decision(cast.shelter.pk), by=cast.counsel, at=NOON)
        with pytest.raises(Refused, match="another agency"):
            decide_best_interest(cast.amina, decision(cast.hotline.pk), by=cast.noor, at=NOON)


class TestADutyToReport:
    def test_is_read_by_named_staff_without_agreement_or_acceptance(self, cast: Cast) -> None:
        make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        assert ledger()[0] == "report.made"
        here = (cast.amina, cast.hotline.pk, NOON, "safety")
        assert readable_parts(cast.amal, *here) == {"identity", "risk"}
        assert readable_parts(cast.nurse, *here) == set()
        assert readable_parts(cast.amal, cast.amina, cast.hotline.pk, NOON, "care") == set()
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + DAY) == set()

    def test_keeps_why_sealed(self, cast: Cast) -> None:
        make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        report = Report.objects.get()
        owner = Owner(cast.hotline.pk, "person", cast.amina)
        why = open_text(report.words, owner, Place("consent_report", report.pk, "words"))
        assert why == "A child is in danger tonight."

    def test_goes_no_further_than_the_law_of_the_day(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="fewer parts"):
            make_report(cast.amina, due(cast, parts=["contact"]), by=cast.noor, at=NOON)
        long_ago = datetime(2018, 12, 31, tzinfo=NOON.tzinfo)
        with pytest.raises(Refused, match="No law here"):
            make_report(cast.amina, due(cast, cause="gossip"), by=cast.noor, at=NOON)
        to_border = due(cast, recipient=cast.border.pk, recipient_staff=[cast.officer.staff])
        with pytest.raises(Refused, match="does not send"):
            make_report(cast.amina, to_border, by=cast.noor, at=NOON)
        with pytest.raises(NotHere):
            make_report(cast.amina, due(cast), by=cast.noor, at=long_ago)
        assert not Report.objects.exists()

    def test_where_the_country_has_no_such_law_is_refused(self, cast: Cast, settings) -> None:
        settings.COUNTRY = "ZZ"
        with pytest.raises(Refused, match="No law here"):
            make_report(cast.amina, due(cast), by=cast.noor, at=NOON)

    def test_names_staff_of_the_recipient(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="Name the staff"):
            make_report(cast.amina, due(cast, recipient_staff=[]), by=cast.noor, at=NOON)
        others = due(cast, recipient_staff=[cast.officer.staff])
        with pytest.raises(NotHere):
            make_report(cast.amina, others, by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="duties"):
            make_report(cast.amina, due(cast), by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            make_report(cast.amina, due(cast), by=cast.counsel, at=NOON)

    def test_is_withdrawn_once_by_whoever_may(self, cast: Cast) -> None:
        key = make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="duties"):
            withdraw_report(key, by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            withdraw_report(key, by=cast.amal, at=NOON)
        withdraw_report(key, by=cast.noor, at=NOON + HOUR)
        assert ledger()[0] == "report.withdrawn"
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
        with pytest.raises(Refused, match="before"):
            withdraw_report(key, by=cast.noor, at=NOON + HOUR)

    def test_ends_with_the_record(self, cast: Cast) -> None:
        make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        end_record(cast.amina, by=cast.noor, at=NOON + HOUR)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == set()

    def test_on_a_row_of_law_that_was_taken_out_fails_loudly(self, cast: Cast) -> None:
        make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        Report.objects.update(law_starts=date(1999, 1, 1))
        with pytest.raises(LookupError, match="never taken away"):
            lock_person(cast.amina, [], by=cast.noor, at=NOON)


class TestAnOrder:
    @pytest.fixture
    def lawyer(self, cast: Cast) -> Actor:
        return cast.lina

    @pytest.fixture
    def order(self, cast: Cast) -> str:
        paper = PaperOrder(
            authority=cast.prosecutor.pk,
            number="Court 7/26",
            parts=["justice", "situation"],
            until=NOON + DAY,
        )
        return receive_order(cast.amina, paper, by=cast.noor, at=NOON)

    def test_is_entered_with_its_number_sealed_and_opens_nothing(
        self, cast: Cast, order: str
    ) -> None:
        assert ledger()[0] == "order.received"
        row = Order.objects.get()
        assert b"7/26" not in bytes(row.number)
        owner = Owner(cast.hotline.pk, "person", cast.amina)
        number = open_text(row.number, owner, Place("consent_order", row.pk, "number"))
        assert number == "Court 7/26"
        assert reads(cast.counsel, cast.amina, cast.hotline.pk) == set()

    def test_is_told_to_the_lawyers_of_the_holder(self, cast: Cast, order: str) -> None:
        told = Notice.objects.get(about=order)
        assert (told.agency, told.duty, told.staff) == (cast.hotline, "lawyer", None)

    @pytest.mark.parametrize("is_named", [True, False])
    def test_on_a_locked_record_is_told_to_named_lawyers_alone(
        self, cast: Cast, lawyer: Actor, is_named: bool
    ) -> None:
        lock_person(cast.amina, [lawyer.staff] if is_named else [], by=cast.noor, at=NOON)
        paper = PaperOrder(authority=cast.prosecutor.pk, number="8/26", parts=["justice"])
        order = receive_order(cast.amina, paper, by=cast.noor, at=NOON)
        told = Notice.objects.filter(about=order)
        assert [(one.staff_id, one.duty) for one in told] == [(lawyer.staff, "")] * is_named

    def test_checked_is_answered_with_a_copy_and_still_opens_nothing(
        self, cast: Cast, order: str, lawyer: Actor
    ) -> None:
        check_order(order, by=lawyer, at=NOON + HOUR)
        assert ledger()[0] == "order.checked"
        before = Access.objects.count()
        serve_copy_on_order(order, ["justice"], by=lawyer, at=NOON + HOUR)
        (line, *_) = newest_lines()
        assert line.code == "order.copy_served"
        assert line.entry["codes"] == [{"justice": True}]
        assert CopyServed.objects.get().parts == ["justice"]
        assert Access.objects.count() == before
        assert reads(cast.counsel, cast.amina, cast.hotline.pk, NOON + HOUR) == set()

    def test_is_checked_by_a_lawyer_of_the_holder_once(
        self, cast: Cast, order: str, lawyer: Actor
    ) -> None:
        with pytest.raises(Refused, match="Only a lawyer"):
            check_order(order, by=cast.noor, at=NOON)
        with pytest.raises(NotHere):
            check_order(order, by=actor(other_ngo(), "Odd", ["lawyer"]), at=NOON)
        check_order(order, by=lawyer, at=NOON)
        with pytest.raises(Refused, match="before"):
            check_order(order, by=lawyer, at=NOON)

    def test_is_not_served_unchecked_nor_beyond_it_nor_after_it(
        self, cast: Cast, order: str, lawyer: Actor
    ) -> None:
        with pytest.raises(Refused, match="must check"):
            serve_copy_on_order(order, ["justice"], by=lawyer, at=NOON)
        check_order(order, by=lawyer, at=NOON)
        with pytest.raises(Refused, match="does not cover"):
            serve_copy_on_order(order, ["justice", "contact"], by=lawyer, at=NOON)
        with pytest.raises(Refused, match="does not cover"):
            serve_copy_on_order(order, ["justice"], by=lawyer, at=NOON + DAY)
        with pytest.raises(Refused, match="Name the parts"):
            serve_copy_on_order(order, [], by=lawyer, at=NOON)
        with pytest.raises(Refused, match="whose duty"):
            serve_copy_on_order(order, ["justice"], by=cast.noor, at=NOON)
        assert not CopyServed.objects.exists()

    def test_that_is_lifted_is_served_no_more(self, cast: Cast, order: str, lawyer: Actor) -> None:
        check_order(order, by=lawyer, at=NOON)
        with pytest.raises(Refused, match="duties"):
            withdraw_order(order, by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            withdraw_order(order, by=cast.amal, at=NOON)
        withdraw_order(order, by=cast.noor, at=NOON)
        assert ledger()[0] == "order.withdrawn"
        with pytest.raises(Refused, match="not any more"):
            serve_copy_on_order(order, ["justice"], by=lawyer, at=NOON)
        with pytest.raises(Refused, match="before"):
            withdraw_order(order, by=cast.noor, at=NOON)

    def test_needs_the_duty_the_record_and_a_number(self, cast: Cast, order: str) -> None:
        paper = PaperOrder(authority=cast.prosecutor.pk, number="8/26", parts=["justice"])
        with pytest.raises(Refused, match="duties"):
            receive_order(cast.amina, paper, by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            receive_order(cast.amina, paper, by=cast.amal, at=NOON)
        blank = PaperOrder(authority=cast.prosecutor.pk, number="", parts=["justice"])
        with pytest.raises(Refused, match="number"):
            receive_order(cast.amina, blank, by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="duties"):
            serve_copy_on_order(order, ["justice"], by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            serve_copy_on_order(order, ["justice"], by=cast.amal, at=NOON)

    def test_the_data_base_itself_refuses_half_a_check(self, cast: Cast, order: str) -> None:
        row = Order.objects.get(key=order)
        with pytest.raises(IntegrityError, match="checked_by_somebody"), transaction.atomic():
            row.change(checked_at=NOON)


def test_what_was_said_stands_in_no_line_of_the_ledger(cast: Cast) -> None:
    yes(cast.amina, cast.noor, cast.shelter.pk, words="Zanzibar", parts=EVERY_PART)
    make_report(cast.amina, due(cast, why="Zanzibar"), by=cast.noor, at=NOON)
    decide_best_interest(
        cast.amina, decision(cast.shelter.pk, why="Zanzibar"), by=cast.noor, at=NOON
    )
    said = "".join(str(line.entry) for line in newest_lines())
    assert "Zanzibar" not in said
    assert cast.amina.hex not in said
