"""What the data officer of a journey's house has recorded; and the fields that her agency asks.

Run as a programme inside the house's own environment: `python -m tests.journeys.recorded`; with
`fields` it adds the fields.
"""

import json
import sys
from dataclasses import asdict

import django


def main(words: list[str]) -> object:
    """Add the fields, or tell of everybody who is recorded."""
    from django.utils import timezone

    from throughcare.agencies.doors import actor_of
    from throughcare.agencies.models import Staff
    from throughcare.exchange.tests.mapped import own_fields_of_the_sheets, recorded

    at = timezone.now()
    if words == ["fields"]:
        admin = Staff.objects.get(name="Admin", agency__code="DH")
        own_fields_of_the_sheets(actor_of(admin, at))
        return []
    return [
        in_order(asdict(one)) for one in recorded(actor_of(Staff.objects.get(name="Dana"), at), at)
    ]


def in_order(one: dict[str, object]) -> dict[str, object]:
    """What JSON has no word for, as it comes back from it."""
    found = dict(one)
    found["facts"] = sorted(list(fact) for fact in found["facts"])
    for name in ("contacts", "papers", "history", "notes"):
        found[name] = [list(each) for each in found[name]]
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(sys.argv[1:])))
