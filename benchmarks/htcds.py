"""Rows per second: a file in IOM's standard read, checked, sealed and taken over."""

import json
import resource
import sys
import time
from io import BytesIO

import django

django.setup()

from django.utils import timezone

from throughcare.agencies.doors import actor_of, staff_named
from throughcare.exchange.adapters.comma import write_table
from throughcare.exchange.rules import core_columns
from throughcare.exchange.services import import_htcds
from throughcare.exchange.tests.invented import invented_rows


def figures(rows: int) -> dict[str, float]:
    """Take `rows` invented rows over."""
    at = timezone.now()
    by = actor_of(staff_named("admin@dawn.example"), at)
    file = BytesIO(write_table(invented_rows(rows), list(core_columns())))
    began = time.perf_counter()
    report = import_htcds(file, "rows.csv", by=by, at=at)
    took = time.perf_counter() - began
    if report.taken != rows:
        raise SystemExit(f"{report.taken} of {rows} rows were taken over.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"in_per_second": rows / took, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]))))
