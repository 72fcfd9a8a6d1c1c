"""What agencies sign and end, and what is kept from everybody but the named."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from throughcare.agencies.tests.factories import NOON
from throughcare.consent import queries
from throughcare.consent.models import Agreement, Lock
from throughcare.consent.services import (
    end_agreement,
    lock_person,
    propose_agreement,
    sign_agreement,
    unlock_person,
)
from throughcare.consent.tests.cast import DAY, Cast, able, ledger, reads
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.errors import NotHere, Refused

HOUR = timedelta(hours=1)
BOTH = {"identity", "situation"}


@pytest.fixture
def agreed(cast: Cast) -> Agreement:
    return agreement(cast.hotline.pk, cast.shelter.pk)


class TestAnAgreement:
    def proposed(self, cast: Cast, **terms: object) -> str:
        facts: dict[str, object] = {
            "parts": ["identity"],
            "purposes": ["care"],
            "starts": NOON,
            "until": None,
            "paper": "2026/4",
            "by": cast.chief,
            "at": NOON,
        }
        return propose_agreement(cast.shelter.pk, **(facts | terms))  # type: ignore[arg-type]

    def test_counts_once_both_have_signed(self, cast: Cast) -> None:
        key = self.proposed(cast)
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == set()
        sign_agreement(key, by=cast.amal, at=NOON + HOUR)
        assert ledger()[0] == "agreement.signed"
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == {"identity"}
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON) == set()

    def test_is_not_signed_by_who_proposed_it_nor_by_others_nor_twice(self, cast: Cast) -> None:
        key = self.proposed(cast)
        for other in (cast.chief, cast.counsel):
            with pytest.raises(NotHere):
                sign_agreement(key, by=other, at=NOON)
        with pytest.raises(Refused, match="duties"):
            sign_agreement(key, by=cast.nurse, at=NOON)
        sign_agreement(key, by=cast.amal, at=NOON)
        with pytest.raises(NotHere):
            sign_agreement(key, by=cast.amal, at=NOON)

    def test_that_ended_before_it_was_signed_is_proposed_anew(self, cast: Cast) -> None:
        key = self.proposed(cast, until=NOON + HOUR)
        with pytest.raises(Refused, match="Propose a new one"):
            sign_agreement(key, by=cast.amal, at=NOON + HOUR)
        sign_agreement(key, by=cast.amal, at=NOON + HOUR / 2)

    @pytest.mark.parametrize("ender", ["chief", "amal"])
    def test_is_ended_by_either_and_reading_stops(
        self, cast: Cast, agreed: Agreement, ender: str
    ) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        opened(yes(cast.bela, cast.noor, cast.shelter.pk), cast.amal)
        end_agreement(agreed.key, by=getattr(cast, ender), at=NOON + HOUR)
        assert ledger()[0] == "agreement.ended"
        for person in (cast.amina, cast.bela):
            assert reads(cast.amal, person, cast.hotline.pk, NOON + HOUR) == set()
        with pytest.raises(NotHere):
            end_agreement(agreed.key, by=cast.amal, at=NOON + HOUR)

    def test_is_not_ended_by_others(self, cast: Cast, agreed: Agreement) -> None:
        with pytest.raises(NotHere):
            end_agreement(agreed.key, by=cast.counsel, at=NOON)
        with pytest.raises(Refused, match="duties"):
            end_agreement(agreed.key, by=cast.noor, at=NOON)

    def test_is_proposed_by_administrators_to_an_agency_that_there_is(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="duties"):
            self.proposed(cast, by=cast.noor)
        with pytest.raises(Refused, match="two different"):
            self.proposed(cast, by=cast.amal)
        with pytest.raises(Refused, match="at least one part"):
            self.proposed(cast, parts=[])
        with pytest.raises(NotHere):
            propose_agreement(
                uuid4(),
                parts=["identity"],
                purposes=["care"],
                starts=NOON,
                until=None,
                paper="",
                by=cast.chief,
                at=NOON,
            )
        assert not Agreement.objects.exists()
        self.proposed(cast)
        assert ledger()[0] == "agreement.proposed"

    def test_the_data_base_itself_refuses_one_with_oneself(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError, match="two_agencies"):
            agreement(cast.hotline.pk, cast.hotline.pk)


class TestALock:
    def test_keeps_out_everybody_but_the_named(self, cast: Cast, agreed: Agreement) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        lock_person(cast.amina, [], by=cast.noor, at=NOON + HOUR)
        assert ledger()[0] == "access.locked"
        assert reads(cast.noor, cast.amina, cast.hotline.pk, NOON + HOUR)
        for other in (cast.lina, cast.amal):
            assert reads(other, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
            assert reads(other, cast.amina, cast.hotline.pk, NOON)

    def test_may_name_colleagues_and_those_to_whom_it_is_open(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        named = [cast.lina.staff, cast.amal.staff]
        lock_person(cast.amina, named, by=cast.noor, at=NOON)
        assert reads(cast.lina, cast.amina, cast.hotline.pk)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == BOTH
        for stranger in (cast.officer.staff, uuid4()):
            with pytest.raises(NotHere):
                lock_person(cast.amina, [stranger], by=cast.noor, at=NOON)

    def test_is_one_at_a_time_and_the_newer_counts(self, cast: Cast) -> None:
        lock_person(cast.amina, [cast.lina.staff], by=cast.noor, at=NOON)
        lock_person(cast.amina, [], by=cast.noor, at=NOON + HOUR)
        assert Lock.objects.filter(lifted_at=None).count() == 1
        assert reads(cast.lina, cast.amina, cast.hotline.pk, NOON + HOUR) == set()

    def test_is_lifted_by_the_named_alone(self, cast: Cast) -> None:
        lock_person(cast.amina, [], by=cast.noor, at=NOON + HOUR)
        with pytest.raises(NotHere):
            unlock_person(cast.amina, by=able(cast.lina, ["lock_case"]), at=NOON + DAY)
        unlock_person(cast.amina, by=cast.noor, at=NOON + DAY)
        assert ledger()[0] == "access.unlocked"
        assert not queries.is_locked(cast.amina, cast.hotline.pk)
        assert reads(cast.lina, cast.amina, cast.hotline.pk, NOON + DAY)
        assert reads(cast.lina, cast.amina, cast.hotline.pk, NOON + DAY - HOUR) == set()

    def test_needs_the_duty_and_the_record(self, cast: Cast) -> None:
        for act in (
            lambda by: lock_person(cast.amina, [], by=by, at=NOON),
            lambda by: unlock_person(cast.amina, by=by, at=NOON),
        ):
            with pytest.raises(Refused, match="duties"):
                act(cast.lina)
            with pytest.raises(NotHere):
                act(cast.amal)
