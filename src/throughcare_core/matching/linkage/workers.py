"""Encoding on several processor cores: parts go out, encodings come back in their order."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context

from throughcare_core.matching.linkage.exchange import Encodings, RecordEncoder
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.table import Rows

PARTS_THAT_WAIT = 2
"""So many parts for each process are read ahead: memory stays bounded however long the table."""

_encoders: list[RecordEncoder] = []
"""The encoder of a process that encodes for another one."""


def encoded_parts(
    encoder: RecordEncoder, parts: Iterable[Rows], processes: int
) -> Iterator[Encodings]:
    """The encodings of all parts in their order, the same whoever makes them.

    With one process, or for one part alone, all is done here. Raises `Unusable`.
    """
    ahead = iter(parts)
    first = list(islice(ahead, 2))
    every = chain(first, ahead)
    if processes < 2 or len(first) < 2:
        yield from map(encoder.encode, every)
        return
    made_by = (encoder.schema, encoder.keys, encoder.hardening)
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, made_by) as pool:
        waiting: deque[Future[Encodings]] = deque()
        try:
            for rows in every:
                waiting.append(pool.submit(_encode, rows))
                if len(waiting) >= PARTS_THAT_WAIT * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise Unusable(
                "A process that encoded was ended from outside, perhaps for want of memory."
                " Nothing was written: try again with --processes 1."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(*made_by: object) -> None:
    _encoders[:] = [RecordEncoder(*made_by)]  # type: ignore[arg-type]


def _encode(rows: Rows) -> Encodings:
    return _encoders[0].encode(rows)
