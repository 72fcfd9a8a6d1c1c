"""Comparing encoding files on a cluster by Apache Spark: the same tiles, only elsewhere.

`pip install throughcare[spark]` on the machine that asks, and throughcare on those that compare.
They see encodings and no key. What Spark writes to their disks is encrypted; that they trust each
other and that nobody listens between them is for the cluster (`spark.authenticate`,
`spark.network.crypto.enabled`).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np

from throughcare_core.matching.linkage.comparing import Found, Spread, Tile
from throughcare_core.matching.linkage.faults import Unusable

TILES_FOR_EACH = 4
"""So many tiles for each processor core of the cluster are asked for at once."""


@contextmanager
def on_spark(master: str = "") -> Iterator[Spread]:
    """Where tiles are compared by Spark: on the cluster `master`, or the one that is set up.

    Without either it runs on the cores of this machine. Raises `Unusable`.
    """
    try:
        sql = import_module("pyspark.sql")
    except ImportError as error:
        raise Unusable("Spark is not installed: pip install throughcare[spark]") from error
    builder = sql.SparkSession.builder.appName("throughcare link")
    for name, value in (
        ("spark.ui.enabled", "false"),
        ("spark.io.encryption.enabled", "true"),
        *((("spark.master", master),) if master else ()),
    ):
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise Unusable(
            "Spark did not start: it needs Java 17 and a cluster that answers."
        ) from error
    try:
        yield lambda tile, starts: _compared(session.sparkContext, tile, starts)
    finally:
        session.stop()


def _compared(context: Any, tile: Tile, starts: Sequence[int]) -> Iterable[Found]:
    """What each tile finds, in order, some of them at once: memory here stays bounded."""
    told = [(each.shape, each.astype("<u8").tobytes()) for each in (tile.first, tile.second)]
    everywhere = context.broadcast(told)
    at_once = TILES_FOR_EACH * context.defaultParallelism
    try:
        for first in range(0, len(starts), at_once):
            some = starts[first : first + at_once]
            yield from (
                context.parallelize(some, len(some))
                .map(lambda start: _tile(everywhere.value)(start))
                .collect()
            )
    finally:
        everywhere.destroy()


def _tile(told: Sequence[tuple[tuple[int, ...], bytes]]) -> Tile:
    first, second = (np.frombuffer(content, dtype="<u8").reshape(shape) for shape, content in told)
    return Tile(first, second)
