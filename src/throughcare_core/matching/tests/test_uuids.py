"""UUIDs side by side are the same sequence as UUIDs in a list."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from throughcare_core.matching import FieldKeys, FingerprintMatrix, IdentityFields, Uuids, encode

KEYS = FieldKeys.derive(bytes(range(32)), epoch="2026")
SMALL = some.lists(some.integers(0, 600).map(lambda number: UUID(int=number << 60)), max_size=20)
PEOPLE = some.lists(some.uuids() | some.builds(lambda: UUID(int=5 << 120)), max_size=20)


@given(PEOPLE | SMALL, PEOPLE | SMALL)
def test_they_are_as_in_a_list(one: list[UUID], other: list[UUID]) -> None:
    mine, theirs = Uuids.of(one), Uuids.of(other)
    assert list(mine) == one
    assert list(mine.and_then(theirs)) == one + other
    assert mine.are_among(theirs).tolist() == [each in other for each in one]
    assert list(mine.where(mine.are_among(theirs))) == [each for each in one if each in other]
    assert list(mine[1:3]) == one[1:3]


def test_one_beyond_the_end_is_not_there() -> None:
    uuids = Uuids.of([UUID(int=1)])
    assert uuids[-1] == uuids[0] == UUID(int=1)
    with pytest.raises(IndexError):
        uuids[1]
    with pytest.raises(ValueError, match="multiple of element size"):
        Uuids(b"short")


@settings(max_examples=30, deadline=None)
@given(SMALL, SMALL, SMALL)
def test_a_matrix_is_the_same_with_keys_side_by_side(
    one: list[UUID], other: list[UUID], gone: list[UUID]
) -> None:
    def laid_out(people: list[UUID], keys: object) -> FingerprintMatrix:
        encoded = [encode(IdentityFields(f"name {each.int >> 60}"), KEYS) for each in people]
        return FingerprintMatrix.of(encoded, keys)  # type: ignore[arg-type]

    def told(store: FingerprintMatrix) -> list[tuple[object, bytes]]:
        rows = np.argsort(store.order)
        return [(store.keys[at], store.words[rows[at]].tobytes()) for at in range(len(store))]

    plain, packed = (
        laid_out(one, keys(one)).merged(laid_out(other, keys(other)), gone)
        for keys in (tuple, Uuids.of)
    )
    assert told(plain) == told(packed)
    assert told(plain.only(gone)) == told(packed.only(Uuids.of(gone)))
    assert told(plain.only(gone)) == [each for each in told(plain) if each[0] in gone]
