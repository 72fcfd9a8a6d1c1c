"""`make bench`: every figure, small and large, on SQLite and PostgreSQL, as ratios side by side."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.houses import SERVER, House, a_house

SMALL = 400


def main() -> None:
    """Fill the houses one after the other, measure in each, and print the tables."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--size", type=int, default=200_000, help="people of the large house")
    asked.add_argument("--small", type=int, default=SMALL, help="people of the small one")
    asked.add_argument("--rows", type=int, default=2_000, help="rows of the HTCDS file")
    asked.add_argument("--engine", nargs="*", choices=("sqlite", "postgresql"), default=None)
    options = asked.parse_args()
    engines = options.engine or (["sqlite", "postgresql"] if SERVER else ["sqlite"])
    if "postgresql" in engines and not SERVER:
        raise SystemExit(
            "Name a server: THROUGHCARE_BENCH_POSTGRESQL=postgres://user@host/postgres"
        )
    for engine in engines:
        measured = [measure(size, engine, options.rows) for size in (options.small, options.size)]
        for line in table(engine, *measured):
            print(line, flush=True)


def measure(size: int, engine: str, rows: int) -> dict[str, Any]:
    """Every figure of one house."""
    _say(f"Filling a house of {size} people on {engine}.")
    with a_house(size, engine) as house:
        return {
            "size": size,
            "filled": house.seconds,
            "weight": house.weight() / 2**20,
            **_figures(house, rows),
        }


def _figures(house: House, rows: int) -> dict[str, Any]:
    _say("Measuring.")
    pages = house.figures("pages")
    return {
        "pages": pages["pages"],
        "peak": pages["peak_mb"],
        "acts": house.figures("acts"),
        "htcds": house.figures("htcds", str(rows)),
        "start": house.figures("start"),
    }


def table(engine: str, small: dict[str, Any], large: dict[str, Any]) -> Iterator[str]:
    """The figures of two houses in Markdown, with how much larger the second are."""
    yield f"\n### {engine}: {small['size']} and {large['size']} people\n"
    yield "| | p50 | p95 | work | queries | p50 | p95 | work | queries | p95 to p95 |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for name, one in small["pages"].items():
        other = large["pages"][name]
        ratio = _ratio(one.get("p95", one.get("p50")), other.get("p95", other.get("p50")))
        yield f"| {name} (ms) | {_page(one)} | {_page(other)} | {ratio} |"
    yield f"\n| | {small['size']} | {large['size']} | ratio |"
    yield "|---|--:|--:|--:|"
    for name, (one, other) in _others(small, large).items():
        yield f"| {name} | {one:.1f} | {other:.1f} | {_ratio(one, other)} |"


def _others(small: dict[str, Any], large: dict[str, Any]) -> dict[str, tuple[float, float]]:
    def both(*path: str) -> tuple[float, float]:
        one, other = small, large
        for step in path:
            one, other = one[step], other[step]
        return float(one), float(other)  # type: ignore[arg-type]

    return {
        "Acts a second, 8 users at once": both("acts", "per_second"),
        "HTCDS rows a second, in": both("htcds", "in_per_second"),
        "Peak memory of pages and searches (MB)": both("peak"),
        "Peak memory of the import (MB)": both("htcds", "peak_mb"),
        "Start-up (s)": both("start", "seconds"),
        "Filling (s)": both("filled"),
        "On the disk (MB)": both("weight"),
    }


def _page(figures: dict[str, float]) -> str:
    cells = [figures.get("p50"), figures.get("p95"), figures.get("cpu")]
    shown = ["" if cell is None else f"{cell:.1f}" for cell in cells]
    return " | ".join([*shown, str(figures.get("queries", ""))])


def _ratio(one: float | None, other: float | None) -> str:
    return f"{other / one:.2f}" if one and other else ""


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
