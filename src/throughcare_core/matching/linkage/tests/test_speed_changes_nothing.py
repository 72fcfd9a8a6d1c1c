"""However many records are encoded at once, and by whom, the bits are those of the page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.matching import EXCHANGED, PLAIN, Hardening
from throughcare_core.matching.linkage import (
    ExchangeKeys,
    RecordEncoder,
    Rows,
    Unusable,
    columns,
    encode_records,
    exchange,
    read_rows,
    table,
    workers,
)
from throughcare_core.matching.linkage.schema import SaltKind
from throughcare_core.matching.linkage.tests import by_the_page
from throughcare_core.matching.linkage.tests.cast import (
    SCHEMA,
    csv_lines,
    lotus_shelter,
    rows_of,
)
from throughcare_core.matching.linkage.values import features_of

KEYS = ExchangeKeys.derive(bytes(range(32)), "project", ("a", "b"), "1")
NAMES = st.sampled_from(["", "Olena", "Бондаренко", "Anna Maria", "O", "محمد", "ann", "o'o"])
DATES = st.sampled_from(["", "1991-04-12", "1991", "12.4.1991", "never"])
PHONES = st.sampled_from(["", "0501234567", "+380501234567", "1", "111111111111"])
RECORDS = st.tuples(NAMES, NAMES, DATES, NAMES, PHONES, st.sampled_from(["", "f", "male"]))
TABLES = st.lists(RECORDS, min_size=1, max_size=12)
HARDENINGS = st.sampled_from([PLAIN, EXCHANGED, Hardening(True, 0.0), Hardening(False, 0.3)])


def rows(records: list[tuple[str, ...]]) -> Rows:
    return Rows(
        [f"P{at}" for at in range(len(records))], tuple(map(list, zip(*records, strict=True)))
    )


def by_the_page_(row: tuple[str, ...], key: str, hardening: Hardening) -> list[int]:
    read = [
        features_of(value, each.kind) for value, each in zip(row, SCHEMA.attributes, strict=True)
    ]
    told = [
        (str(each.kind), each.key_group, sorted(features.pieces))
        for each, features in zip(SCHEMA.attributes, read, strict=True)
    ]
    encodings = []
    for salt in SCHEMA.salts:
        tokens = [
            read[SCHEMA.place_of(name)].tokens[salt.kind is SaltKind.YEAR]
            for name in salt.attributes
        ]
        if salt.kind is SaltKind.INITIALS:
            tokens = sorted(token[:1] for token in tokens)
        value = "\n".join(tokens) if all(tokens) else ""
        encodings.append(
            by_the_page.encoding(
                KEYS.secret,
                (str(salt.kind), *salt.attributes),
                value,
                key,
                told,
                hardening.balanced,
                hardening.flips,
            )
        )
    return encodings


@settings(max_examples=40, deadline=None)
@given(TABLES, HARDENINGS)
def test_records_are_encoded_as_the_page_says(
    records: list[tuple[str, ...]], hardening: Hardening
) -> None:
    encoded = RecordEncoder(SCHEMA, KEYS, hardening).encode(rows(records))
    row_of = {f"P{at}": row for at, row in enumerate(records)}
    for at, key in enumerate(encoded.ids):
        bits = [
            int.from_bytes(words.astype("<u8").tobytes(), "little") for words in encoded.bits[:, at]
        ]
        assert bits == by_the_page_(row_of[key], key, hardening)


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(1, 5), st.integers(0, 3))
def test_many_at_once_are_encoded_as_one_by_one(
    records: list[tuple[str, ...]], at_once: int, kept: int
) -> None:
    everyone = rows(records)
    alone = [
        RecordEncoder(SCHEMA, KEYS).encode(
            Rows([key], tuple([values[at]] for values in everyone.values))
        )
        for at, key in enumerate(everyone.ids)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "ROWS_AT_ONCE", at_once)
        patch.setattr(columns, "MOST_KEPT", kept)
        encoder = RecordEncoder(SCHEMA, KEYS)
        encoder.encode(everyone)
        together = encoder.encode(everyone)
    assert together.ids == [key for each in alone for key in each.ids]
    assert together.left_out == [key for each in alone for key in each.left_out]
    assert (together.bits == np.concatenate([each.bits for each in alone], axis=1)).all()


def test_several_processes_make_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 20)

    def made(processes: int) -> tuple[tuple[str, ...], bytes, int, int]:
        parts = read_rows(csv_lines(lotus_shelter(110)), SCHEMA, "the list")
        told = encode_records(
            RecordEncoder(SCHEMA, KEYS), KEYS, parts, project="", epoch="1", processes=processes
        )
        return told.file.ids, told.file.bits.tobytes(), told.records, told.decoys

    assert made(2) == made(1)


def test_no_decoy_has_the_id_of_somebody_read_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 5)
    lines = csv_lines(lotus_shelter(100))
    parts = read_rows(lines, SCHEMA, "the list")
    told = encode_records(RecordEncoder(SCHEMA, KEYS), KEYS, parts, project="", epoch="1")
    assert len(set(told.file.ids)) == told.records + told.decoys == 200


def test_a_process_that_is_ended_from_outside_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed:
        hardening, schema, keys = EXCHANGED, SCHEMA, "no keys: who begins with them ends"

    parts = [rows_of(lotus_shelter(3))] * 3
    with pytest.raises(Unusable, match="--processes 1"):
        list(workers.encoded_parts(Killed(), parts, 2))  # type: ignore[arg-type]
