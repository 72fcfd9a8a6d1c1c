"""A fingerprint depends on key, epoch and use, and gives away nothing in print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching import (
    EXCHANGED,
    FieldKeys,
    Fingerprint,
    Hardening,
    IdentityFields,
    encode,
)
from throughcare_core.matching.features import birth_features, name_features, sound_features
from throughcare_core.matching.fields import FINGERPRINT_WORDS, SEGMENTS, Field
from throughcare_core.matching.hardening import balanced, with_flips
from throughcare_core.matching.keys import hkdf
from throughcare_core.matching.matrix import words_of
from throughcare_core.matching.popcount import (
    common_bits,
    set_bits,
    set_bits_by_table,
    set_bits_of_each,
)
from throughcare_core.matching.tests.corpus import population

SECRET_OF_LOTUS_SHELTER = bytes(range(32))
KEYS = FieldKeys.derive(SECRET_OF_LOTUS_SHELTER, epoch="2026")
OLENA = IdentityFields("Олена Бондаренко", date(1998, 4, 12), "Mirovka")


def fill_of(fingerprint: Fingerprint, field: Field) -> int:
    return int(set_bits(words_of([fingerprint])[0, SEGMENTS[field].span]))


@pytest.mark.parametrize(
    ("secret", "salt", "info", "size", "expected"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_vectors_of_rfc_5869(
    secret: str, salt: str, info: str, size: int, expected: str
) -> None:
    key = hkdf(bytes.fromhex(secret), bytes.fromhex(info), bytes.fromhex(salt), size)
    assert key.hex() == expected


@pytest.mark.parametrize("size", [0, 255 * 32 + 1])
def test_hkdf_refuses_sizes_that_it_cannot_give(size: int) -> None:
    with pytest.raises(ValueError, match="8160"):
        hkdf(b"secret", b"", size=size)


@pytest.mark.parametrize(
    ("secret", "epoch", "use"),
    [(b"short", "2026", "search"), (bytes(32), "", "search"), (bytes(32), "2026", "")],
)
def test_keys_are_refused_without_secret_epoch_or_use(secret: bytes, epoch: str, use: str) -> None:
    with pytest.raises(ValueError, match=r"secret|epoch"):
        FieldKeys.derive(secret, epoch, use)


def test_the_same_identity_gives_the_same_fingerprint() -> None:
    again = FieldKeys.derive(SECRET_OF_LOTUS_SHELTER, epoch="2026")
    assert encode(OLENA, KEYS) == encode(OLENA, again)


@pytest.mark.parametrize(
    "other",
    [
        FieldKeys.derive(bytes(32), epoch="2026"),
        FieldKeys.derive(SECRET_OF_LOTUS_SHELTER, epoch="2027"),
        FieldKeys.derive(SECRET_OF_LOTUS_SHELTER, epoch="2026", use="Dawn Hotline"),
    ],
)
def test_another_secret_epoch_or_use_gives_an_unrelated_fingerprint(other: FieldKeys) -> None:
    mine, theirs = words_of([encode(OLENA, KEYS), encode(OLENA, other)])
    common = int(set_bits(mine & theirs))
    chance = int(set_bits(mine)) * int(set_bits(theirs)) / 1024
    assert common < 1.3 * chance


def test_no_field_shares_the_key_of_another() -> None:
    assert len({*KEYS.by_field.values(), KEYS.flips}) == len(Field) + 1


def test_nothing_personal_or_secret_is_printed() -> None:
    printed = f"{OLENA!r} {encode(OLENA, KEYS)!r} {KEYS!r}"
    assert printed == "IdentityFields() Fingerprint() FieldKeys()"


def test_the_segments_fill_the_fingerprint_without_overlap() -> None:
    words = [word for each in SEGMENTS.values() for word in range(FINGERPRINT_WORDS)[each.span]]
    assert words == list(range(FINGERPRINT_WORDS))


def test_a_fingerprint_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="128 bytes"):
        Fingerprint(b"\0" * 64)


def test_what_is_not_known_stays_empty() -> None:
    only_name = encode(IdentityFields("Olena"), KEYS)
    filled = [field for field in Field if fill_of(only_name, field)]
    assert filled == [Field.NAME, Field.SOUND]
    assert encode(IdentityFields("  "), KEYS).bits == bytes(128)


def test_fields_are_filled_by_a_third_to_two_fifths_on_average() -> None:
    prints = [encode(IdentityFields(p.written(), p.born, p.place), KEYS) for p in population(80, 5)]
    for field, segment in SEGMENTS.items():
        mean = sum(fill_of(each, field) for each in prints) / len(prints) / segment.bits
        assert 0.3 < mean < 0.42


def test_order_of_names_changes_nothing() -> None:
    assert name_features("Olena Bondarenko") == name_features("Bondarenko, OLENA")
    assert sound_features("Olena Bondarenko") == sound_features("Бондаренко Олена")


def test_a_birth_date_survives_small_errors() -> None:
    right = birth_features(date(1998, 4, 12))
    shared = {
        "swapped": len(right & birth_features(date(1998, 12, 4))),
        "next year": len(right & birth_features(date(1999, 4, 12))),
        "year only": len(right & birth_features(1998)),
        "another": len(right & birth_features(date(1970, 8, 2))),
    }
    assert shared == {"swapped": 4, "next year": 3, "year only": 3, "another": 0}
    assert birth_features(None) == set()


@pytest.mark.parametrize("born", [date(1799, 12, 31), 2200, 12])
def test_an_impossible_year_is_refused(born: date | int) -> None:
    with pytest.raises(ValueError, match="between 1800 and 2199"):
        encode(IdentityFields("Olena", born), KEYS)


@pytest.mark.parametrize("flips", [-0.1, 0.6])
def test_more_flips_than_coins_are_refused(flips: float) -> None:
    with pytest.raises(ValueError, match=r"between 0 and 0\.5"):
        Hardening(flips=flips)


def test_balanced_fields_say_nothing_by_their_fill() -> None:
    for name in ("Li", "Olena Bondarenko", "Maria do Carmo dos Santos Gonçalves"):
        fingerprint = encode(IdentityFields(name), KEYS, Hardening(balanced=True))
        assert fill_of(fingerprint, Field.NAME) == SEGMENTS[Field.NAME].bits // 2
        assert fill_of(fingerprint, Field.BIRTH) == 0


def test_the_complement_of_a_balanced_field_is_not_simply_its_second_half() -> None:
    part = balanced(0b1011, 64, KEYS.flips)
    assert part.bit_count() == 32
    assert part & 0xFFFFFFFF != ~(part >> 32) & 0xFFFFFFFF


def test_flips_are_the_same_each_time_and_about_half_their_share() -> None:
    plain, hard = encode(OLENA, KEYS), encode(OLENA, KEYS, Hardening(flips=0.2))
    assert hard == encode(OLENA, KEYS, Hardening(flips=0.2))
    changed = sum((a ^ b).bit_count() for a, b in zip(plain.bits, hard.bits, strict=True))
    assert 60 < changed < 145
    assert with_flips(5, 64, 0.0, KEYS.flips) == 5


def test_the_setting_for_exchange_is_balanced_and_blurred() -> None:
    assert EXCHANGED.balanced
    assert 0 < EXCHANGED.flips <= 0.1


@given(some.lists(some.integers(0, 2**64 - 1), min_size=1, max_size=20))
def test_bits_are_counted_alike_with_and_without_the_new_numpy(words: list[int]) -> None:
    import numpy as np

    array = np.array(words, dtype=np.uint64)
    assert set_bits_of_each(array).tolist() == [word.bit_count() for word in words]
    assert set_bits_by_table(array).tolist() == set_bits_of_each(array).tolist()
    assert set_bits(array) == sum(word.bit_count() for word in words)


@given(some.data())
def test_common_bits_are_those_of_both(data: some.DataObject) -> None:
    import numpy as np

    words = some.lists(some.integers(0, 2**64 - 1), min_size=3, max_size=3)
    rows, query = data.draw(some.lists(words, min_size=1, max_size=9)), data.draw(words)
    table, asked = np.array(rows, dtype=np.uint64), np.array(query, dtype=np.uint64)
    meant = [sum((a & b).bit_count() for a, b in zip(row, query, strict=True)) for row in rows]
    assert common_bits(table, asked).tolist() == meant
    assert common_bits(np.asfortranarray(table), asked).tolist() == meant


def test_older_numpy_is_served_by_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    array = np.array([[3, 2**63]], dtype=np.uint64)
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert set_bits(array).tolist() == [3]
