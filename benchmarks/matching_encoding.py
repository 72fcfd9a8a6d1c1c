"""How many records a second are encoded for exchange, beside clkhash in the same run.

Two invented lists: one as most agencies keep it (schema `people`: three of ten phones and most
documents not known), one with the columns of FEBRL. Names, places and streets repeat as in a list
of that length; phones, documents and dates hardly do. A record counts once, however many salts it
is encoded under; decoys are records too. clkhash is given rows of the same lists. Where others
work on the machine, records by second of work (of all processes together) say more than records a
second; the ratio is taken from them.
"""

import argparse
import io
import os
from random import Random
from time import perf_counter

from throughcare_core.matching.linkage import (
    ExchangeKeys,
    RecordEncoder,
    Rows,
    Schema,
    encode_records,
    ready_schema,
)
from throughcare_core.matching.linkage.table import ROWS_AT_ONCE

KEYS = ExchangeKeys.derive(bytes(range(32)), "benchmark", ("a", "b"), "1")
CONSONANTS, VOWELS = "bdghklmnprstvz", "aeiou"
OF_CLKHASH = 2_000


def word(chance: Random, syllables: int) -> str:
    """An invented word."""
    parts = (chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))
    return "".join(parts)


def people(size: int) -> list[list[str]]:
    """A list in the columns of the schema `people`, column by column."""
    chance = Random(1)  # noqa: S311
    given, family, places = (
        [word(chance, syllables) for _ in range(many)]
        for many, syllables in ((1_500, 3), (6_000, 4), (400, 4))
    )
    rows = [
        (
            chance.choice(given),
            chance.choice(family),
            chance.choice(given) if chance.random() < 0.2 else "",
            _day(chance),
            chance.choice("fm"),
            chance.choice(places),
            f"0{chance.randrange(10**9)}" if chance.random() < 0.7 else "",
            f"AB{chance.randrange(10**7)}" if chance.random() < 0.2 else "",
        )
        for _ in range(size)
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def febrl(size: int) -> list[list[str]]:
    """A list in the columns of FEBRL, column by column."""
    chance = Random(2)  # noqa: S311
    given, family, streets, houses, towns = (
        [word(chance, syllables) for _ in range(many)]
        for many, syllables in ((1_500, 3), (6_000, 4), (5_000, 5), (3_000, 5), (2_500, 4))
    )
    rows = [
        (
            chance.choice(given),
            chance.choice(family),
            str(chance.randrange(1, 300)),
            chance.choice(streets) + " street",
            chance.choice(houses) if chance.random() < 0.9 else "",
            chance.choice(towns),
            str(chance.randrange(2_000, 8_000)),
            chance.choice(("nsw", "vic", "qld", "wa", "sa")),
            _day(chance).replace("-", ""),
        )
        for _ in range(size)
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def _day(chance: Random) -> str:
    return (
        f"{chance.randrange(1950, 2015)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )


def parts(columns: list[list[str]]) -> list[Rows]:
    """The columns as parts of a table."""
    ids = [f"P{at}" for at in range(len(columns[0]))]
    starts = range(0, len(ids), ROWS_AT_ONCE)
    return [
        Rows(
            ids[start : start + ROWS_AT_ONCE],
            tuple(column[start : start + ROWS_AT_ONCE] for column in columns),
        )
        for start in starts
    ]


def work() -> float:
    """Seconds of work of this process and of those that it started and that are done."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def ours(schema: Schema, columns: list[list[str]], processes: int) -> tuple[float, float]:
    """Records, decoys among them, from rows to the finished file: (a second, a second of work)."""
    encoder = RecordEncoder(schema, KEYS)
    table = parts(columns)
    start, worked = perf_counter(), work()
    made = encode_records(encoder, KEYS, table, project="", epoch="1", processes=processes)
    count = made.records + made.decoys
    return count / (perf_counter() - start), count / (work() - worked)


def clkhash(columns: list[list[str]], names: tuple[str, ...]) -> float | None:
    """Records that clkhash encodes with a second of work: the first two thousand rows."""
    try:
        from clkhash.clk import generate_clk_from_csv
        from clkhash.schema import from_json_dict
        from matching_peers import clkhash_schema
    except ImportError:
        return None
    schema = from_json_dict(clkhash_schema(names))
    rows = list(zip(*(column[:OF_CLKHASH] for column in columns), strict=True))
    text = "\n".join(",".join(row) for row in (names, *rows)) + "\n"
    worked = work()
    generate_clk_from_csv(io.StringIO(text), "secret", schema, progress_bar=False)
    return len(rows) / (work() - worked)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    asked = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    print(f"| {asked.rows:,} rows | processes | records/s | by second of work | clkhash | ratio |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, made in (("people", people), ("febrl", febrl)):
        schema, columns = ready_schema(name), made(asked.rows)
        for processes in sorted({1, cores}):
            before = clkhash(columns, schema.columns())
            speed, by_work = ours(schema, columns, processes)
            after = clkhash(columns, schema.columns())
            peer = (before + after) / 2 if before and after else None
            told = f"{peer:,.0f} | {by_work / peer:.1f}" if peer else "not installed |"
            print(f"| {name} | {processes} | {speed:,.0f} | {by_work:,.0f} | {told} |", flush=True)


if __name__ == "__main__":
    main()
