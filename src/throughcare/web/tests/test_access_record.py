"""A record's readers, seen from the record: what they keep themselves is not told with it."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.identification import services
from throughcare.identification.queries import questions_about
from throughcare.identification.tests.factories import Scene
from throughcare.identity.doors import name_of
from throughcare.kernel.actors import Actor
from throughcare.web.queries import access_record_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """The Prosecutor reads the hotline's situation, and keeps a record of its own."""
    return Scene()


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=5)):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


def codes_told(scene: Scene) -> list[str]:
    """What the hotline's access record says of others' looks."""
    return [row.code for row in access_record_of(scene.person, scene.dawn.pk, None)]


def test_nobody_at_the_hotline_learns_of_a_suspicion_from_looks_at_it(scene: Scene) -> None:
    """“Sealed in the justice part. No shelter, hotline or border post ever reads it.”"""
    scene.presumed()
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    (question,) = questions_about(scene.alix, scene.person, NOON)
    page = reverse("identification:non_punishment", args=[question.key])
    assert signed_in(scene.alix).get(page).status_code == 200
    record = reverse("web:access_record", args=[scene.dawn_key])
    shown = signed_in(scene.noor).get(record).content.decode()
    assert "non-punishment" not in shown.casefold()
    assert "non_punishment" not in shown
    assert "non_punishment.looked_at" not in codes_told(scene)


def test_looks_at_a_determination_of_another_agency_are_not_told_by_the_hotline(
    scene: Scene,
) -> None:
    """The hotline reads nothing of the Prosecutor's: not even that somebody decides there."""
    page = reverse("identification:determination", args=[scene.presumed()])
    assert signed_in(scene.noor).get(page).status_code == 404
    assert signed_in(scene.marek).get(page).status_code == 200
    assert "determination.looked_at" not in codes_told(scene)


def test_a_name_is_told_where_it_was_read_and_nowhere_else(scene: Scene) -> None:
    """The Prosecutor may read the hotline's record, and opens a name in its own."""
    name_of(scene.alix, scene.person, scene.office.pk, NOON)
    assert "identity.name" not in codes_told(scene)
    name_of(scene.noor, scene.person, scene.dawn.pk, NOON)
    assert "identity.name" in codes_told(scene)


def test_facts_of_the_hotline_that_a_decision_rests_on_are_told_without_saying_for_what(
    scene: Scene,
) -> None:
    page = reverse("identification:decide", args=[scene.asked()])
    assert signed_in(scene.marek).get(page).status_code == 200
    assert "case.facts_read" in codes_told(scene)
    assert [code for code in codes_told(scene) if code.startswith("determination")] == []
