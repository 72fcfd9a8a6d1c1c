"""The demonstration country: it goes into an empty house, alike for a seed, and tells no name."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import has_factor
from throughcare.audit.adapters.heads import kept_heads, public_key
from throughcare.audit.models import Line
from throughcare.audit.queries import exported_lines
from throughcare.cases.models import CaseFile, Event, Fact, Task
from throughcare.config.management.demonstration import begun
from throughcare.config.management.demonstration.agencies import AGENCIES, AGREEMENTS
from throughcare.config.management.demonstration.help_offered import SERVICES
from throughcare.config.management.demonstration.names import COMMUNITIES
from throughcare.config.management.demonstration.people import Profile, draw
from throughcare.config.management.demonstration.sign_ins import PASSWORD, code_now
from throughcare.config.management.demonstration.situations import SITUATIONS
from throughcare.config.management.demonstration.staff import STAFF, THE_SIX
from throughcare.consent.models import Agreement, Ground, Lock
from throughcare.directory.models import Service
from throughcare.identification.models import PeriodCount
from throughcare.identification.rules.shown import from_kept, two_counts
from throughcare.linking.models import Likeness, Link
from throughcare.referrals.models import Referral
from throughcare.referrals.rules import State
from throughcare.vault import services as vault
from throughcare_core.ledger import verify_lines
from throughcare_core.vocab import AgencySide, agency_side

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POLICE_AND_PROSECUTION = {AgencySide.BORDER, AgencySide.JUSTICE}


def demo(*words: str, **options: object) -> str:
    """What the command prints."""
    said = io.StringIO()
    call_command("demo", *words, stdout=said, **options)
    return said.getvalue()


def everybody(size: int, seed: int = 1) -> list[Profile]:
    return [draw(number, random.Random(f"{seed} {number}"), NOON) for number in range(size)]


class TestATinyCountry:
    """Twelve people, loaded once; every sentence reads the same country."""

    @pytest.fixture(scope="class")
    def loaded(
        self,
        django_db_setup: None,
        django_db_blocker: DjangoDbBlocker,
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Iterator[Path]:
        house = tmp_path_factory.mktemp("house")
        (house / "home").mkdir()
        hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        with (
            django_db_blocker.unblock(),
            override_settings(
                THROUGHCARE_HOME=house / "home",
                THROUGHCARE_KEYS=house / "keys",
                PASSWORD_HASHERS=hashers,
            ),
            transaction.atomic(),
        ):
            vault.key_ring.cache_clear()
            vault.key_store.cache_clear()
            demo(size=12, now=NOON.isoformat())
            yield house
            transaction.set_rollback(True)

    @pytest.fixture(autouse=True)
    def in_its_house(self, own_house: None, loaded: Path, settings: object) -> None:
        settings.THROUGHCARE_HOME = loaded / "home"  # type: ignore[attr-defined]
        settings.THROUGHCARE_KEYS = loaded / "keys"  # type: ignore[attr-defined]
        vault.key_ring.cache_clear()
        vault.key_store.cache_clear()

    def test_ten_agencies_sixty_staff_and_forty_services_are_there(self) -> None:
        assert Agency.objects.filter(is_demonstration=True).count() == len(AGENCIES) == 10
        assert Staff.objects.filter(left_at=None).count() == 60
        assert Service.objects.count() == 40

    def test_a_referral_stands_in_every_state(self) -> None:
        assert set(Referral.objects.values_list("state", flat=True)) == set(State)

    def test_one_case_is_locked_one_transferred_and_tasks_wait(self) -> None:
        assert Lock.objects.filter(lifted_at=None).exists()
        assert CaseFile.objects.filter(closing_reason="transferred").exists()
        assert Task.objects.filter(done_at=None).exists()

    def test_yes_and_no_on_a_page_and_by_voice_were_written_down(self) -> None:
        said = set(Ground.objects.values_list("answer", "given"))
        assert {("yes", "on_a_page"), ("yes", "by_voice")} <= said
        assert Ground.objects.filter(withdrawn_at__isnull=False).exists()

    def test_nothing_lies_in_the_future_and_lines_stand_in_order_of_time(self) -> None:
        told = list(Line.objects.order_by("seq").values_list("at", flat=True))
        assert told == sorted(told)
        assert told[-1] == NOON

    def test_one_agency_was_told_that_another_helps_and_one_waits_for_an_answer(self) -> None:
        assert Likeness.objects.filter(answered_at__isnull=False).count() == 1
        assert Likeness.objects.filter(answered_at=None).count() == 1
        assert Link.objects.filter(unlinked_at=None).count() == 1

    def test_the_ledger_verifies(self) -> None:
        verdict = verify_lines(exported_lines(), kept_heads(), [public_key()])
        assert verdict.is_good, verdict

    def test_everybody_has_a_second_factor(self) -> None:
        present = Staff.objects.filter(left_at=None)
        assert [member.name for member in present if not has_factor(member.pk)] == []

    def test_the_password_alone_opens_nothing_and_the_printed_code_opens(self) -> None:
        client = Client()
        client.post(reverse("account_login"), {"login": THE_SIX[0], "password": PASSWORD})
        assert client.get("/").status_code == 302
        code = demo("code", THE_SIX[0]).strip()
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == 302
        assert client.get("/").status_code == 200

    def test_the_sign_ins_of_the_six_are_printed(self) -> None:
        printed = demo(sign_ins=True)
        assert [address for address in THE_SIX if address not in printed] == []
        assert PASSWORD in printed

    def test_an_unknown_address_or_one_who_has_left_has_no_code(self) -> None:
        for address in ("nobody@dawn.example", "petra@lotus.example"):
            with pytest.raises(CommandError, match="Nobody"):
                demo("code", address)

    def test_no_name_or_number_of_a_person_stands_in_the_clear(self) -> None:
        content = _whole_data_base()
        assert b"Dawn Hotline" in content
        people = everybody(12)
        names = [text for person in people for name in person.names for text in _written(name)]
        numbers = [person.contact.value for person in people]
        found = [
            text
            for text in (*names, *numbers)
            for encoding in ("utf-8", "utf-16-le")
            for written in (text.encode(encoding), text.encode(encoding).hex().encode())
            if written in content
        ]
        assert found == []

    def test_a_second_country_is_refused_and_nothing_changes(self) -> None:
        before = Line.objects.count()
        with pytest.raises(CommandError, match="here already"):
            demo(size=12)
        assert Line.objects.count() == before


def _whole_data_base() -> bytes:
    if connection.vendor == "sqlite":
        return connection.connection.serialize()  # type: ignore[no-any-return]
    content = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            with cursor.copy(f'copy "{table}" to stdout') as copy:
                content += b"".join(bytes(chunk) for chunk in copy)
    return content


def _written(name: object) -> list[str]:
    return [name.family, name.full]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_one_seed_and_moment_tell_one_year_and_another_seed_another() -> None:
    assert _year(seed=1) == _year(seed=1) != _year(seed=2)


def _year(seed: int) -> object:
    """All that one load wrote and that is no random key; it is rolled back again."""
    with transaction.atomic():
        demo(size=12, seed=seed, now=NOON.isoformat())
        told = (
            list(Line.objects.order_by("seq").values_list("at", "code")),
            sorted(Event.objects.values_list("at", "kind", "agency__code")),
            Counter(Fact.objects.values_list("topic", "value", "answer", "said_by", "said_at")),
            Counter(Referral.objects.values_list("service__name", "state", "offered_at")),
        )
        transaction.set_rollback(True)
    return told


@pytest.mark.long
@pytest.mark.django_db
def test_the_country_shows_how_two_counts_differ_and_why_in_full() -> None:
    demo(size=400, now=NOON.isoformat())
    kept = from_kept(PeriodCount.objects.get().numbers)
    found = two_counts(kept.whole)
    assert found.ngos is not None
    assert found.authorities is not None
    assert found.ngos > 5 * found.authorities
    assert None not in found.table.numbers
    assert sum(number or 0 for _why, number in found.whys or ()) == found.ngos
    assert found.both is not None
    assert found.both.least < found.both.most
    assert len(kept.places) > 1
    charges = dict(kept.charges)
    assert charges["means"].all is not None
    assert charges[""].all is not None


@pytest.mark.django_db
def test_a_country_cut_short_says_so_and_how_to_begin_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(begun, "tell_and_fill", killed)
    with pytest.raises(KeyboardInterrupt):
        demo(size=12, now=NOON.isoformat())
    with pytest.raises(CommandError, match=r"half here.*THROUGHCARE_HOME"):
        demo(size=12)
    with pytest.raises(CommandError, match="half here"):
        demo(sign_ins=True)


@pytest.mark.django_db
def test_a_house_with_work_in_it_is_left_alone() -> None:
    from throughcare.agencies.services import found_agency
    from throughcare.kernel.actors import SYSTEM

    found_agency(
        "ON", "Other NGO", "NGO", "XA", administrator=("A", "a@on.example"), by=SYSTEM, at=NOON
    )
    with pytest.raises(CommandError, match="not empty"):
        demo(size=12)
    assert Agency.objects.count() == 1
    assert "No demonstration" in demo(sign_ins=True)


@pytest.mark.django_db
def test_production_refuses(settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="production"):
        demo(size=12)
    assert not Agency.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "options", "says"),
    [
        ((), {"size": 0}, "at least one person"),
        ((), {"now": "yesterday"}, "Write the moment"),
        (("password",), {}, "Ask for one thing"),
        (("code", "noor@dawn.example"), {}, "not here"),
    ],
)
def test_what_cannot_be_understood_is_said_plainly(
    words: tuple[str, ...], options: dict[str, object], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        demo(*words, **options)
    assert not Agency.objects.exists()


def test_a_code_is_of_this_house_and_of_this_moment(settings: object, tmp_path: Path) -> None:
    here = code_now("noor@dawn.example", NOON)
    assert here == code_now("Noor@Dawn.example", NOON)
    settings.THROUGHCARE_KEYS = tmp_path / "other"  # type: ignore[attr-defined]
    vault.key_ring.cache_clear()
    elsewhere = [code_now("noor@dawn.example", NOON), code_now("ines@lotus.example", NOON)]
    assert elsewhere != [here, here]
    assert timezone.is_aware(NOON)


def test_four_hundred_people_are_of_every_kind() -> None:
    people = everybody(400)
    told = Counter(person.situation.code for person in people)
    assert set(told) == {situation.code for situation in SITUATIONS}
    sexes = Counter(person.gender.gender for person in people)
    assert 90 <= sexes["Masculine"] <= 110
    assert sexes["TransgenderFeminine"] > 0
    ages = [person.age_on(NOON.date()) for person in people]
    assert min(ages) < 12
    assert max(ages) > 45
    assert sum(not person.situation.facts for person in people) > 20


def test_names_come_in_many_scripts_and_none_is_a_member_of_staff() -> None:
    families = {part for each in COMMUNITIES for name in each.families for part in name.split("|")}
    staff = {word for member in STAFF for word in member.name.split()}
    assert not families & staff
    assert {name.script for name in _tidied(everybody(400))} >= {
        "Latn",
        "Cyrl",
        "Arab",
        "Deva",
        "Khmr",
        "Ethi",
    }


def _tidied(people: list[Profile]) -> list[object]:
    from throughcare.identity.rules import tidy_name

    return [tidy_name(name) for person in people for name in person.names]


def test_police_and_shelters_agreed_nothing_and_some_agreements_are_missing() -> None:
    kinds = {agency.code: agency.kind for agency in AGENCIES}
    between = [{kinds[each.one], kinds[each.other]} for each in AGREEMENTS if each.ended is None]
    enforcing = {kind for kind in kinds.values() if agency_side(kind) in POLICE_AND_PROSECUTION}
    assert [pair for pair in between if "Shelter" in pair and pair & enforcing] == []
    assert len(between) < len(kinds) * (len(kinds) - 1) // 2


def test_every_service_belongs_to_an_agency_and_has_a_name_of_its_own() -> None:
    assert {offered.agency for offered in SERVICES} == {agency.code for agency in AGENCIES}
    assert len({offered.called for offered in SERVICES}) == len(SERVICES) == 40
    assert any(offered.sheet.is_confidential for offered in SERVICES)


def test_agreements_are_kept_in_the_model_too() -> None:
    assert {field.name for field in Agreement._meta.get_fields()} >= {"signed_a_at", "signed_b_at"}
