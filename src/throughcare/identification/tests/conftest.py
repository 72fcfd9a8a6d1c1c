"""The scene of a determination, for every test that stands in it."""

import pytest

from throughcare.identification.tests.factories import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()
