"""Who was let in a moment ago, when somebody else's turn came first: an erasure or a lock.

“Whether one may write is asked twice: before anything is sealed, and in the turn of the act, since
a record may be locked or erased between the two.”
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.queries import newest_lines
from throughcare.audit.tests.meanwhile import meanwhile
from throughcare.cases.models import Event
from throughcare.consent.services import lock_person
from throughcare.identification import services
from throughcare.identification.models import Appeal, Determination, OwnWord, Ruling, Suspicion
from throughcare.identification.tests.factories import LAW, Scene
from throughcare.identity.services import erase_person
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, key_store

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)

Writing = Callable[[], object]
WRITTEN = (Determination, Ruling, Appeal, OwnWord, Suspicion, Event)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def manager(scene: Scene) -> Actor:
    """Erases and locks at the Prosecutor's."""
    return actor(scene.office, "Manager", ["case_manager"])


@pytest.fixture
def writing(scene: Scene, request: pytest.FixtureRequest) -> Writing:
    """One act of the Prosecutor's staff, with everything there that it needs."""
    marek, alix = scene.marek, scene.alix
    match request.param:
        case "ask":
            said = {"law": LAW, "received_at": NOON, "by": marek, "at": SOON}
            return lambda: services.ask_determination(scene.key, **said)  # type: ignore[arg-type]
        case "decide":
            key, lacks = scene.asked(), ["means"]
            return lambda: services.find_not_established(
                key, lacks=lacks, reasons="No means.", by=marek, at=SOON
            )
        case "appeal":
            key = scene.not_established()
            return lambda: services.appeal(key, "She was afraid.", by=marek, at=SOON)
        case "own word":
            return lambda: services.record_own_word(scene.key, "A worker.", by=marek, at=SOON)
        case _:
            return lambda: services.record_suspicion(scene.key, "A theft.", by=alix, at=SOON)


EVERY = pytest.mark.parametrize(
    "writing", ["ask", "decide", "appeal", "own word", "suspicion"], indirect=True
)


def written(scene: Scene) -> list[object]:
    """What stands of this person at the Prosecutor's, with its states."""
    return [list(table._default_manager.order_by("pk").values()) for table in WRITTEN]


@EVERY
def test_nothing_is_written_about_somebody_who_has_just_been_erased(
    writing: Writing,
    scene: Scene,
    manager: Actor,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    left: list[object] = []

    def erased() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            erase_person(scene.person, "asked_by_person", by=manager, at=SOON)
        left.append(written(scene))

    meanwhile(monkeypatch, erased)
    with suppress(NotHere, Refused):
        writing()
    assert newest_lines()[0].code == "person.erased"
    assert [written(scene)] == left
    assert key_store().id_of(Owner(scene.office.pk, "person", scene.person)) is None


@EVERY
def test_nothing_is_written_by_somebody_whom_a_lock_has_just_left_out(
    writing: Writing, scene: Scene, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[object] = []

    def locked() -> None:
        lock_person(scene.person, [], by=manager, at=SOON)
        left.append(written(scene))

    meanwhile(monkeypatch, locked)
    with suppress(NotHere, Refused):
        writing()
    assert [written(scene)] == left
