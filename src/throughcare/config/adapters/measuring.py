"""What this house measures of its pages, over all its processes, and how it is told.

Pages are counted by the name of their address and the class of the answer; how long they took and
how many queries they made, over all pages together. Everything is told in steps of five: the first
call of a page that is seldom asked for, an emergency for example, is not seen in it.

Several web processes count into files of one folder that `throughcare serve` empties when it
starts (`PROMETHEUS_MULTIPROC_DIR`); what is in them are the same names and numbers.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST as OPENMETRICS
from prometheus_client.openmetrics.exposition import generate_latest

SHARED = "PROMETHEUS_MULTIPROC_DIR"
STEP = 5

_here = CollectorRegistry()
_requests = Counter(
    "throughcare_requests", "Answers by page and class.", ["view", "status"], registry=_here
)
_seconds = Histogram(
    "throughcare_request_seconds",
    "How long answers took.",
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=_here,
)
_queries = Histogram(
    "throughcare_request_queries",
    "Queries of an answer.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200),
    registry=_here,
)


def count_answer(view: str, status: int, *, seconds: float, queries: int) -> None:
    """Count one answer."""
    _requests.labels(view or "none", f"{status // 100}xx").inc()
    _seconds.observe(seconds)
    _queries.observe(queries)


def count_together_in(folder: Path) -> None:
    """Let the processes that are started from now on count into files of one empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[SHARED] = str(folder)


def as_text(figures: Mapping[str, tuple[str, float]]) -> bytes:
    """All that was counted, and these figures, as OpenMetrics text."""
    told = CollectorRegistry()
    told.register(_Told(figures))
    text: bytes = generate_latest(told)  # type: ignore[no-untyped-call]
    return text


class _Told:
    def __init__(self, figures: Mapping[str, tuple[str, float]]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        for metric in self._counted():
            coarse = [
                sample._replace(value=float(sample.value - sample.value % STEP))
                for sample in metric.samples
                if not sample.name.endswith("_created")
            ]
            # A page that was asked for less than five times is not even named.
            metric.samples = [each for each in coarse if each.value or "view" not in each.labels]
            yield metric
        for name, (says, value) in self._figures.items():
            yield GaugeMetricFamily(f"throughcare_{name}", says, value)

    def _counted(self) -> Iterable[Metric]:
        if SHARED not in os.environ:
            return _here.collect()
        together = CollectorRegistry()
        return MultiProcessCollector(together).collect()  # type: ignore[no-untyped-call, no-any-return]


__all__ = ["OPENMETRICS", "as_text", "count_answer", "count_together_in"]
