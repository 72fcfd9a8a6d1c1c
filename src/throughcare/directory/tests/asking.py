"""Asks the public directory, as anybody may."""

from typing import Any

from django.test import Client

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")

Json = dict[str, Any]


def asked(address: str, **parameters: object) -> Json:
    answer = Client().get(f"/hsds/{address}", parameters)
    assert answer.status_code == 200, answer.content
    found: Json = answer.json()
    return found


def names(address: str, **parameters: object) -> list[str]:
    return [each["name"] for each in asked(address, **parameters)["contents"]]
