import pytest

from throughcare.linking.tests.cast import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()
