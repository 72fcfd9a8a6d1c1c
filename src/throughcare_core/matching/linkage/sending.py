"""A whole table made ready to travel: encoded, with decoys, in an order that says nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from throughcare_core.matching.linkage.container import EncodingFile, Header
from throughcare_core.matching.linkage.decoys import decoys as decoys_like
from throughcare_core.matching.linkage.decoys import ids_like, schema_digest, shuffled
from throughcare_core.matching.linkage.exchange import ExchangeKeys, RecordEncoder
from throughcare_core.matching.linkage.table import Rows
from throughcare_core.matching.linkage.workers import encoded_parts

DECOYS = 1.0
"""As many decoys as records: with fewer, who is near whom gives people away (test_attacks.py)."""


@dataclass(frozen=True, slots=True)
class Made:
    """An encoding file, how many records and decoys it holds, the mean fill before balancing, and
    how many records had too few attributes.
    """

    file: EncodingFile = field(repr=False)
    records: int
    decoys: int
    fill: float
    left_out: int


def encode_records(
    encoder: RecordEncoder,
    keys: ExchangeKeys,
    parts: Iterable[Rows],
    *,
    project: str,
    epoch: str,
    decoys: float = DECOYS,
    processes: int = 1,
) -> Made:
    """Encode all rows of a table; to every hundred of them come 100 · `decoys` of nobody.

    `processes`: how many encode at once. The file is the same however many they are.
    """
    with_decoys = _with_decoys(parts, decoys, keys.of("decoys"))
    encoded = list(encoded_parts(encoder, with_decoys, processes))
    records, nobody = encoded[::2], encoded[1::2]
    ids = [key for each in records for key in each.ids]
    all_ids = [*ids, *(key for each in records for key in each.left_out)]
    made_up = sum(len(each.ids) for each in nobody)
    ids += ids_like(all_ids, made_up, keys.of("ids of decoys"))
    order = shuffled(ids, keys.of("order of rows"))
    bits = np.concatenate([each.bits for each in (*records, *nobody)], axis=1)[:, order]
    fill = sum(each.fill * len(each.ids) for each in records) / max(len(ids) - made_up, 1)
    schema = encoder.schema
    header = Header(
        key_check=keys.check(),
        project=project,
        epoch=epoch,
        schema=schema_digest(
            tuple((each.name, each.kind, each.key_group) for each in schema.attributes)
        ),
        salts=schema.salts,
        hardening=encoder.hardening,
        rows=len(ids),
    )
    return Made(
        EncodingFile(header, tuple(ids[at] for at in order), bits),
        len(ids) - made_up,
        made_up,
        fill,
        sum(len(each.left_out) for each in records),
    )


def _with_decoys(parts: Iterable[Rows], share: float, key: bytes) -> Iterator[Rows]:
    """Each part, and after it its rows of nobody."""
    for rows in parts:
        yield rows
        yield decoys_like(rows, round(share * len(rows.ids)), key)
