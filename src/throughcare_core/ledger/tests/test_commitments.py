import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger import (
    Fault,
    LedgerError,
    Opening,
    commit,
    detail_commitment,
    read_opening,
    verify_detail,
    write_opening,
)

from .cast import ledger, salt

salts = st.binary(min_size=32, max_size=32)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), salts, st.text("ab"), salts)
def test_a_commitment_opens_with_its_value_and_its_salt_alone(
    value: str, own_salt: bytes, other: str, other_salt: bytes
) -> None:
    commitment = commit(value, own_salt)
    assert Opening(1, "actor", value, own_salt).opens(commitment)
    assert Opening(1, "actor", other, own_salt).opens(commitment) == (other == value)
    assert Opening(1, "actor", value, other_salt).opens(commitment) == (other_salt == own_salt)


@settings(deadline=None)
@given(st.binary(), salts, st.binary())
def test_a_detail_matches_its_commitment_alone(detail: bytes, own: bytes, other: bytes) -> None:
    commitment = detail_commitment(own, detail)
    assert verify_detail(commitment, own, detail)
    assert verify_detail(commitment, own, other) == (other == detail)
    assert not verify_detail("é" + commitment, own, detail)


def test_a_detail_and_a_value_never_share_a_commitment() -> None:
    assert commit("staff 1", salt(1)) != detail_commitment(salt(1), b"staff 1")


def test_two_commitments_to_one_person_have_nothing_in_common() -> None:
    assert commit("person 7", salt(1)) != commit("person 7", salt(2))


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(wrong: bytes) -> None:
    assert commit("staff 1", bytes(32))
    with pytest.raises(LedgerError) as refusal:
        commit("staff 1", wrong)
    assert refusal.value.fault is Fault.ENTRY


def test_the_ombudsperson_opens_who_acted_and_about_whom() -> None:
    line = ledger(3)[2]
    actor = Opening(3, "actor", "staff 2", salt(6))
    subject = Opening(3, "subjects", "person 7", salt(7))
    assert actor.opens(line.entry["actor"])
    assert subject.opens(line.entry["subjects"])
    for wrong in (line.entry["detail"], line.entry["rows"], line.entry["parts"], None):
        assert not actor.opens(wrong)


def test_an_opening_survives_its_file_and_shows_nothing_in_a_log() -> None:
    opening = Opening(3, "actor", "staff 2", salt(6))
    assert read_opening(write_opening(opening)) == opening
    assert "staff 2" not in repr(opening)
    assert salt(6).hex() not in repr(opening)


@pytest.mark.parametrize(
    "change",
    [
        (b'"field"', b'"fieldy"'),
        (b'"seq":3', b'"seq":true'),
        (b'"seq":3', b'"seq":"3"'),
        (b'"value":"staff 2"', b'"value":"staff 2","why":1'),
        (b'"salt":"', b'"salt":"g'),
        (b'"value"', b' "value"'),
    ],
)
def test_what_is_not_an_opening_is_refused(change: tuple[bytes, bytes]) -> None:
    written = write_opening(Opening(3, "actor", "staff 2", salt(6)))
    assert change[0] in written
    with pytest.raises(LedgerError):
        read_opening(written.replace(*change))
