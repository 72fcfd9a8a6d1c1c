"""What the tests of agencies share."""

import pytest

from throughcare.agencies.tests.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands until the test turns it."""
    return Clock(monkeypatch)
