"""Every test has a house of its own: its folders, keys and clock are not the developer's."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_house = Path(tempfile.mkdtemp(prefix="throughcare-test-"))
os.environ["THROUGHCARE_HOME"] = str(_house / "home")
os.environ["THROUGHCARE_KEYS"] = str(_house / "keys")
os.environ.pop("THROUGHCARE_PRODUCTION", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys, the longest tests, stand at both ends: two workers begin there and meet."""
    items.sort(key=_place_of)


def _place_of(item: pytest.Item) -> int:
    if item.get_closest_marker("journey") is None:
        return 1
    return 0 if "visitors" in getattr(item, "fixturenames", ()) else 2


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where a journey must not be skipped, one that was is a failure."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    must_run = "THROUGHCARE_NO_SKIPPED_JOURNEYS" in os.environ
    if must_run and report.skipped and item.get_closest_marker("journey"):
        report.outcome = "failed"
        report.longrepr = "A browser journey was skipped: apt-get install chromium"


@pytest.fixture(autouse=True)
def own_house(tmp_path: Path, settings: object) -> Iterator[None]:
    """Keys and files of one test are gone after it."""
    from django.utils import translation

    from throughcare.vault import services

    settings.THROUGHCARE_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    settings.THROUGHCARE_KEYS = tmp_path / "keys"  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    (tmp_path / "home").mkdir()
    services.key_ring.cache_clear()
    services.key_store.cache_clear()
    translation.deactivate()
    yield
    services.key_ring.cache_clear()
    services.key_store.cache_clear()
