"""A process's first search: opening the sealed fingerprints of all people of one agency.

`python -m benchmarks.opening --size 100000` makes a data base of its own with so many people who
have one fingerprint each, sealed with a key each, and throws it away. It prints how long opening
takes for one of them and what the opened ones weigh, and one search beside the time in which the
same bytes are read in the same run (to copy them once and to count their bits with numpy).
"""

import argparse
import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.houses import House

TIMES = 30
PORTION = 2_000


def main() -> None:
    """Make the data base, measure in a process of its own, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="people")
    asked = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="throughcare-bench-"))
    try:
        (place / "home").mkdir()
        house = House(asked.size, "sqlite", place, "")
        house.run("throughcare.config.cli", "migrate", "--verbosity", "0")
        house.run("benchmarks.opening", "--fill", str(asked.size))
        print(house.run("benchmarks.opening", "--measure"), end="")
    finally:
        shutil.rmtree(place)


def fill(size: int) -> None:
    """People of one agency, each with one invented fingerprint."""
    import django

    django.setup()
    from django.utils import timezone

    from throughcare.agencies.models import Agency
    from throughcare.identity.adapters.contents import owner_of, place_of
    from throughcare.identity.adapters.fingerprints import encoded, joined, keys_of
    from throughcare.identity.models import FingerprintEdition, Fingerprints
    from throughcare.persons.models import Person
    from throughcare.vault.services import Owner, key_store, seal

    agency = Agency.objects.create(code="B", name="Benchmark", kind="ngo", country="XX")
    keys, now = keys_of(agency.pk), timezone.now()
    names = [joined(encoded([f"Name{at} Of{at * 7}"], 1950 + at % 60, keys)) for at in range(2_000)]
    for start in range(0, size, PORTION):
        people = Person.objects.bulk_create(Person() for _ in range(min(PORTION, size - start)))
        owners = [Owner(agency.pk, "person", person.pk) for person in people]
        with key_store().in_haste():
            key_store().make_many(owners)
        rows = [
            Fingerprints(person=person, holder=agency, at=now, edition=start + at + 1)
            for at, person in enumerate(people)
        ]
        with key_store().at_hand(owners):
            for row, content in zip(rows, names, strict=False):
                row.content = seal(content, owner_of(row), place_of(row))
        Fingerprints.objects.bulk_create(rows)
    FingerprintEdition.objects.create(agency=agency, written=size)


def figures() -> dict[str, float]:
    """What opening and one search take in this process."""
    import django

    django.setup()
    import numpy as np

    from throughcare.agencies.models import Agency
    from throughcare.identity import queries
    from throughcare.identity.adapters.fingerprints import encoded, keys_of, opened_here
    from throughcare_core.matching import search

    agency = Agency.objects.get().pk
    edition = queries.edition_of(agency)
    opening = partial(
        opened_here.of,
        agency,
        edition,
        partial(queries.fingerprints_since, agency),
        partial(queries.people_with_fingerprints, agency),
    )
    before, began, worked = _peak(), time.perf_counter(), time.process_time()
    opened = opening()
    took, work = time.perf_counter() - began, time.process_time() - worked
    asked = encoded(["Name77 Of539"], 1950, keys_of(agency))[0]
    words = opened.main.words
    return {
        "people": opened.size(),
        "opening, µs each": took / opened.size() * 1e6,
        "of it work, µs each": work / opened.size() * 1e6,
        "opened, bytes each": opened.main.weight() / max(len(opened.main), 1),
        "peak while opening, MB": (_peak() - before) / 2**20,
        "one search p95, ms": _p95(lambda: search(asked, opened.main)),
        "copying the bytes p95, ms": _p95(lambda: words.copy(order="K")),
        "counting their bits p95, ms": _p95(lambda: int(np.bitwise_count(words).sum())),
    }


def _p95(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--fill", size]:
            fill(int(size))
        case ["--measure"]:
            print(json.dumps(figures(), ensure_ascii=False, indent=1))
        case _:
            main()
