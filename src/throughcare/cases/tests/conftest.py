"""The scene of a case, for every test that stands in it."""

import pytest

from throughcare.cases.tests.factories import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()
