"""Server time (milliseconds) and SQL queries of the pages that are used most, and peak memory.

Each page is asked for through the whole stack but for the network: middleware, views, templates.
The first search opens the fingerprints of the agency and is a figure of its own.
"""

import json
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial

import django

django.setup()

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.doors import actor_of, staff_named
from throughcare.cases.doors import cases_of
from throughcare.config.management.demonstration.names import COMMUNITIES
from throughcare.config.management.demonstration.sign_ins import PASSWORD, code_now
from throughcare.referrals.models import Referral

NOOR, INES = "noor@dawn.example", "ines@lotus.example"
TIMES = 40
WARM_UP = 3
Ask = Callable[[], HttpResponseBase]


def signed_in(address: str) -> Client:
    """A browser of somebody of the demonstration country."""
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(address, timezone.now())})
    if answer.status_code != 302:
        raise SystemExit(f"{address} could not sign in.")
    return client


def measured(asks: Iterator[Ask], times: int = TIMES) -> dict[str, float]:
    """Percentiles of the server time, the median of its own work, and the SQL queries."""
    taken: list[float] = []
    worked: list[float] = []
    for number, ask in enumerate(asks):
        with CaptureQueriesContext(connection) if number == 0 else nullcontext() as captured:
            began, busy = time.perf_counter(), time.process_time()
            answer = ask()
            took = (time.perf_counter() - began) * 1000
            busy = (time.process_time() - busy) * 1000
        if answer.status_code not in (200, 302):
            raise SystemExit(f"A page answered {answer.status_code}.")
        if number == 0:
            queries = len(captured)  # type: ignore[arg-type]
        if number >= WARM_UP:
            taken.append(took)
            worked.append(busy)
        if len(taken) == times:
            break
    if len(taken) < 2:
        return {}
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return {"p50": cuts[9], "p95": cuts[18], "cpu": statistics.median(worked), "queries": queries}


def figures() -> dict[str, object]:
    """Every page, one after the other."""
    chance = random.Random(5)  # noqa: S311 - which rows are looked at
    noor, ines = signed_in(NOOR), signed_in(INES)

    def always(client: Client, url: str) -> Iterator[Ask]:
        while True:
            yield partial(client.get, url)

    def timelines() -> Iterator[Ask]:
        by = actor_of(staff_named(NOOR), timezone.now())
        readable = list(cases_of(by, timezone.now()).order_by("key").values_list("key", flat=True))
        for key in chance.sample(readable, min(len(readable), TIMES + WARM_UP)):
            yield partial(noor.get, reverse("cases:case", args=[key]))

    def searches() -> Iterator[Ask]:
        while True:
            community = chance.choice(COMMUNITIES)
            given = chance.choice(community.women).split("|")[-1]
            family = chance.choice(community.families).split("|")[-1]
            yield partial(noor.post, reverse("web:find"), {"q": f"{given} {family}"})

    def accepts() -> Iterator[Ask]:
        waiting = Referral.objects.filter(
            receiver__code="LS", way="account", state="offered", answer_until__gt=timezone.now()
        )
        for key in list(waiting.values_list("key", flat=True)[: TIMES + WARM_UP]):
            yield partial(ines.post, reverse("referrals:referral", args=[key]), {"answer": "yes"})

    began = time.perf_counter()
    noor.post(reverse("web:find"), {"q": "somebody else"})
    first_search = (time.perf_counter() - began) * 1000
    found = {
        "Today": measured(always(noor, reverse("web:today"))),
        "Cases": measured(always(noor, reverse("cases:list"))),
        "Referrals sent": measured(always(noor, reverse("referrals:list") + "?sent")),
        "Timeline": measured(timelines()),
        "Search": measured(searches()),
        "Accept": measured(accepts()),
        "First search of a process": {"p50": first_search},
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": found, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(figures()))
