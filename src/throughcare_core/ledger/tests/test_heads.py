from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger import (
    EMPTY_ROOT,
    START,
    Fault,
    Head,
    LedgerError,
    read_head,
    write_head,
)

from .cast import Signer, ledger

LINES = ledger(5)
SIGNED = Signer().sign(LINES)


def test_a_witness_reads_the_head_that_was_handed_out() -> None:
    received = read_head(b"  " + write_head(SIGNED) + b"\r\n")
    assert received == SIGNED
    assert received.is_authentic()


def test_the_head_of_an_empty_ledger_can_be_signed() -> None:
    signed = Signer().sign([])
    assert signed.head.root == EMPTY_ROOT
    assert read_head(write_head(signed)).is_authentic()


@settings(deadline=None)
@given(st.data())
def test_no_bit_of_a_head_can_be_changed(data: st.DataObject) -> None:
    written = bytearray(write_head(SIGNED)[:-1])
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        changed = read_head(bytes(written))
    except LedgerError:
        return
    assert not changed.is_authentic()


def test_a_head_signed_by_another_key_is_not_authentic() -> None:
    assert not replace(SIGNED, key=Signer(1).public).is_authentic()


@pytest.mark.parametrize(
    "change",
    [
        {"size": -1},
        {"size": 2**53},
        {"size": 0},
        {"size": 0, "root": EMPTY_ROOT},
        {"root": b""},
        {"last": bytes(33)},
        {"at": "2025-03-02"},
        {"at": "2025-3-2T00:00:00Z"},
        {"at": "2025-02-30T00:00:00Z"},
        {"at": "2025-03-02T00:00:00+02:00"},
    ],
)
def test_a_head_out_of_shape_is_refused(change: dict[str, Any]) -> None:
    assert replace(SIGNED.head, size=0, root=EMPTY_ROOT, last=START)
    with pytest.raises(LedgerError) as refusal:
        replace(SIGNED.head, **change)
    assert refusal.value.fault is Fault.NOT_A_LINE


@pytest.mark.parametrize(
    "change",
    [
        (b'"size":5', b'"size":true'),
        (b'"size":5', b'"size":"5"'),
        (b'"size":5', b'"size":5,"so":1'),
        (b'"key":"', b'"key":"00'),
        (b'"at":', b'"at": '),
        (b'"last"', b'"list"'),
    ],
)
def test_what_is_not_a_signed_head_is_refused(change: tuple[bytes, bytes]) -> None:
    written = write_head(SIGNED)
    assert change[0] in written
    with pytest.raises(LedgerError):
        read_head(written.replace(*change))


def test_what_is_signed_is_named_as_a_head() -> None:
    head = Head(1, bytes(32), bytes(32), "2025-03-02T00:00:00Z")
    zeros = b"00" * 32
    assert head.to_sign() == (
        b'{"at":"2025-03-02T00:00:00Z","last":"%b","root":"%b","size":1,'
        b'"throughcare-ledger-head":1}' % (zeros, zeros)
    )
