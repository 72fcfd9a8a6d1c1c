import pytest

from throughcare.agencies.tests.factories import actor, dawn_hotline, lotus_shelter
from throughcare.kernel.actors import Actor


@pytest.fixture
def dana(db: None) -> Actor:
    """The data officer of Dawn Hotline."""
    return actor(dawn_hotline(), "Dana", ["data_officer"])


@pytest.fixture
def luis(db: None) -> Actor:
    """The data officer of Lotus Shelter."""
    return actor(lotus_shelter(), "Luis", ["data_officer"])


@pytest.fixture
def counts() -> "object":
    """How many rows every table has."""
    from django.apps import apps

    def count() -> dict[str, int]:
        return {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}

    return count
