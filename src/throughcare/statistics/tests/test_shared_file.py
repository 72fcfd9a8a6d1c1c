"""The published file of 2021, where it lies beside the checkout: each cell is counted twice.

Its terms let nobody pass it on, so that it is not here. Without it these tests are skipped.
"""

import csv
import gzip
from itertools import combinations
from pathlib import Path

import pytest

from throughcare.kernel.actors import Actor
from throughcare.statistics.models import Source
from throughcare.statistics.queries import Asked, figures
from throughcare.statistics.rules import DIMENSIONS, NOT_RECORDED
from throughcare.statistics.tests.counted import all_cells, cells_on_the_page, direct_count
from throughcare.statistics.tests.invented import imported

PLACE = Path("shared", "data", "ctdc", "ctdc_global_synthetic_2021.csv.gz")
FILE = next((up / PLACE for up in Path(__file__).parents if (up / PLACE).is_file()), None)


@pytest.mark.skipif(FILE is None, reason=f"{PLACE} is not beside this checkout")
def test_the_published_file_is_kept_whole_and_counted_right_in_every_cell(cora: Actor) -> None:
    assert FILE is not None
    report = imported(FILE.read_bytes(), cora)
    assert (report.rows, report.distinct, report.taken) == (193_025, 60_886, 193_025)
    with gzip.open(FILE, "rt") as file:
        rows = list(csv.DictReader(file))
    key = Source.objects.get().key
    for dimension in DIMENSIONS:
        (counts,) = figures(cora, key, Asked({}, dimension)).counts
        found = {each.code: each.rows for each in (*counts.counts, counts.not_recorded)}
        expected = dict.fromkeys(found, 0) | direct_count(rows, dimension)
        assert found == expected
        assert found[NOT_RECORDED]
    for down, across in combinations(DIMENSIONS, 2):
        page = figures(cora, key, Asked({}, down, across))
        assert cells_on_the_page(page, down, across) == all_cells(rows, down, across)
    only = {"gender": "Woman", "exploitation": "ForcedLabour"}
    page = figures(cora, key, Asked(only, "citizenship", "year"))
    assert cells_on_the_page(page, "citizenship", "year") == all_cells(
        rows, "citizenship", "year", only
    )
    assert imported(FILE.read_bytes(), cora).known == 193_025
