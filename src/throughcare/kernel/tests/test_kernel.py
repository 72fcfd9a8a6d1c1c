"""Who acts, two errors, events, and two people who change one record at once."""

import base64
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from throughcare.kernel import events
from throughcare.kernel.actors import NOBODY, SYSTEM, Actor
from throughcare.kernel.errors import Changed, NotHere, Refused
from throughcare.kernel.events import listen, publish
from throughcare.kernel.records import KEY_PATTERN, Record, new_id, new_key
from throughcare.kernel.vocabulary import words
from throughcare_core.vocab import codes

NOOR = Actor(
    staff=uuid.UUID(int=1),
    agency=uuid.UUID(int=2),
    agency_kind="Helpline",
    abilities=frozenset({"offer_referral"}),
)


def test_an_actor_does_what_the_duties_include() -> None:
    assert NOOR.may("offer_referral")
    NOOR.must("offer_referral")


def test_an_actor_is_refused_what_the_duties_do_not_include_and_told_whom_to_ask() -> None:
    assert not NOOR.may("manage_staff")
    with pytest.raises(Refused, match="administrator") as refused:
        NOOR.must("manage_staff")
    assert refused.value.door == "manage_staff"


def test_the_clock_has_no_ability_of_its_own() -> None:
    assert (SYSTEM.staff, SYSTEM.agency, SYSTEM.via) == (NOBODY, NOBODY, "system")
    assert not SYSTEM.abilities


def test_a_refusal_says_every_reason() -> None:
    assert str(Refused("It is closed.", "Nobody answers.")) == "It is closed. Nobody answers."


def test_absent_and_forbidden_say_the_same_and_not_what_was_asked_for() -> None:
    absent = NotHere("case", asked="Amina")
    assert "Amina" not in str(absent)
    assert "Amina" not in repr(absent)


def test_who_was_slower_is_shown_both_versions() -> None:
    slower = Changed("Somebody was quicker.", now_stored={"a": "1"}, just_typed={"a": "2"})
    assert isinstance(slower, Refused)
    assert (slower.now_stored, slower.just_typed) == ({"a": "1"}, {"a": "2"})
    assert str(slower) == "Somebody was quicker."


@pytest.fixture
def wires(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens to anything, until the test is over."""
    monkeypatch.setattr(events, "_handlers", type(events._handlers)(list))


@dataclass(frozen=True)
class Happened:
    """Something that a lower app tells."""

    what: str


@pytest.mark.usefixtures("wires")
def test_who_listens_hears_in_the_order_of_the_wires_and_once() -> None:
    heard: list[str] = []

    def first(event: Happened) -> None:
        heard.append(f"first {event.what}")

    def second(event: Happened) -> None:
        heard.append(f"second {event.what}")

    for handler in (first, second, first):
        listen(Happened, handler)
    publish(Happened("arrival"))
    assert heard == ["first arrival", "second arrival"]


@pytest.mark.usefixtures("wires")
def test_a_handler_that_fails_fails_the_act() -> None:
    def fails(event: Happened) -> None:
        raise Refused("no")

    listen(Happened, fails)
    with pytest.raises(Refused):
        publish(Happened("arrival"))


@pytest.mark.usefixtures("wires")
def test_nobody_need_listen() -> None:
    publish(Happened("arrival"))


def test_ids_grow_with_time() -> None:
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)
    assert {each.version for each in made} == {7}


def test_a_key_is_128_random_bits_and_fits_an_address() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    for key in keys:
        assert re.fullmatch(KEY_PATTERN, key)
        assert len(base64.urlsafe_b64decode(key + "==")) == 16


@pytest.fixture
def leaflet(transactional_db: None) -> Iterator[Record]:
    """A row of a table that is there for one test."""
    with isolate_apps("throughcare.vault"):

        class Leaflet(Record):
            title = models.CharField(max_length=20)

            class Meta:
                app_label = "vault"

        with connection.schema_editor() as editor:
            editor.create_model(Leaflet)
        yield Leaflet.made(title="Your rights")
        with connection.schema_editor() as editor:
            editor.delete_model(Leaflet)


def stored(record: Record) -> Any:
    return type(record)._default_manager.get()


def test_a_change_is_written_and_counted(leaflet: Any) -> None:
    assert leaflet.change(title="Your choices")
    assert (stored(leaflet).title, stored(leaflet).version) == ("Your choices", 2)
    assert (leaflet.title, leaflet.version) == ("Your choices", 2)


def test_who_comes_second_changes_nothing(leaflet: Any) -> None:
    slower = stored(leaflet)
    assert leaflet.change(title="Your choices")
    assert not slower.change(title="Your duties")
    assert stored(leaflet).title == "Your choices"
    assert slower.title == "Your rights"


def test_the_version_that_a_page_showed_counts(leaflet: Any) -> None:
    assert leaflet.change(title="Your choices")
    assert not leaflet.change(seen_version=1, title="Your duties")
    assert leaflet.change(seen_version=2, title="Your duties")
    assert leaflet.version == 3


@pytest.mark.parametrize(
    ("name", "in_order"),
    [("language", ["Akan", "Albanian", "Amharic", "Arabic"]), ("country", ["Åland", "Albania"])],
)
def test_languages_and_countries_stand_by_name(name: str, in_order: list[str]) -> None:
    names = [str(label) for _code, label in words(name)]
    found = [next(n for n in names if n.startswith(wanted)) for wanted in in_order]
    assert sorted(found, key=names.index) == found


def test_other_lists_stand_in_the_order_of_their_meaning() -> None:
    assert [code for code, _label in words("urgency")] == [c.code for c in codes("urgency")]
