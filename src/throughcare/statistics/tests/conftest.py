import pytest

from throughcare.agencies.tests.factories import actor, agency, lotus_shelter
from throughcare.kernel.actors import Actor


@pytest.fixture
def cora(db: None) -> Actor:
    """The Coordinator."""
    return actor(agency("NC", "Office of the Coordinator", "Coordinator"), "Cora", ["coordinator"])


@pytest.fixture
def stan(db: None) -> Actor:
    """The statistician of Lotus Shelter."""
    return actor(lotus_shelter(), "Stan", ["statistician"])
