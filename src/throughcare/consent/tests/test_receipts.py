"""The receipt: made only where it is safe, tried five times, and ended by the words for danger."""

import json
from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.models import Line
from throughcare.audit.queries import lines_about
from throughcare.consent import adapters, services
from throughcare.consent.models import Access, Ground, Receipt
from throughcare.consent.queries import (
    Reading,
    readings_elsewhere,
    readings_told,
    receipt_of,
    receipt_open,
    shared_with,
)
from throughcare.consent.rules import (
    LASTS,
    TRIES,
    Standing,
    as_said,
    number_from,
    number_hash,
    reasons_not_to_make_receipt,
    state_of,
    still_opens,
)
from throughcare.consent.services import MadeReceipt, make_receipt, revoke_receipt, try_receipt
from throughcare.consent.tests.cast import DAY, Cast, decision, due
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused

MONTH = LASTS["30"]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters.SCRYPT, "n", 2)


def made(cast: Cast, person: UUID | None = None, by: Actor | None = None) -> MadeReceipt:
    return make_receipt(
        person or cast.amina,
        says_it_is_safe=True,
        lasts=MONTH,
        language="eng",
        by=by or cast.noor,
        at=NOON,
    )


def tried(receipt: MadeReceipt, words: str, minutes: int = 1) -> bool:
    return try_receipt(number_hash(receipt.number), words, at=NOON + minutes * MINUTE) != ""


class TestRules:
    standing = Standing(until=NOON + DAY, wrong=0, revoked_at=None, duress_at=None)

    def test_a_receipt_opens_until_its_end(self) -> None:
        assert still_opens(self.standing, NOON)
        assert not still_opens(self.standing, NOON + DAY)
        assert state_of(self.standing, NOON + DAY) == "expired"

    @pytest.mark.parametrize(
        ("wrong", "revoked", "duress", "state"),
        [
            (4, False, False, "in_force"),
            (5, False, False, "spent"),
            (0, True, False, "revoked"),
            (0, False, True, "duress"),
            (5, True, True, "duress"),
        ],
    )
    def test_wrong_tries_revoking_and_danger_end_it(
        self, wrong: int, revoked: bool, duress: bool, state: str
    ) -> None:
        standing = Standing(
            until=NOON + DAY,
            wrong=wrong,
            revoked_at=NOON if revoked else None,
            duress_at=NOON if duress else None,
        )
        assert state_of(standing, NOON) == state
        assert still_opens(standing, NOON) == (state == "in_force")

    def test_without_the_persons_word_that_it_is_safe_no_paper_is_made(self) -> None:
        (reason,) = reasons_not_to_make_receipt(says_it_is_safe=False, lasts=MONTH)
        assert "only if the person says" in reason
        assert reasons_not_to_make_receipt(says_it_is_safe=True, lasts=MONTH) == []
        assert reasons_not_to_make_receipt(says_it_is_safe=True, lasts=timedelta(days=181))
        assert reasons_not_to_make_receipt(says_it_is_safe=True, lasts=timedelta(0))

    def test_a_number_is_read_however_it_is_typed(self) -> None:
        number = number_from(b"\xff" * 16)
        for typed in (number.lower(), number.replace("-", " "), f"  {number.replace('-', '')}"):
            assert number_hash(typed) == number_hash(number)
        assert number_hash("O18") == number_hash("0IB")
        assert number_hash(number[:-1]) != number_hash(number)

    def test_no_two_numbers_share_letters(self) -> None:
        one, other = number_from(bytes(16)), number_from(bytes(15) + b"\x01")
        assert one != other
        assert len(one.replace("-", "")) == 26

    @pytest.mark.parametrize(
        ("typed", "same"),
        [
            ("Blue Kettle", "blue kettle"),
            ("blue-kettle!", "bluekettle"),
            ("Ｂｌｕｅ kettle", "blue kettle"),
            ("٤٢٠٠١٧", "420017"),
            ("४२००१७", "42 00 17"),
        ],
    )
    def test_words_are_compared_as_they_are_said(self, typed: str, same: str) -> None:
        assert as_said(typed) == as_said(same)

    def test_words_in_another_order_are_other_words(self) -> None:
        assert as_said("kettle blue") != as_said("blue kettle")


class TestWords:
    def test_a_million_pairs_of_words_all_read_apart(self) -> None:
        """1,024 words twice: 2^20 pairs, no two of which look alike without the space."""
        path = Path(adapters.__file__).parent / "data" / "code_words.json"
        words = json.loads(path.read_text())["eng"]
        assert len(set(words)) == 1024
        assert all(word == as_said(word) for word in words)
        assert len({one + other for one, other in product(words, repeat=2)}) == 2**20

    def test_where_there_is_no_list_of_words_six_figures_are_drawn(self) -> None:
        for _ in range(50):
            figures = adapters.drawn_words("figures")
            assert [len(half) for half in figures.split()] == [3, 3]
            assert as_said(figures).isdecimal()
        assert adapters.languages_with_words() == ["eng"]

    def test_the_words_for_danger_share_no_word_with_the_others(self, cast: Cast) -> None:
        for _ in range(20):
            receipt = made(cast)
            assert not set(receipt.words.split()) & set(receipt.words_for_danger.split())

    def test_words_are_drawn_evenly(self) -> None:
        drawn = {word for _ in range(6000) for word in adapters.drawn_words("eng").split()}
        assert len(drawn) > 1015


class TestMaking:
    def test_nothing_that_is_kept_opens_anything(self, cast: Cast) -> None:
        receipt = made(cast)
        row = Receipt.objects.get()
        kept = repr([bytes(v) if isinstance(v, memoryview) else v for v in vars(row).values()])
        for said in (receipt.number, receipt.words, receipt.words_for_danger):
            assert said not in kept
            assert as_said(said) not in kept
        assert receipt.words not in repr(receipt)
        assert receipt.number not in repr(receipt)

    def test_it_is_one_act_whose_line_holds_no_content(self, cast: Cast) -> None:
        receipt = made(cast)
        line = Line.objects.order_by("-seq")[0]
        assert (line.kind, line.code) == ("act", "receipt.made")
        assert receipt.words.split()[0] not in line.entry

    def test_only_a_case_manager_who_may_read_the_record_makes_one(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="Your duties"):
            made(cast, by=cast.lina)
        with pytest.raises(NotHere):
            made(cast, by=cast.amal)
        assert not Receipt.objects.exists()

    def test_no_paper_without_the_persons_word_that_it_is_safe(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="only if the person says"):
            make_receipt(
                cast.amina,
                says_it_is_safe=False,
                lasts=MONTH,
                language="eng",
                by=cast.noor,
                at=NOON,
            )
        assert not Receipt.objects.exists()

    def test_a_new_paper_ends_the_earlier_one(self, cast: Cast) -> None:
        first, second = made(cast), made(cast)
        assert not tried(first, first.words)
        assert tried(second, second.words)

    def test_the_data_base_keeps_one_in_force_for_each_person_and_agency(self, cast: Cast) -> None:
        made(cast)
        made(cast, cast.bela)
        made(cast, cast.bela, cast.amal)
        row = Receipt.objects.filter(person=cast.amina).get()
        row.pk, row.key, row.number_hash = UUID(int=1), "another", "another"
        with pytest.raises(IntegrityError, match="holder"), transaction.atomic():
            row.save(force_insert=True)

    def test_revoked_it_opens_nothing(self, cast: Cast) -> None:
        receipt = made(cast)
        revoke_receipt(cast.amina, by=cast.noor, at=NOON)
        assert not tried(receipt, receipt.words)
        with pytest.raises(Refused, match="no receipt"):
            revoke_receipt(cast.amina, by=cast.noor, at=NOON)


class TestTrying:
    def test_the_right_words_open_it(self, cast: Cast) -> None:
        receipt = made(cast)
        key = try_receipt(number_hash(receipt.number), receipt.words.upper(), at=NOON + MINUTE)
        held = receipt_open(key, NOON + MINUTE)
        assert held is not None
        assert (held.person, held.holder) == (cast.amina, cast.hotline.pk)

    def test_five_wrong_tries_end_it_and_right_ones_give_none_back(self, cast: Cast) -> None:
        receipt = made(cast)
        for minute in range(TRIES - 1):
            assert not tried(receipt, "wrong", minute)
            assert tried(receipt, receipt.words, minute)
        assert not tried(receipt, "wrong", 9)
        assert not tried(receipt, receipt.words, 9)
        row = receipt_of(cast.amina, cast.hotline.pk, NOON)
        assert row is not None
        assert (row.state, row.tries_left) == ("spent", 0)

    def test_tries_made_while_another_is_being_stretched_count(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The state is read again in the writer's turn: what was read before it is old by then."""
        receipt, slowly = made(cast), services.receipts.stretched

        def meanwhile(words: str, salt: bytes) -> bytes:
            monkeypatch.setattr(services.receipts, "stretched", slowly)
            for minute in range(TRIES):
                tried(receipt, "wrong", minute)
            return slowly(words, salt)

        monkeypatch.setattr(services.receipts, "stretched", meanwhile)
        assert not tried(receipt, receipt.words)
        assert Receipt.objects.get().wrong == TRIES

    def test_what_was_opened_closes_when_the_tries_are_spent(self, cast: Cast) -> None:
        receipt = made(cast)
        key = try_receipt(number_hash(receipt.number), receipt.words, at=NOON)
        for minute in range(TRIES):
            assert receipt_open(key, NOON) is not None
            tried(receipt, "wrong", minute)
        assert receipt_open(key, NOON) is None

    def test_the_words_for_danger_open_nothing_and_end_it(self, cast: Cast) -> None:
        receipt = made(cast)
        assert not tried(receipt, receipt.words_for_danger)
        assert not tried(receipt, receipt.words)
        row = receipt_of(cast.amina, cast.hotline.pk, NOON)
        assert row is not None
        assert (row.state, row.duress_at) == ("duress", NOON + MINUTE)
        assert row.tries_left == TRIES

    def test_danger_is_written_down_when_the_paper_is_old_too(self, cast: Cast) -> None:
        receipt = made(cast)
        assert not tried(receipt, receipt.words_for_danger, minutes=60 * 24 * 40)
        assert Receipt.objects.get().duress_at is not None

    def test_its_end_is_its_end(self, cast: Cast) -> None:
        receipt = made(cast)
        days = 60 * 24 * 30
        assert tried(receipt, receipt.words, days - 1)
        assert not tried(receipt, receipt.words, days)

    def test_words_of_one_paper_open_no_other(self, cast: Cast) -> None:
        amina, bela = made(cast), made(cast, cast.bela)
        assert not tried(amina, bela.words)
        assert tried(amina, amina.words)

    def test_each_try_is_one_line_without_a_word_in_it(self, cast: Cast) -> None:
        receipt = made(cast)
        before = Line.objects.count()
        tried(receipt, receipt.words)
        tried(receipt, "a secret of hers")
        lines = list(Line.objects.filter(seq__gt=before).order_by("seq"))
        assert [line.code for line in lines] == ["receipt.tried", "receipt.tried"]
        assert all("secret" not in line.entry and "link" in line.entry for line in lines)
        newest = lines_about(cast.amina)[0]
        assert newest.entry["codes"] == [{"opened": False}]
        assert (newest.actor.int, newest.agency) == (0, cast.hotline.pk)

    def test_the_whole_house_takes_thirty_tries_a_minute(self, cast: Cast) -> None:
        receipt = made(cast)
        for number in range(30):
            try_receipt(number_hash(str(number)), "x", at=NOON)
        with pytest.raises(Refused, match="wait a minute"):
            tried(receipt, receipt.words, 0)
        assert tried(receipt, receipt.words, 2)

    def test_the_cost_of_a_try_is_what_was_argued(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        assert adapters.SCRYPT == {"n": 2**15, "r": 8, "p": 3}

    def test_what_is_kept_of_words_needs_a_secret_of_the_house(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        salt = bytes(16)
        here = adapters.stretched("bluekettle", salt)
        assert here == adapters.stretched("bluekettle", salt)
        monkeypatch.setattr(adapters, "secret", lambda name: bytes(32))
        assert here != adapters.stretched("bluekettle", salt)


class TestTakingBack:
    def test_the_person_takes_back_a_yes_and_reading_stops(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(consent, cast.amal)
        receipt = made(cast)
        services.withdraw_by_receipt(receipt.key, consent, at=NOON + DAY)
        reads = Access.objects.filter(
            person=cast.amina, reader=cast.shelter.pk, until__gt=NOON + DAY
        )
        assert not reads.exists()
        assert Ground.objects.get(key=consent).withdrawn_at == NOON + DAY
        newest = lines_about(cast.amina)[0]
        assert (newest.code, newest.actor.int, newest.via) == ("consent.withdrawn", 0, "link")

    def test_a_locked_record_keeps_nobody_from_taking_back_her_own_yes(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        receipt = made(cast)
        services.lock_person(cast.amina, [], by=cast.noor, at=NOON)
        services.withdraw_by_receipt(receipt.key, consent, at=NOON)
        assert Ground.objects.get(key=consent).withdrawn_at == NOON

    def test_nobody_takes_back_what_another_person_or_a_guardian_said(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        of_bela = yes(cast.bela, cast.noor, cast.shelter.pk)
        decided = services.decide_best_interest(
            cast.amina, decision(cast.shelter.pk), by=cast.noor, at=NOON
        )
        receipt = made(cast)
        for key in (of_bela, decided, "A" * 22):
            with pytest.raises(NotHere):
                services.withdraw_by_receipt(receipt.key, key, at=NOON)

    def test_not_with_a_receipt_that_has_ended(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        receipt = made(cast)
        with pytest.raises(NotHere):
            services.withdraw_by_receipt(receipt.key, consent, at=NOON + MONTH)
        assert Ground.objects.get(key=consent).withdrawn_at is None


class TestTelling:
    def test_each_yes_says_whether_anybody_reads_on_it(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        (row,) = shared_with(cast.amina, cast.hotline.pk, NOON)
        assert (row.name, row.in_force, row.reads) == ("Lotus Shelter", True, False)
        assert row.consent == consent
        opened(consent, cast.amal)
        (row,) = shared_with(cast.amina, cast.hotline.pk, NOON)
        assert row.reads
        services.withdraw_consent(consent, by=cast.noor, at=NOON + DAY)
        (row,) = shared_with(cast.amina, cast.hotline.pk, NOON + DAY)
        assert (row.in_force, row.reads, row.consent) == (False, False, "")
        assert row.withdrawn_at == NOON + DAY

    def test_a_no_is_not_sharing(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        yes(cast.amina, cast.noor, cast.shelter.pk, answer="no")
        assert shared_with(cast.amina, cast.hotline.pk, NOON) == []

    @pytest.mark.parametrize("told", [True, False])
    def test_a_report_stands_there_only_if_the_person_was_told(
        self, cast: Cast, told: bool
    ) -> None:
        said = due(cast, person_was_told=told)
        services.make_report(cast.amina, said, by=cast.noor, at=NOON)
        rows = shared_with(cast.amina, cast.hotline.pk, NOON)
        assert [row.ground for row in rows] == (["duty_to_report"] if told else [])
        readers = {reading.agency for reading in readings_told(cast.amina, cast.hotline.pk)}
        assert readers == {cast.hotline.pk} | ({cast.shelter.pk} if told else set())
        elsewhere = {reading.agency for reading in readings_elsewhere(cast.amina, cast.hotline.pk)}
        assert elsewhere == {cast.shelter.pk}

    def test_readings_that_follow_on_each_other_are_one_and_staff_stand_apart(
        self, cast: Cast, django_assert_num_queries: object
    ) -> None:
        days = [NOON + timedelta(days=day) for day in range(6)]
        spans = [(0, 1, None), (1, 2, None), (0, 1, cast.amal.staff), (4, 5, None)]
        for part in ("situation", "risk"):
            for since, until, staff in spans:
                Access.objects.create(
                    person_id=cast.amina,
                    holder=cast.hotline,
                    reader=cast.shelter,
                    staff_id=staff,
                    part=part,
                    ground="consent",
                    since=days[since],
                    until=days[until],
                )
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = readings_elsewhere(cast.amina, cast.hotline.pk)
        assert found == [
            Reading(cast.shelter.pk, days[0], days[2]),
            Reading(cast.shelter.pk, days[4], days[5]),
            Reading(cast.shelter.pk, days[0], days[1], cast.amal.staff),
        ]

    def test_what_another_agency_keeps_or_shares_itself_is_not_told(self, cast: Cast) -> None:
        agreement(cast.shelter.pk, cast.prosecutor.pk)
        yes(cast.bela, cast.amal, cast.prosecutor.pk)
        assert shared_with(cast.bela, cast.hotline.pk, NOON) == []
        assert len(shared_with(cast.bela, cast.shelter.pk, NOON)) == 1

    def test_how_many_queries(self, cast: Cast, django_assert_num_queries: object) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        for _ in range(3):
            opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        services.make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        Receipt.objects.update(wrong=F("wrong"))
        with django_assert_num_queries(5):  # type: ignore[operator]
            shared_with(cast.amina, cast.hotline.pk, NOON)
        with django_assert_num_queries(2):  # type: ignore[operator]
            readings_told(cast.amina, cast.hotline.pk)
        with django_assert_num_queries(1):  # type: ignore[operator]
            receipt_of(cast.amina, cast.hotline.pk, NOON)
