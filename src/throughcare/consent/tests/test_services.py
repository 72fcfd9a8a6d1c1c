"""A record, a yes, a withdrawal, an opening: what each does, and when it is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from throughcare.agencies.models import Staff
from throughcare.agencies.services import end_focal_point, name_focal_point
from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import newest_lines
from throughcare.consent import queries
from throughcare.consent.events import ConsentWithdrawn
from throughcare.consent.models import Agreement, Ground, Opening
from throughcare.consent.services import (
    begin_record,
    close_parts,
    end_record,
    open_parts,
    record_answers,
    record_consent,
    withdraw_consent,
)
from throughcare.consent.tests.cast import DAY, Cast, able, ledger, reads
from throughcare.consent.tests.factories import agreement, answer, opened, yes
from throughcare.kernel import events
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, Place, open_text

HOUR = timedelta(hours=1)
BOTH = {"identity", "situation"}


@pytest.fixture
def agreed(cast: Cast) -> Agreement:
    return agreement(cast.hotline.pk, cast.shelter.pk)


class TestARecord:
    def test_is_read_by_the_agency_that_began_it_and_by_nobody_else(self, cast: Cast) -> None:
        assert "situation" in reads(cast.noor, cast.amina, cast.hotline.pk)
        for other in (cast.amal, cast.officer, cast.counsel, cast.chief):
            assert reads(other, cast.amina, cast.hotline.pk) == set()

    def test_ends_with_all_that_rested_on_it(self, cast: Cast, agreed: Agreement) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        end_record(cast.amina, by=cast.noor, at=NOON + HOUR)
        assert ledger()[0] == "access.ended"
        for reader in (cast.noor, cast.amal):
            assert reads(reader, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
            assert reads(reader, cast.amina, cast.hotline.pk, NOON) >= BOTH

    def test_of_another_agency_stays(self, cast: Cast) -> None:
        end_record(cast.bela, by=cast.noor, at=NOON + HOUR)
        assert reads(cast.amal, cast.bela, cast.shelter.pk, NOON + HOUR)

    def test_may_begin_anew(self, cast: Cast, agreed: Agreement) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        end_record(cast.amina, by=cast.noor, at=NOON + HOUR)
        begin_record(cast.amina, by=cast.noor, at=NOON + DAY)
        assert reads(cast.noor, cast.amina, cast.hotline.pk, NOON + DAY)
        assert not reads(cast.amal, cast.amina, cast.hotline.pk, NOON + DAY)
        assert not reads(cast.noor, cast.amina, cast.hotline.pk, NOON + DAY - HOUR)


class TestAConsent:
    def test_is_written_down_in_one_line_and_opens_nothing_yet(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        assert ledger()[0] == "consent.recorded"
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == set()
        (row,) = queries.consents_of(cast.amina, cast.hotline.pk, NOON)
        assert (row.key, row.in_force, row.kind) == (key, True, "consent")

    def test_keeps_the_words_sealed(self, cast: Cast) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, words="She nodded twice.")
        ground = Ground.objects.get(key=key)
        assert b"nodded" not in bytes(ground.words)
        owner = Owner(cast.hotline.pk, "person", cast.amina)
        place = Place("consent_ground", ground.pk, "words")
        assert open_text(ground.words, owner, place) == "She nodded twice."

    def test_keeps_no_birth_date_but_the_month_of_coming_of_age(self, cast: Cast) -> None:
        key = yes(
            cast.amina,
            cast.noor,
            cast.shelter.pk,
            birth=date(2012, 9, 23),
            says_is_adult=False,
            given_by="legal_guardian",
            guardian_accompanies=False,
            guardian_suspected=False,
            guardian_benefits=False,
        )
        assert Ground.objects.get(key=key).asked_anew_on == date(2030, 9, 1)

    def test_of_somebody_old_enough_by_the_law_of_the_day_stands(self, cast: Cast) -> None:
        sixteen = date(2010, 3, 2)
        yes(cast.amina, cast.noor, cast.shelter.pk, birth=sixteen, says_is_adult=False)
        younger = sixteen + DAY
        with pytest.raises(Refused, match="too young"):
            yes(cast.amina, cast.noor, cast.shelter.pk, birth=younger, says_is_adult=True)

    def test_of_a_guardian_in_doubt_is_refused_with_the_reason(self, cast: Cast) -> None:
        facts = {
            "birth": date(2012, 9, 23),
            "given_by": "parent",
            "guardian_accompanies": False,
            "guardian_suspected": False,
            "guardian_benefits": False,
        }
        yes(cast.amina, cast.noor, cast.shelter.pk, **facts)
        for doubt in ("guardian_accompanies", "guardian_suspected", "guardian_benefits"):
            for known in (True, None):
                with pytest.raises(Refused, match="does not count"):
                    yes(cast.amina, cast.noor, cast.shelter.pk, **(facts | {doubt: known}))

    def test_a_no_is_kept_and_opens_nothing(self, cast: Cast, agreed: Agreement) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, answer="no")
        assert not queries.consents_of(cast.amina, cast.hotline.pk, NOON)[0].in_force
        assert queries.consent_in_force(cast.amina, cast.hotline.pk, cast.shelter.pk, NOON) is None
        with pytest.raises(NotHere):
            opened(key, cast.amal)
        with pytest.raises(Refused, match="was a no"):
            withdraw_consent(key, by=cast.noor, at=NOON)

    def test_is_refused_whole_and_leaves_nothing(self, cast: Cast) -> None:
        with pytest.raises(Refused) as refused:
            yes(cast.amina, cast.noor, cast.shelter.pk, parts=(), says_is_adult=False)
        assert len(refused.value.reasons) == 2
        assert not Ground.objects.exists()
        assert "consent.recorded" not in ledger()

    @pytest.mark.parametrize("said", ["maybe", ""])
    def test_is_a_yes_or_a_no(self, cast: Cast, said: str) -> None:
        with pytest.raises(Refused, match="yes or a no"):
            yes(cast.amina, cast.noor, cast.shelter.pk, answer=said)

    def test_is_recorded_only_by_whoever_may_and_reads_the_record(self, cast: Cast) -> None:
        said = answer(cast.prosecutor.pk)
        with pytest.raises(Refused, match="duties"):
            record_consent(cast.amina, said, by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            record_consent(cast.amina, said, by=cast.amal, at=NOON)
        assert record_consent(cast.amina, said, by=cast.noor, at=NOON)

    def test_goes_to_another_agency_that_there_is_and_to_staff_of_it(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="another agency"):
            yes(cast.amina, cast.noor, cast.hotline.pk)
        with pytest.raises(NotHere):
            yes(cast.amina, cast.noor, uuid4())
        with pytest.raises(NotHere):
            yes(cast.amina, cast.noor, cast.shelter.pk, recipient_staff=[cast.officer.staff])
        assert yes(cast.amina, cast.noor, cast.shelter.pk, recipient_staff=[cast.nurse.staff])

    def test_the_data_base_itself_refuses_one_to_the_holder(self, cast: Cast) -> None:
        ground = Ground.objects.get(key=yes(cast.amina, cast.noor, cast.shelter.pk))
        with pytest.raises(IntegrityError, match="another_agency"), transaction.atomic():
            ground.change(recipient_id=cast.hotline.pk)
        with pytest.raises(IntegrityError, match="ends_after"), transaction.atomic():
            ground.change(until=ground.starts)

    def test_several_answers_are_one_act(self, cast: Cast) -> None:
        both = [answer(cast.shelter.pk), answer(cast.prosecutor.pk, answer="no")]
        keys = record_answers(cast.amina, both, by=cast.noor, at=NOON)
        assert len(set(keys)) == 2
        (line, *_) = newest_lines()
        assert line.code == "consent.asked"
        assert [joined["code"] for joined in line.entry["joined"]] == ["consent.recorded"] * 2

    def test_of_several_answers_all_or_none_are_kept(self, cast: Cast) -> None:
        both = [answer(cast.shelter.pk), answer(cast.prosecutor.pk, parts=())]
        with pytest.raises(Refused, match="at least one part"):
            record_answers(cast.amina, both, by=cast.noor, at=NOON)
        assert not Ground.objects.exists()
        with pytest.raises(Refused, match="at least one question"):
            record_answers(cast.amina, [], by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="duties"):
            record_answers(cast.amina, both[:1], by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            record_answers(cast.amina, both[:1], by=cast.amal, at=NOON)


class TestAWithdrawal:
    def test_stops_reading_at_once_and_tells_those_above(
        self, cast: Cast, agreed: Agreement, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[ConsentWithdrawn] = []
        monkeypatch.setitem(events._handlers, ConsentWithdrawn, [told.append])
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(key, cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == BOTH
        withdraw_consent(key, by=cast.noor, at=NOON + HOUR)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
        assert ledger()[0] == "consent.withdrawn"
        assert told == [
            ConsentWithdrawn(cast.amina, cast.hotline.pk, cast.shelter.pk, cast.noor, NOON + HOUR)
        ]

    def test_leaves_who_had_access_to_be_told(self, cast: Cast, agreed: Agreement) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(key, cast.amal)
        withdraw_consent(key, by=cast.noor, at=NOON + HOUR)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR / 2) == BOTH

    def test_happens_once_by_whoever_may(self, cast: Cast) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        with pytest.raises(Refused, match="duties"):
            withdraw_consent(key, by=cast.chief, at=NOON)
        with pytest.raises(NotHere):
            withdraw_consent(key, by=cast.amal, at=NOON)
        withdraw_consent(key, by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="before"):
            withdraw_consent(key, by=cast.noor, at=NOON)


class TestAnOpening:
    def test_lets_the_focal_point_read_what_was_allowed(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(key, cast.amal, until=NOON + DAY)
        assert ledger()[0] == "access.opened"
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == BOTH
        assert reads(cast.nurse, cast.amina, cast.hotline.pk) == set()
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + DAY) == set()

    def test_without_a_signed_agreement_opens_nothing(self, cast: Cast) -> None:
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == set()

    def test_names_focal_points_or_those_whom_the_person_named(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        plain = yes(cast.amina, cast.noor, cast.shelter.pk)
        named = yes(cast.amina, cast.noor, cast.shelter.pk, recipient_staff=[cast.nurse.staff])
        for staff in ([], [cast.nurse.staff], [cast.amal.staff, cast.officer.staff]):
            with pytest.raises(Refused, match="focal points"):
                open_parts(plain, parts=BOTH, to_staff=staff, by=cast.amal, at=NOON)
        both = [cast.nurse.staff, cast.amal.staff]
        open_parts(named, parts=["identity"], to_staff=both, by=cast.amal, at=NOON)
        assert reads(cast.nurse, cast.amina, cast.hotline.pk) == {"identity"}
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == set()

    def test_rests_on_a_yes_to_ones_own_agency_that_is_in_force(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, until=NOON + HOUR)
        with pytest.raises(NotHere):
            opened(key, able(cast.counsel, ["answer_referral"]))
        with pytest.raises(NotHere):
            opened("no-such-key", cast.amal)
        with pytest.raises(Refused, match="duties"):
            opened(key, able_not(cast.amal))
        with pytest.raises(Refused, match="ended"):
            opened(key, cast.amal, at=NOON + HOUR)
        assert opened(key, cast.amal)
        withdraw_consent(key, by=cast.noor, at=NOON)
        with pytest.raises(Refused, match="withdrawn"):
            opened(key, cast.amal)

    @pytest.mark.parametrize("closer", ["noor", "amal"])
    def test_is_closed_by_either_side(self, cast: Cast, agreed: Agreement, closer: str) -> None:
        opening = opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        close_parts(opening, by=getattr(cast, closer), at=NOON + HOUR)
        assert ledger()[0] == "access.closed"
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
        close_parts(opening, by=cast.amal, at=NOON + DAY)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == set()

    def test_is_not_closed_by_others(self, cast: Cast, agreed: Agreement) -> None:
        opening = opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        for key in (opening, uuid4()):
            with pytest.raises(NotHere):
                close_parts(key, by=cast.officer, at=NOON)
        assert reads(cast.amal, cast.amina, cast.hotline.pk) == BOTH

    def test_follows_the_focal_points_and_keeps_whom_the_person_named(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        nurse = Staff.objects.get(pk=cast.nurse.staff)
        plain = yes(cast.amina, cast.noor, cast.shelter.pk, parts=["identity"])
        health = {"parts": ["health"], "recipient_staff": [nurse.pk]}
        named = yes(cast.amina, cast.noor, cast.shelter.pk, **health)
        opened(plain, cast.amal)
        open_parts(named, parts=["health"], to_staff=[nurse.pk], by=cast.amal, at=NOON)
        name_focal_point(nurse.key, by=cast.amal, at=NOON + HOUR)
        both = {"identity", "health"}
        assert reads(cast.nurse, cast.amina, cast.hotline.pk, NOON + HOUR) == both
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR) == {"identity"}
        end_focal_point(nurse.key, by=cast.amal, at=NOON + DAY)
        assert reads(cast.nurse, cast.amina, cast.hotline.pk, NOON + DAY) == {"health"}
        assert reads(cast.nurse, cast.amina, cast.hotline.pk, NOON + HOUR) == both

    def test_that_was_closed_withdrawn_or_is_over_follows_nobody(
        self, cast: Cast, agreed: Agreement
    ) -> None:
        nurse = Staff.objects.get(pk=cast.nurse.staff)
        keys = [yes(cast.amina, cast.noor, cast.shelter.pk) for _each in range(3)]
        close_parts(opened(keys[0], cast.amal), by=cast.amal, at=NOON)
        opened(keys[1], cast.amal)
        withdraw_consent(keys[1], by=cast.noor, at=NOON)
        opened(keys[2], cast.amal, until=NOON + HOUR)
        name_focal_point(nurse.key, by=cast.amal, at=NOON + HOUR)
        assert reads(cast.nurse, cast.amina, cast.hotline.pk, NOON + HOUR) == set()
        assert all(opening.to_staff == [cast.amal.staff.hex] for opening in Opening.objects.all())


def able_not(by: Actor) -> Actor:
    return Actor(by.staff, by.agency, by.agency_kind, parts=by.parts)
