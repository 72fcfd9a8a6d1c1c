"""A cluster links the same as this process does: two workers of Spark on this machine."""

import sys
from pathlib import Path

import pytest

from throughcare_core.matching.linkage import (
    Unusable,
    comparing,
    link_files,
    write_encoding_file,
)
from throughcare_core.matching.linkage.__main__ import main
from throughcare_core.matching.linkage.spark import on_spark
from throughcare_core.matching.linkage.tests.cast import lotus_shelter, other_ngo
from throughcare_core.matching.linkage.tests.test_exchange_profile import made

TWO_WORKERS = "local-cluster[2,1,1024]"


def test_where_spark_is_missing_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Unusable, match=r"pip install throughcare\[spark\]"), on_spark():
        pass


def test_wherever_tiles_are_compared_the_pairs_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "TILE", 64)
    monkeypatch.setattr(comparing, "MOST_KEPT", 100)
    first, second = made(lotus_shelter()).file, made(other_ngo()).file
    asked: list[int] = []

    def elsewhere(tile: comparing.Tile, starts: object) -> list[comparing.Found]:
        asked.extend(starts)  # type: ignore[call-overload]
        return [tile(start) for start in asked]

    mine, theirs = link_files(first, second), link_files(first, second, spread=elsewhere)
    assert len(asked) > 5
    assert mine.pairs.chances.tolist() == theirs.pairs.chances.tolist()
    assert mine.pairs.rows.tolist() == theirs.pairs.rows.tolist()


@pytest.mark.long
def test_two_workers_find_the_same_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)
    for name, rows in (("a", lotus_shelter(1500)), ("b", other_ngo(1500))):
        Path(f"{name}.tcf").write_bytes(write_encoding_file(made(rows, share=1.0).file))
    assert main(["link", "a.tcf", "b.tcf", "--out", "here.csv"]) == 0
    on_two = f"link a.tcf b.tcf --out there.csv --engine spark --master {TWO_WORKERS}"
    assert main(on_two.split()) == 0
    assert Path("here.csv").read_text().count("\n") > 500
    assert Path("here.csv").read_bytes() == Path("there.csv").read_bytes()
