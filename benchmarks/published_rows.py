"""How long an import of published rows takes, its peak memory, and how long the figures take.

    python benchmarks/published_rows.py [FILE.csv.gz]

Without a file 193,025 invented rows in the columns of 2021 are imported, all different: the worst
case of their number. In a house of its own, gone afterwards; on PostgreSQL with DATABASE_URL (an
empty data base). Goal: import within 60 s and 500 MB on two cores.
"""

import gzip
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROWS = 193_025
AGAIN = 20


def invented_file(folder: Path) -> Path:
    """A packed file of many rows that differ."""
    from throughcare_core.vocab import codes, ctdc_columns

    chance = random.Random(1)  # noqa: S311
    columns = [column for column in ctdc_columns("2021") if not column.optional]
    countries = [value.traits["alpha3"] for value in codes("country")]
    choices = {
        "year": ["", *map(str, range(2002, 2022))],
        "gender": ["", "Female", "Male"],
        "age": ["", *(band.code for band in codes("ctdc_age_band"))],
        "adulthood": ["", "Adult", "Minor"],
        "duration": ["", "0--12 (0-1 yr)", "61+ (5+ yrs)"],
        "citizenship": ["", *countries],
        "country": ["", *countries],
    }
    path = folder / "invented.csv.gz"
    with gzip.open(path, "wt", 6) as file:
        file.write(",".join(column.names[0] for column in columns) + "\n")
        for _ in range(ROWS):
            cells = (
                chance.choice(["", "", "1"] if column.code else choices[column.field])
                for column in columns
            )
            file.write(",".join(cells) + "\n")
    return path


def milliseconds(do: Callable[[], object]) -> Iterator[float]:
    """How long each of several runs takes."""
    for _ in range(AGAIN):
        begin = time.perf_counter()
        do()
        yield 1000 * (time.perf_counter() - begin)


def measure(path: Path) -> None:
    """Print the table."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from throughcare.agencies.tests.factories import actor, agency
    from throughcare.statistics.queries import Asked, choices, figures, sources
    from throughcare.statistics.services import import_ctdc

    by = actor(agency("NC", "Office of the Coordinator", "Coordinator"), "Cora", ["coordinator"])
    begin = time.perf_counter()
    with path.open("rb") as file:
        report = import_ctdc(file, path.name, by=by, at=timezone.now())
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"import: {report.rows} rows, {report.distinct} differ: {seconds:.1f} s, {peak:.0f} MB")
    key = sources(by)[0].key
    for name, do in (
        ("what can be chosen", lambda: choices(by, key)),
        ("by everything", lambda: figures(by, key, Asked())),
        ("exploitation × age", lambda: figures(by, key, Asked({}, "exploitation", "age"))),
        ("citizenship × year", lambda: figures(by, key, Asked({}, "citizenship", "year"))),
    ):
        times = sorted(milliseconds(do))
        p95 = times[int(0.95 * len(times))]
        print(f"{name}: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")


def main() -> None:
    """Measure in a house of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "THROUGHCARE_HOME": str(folder / "home"),
            "THROUGHCARE_KEYS": str(folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        }
        measure(Path(sys.argv[1]) if len(sys.argv) > 1 else invented_file(folder))


if __name__ == "__main__":
    main()
