"""The scene of a referral, for every test that stands in it."""

import pytest

from throughcare.referrals.tests.factories import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()
