import pytest

from throughcare_core.ledger import (
    Fault,
    LedgerError,
    prove_line,
    read_inclusion,
    write_inclusion,
)

from .cast import Signer, export, ledger

LEDGER = ledger(12)
EXPORT = export(LEDGER)
HEAD = Signer().sign(LEDGER).head


def lines(written: bytes) -> list[bytes]:
    return written.splitlines(keepends=True)


@pytest.mark.parametrize("seq", range(1, 13))
def test_the_person_can_show_one_line_without_the_others(seq: int) -> None:
    inclusion = prove_line(EXPORT, seq)
    received = read_inclusion(lines(write_inclusion(inclusion)))
    assert received == inclusion
    assert received.line == LEDGER[seq - 1]
    received.check(HEAD)


def test_a_line_is_proven_for_the_size_that_the_head_has() -> None:
    early = Signer().sign(LEDGER[:7]).head
    prove_line(EXPORT, 3, size=7).check(early)
    with pytest.raises(LedgerError, match="ask for a proof for 7") as refusal:
        prove_line(EXPORT, 3).check(early)
    assert refusal.value.fault is Fault.NOT_INCLUDED


def test_a_line_of_another_ledger_is_not_included() -> None:
    with pytest.raises(LedgerError, match="entry 3 is not in the ledger") as refusal:
        prove_line(export(ledger(12, first=1)), 3).check(HEAD)
    assert refusal.value.fault is Fault.NOT_INCLUDED


@pytest.mark.parametrize(
    ("seq", "size"), [(0, None), (-1, None), (13, None), (3, 13), (8, 7), (1, 0)]
)
def test_what_the_export_does_not_have_is_not_proven(seq: int, size: int | None) -> None:
    with pytest.raises(LedgerError) as refusal:
        prove_line(EXPORT, seq, size)
    assert refusal.value.fault is Fault.NO_SUCH_ENTRY


def test_nothing_is_proven_from_a_damaged_export() -> None:
    with pytest.raises(LedgerError) as refusal:
        prove_line(EXPORT[:4] + EXPORT[5:], 2)
    assert (refusal.value.fault, refusal.value.line) == (Fault.MISSING, 5)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (b"Lotus", b"Locus", 1),
        (b'"size":12', b'"size":"12"', 2),
        (b'"size":12', b'"size":true', 2),
        (b'"size":12', b'"size":12,"so":1', 2),
        (b'"path":["', b'"path":["0', 2),
        (b'"path"', b'"peth"', 2),
    ],
)
def test_a_damaged_proof_is_refused(before: bytes, after: bytes, line: int) -> None:
    written = write_inclusion(prove_line(EXPORT, 2))
    assert before in written
    with pytest.raises(LedgerError) as refusal:
        read_inclusion(lines(written.replace(before, after)))
    assert refusal.value.line == line


def test_a_proof_has_two_lines() -> None:
    written = lines(write_inclusion(prove_line(EXPORT, 2)))
    for wrong in ([], written[:1], [*written, written[1]]):
        with pytest.raises(LedgerError, match="two lines"):
            read_inclusion(wrong)
