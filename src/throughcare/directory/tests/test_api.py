"""The public directory: valid against HSDS 3.0, and silent about what is confidential."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jsonschema
import pytest
import referencing
import referencing.jsonschema
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON
from throughcare.directory.models import PublicAgency, Service
from throughcare.directory.rules import TAXONOMIES, TERMS, Aspect, term_of
from throughcare.directory.services import close_service, pause_service
from throughcare.directory.tests.asking import LISTS, Json, asked, names
from throughcare.directory.tests.factories import (
    DAY_CENTRE,
    LOTUS_HOUSE,
    SECRET_PHONE,
    SECRET_STREET,
    editor,
    opened,
)
from throughcare.kernel.actors import Actor

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "hsds" / "compiled"


def schema(name: str) -> jsonschema.protocols.Validator:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the HSDS schemas are not here: {SCHEMAS}")
    rules = _compiled(name)
    taxonomy = referencing.Resource(_compiled("taxonomy"), referencing.jsonschema.DRAFT202012)
    known = referencing.Registry().with_resource("taxonomy.json", taxonomy)
    kind = jsonschema.validators.validator_for(rules, default=jsonschema.Draft202012Validator)
    return kind(rules, registry=known, format_checker=jsonschema.FormatChecker())


def _compiled(name: str) -> Json:
    """A compiled schema; it still names a file on metadata, which we do not tell."""
    text = (SCHEMAS / f"{name}.json").read_text()
    rules: Json = json.loads(text.replace('"$ref":"metadata.json"', '"maxProperties":0'))
    return rules


def valid(name: str, found: Json) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in schema(name).iter_errors(found)]
    assert problems == []


def test_the_api_says_what_it_is(client: Client) -> None:
    about = asked("")
    assert about["version"] == "3.0"
    described = client.get(about["openapi_url"].removeprefix("http://testserver")).json()
    assert "/hsds/services/{public_id}" in described["paths"]


@pytest.mark.parametrize("sheet", [DAY_CENTRE, LOTUS_HOUSE])
def test_every_object_is_valid_against_the_schemas(edda: Actor, sheet: object) -> None:
    opened(sheet, edda, is_confidential=False)  # type: ignore[arg-type]
    for address, one, listed in (
        ("services", "service", "service_list"),
        ("organizations", "organization", "organization_list"),
        ("service_at_locations", "service_at_location", "service_at_location_list"),
        ("taxonomies", "taxonomy", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term", "taxonomy_term"),
    ):
        for each in asked(address)["contents"]:
            valid(listed, each)
            valid(one, asked(f"{address}/{each['id']}"))
    for each in asked("services", full="true")["contents"]:
        valid("service", each)
    for each in asked("service_at_locations", full="true")["contents"]:
        valid("service_at_location", each)
    for each in asked("organizations", full="true", full_service="true")["contents"]:
        valid("organization", each)


def test_the_schemas_find_a_wrong_object(centre: Service) -> None:
    found = asked(f"services/{centre.public_id}")
    for wrong in ({"id": "seven"}, {"status": "sleeping"}, {"name": None}):
        assert list(schema("service").iter_errors(found | wrong)) != []


def test_a_service_is_told_whole(centre: Service) -> None:
    found = asked(f"services/{centre.public_id}")
    assert found["name"] == "Open Door Day Centre"
    assert found["eligibility_description"] == "Anyone; any age; without children"
    assert found["phones"][0]["number"] == "+999 555 0100"
    assert [each["code"] for each in found["languages"]] == ["eng", "fra"]
    place = found["service_at_locations"][0]
    assert place["id"] == str(centre.public_place_id)
    assert place["location"]["addresses"][0]["postal_code"] == "N1 1AA"
    assert {each["taxonomy_term"]["code"] for each in found["attributes"]} == {
        "basic_needs",
        "legal_advice",
        "any",
        "wheelchair",
        "step_free",
    }
    assert found["organization"]["description"] == "Shelter"


@pytest.mark.parametrize(
    ("age_from", "age_to", "children", "words"),
    [
        (None, None, 0, "Anyone; any age; without children"),
        (18, None, 1, "Anyone; 18 and older; with one child"),
        (None, 17, 2, "Anyone; up to 17; with up to 2 children"),
        (12, 17, 0, "Anyone; 12 to 17; without children"),
    ],
)
def test_whom_a_service_takes_is_said_in_words(
    edda: Actor, age_from: int | None, age_to: int | None, children: int, words: str
) -> None:
    opened(DAY_CENTRE, edda, age_from=age_from, age_to=age_to, children_up_to=children)
    assert asked("services")["contents"][0]["eligibility_description"] == words


def test_no_id_of_ours_is_told(lotus: Agency, centre: Service) -> None:
    told = json.dumps([asked(address, full="true") for address in LISTS[:3]])
    for inside in (centre.pk, centre.key, lotus.pk, lotus.key):
        assert str(inside) not in told


def test_a_confidential_service_is_in_no_list_count_or_search(
    centre: Service, secret: Service
) -> None:
    told = ""
    for address in LISTS[:3]:
        for parameters in ({}, {"full": "true"}, {"search": "Lotus House"}, {"format": "ndjson"}):
            told += (
                Client().get(f"/hsds/{address}", parameters).content.decode()
                if (parameters.get("format") != "ndjson")
                else "".join(lines(address))
            )
    for hidden in (SECRET_STREET, SECRET_PHONE, "Lotus House", "Other NGO", str(secret.public_id)):
        assert hidden not in told
    assert [asked(address)["total_items"] for address in LISTS[:3]] == [1, 1, 1]
    assert asked("services", search="Lotus House")["total_items"] == 0


@pytest.mark.parametrize("address", ["services", "service_at_locations", "organizations"])
def test_a_confidential_id_is_answered_like_an_unknown_one(
    address: str, centre: Service, secret: Service
) -> None:
    hidden = {
        "services": secret.public_id,
        "service_at_locations": secret.public_place_id,
        "organizations": PublicAgency.objects.get(agency=secret.agency_id).public_id,
    }[address]
    answers = []
    for wanted in (hidden, uuid4()):
        with CaptureQueriesContext(connection) as ran:
            answer = Client().get(f"/hsds/{address}/{wanted}")
        sql = [query["sql"].replace(wanted.hex, "ID") for query in ran.captured_queries]
        answers.append((answer.status_code, answer.content, sorted(answer.headers.items()), sql))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (404, b'{"detail": "Not Found"}')


@pytest.mark.parametrize("address", LISTS)
def test_an_id_that_is_none_is_not_found(address: str) -> None:
    for wrong in ("none", "1", str(UUID(int=0)), "%00"):
        answer = Client().get(f"/hsds/{address}/{wrong}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_a_service_that_rests_or_closed_is_gone(edda: Actor, centre: Service) -> None:
    other = opened(DAY_CENTRE, edda, name="Night bus")
    pause_service(centre.key, by=edda, at=NOON)
    assert names("services") == ["Night bus"]
    close_service(other.key, by=edda, at=NOON)
    assert [asked(address)["total_items"] for address in LISTS[:3]] == [0, 0, 0]
    assert Client().get(f"/hsds/services/{centre.public_id}").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_first_middle_and_last_pages_hold_everything_once_and_every_id_resolves(
    edda: Actor, address: str
) -> None:
    for number in range(5):
        opened(DAY_CENTRE, edda, name=f"Centre {number}")
        opened(DAY_CENTRE, editor(_agency(number), f"Ed{number}"), name=f"Other {number}")
    whole = asked(address, per_page=500)
    seen: list[str] = []
    page, last = 1, False
    while not last:
        part = asked(address, per_page=2, page=page)
        assert part["page_number"] == page
        assert part["size"] == len(part["contents"]) > 0
        assert part["first_page"] is (page == 1)
        assert part["total_items"] == whole["total_items"]
        assert part["total_pages"] == -(-whole["total_items"] // 2)
        assert not part["empty"]
        seen += [each["id"] for each in part["contents"]]
        page, last = page + 1, part["last_page"]
    assert seen == [each["id"] for each in whole["contents"]]
    assert len(set(seen)) == len(seen)
    for found in seen:
        assert asked(f"{address}/{found}")["id"] == found


def _agency(number: int) -> Agency:
    return Agency.made(code=f"A{number}", name=f"Agency {number}", kind="NGO", country="XA")


@pytest.mark.parametrize("address", LISTS[:3])
def test_an_empty_feed_is_one_empty_page(address: str) -> None:
    found = asked(address)
    assert found == {
        "total_items": 0,
        "total_pages": 1,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


def test_a_page_after_the_last_is_empty(centre: Service) -> None:
    found = asked("services", page=9)
    assert (found["empty"], found["last_page"], found["total_items"]) == (True, True, 1)


def lines(address: str, **parameters: object) -> list[str]:
    answer = Client().get(f"/hsds/{address}", {"format": "ndjson", **parameters})
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[arg-type]


@pytest.mark.parametrize("address", LISTS)
def test_everything_can_be_read_line_by_line(
    edda: Actor, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughcare.directory.api.STREAMED_AT_ONCE", 2)
    for number in range(5):
        opened(DAY_CENTRE, edda, name=f"Centre {number}")
    whole = asked(address, per_page=500)["contents"]
    assert [json.loads(line) for line in lines(address, page=3)] == whole


def test_minimal_gives_ids_and_times_on_one_page(edda: Actor) -> None:
    for number in range(60):
        opened(DAY_CENTRE, edda, name=f"Centre {number}")
    found = asked("services", minimal="true")
    assert (found["size"], found["total_pages"]) == (60, 1)
    assert set(found["contents"][0]) == {"id", "modified_date"}


def test_each_parameter_narrows(edda: Actor, centre: Service) -> None:
    opened(
        DAY_CENTRE,
        edda,
        at=NOON + timedelta(days=2),
        name="Clinic",
        description="Doctors",
        meets=("medical",),
        takes=("women",),
        postal_code="C9 9CC",
    )
    assert names("services") == ["Clinic", "Open Door Day Centre"]
    assert names("services", search="WARM meal") == ["Open Door Day Centre"]
    assert names("services", search="warm doctors") == []
    medical = term_of(Aspect.MEETS, "medical")
    health = next(term for term in TERMS if term.code == "support:Health")
    assert medical is not None
    assert names("services", taxonomy_term_id=medical.id) == ["Clinic"]
    assert names("services", taxonomy_term_id=health.id) == ["Clinic"]
    assert names("services", taxonomy_term_id=uuid4()) == []
    assert names("services", taxonomy_id=TAXONOMIES[0].id) == ["Clinic", "Open Door Day Centre"]
    assert names("services", modified_after="2026-03-04T12:00:00Z") == ["Clinic"]
    assert names("services", modified_after="2026-03-04T12:00:01Z") == []
    assert names("services", modified_after="2026-03-03") == ["Clinic"]
    agency = asked("organizations")["contents"][0]["id"]
    assert len(names("services", organization_id=agency)) == 2
    assert names("services", organization_id=uuid4()) == []
    assert (
        names("services", organization_id=agency, taxonomy_term_id=medical.id, search="warm") == []
    )
    places = asked("service_at_locations", postcode="c9 9cc")["contents"]
    assert [each["service"]["name"] for each in places] == ["Clinic"]


def test_taxonomy_terms_narrow_by_taxonomy_parent_and_top() -> None:
    needs = TAXONOMIES[0]
    health = next(term for term in TERMS if term.code == "support:Health")
    under = asked("taxonomy_terms", parent_id=health.id, per_page=500)["contents"]
    assert "medical" in {each["code"] for each in under}
    assert {each["parent_id"] for each in under} == {str(health.id)}
    tops = asked("taxonomy_terms", top_only="true", taxonomy_id=needs.id, per_page=500)["contents"]
    assert str(health.id) in {each["id"] for each in tops}
    assert not any("parent_id" in each for each in tops)
    assert names("taxonomy_terms", search="wheelchair") == ["Wheelchair"]


def test_an_agency_lists_its_public_services_only(edda: Actor, centre: Service) -> None:
    opened(LOTUS_HOUSE, edda)
    agency = asked("organizations")["contents"][0]["id"]
    plain = asked(f"organizations/{agency}")
    assert [each["name"] for each in plain["services"]] == ["Open Door Day Centre"]
    assert "phones" not in plain["services"][0]
    assert "phones" in asked(f"organizations/{agency}", full_service="true")["services"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 0},
        {"page": "two"},
        {"per_page": 0},
        {"per_page": 501},
        {"format": "xml"},
        {"taxonomy_term_id": "shelter"},
        {"modified_after": "yesterday"},
        {"full": "perhaps"},
    ],
)
def test_a_wrong_parameter_is_named(wrong: Json) -> None:
    answer = Client().get("/hsds/services", wrong)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] == next(iter(wrong))


def test_what_is_not_offered_is_said() -> None:
    answer = Client().get("/hsds/service_at_locations", {"proximity": "500"})
    assert answer.status_code == 400
    assert "proximity" in answer.json()["detail"]


@pytest.mark.parametrize("way", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(way: str) -> None:
    assert getattr(Client(), way)("/hsds/services").status_code == 405


def test_answers_may_be_kept_for_a_minute_and_need_no_session(centre: Service) -> None:
    answer = Client().get("/hsds/services")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.cookies == {}


def test_who_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    from throughcare.directory.api import api

    (rate,) = api.throttle  # type: ignore[misc, union-attr]
    monkeypatch.setattr(rate, "num_requests", 3)
    answers = [Client().get("/hsds/taxonomies") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/hsds/taxonomies").status_code == 200


def test_behind_our_proxy_the_address_it_saw_counts_and_not_one_that_is_claimed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughcare.directory.api import api

    (rate,) = api.throttle  # type: ignore[misc, union-attr]
    monkeypatch.setattr(rate, "num_requests", 1)
    settings.PRODUCTION = True
    settings.SECURE_SSL_REDIRECT = False

    def asking(forwarded: str) -> int:
        return Client(headers={"x-forwarded-for": forwarded}).get("/hsds/taxonomies").status_code

    assert asking("192.0.2.1") == 200
    assert asking("203.0.113.9, 192.0.2.1") == 429
    assert asking("192.0.2.2") == 200
