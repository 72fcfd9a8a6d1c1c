"""What the tests of the own page share."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from throughcare.consent import adapters
from throughcare.referrals.tests.factories import Scene
from throughcare.web.tests.papers import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock that stands until the test turns it, and scrypt made cheap."""
    monkeypatch.setitem(adapters.SCRYPT, "n", 2)
    clock = Clock()
    with patch("django.utils.timezone.now", lambda: clock.now):
        yield clock


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()
