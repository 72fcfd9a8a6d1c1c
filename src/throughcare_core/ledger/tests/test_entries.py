import json
import unicodedata
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.ledger import (
    START,
    Entry,
    Fault,
    LedgerError,
    canonical,
    leaf_hash,
    line_hash,
)
from throughcare_core.ledger.entries import MAX_INTEGER, read_hex, read_json

from .cast import entry

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = texts | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.booleans() | st.none()
flat = st.dictionaries(names, scalars | st.lists(texts, max_size=3), max_size=4)
entries = st.dictionaries(
    names, scalars | st.lists(texts, max_size=3) | st.lists(flat, max_size=3), max_size=5
)


@settings(deadline=None)
@given(entries)
def test_an_entry_is_written_in_one_way_and_read_back_whole(content: Entry) -> None:
    written = canonical(content)
    assert read_json(written) == content
    backwards = dict(reversed(list(content.items())))
    assert canonical(backwards) == canonical(MappingProxyType(backwards)) == written


@settings(deadline=None)
@given(entries, entries)
def test_different_entries_have_different_hashes(one: Entry, other: Entry) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (line_hash(1, START, one) == line_hash(1, START, other)) == same


def test_the_canonical_form_is_short_sorted_utf8() -> None:
    content: Entry = {"b": "é\n\u2028/\x01", "a": [{"z": True, "y": None}], "B": -7, "c": ("x",)}
    assert canonical(content) == (
        '{"B":-7,"a":[{"y":null,"z":true}],"b":"é\\n\u2028/\\u0001","c":["x"]}'.encode()
    )


def test_a_line_is_hashed_as_a_leaf_over_its_canonical_form() -> None:
    prev = bytes(range(32))
    line = b'{"entry":{"act":"look"},"prev":"%b","seq":2}' % prev.hex().encode()
    assert read_json(line)
    assert line_hash(2, prev, {"act": "look"}) == leaf_hash(line)


def test_texts_are_hashed_as_they_are_and_not_normalised() -> None:
    composed, decomposed = "é", unicodedata.normalize("NFD", "é")
    assert canonical({"act": composed}) != canonical({"act": decomposed})


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": 1.0},
        {"at": float("nan")},
        {"at": b"bytes"},
        {"at": {"an": "object"}},
        {"at": ["text", 1]},
        {"at": [1]},
        {"at": [["text"]]},
        {"at": 2**53},
        {"at": "\ud800"},
        {"at": ["\ud800"]},
        {"name with spaces": 1},
        {"": 1},
        {"é": 1},
        {"a" * 65: 1},
        {7: 1},
        {"a": [{"a": [{"a": [{"a": [{"a": 1}]}]}]}]},
        ["a list"],
        "a text",
    ],
)
def test_what_is_not_an_entry_is_refused(wrong: Any) -> None:
    assert canonical({"at": "noon", "n": 2**53 - 1, "a": [{"a": [{"a": [{"a": 1}]}]}]})
    with pytest.raises(LedgerError) as refusal:
        canonical(wrong)
    assert refusal.value.fault is Fault.ENTRY


def test_a_refusal_never_repeats_what_was_to_be_written() -> None:
    for wrong in ({"Amara Okoye": 1}, {"at": ["Amara Okoye", 1]}, {"at": "Amara Okoye\ud800"}):
        with pytest.raises(LedgerError) as refusal:
            canonical(wrong)  # type: ignore[arg-type]
        assert "Amara" not in str(refusal.value)


def test_an_entry_that_is_too_long_is_refused() -> None:
    limit = 256 * 1024 - len('{"at":""}')
    assert canonical({"at": "x" * limit})
    with pytest.raises(LedgerError) as refusal:
        canonical({"at": "x" * (limit + 1)})
    assert refusal.value.fault is Fault.TOO_LONG


@pytest.mark.parametrize(
    ("seq", "prev"), [(0, START), (-1, START), (2**53, START), (1, b""), (1, bytes(33))]
)
def test_a_line_has_a_number_from_one_and_a_hash_before_it(seq: int, prev: bytes) -> None:
    assert line_hash(1, START, entry(1))
    with pytest.raises(LedgerError) as refusal:
        line_hash(seq, prev, entry(1))
    assert refusal.value.fault is Fault.ENTRY


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.NOT_JSON),
        (b"{", Fault.NOT_JSON),
        (b"\xff{}", Fault.NOT_JSON),
        (b"\xef\xbb\xbf{}", Fault.NOT_JSON),
        ('{"a":1}'.encode("utf-16"), Fault.NOT_JSON),
        (b'{"a":"\\ud800"}', Fault.NOT_JSON),
        (b'{"a":' + b"9" * 5000 + b"}", Fault.NOT_JSON),
        (b'{"a":' + b"[" * 100_000, Fault.NOT_JSON),
        (b"[1]", Fault.NOT_A_LINE),
        (b"7", Fault.NOT_A_LINE),
        (b'{"a":1.0}', Fault.NOT_CANONICAL),
        (b'{"a":1e400}', Fault.NOT_CANONICAL),
        (b'{"a":NaN}', Fault.NOT_CANONICAL),
        (b'{"a":-Infinity}', Fault.NOT_CANONICAL),
        (b'{"a":-0}', Fault.NOT_CANONICAL),
        (b'{"a":1,"a":1}', Fault.NOT_CANONICAL),
        (b'{"b":1,"a":1}', Fault.NOT_CANONICAL),
        (b'{"a": 1}', Fault.NOT_CANONICAL),
        (b'{"a":1} ', Fault.NOT_CANONICAL),
        (b'{"a":1}\r', Fault.NOT_CANONICAL),
        (b'{"a":"\\u00e9"}', Fault.NOT_CANONICAL),
        (b'{"a":"\\/"}', Fault.NOT_CANONICAL),
        (b'{"a":"\\u000A"}', Fault.NOT_CANONICAL),
    ],
)
def test_bytes_that_nobody_would_have_written_are_refused(raw: bytes, fault: Fault) -> None:
    assert read_json(b'{"a":1}') == {"a": 1}
    with pytest.raises(LedgerError) as refusal:
        read_json(raw)
    assert refusal.value.fault is fault


@pytest.mark.parametrize(
    "text", ["AB", "a", "abc", "a ", "gg", "", 7, None, "ab\n", "\u0660\u0660"]
)
def test_hexadecimal_has_one_form(text: object) -> None:
    assert read_hex("ab", 1) == b"\xab"
    with pytest.raises(LedgerError):
        read_hex(text, 1)
