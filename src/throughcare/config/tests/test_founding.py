"""An agency is founded at the machine, and its first administrator is let in by what is printed."""

import pytest
from django.core.management import call_command
from django.test import Client

from throughcare.agencies.models import Agency
from throughcare.kernel.errors import Refused

pytestmark = pytest.mark.django_db
WORDS = {
    "code": "LOTUS",
    "name": "Lotus Shelter",
    "kind": "Shelter",
    "country": "XA",
    "administrator": "Ada of Lotus",
    "address": "ada@lotus.example",
}


def test_what_is_printed_opens_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("agencies_found", **WORDS)
    address = capsys.readouterr().out.splitlines()[0]
    assert Agency.objects.get().code == "LOTUS"
    assert b"Lotus Shelter" in Client().get(address).content


@pytest.mark.parametrize(
    ("wrong", "says"), [({"kind": "Castle"}, "kind of agency"), ({"country": "Xanadu"}, "country")]
)
def test_what_cannot_be_founded_is_said_and_nothing_is(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        call_command("agencies_found", **{**WORDS, **wrong})
    assert not Agency.objects.exists()
