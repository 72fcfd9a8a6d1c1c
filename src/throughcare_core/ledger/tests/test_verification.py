from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger import (
    START,
    Fault,
    LedgerError,
    Line,
    SignedHead,
    Verdict,
    follow,
    read_line,
    root,
    verify_lines,
    write_header,
    write_line,
)

from .cast import Signer, entry, export, ledger

LEDGER = ledger(12)
EXPORT = export(LEDGER)
DAWN = Signer()
HEAD = DAWN.sign(LEDGER)


def verdict(
    lines: Sequence[bytes], *heads: SignedHead, trusted: Sequence[bytes] | None = None
) -> Verdict:
    return verify_lines(lines, heads, trusted)


def test_a_whole_export_is_good_and_says_what_no_head_can_prove() -> None:
    found = verdict(EXPORT)
    assert found.is_good
    assert (found.entries, found.covered, found.line) == (12, None, None)
    assert found.root == root(line.hash() for line in LEDGER)
    assert found.last == LEDGER[-1].hash()
    assert str(found) == (
        "Good: 12 entries, each following the one before. No head was given: that the tail was "
        "not cut and that the whole was not rewritten cannot be proven."
    )


def test_with_a_head_it_says_up_to_where_nothing_can_have_been_cut() -> None:
    early = DAWN.sign(LEDGER[:9])
    found = verdict(EXPORT, early, DAWN.sign(LEDGER[:4]), trusted=[DAWN.public])
    assert found.is_good
    assert found.covered == 9
    assert str(found).endswith(
        "Entries 1 to 9 are those that the head was signed over. That nothing was cut or rewritten "
        "after entry 9 cannot be proven."
    )
    assert "was not compared" in str(verdict(EXPORT, early))


def test_the_header_may_be_left_out() -> None:
    assert verdict(EXPORT[1:], HEAD).is_good


def test_an_empty_ledger_is_whole_and_fits_its_own_head() -> None:
    for lines in ([], [write_header()]):
        assert verdict(lines).is_good
        assert verdict(lines, DAWN.sign([])).covered == 0
        found = verdict(lines, HEAD)
        assert (found.fault, found.line) == (Fault.TAIL_CUT, len(lines) + 1)


@pytest.mark.parametrize("line", range(4))
def test_every_flipped_bit_of_every_line_is_found_in_that_line(line: int) -> None:
    for place in range(len(EXPORT[line])):
        for bit in range(8):
            flipped = bytearray(EXPORT[line])
            flipped[place] ^= 1 << bit
            with pytest.raises(LedgerError) as refusal:
                for _ in follow([*EXPORT[:line], bytes(flipped)]):
                    pass
            assert refusal.value.line == line + 1


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_of_the_file_is_found_where_it_is(data: st.DataObject) -> None:
    whole = bytearray(b"".join(EXPORT))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    found = verdict(_broken(bytes(whole)))
    assert not found.is_good
    assert found.line == b"".join(EXPORT)[:place].count(b"\n") + 1


def _broken(whole: bytes) -> list[bytes]:
    """The lines as a file gives them: broken at line feeds alone."""
    parts = whole.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


@settings(deadline=None)
@given(st.integers(1, 11))
def test_a_deleted_line_is_found_where_it_is_missing(line: int) -> None:
    found = verdict(EXPORT[:line] + EXPORT[line + 1 :])
    assert (found.fault, found.line) == (Fault.MISSING, line + 1)
    assert found.reason.startswith(f"entry {line} is missing")


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12))
def test_lines_that_changed_places_are_found_at_the_first(one: int, other: int) -> None:
    lines = list(EXPORT)
    lines[one], lines[other] = lines[other], lines[one]
    found = verdict(lines)
    assert found.is_good == (one == other)
    if one != other:
        assert (found.fault, found.line) == (Fault.MISSING, min(one, other) + 1)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12))
def test_a_repeated_line_is_found(line: int, before: int) -> None:
    found = verdict([*EXPORT[:before], EXPORT[line], *EXPORT[before:]])
    assert not found.is_good
    assert found.line == (before + 2 if line == before else before + 1)
    repeated = verdict([*EXPORT, EXPORT[line]])
    assert (repeated.fault, repeated.line) == (Fault.REPEATED, 14)
    assert repeated.reason.startswith(f"entry {line} stands here where entry 13 belongs")


@settings(deadline=None)
@given(st.integers(1, 12))
def test_a_well_made_line_put_in_between_is_found_after_it(place: int) -> None:
    forged = Line(place, LEDGER[place - 1].prev, entry(99))
    found = verdict([*EXPORT[:place], write_line(forged), *EXPORT[place:]])
    assert (found.fault, found.line) == (Fault.REPEATED, place + 2)


@settings(deadline=None)
@given(st.integers(1, 11))
def test_a_well_made_line_put_in_the_place_of_another_is_found_after_it(place: int) -> None:
    forged = replace(LEDGER[place - 1], entry=entry(99))
    found = verdict([*EXPORT[:place], write_line(forged), *EXPORT[place + 1 :]])
    assert (found.fault, found.line) == (Fault.NOT_CHAINED, place + 2)


def test_the_last_line_replaced_is_found_with_a_head_alone() -> None:
    forged = [*EXPORT[:-1], write_line(replace(LEDGER[-1], entry=entry(99)))]
    assert verdict(forged).is_good
    found = verdict(forged, HEAD)
    assert (found.fault, found.line) == (Fault.REWRITTEN, 13)


@settings(deadline=None)
@given(st.integers(0, 11))
def test_a_cut_tail_is_found_with_a_head_alone(kept: int) -> None:
    cut = EXPORT[: kept + 1]
    assert verdict(cut).is_good
    found = verdict(cut, HEAD, trusted=[DAWN.public])
    assert (found.fault, found.line, found.entries) == (Fault.TAIL_CUT, kept + 2, kept)
    assert f"the file ends after entry {kept}" in found.reason
    assert "signed over 12 entries" in found.reason


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_file_cut_inside_a_line_is_found(data: st.DataObject) -> None:
    whole = b"".join(EXPORT)
    length = data.draw(st.integers(1, len(whole) - 1).filter(lambda n: whole[n - 1] != ord("\n")))
    found = verdict(_broken(whole[:length]))
    assert found.fault is Fault.CUT_SHORT
    assert found.line == whole[:length].count(b"\n") + 1


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12))
def test_a_rewritten_chain_is_found_with_a_head_from_after_the_change(
    changed: int, signed: int
) -> None:
    rewritten = LEDGER[: changed - 1]
    prev = rewritten[-1].hash() if rewritten else START
    for line in LEDGER[changed - 1 :]:
        rewritten.append(Line(line.seq, prev, entry(50 + line.seq)))
        prev = rewritten[-1].hash()
    lines = export(rewritten)
    assert verdict(lines).is_good
    found = verdict(lines, DAWN.sign(LEDGER[:signed]))
    assert found.is_good == (signed < changed)
    if signed >= changed:
        assert (found.fault, found.line) == (Fault.REWRITTEN, signed + 1)
        earlier = verdict(lines, DAWN.sign(LEDGER[: changed - 1]), DAWN.sign(LEDGER[:signed]))
        assert f"over entries {changed} to {signed}" in earlier.reason


def test_the_head_of_another_ledger_does_not_fit() -> None:
    other = DAWN.sign(ledger(12, first=1))
    assert verdict(EXPORT, other).fault is Fault.REWRITTEN
    wrong_last = replace(HEAD.head, last=START)
    signed = SignedHead(wrong_last, DAWN.public, DAWN._key.sign(wrong_last.to_sign()))
    assert verdict(EXPORT, signed).fault is Fault.REWRITTEN


def test_a_head_counts_only_with_a_valid_signature_of_a_trusted_key() -> None:
    forged = replace(HEAD, signature=bytes(64))
    found = verdict(EXPORT, forged)
    assert (found.fault, found.line, found.entries) == (Fault.HEAD_SIGNATURE, None, 0)
    assert str(found).startswith("Bad: the head over 12 entries of 2025-03-02T00:00:00Z")
    assert verdict(EXPORT, HEAD, trusted=[Signer(1).public]).fault is Fault.HEAD_KEY
    assert verdict(EXPORT, HEAD, trusted=[]).fault is Fault.HEAD_KEY
    assert verdict(EXPORT, HEAD, trusted=[Signer(1).public, DAWN.public]).is_good


def test_labels_are_beside_the_line_and_not_in_the_chain() -> None:
    relabelled = [
        replace(line, labels={"actor": f"watcher {line.seq}", "subjects": ["someone"]})
        for line in LEDGER
    ]
    assert verdict(export(relabelled), HEAD).is_good
    assert {line.labels is None for line, _ in follow(EXPORT)} == {True, False}


def test_an_export_tells_no_two_lines_of_one_officer_from_those_of_two() -> None:
    same_officer = [line for line in LEDGER if line.seq % 3 == 1]
    seen = [value for line in same_officer for value in (line.entry["actor"], line.entry["detail"])]
    assert len(set(map(str, seen))) == 2 * len(same_officer) > 2


def change(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    return lambda line: line.replace(before, after)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda line: line[:-1], Fault.CUT_SHORT),
        (lambda line: line[:-1] + b"\r\n", Fault.NOT_CANONICAL),
        (lambda _: b"\n", Fault.NOT_JSON),
        (lambda _: b"not a line\n", Fault.NOT_JSON),
        (lambda _: b"x" * 2**20 + b"\n", Fault.TOO_LONG),
        (lambda _: write_header(), Fault.NOT_A_LINE),
        (change(b'"seq":2', b'"seq":true'), Fault.NOT_A_LINE),
        (change(b'"seq":2', b'"seq":"2"'), Fault.NOT_A_LINE),
        (change(b'"seq":2', b'"seq":2,"so":1'), Fault.NOT_A_LINE),
        (change(b'"seq":2', b'"seq":0'), Fault.ENTRY),
        (change(b'"prev":"', b'"prev":"0'), Fault.NOT_A_LINE),
        (change(b'"hash":"', b'"hash":"0'), Fault.CHANGED),
        (change(b'"labels_check"', b'"labels_chick"'), Fault.NOT_A_LINE),
        (change(b"officer 2", b"officer 3"), Fault.LABELS_CHANGED),
        (change(b'{"actor":"officer 2"}', b'{"actor":{"a":1}}'), Fault.ENTRY),
        (change(b'"rows":1', b'"rows":{"a":1}'), Fault.ENTRY),
        (change(b'"rows":1', b'"rows":2'), Fault.CHANGED),
        (change(b'"rows":1', b'"rows": 1'), Fault.NOT_CANONICAL),
    ],
)
def test_each_kind_of_damage_has_its_name(damage: Callable[[bytes], bytes], fault: Fault) -> None:
    assert read_line(EXPORT[2]) == LEDGER[1]
    damaged = damage(EXPORT[2])
    assert damaged != EXPORT[2]
    found = verdict([*EXPORT[:2], damaged, *EXPORT[3:]])
    assert (found.fault, found.line, found.entries) == (fault, 3, 1)
    assert str(found).startswith("Bad: line 3: ")


def test_a_line_numbered_one_is_not_the_same_as_a_line_numbered_true() -> None:
    damaged = EXPORT[1].replace(b'"seq":1', b'"seq":true')
    assert verdict([damaged]).fault is Fault.NOT_A_LINE


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (b"Ombudsperson", b"Ombudspersom", Fault.CHANGED),
        (b'"check"', b'"chick"', Fault.CHANGED),
        (b'ledger":1', b'ledger":2', Fault.NOT_A_LINE),
        (b'ledger":1', b'ledger":true', Fault.NOT_A_LINE),
        (b'"the Ombudsperson"', b"{}", Fault.ENTRY),
    ],
)
def test_a_changed_header_is_found(before: bytes, after: bytes, fault: Fault) -> None:
    assert before in EXPORT[0]
    found = verdict([EXPORT[0].replace(before, after), *EXPORT[1:]])
    assert (found.fault, found.line) == (fault, 1)


@pytest.mark.parametrize("name", ["check", "throughcare-ledger"])
def test_a_header_keeps_its_own_fields(name: str) -> None:
    with pytest.raises(LedgerError) as refusal:
        write_header({name: "mine"})
    assert refusal.value.fault is Fault.ENTRY


def test_a_verdict_never_repeats_what_the_file_says() -> None:
    damaged = [line.replace(b"Lotus", b"Amara") for line in EXPORT]
    assert "Amara" not in str(verdict(damaged))


def test_lines_are_read_one_at_a_time() -> None:
    lines = iter([*EXPORT[:5], EXPORT[1], *EXPORT[5:]])
    assert verify_lines(lines).line == 6
    assert list(lines) == EXPORT[5:]
