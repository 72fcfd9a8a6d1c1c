"""Whatever the public directory is asked: it answers in shape, and tells nothing confidential."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from throughcare.agencies.tests.factories import NOON
from throughcare.directory.models import PublicAgency, Service
from throughcare.directory.rules import TAXONOMIES, TERMS, Aspect, term_of
from throughcare.directory.tests.asking import LISTS, Json, names
from throughcare.directory.tests.factories import DAY_CENTRE, LOTUS_HOUSE, SECRET_STREET, opened
from throughcare.kernel.actors import Actor

pytestmark = pytest.mark.django_db

odd_text = st.text(max_size=30)
parameters = st.fixed_dictionaries(
    {},
    optional={
        "search": odd_text,
        "page": st.integers(-2, 5) | odd_text,
        "per_page": st.integers(-2, 600) | odd_text,
        "format": st.sampled_from(["json", "ndjson", "xml"]),
        "taxonomy_term_id": st.sampled_from([str(term.id) for term in TERMS]) | odd_text,
        "taxonomy_id": st.sampled_from([str(each.id) for each in TAXONOMIES]) | st.uuids(),
        "organization_id": st.uuids() | odd_text,
        "modified_after": st.datetimes().map(lambda at: at.isoformat()) | odd_text,
        "minimal": st.sampled_from(["true", "false", "1", "maybe"]),
        "full": st.booleans(),
        "full_service": st.booleans(),
        "postcode": odd_text,
        "top_only": st.booleans(),
        "parent_id": st.uuids() | odd_text,
    },
)


@checked(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(address=st.sampled_from(LISTS), wanted=parameters)
def test_whatever_is_asked_is_answered_in_shape_and_tells_nothing_confidential(
    centre: Service, secret: Service, address: str, wanted: Json
) -> None:
    caches["rates"].clear()
    answer = Client().get(f"/hsds/{address}", wanted)
    assert answer.status_code in (200, 422)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    for hidden in (SECRET_STREET, "Lotus House", str(secret.public_id)):
        assert hidden.encode() not in content
    if answer.status_code == 200 and not answer.streaming:
        found = answer.json()
        assert found["size"] == len(found["contents"]) <= found["total_items"]
        assert found["empty"] is (not found["contents"])
        assert found["total_pages"] >= 1


@checked(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    one=st.sampled_from(["search", "taxonomy_term_id", "modified_after", "organization_id"]),
    other=st.sampled_from(["search", "taxonomy_term_id", "modified_after", "organization_id"]),
    word=st.sampled_from(["door", "meal", "Clinic", "nothing"]),
    term=st.sampled_from(["medical", "basic_needs", "support:Health", "support:Legal"]),
)
def test_parameters_are_cumulative(
    two_services: Service, one: str, other: str, word: str, term: str
) -> None:
    caches["rates"].clear()
    meant = term_of(Aspect.MEETS, term)
    assert meant is not None
    values = {
        "search": word,
        "taxonomy_term_id": str(meant.id),
        "modified_after": "2026-03-03T00:00:00Z",
        "organization_id": str(PublicAgency.objects.get().public_id),
    }
    alone = [set(names("services", **{name: values[name]})) for name in (one, other)]
    both = names("services", **{name: values[name] for name in (one, other)})
    assert set(both) == alone[0] & alone[1]


@pytest.fixture
def two_services(edda: Actor, centre: Service) -> Service:
    opened(LOTUS_HOUSE, edda)
    return opened(
        DAY_CENTRE, edda, at=NOON + timedelta(days=2), name="Clinic door", meets=("medical",)
    )
