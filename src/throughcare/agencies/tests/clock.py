"""A clock that a test turns."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    """The house's time: stands where it was set until it is turned on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now: datetime = timezone.now()
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def turn(self, **passed: float) -> datetime:
        """Let time pass (`seconds=`, `minutes=`, `hours=`)."""
        self.now += timedelta(**passed)
        return self.now
