"""What is sealed opens for its owner at its place, and nowhere else."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.vault.rules import BoundToMany, Owner, Place, bound_to, wrapped_for
from throughcare.vault.services import (
    KeyGone,
    Tampered,
    Unreadable,
    key_store,
    open_many,
    open_sealed,
    open_text,
    seal,
    seal_text,
)
from throughcare.vault.tests.factories import ANOTHER, AT_DAWN, AT_LOTUS, DAWN, LOTUS, NAME, ROW

in_one_house = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@in_one_house
@given(plain=st.binary(max_size=4000))
def test_what_is_sealed_opens_as_it_was(plain: bytes) -> None:
    assert open_sealed(seal(plain, AT_DAWN, NAME), AT_DAWN, NAME) == plain


@in_one_house
@given(text=st.text(max_size=300))
def test_texts_of_every_script_open_as_they_were(text: str) -> None:
    assert open_text(memoryview(seal_text(text, AT_DAWN, NAME)), AT_DAWN, NAME) == text


def test_an_empty_text_is_sealed_too_so_that_its_absence_is_not_seen() -> None:
    assert len(seal_text("", AT_DAWN, NAME)) == 1 + 16 + 12 + 16


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert seal_text("Amina", AT_DAWN, NAME) != seal_text("Amina", AT_DAWN, NAME)


@pytest.mark.parametrize(
    "moved",
    [
        replace(NAME, table="identity_contact"),
        replace(NAME, row=ANOTHER),
        replace(NAME, column="alias"),
    ],
)
def test_a_sealed_value_that_was_moved_does_not_open(moved: Place) -> None:
    sealed = seal(b"Amina", AT_DAWN, NAME)
    assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
    with pytest.raises(Tampered):
        open_sealed(sealed, AT_DAWN, moved)


@pytest.mark.parametrize(
    "other",
    [
        AT_LOTUS,
        replace(AT_DAWN, subject=ANOTHER),
        replace(AT_DAWN, kind="case"),
    ],
)
def test_a_sealed_value_does_not_open_for_another_owner(other: Owner) -> None:
    sealed = seal(b"Amina", AT_DAWN, NAME)
    seal(b"Sofia", other, NAME)
    with pytest.raises(KeyGone):
        open_sealed(sealed, other, NAME)


@in_one_house
@given(place=st.integers(0, 60), flip=st.integers(1, 255))
def test_a_sealed_value_of_which_any_byte_was_changed_does_not_open(place: int, flip: int) -> None:
    sealed = bytearray(seal(b"She arrived.....", AT_DAWN, NAME))
    assert len(sealed) == 61
    sealed[place] ^= flip
    with pytest.raises(Unreadable):
        open_sealed(bytes(sealed), AT_DAWN, NAME)


@in_one_house
@given(kept=st.integers(0, 60))
def test_a_sealed_value_that_was_cut_does_not_open(kept: int) -> None:
    sealed = seal(b"She arrived.....", AT_DAWN, NAME)
    with pytest.raises(Unreadable):
        open_sealed(sealed[:kept], AT_DAWN, NAME)


def test_what_does_not_open_says_neither_whose_it_was_nor_what_it_held() -> None:
    sealed = bytearray(seal(b"Amina", AT_DAWN, NAME))
    sealed[-1] ^= 1
    with pytest.raises(Tampered) as refused:
        open_sealed(bytes(sealed), AT_DAWN, NAME)
    assert refused.value.__cause__ is None
    for telling in ("Amina", AT_DAWN.subject.hex, str(AT_DAWN.subject), ROW.hex):
        assert telling not in str(refused.value)


words = st.text(st.characters(codec="ascii"), max_size=12)


@given(
    one=st.tuples(st.uuids(), st.uuids(), words, st.uuids(), words),
    other=st.tuples(st.uuids(), st.uuids(), words, st.uuids(), words),
)
def test_two_places_are_never_bound_to_the_same_bytes(
    one: tuple[UUID, UUID, str, UUID, str], other: tuple[UUID, UUID, str, UUID, str]
) -> None:
    assert (_bound(one) == _bound(other)) == (one == other)


def test_a_border_between_two_parts_of_a_place_does_not_slide() -> None:
    assert bound_to(AT_DAWN, Place("ab", ROW, "c")) != bound_to(AT_DAWN, Place("a", ROW, "bc"))


def test_an_owner_is_of_a_known_kind() -> None:
    with pytest.raises(ValueError, match="an owner is one of person"):
        replace(AT_DAWN, kind="suspect")


def _bound(of: tuple[UUID, UUID, str, UUID, str]) -> bytes:
    agency, subject, table, row, column = of
    return bound_to(Owner(agency, "person", subject), Place(table, row, column))


def test_a_sealed_value_begins_with_the_id_of_its_key() -> None:
    assert key_store().id_of(AT_DAWN) is None
    sealed = seal(b"Amina", AT_DAWN, NAME)
    assert key_store().id_of(AT_DAWN) == sealed[1:17]


@given(st.uuids(), st.uuids(), st.uuids(), st.binary(min_size=16, max_size=16))
def test_many_seals_are_bound_as_each_is(
    agency: UUID, subject: UUID, row: UUID, data_key_id: bytes
) -> None:
    owner, many = Owner(agency, "person", subject), BoundToMany(agency, "person", "t", "column")
    assert many.sealed(subject.bytes, row.bytes) == bound_to(owner, Place("t", row, "column"))
    assert many.wrapped(subject.bytes, data_key_id) == wrapped_for(owner, data_key_id)


def test_many_are_opened_as_one_by_one_and_what_does_not_open_is_none() -> None:
    people = [UUID(int=0xC0 + at) for at in range(5)]
    rows = [UUID(int=0xD0 + at) for at in range(5)]
    owners = [Owner(DAWN, "person", person) for person in people]
    sealed = [
        seal(f"{at}".encode(), owner, Place("t", row, "c"))
        for at, (owner, row) in enumerate(zip(owners, rows, strict=True))
    ]
    sealed[1] = sealed[1][:-1] + bytes([sealed[1][-1] ^ 1])
    sealed[2] = seal(b"2", Owner(LOTUS, "person", people[2]), Place("t", rows[2], "c"))
    rows[3] = UUID(int=0xDF)
    told = [
        (row.bytes, person.bytes, memoryview(content))
        for row, person, content in zip(rows, people, sealed, strict=True)
    ]
    nobody = (rows[0].bytes, UUID(int=0xCF).bytes, sealed[0])
    opened = open_many([*told, nobody], agency=DAWN, kind="person", table="t", column="c")
    assert opened == [b"0", None, None, None, b"4", None]
    assert open_many([], agency=DAWN, kind="person", table="t", column="c") == []
