"""An agency with a public service, and another that has only a confidential one."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import lotus_shelter, other_ngo
from throughcare.directory.models import Service
from throughcare.directory.tests.factories import DAY_CENTRE, LOTUS_HOUSE, editor, opened
from throughcare.kernel.actors import Actor


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    caches["rates"].clear()
    yield
    caches["rates"].clear()


@pytest.fixture
def lotus() -> Agency:
    return lotus_shelter()


@pytest.fixture
def edda(lotus: Agency) -> Actor:
    return editor(lotus)


@pytest.fixture
def centre(edda: Actor) -> Service:
    return opened(DAY_CENTRE, edda)


@pytest.fixture
def secret() -> Service:
    """Kept by an agency that has nothing else."""
    return opened(LOTUS_HOUSE, editor(other_ngo(), "Omar"))
