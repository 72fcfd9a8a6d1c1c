import pytest

from throughcare.identity.adapters.fingerprints import opened_here
from throughcare.identity.tests.cast import Scene, a_scene


@pytest.fixture
def scene(db: None) -> Scene:
    opened_here.__init__()  # type: ignore[misc]
    return a_scene()
