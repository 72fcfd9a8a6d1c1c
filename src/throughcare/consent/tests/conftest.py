"""Everybody whom the tests of consent know."""

import pytest

from throughcare.consent.tests.cast import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()
