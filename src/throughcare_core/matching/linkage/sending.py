"""A whole table made ready to travel: encoded, with decoys, in an order that says nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from throughcare_core.matching.linkage.container import EncodingFile, Header
from throughcare_core.matching.linkage.decoys import decoys as decoys_like
from throughcare_core.matching.linkage.decoys import schema_digest, shuffled
from throughcare_core.matching.linkage.exchange import Encodings, ExchangeKeys, RecordEncoder
from throughcare_core.matching.linkage.table import Rows

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
) -> Made:
    """Encode all rows of a table; to every hundred of them come 100 · `decoys` of nobody."""
    encoded: list[Encodings] = []
    nobody: list[Encodings] = []
    taken: set[str] = set()
    for rows in parts:
        taken.update(rows.ids)
        encoded.append(encoder.encode(rows))
        made_up = decoys_like(rows, round(decoys * len(rows.ids)), keys.of("decoys"), taken)
        nobody.append(encoder.encode(made_up))
    ids = [key for each in (*encoded, *nobody) for key in each.ids]
    order = shuffled(ids, keys.of("order"))
    bits = np.concatenate([each.bits for each in (*encoded, *nobody)], axis=1)[:, order]
    records = sum(len(each.ids) for each in encoded)
    fill = sum(each.fill * len(each.ids) for each in encoded) / max(records, 1)
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
        records,
        len(ids) - records,
        fill,
        sum(len(each.left_out) for each in encoded),
    )
