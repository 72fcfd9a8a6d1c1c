"""What of a value is compared survives the errors that people make."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.linkage.schema import Kind
from throughcare_core.matching.linkage.values import features_of, parts_of_date, tokens_of_kind


def shared(one: str, other: str, kind: Kind) -> float:
    """Dice of the pieces."""
    mine, theirs = features_of(one, kind).pieces, features_of(other, kind).pieces
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1991-04-12", ("1991", "04", "12")),
        ("1991-04-12T00:00:00", ("1991", "04", "12")),
        ("19910412", ("1991", "04", "12")),
        ("12.4.1991", ("1991", "04", "12")),
        ("12/04/1991", ("1991", "04", "12")),
        ("1991/4", ("1991", "04", "")),
        ("1991", ("1991", "", "")),
        ("१९९१-०४-१२", ("1991", "04", "12")),
        ("١٢/٤/١٩٩١", ("1991", "04", "12")),
        ("១៩៩១", ("1991", "", "")),
        ("", ("", "", "")),
        ("about 1991", ("", "", "")),
        ("91", ("", "", "")),
    ],
)
def test_a_date_is_read_in_many_writings(written: str, parts: tuple[str, str, str]) -> None:
    assert parts_of_date(written) == parts


def test_a_slip_in_a_date_leaves_most_of_it() -> None:
    assert shared("1991-04-12", "1991-04-13", Kind.DATE) > 0.6
    assert shared("1991-04-12", "1992-04-12", Kind.DATE) > 0.6
    assert shared("1991-04-12", "1991-12-04", Kind.DATE) >= 0.4
    assert shared("1991-04-12", "1958-11-23", Kind.DATE) < 0.2


def test_a_stray_space_in_a_name_costs_little() -> None:
    assert shared("nicholas", "nich olas", Kind.NAME) > 0.75
    assert shared("nicholas", "nichokas", Kind.NAME) > 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [("Олександр", "Alexander"), ("محمد", "Muhammad"), ("Mhmd", "Mohamed"), ("सीता", "Seeta")],
)
def test_spellings_of_one_name_sound_the_same(one: str, other: str) -> None:
    assert features_of(one, Kind.NAME).sounds == features_of(other, Kind.NAME).sounds


def test_digits_of_a_number_that_change_places_are_still_there() -> None:
    assert shared("6076", "0676", Kind.NUMBER) > 0.6
    assert shared("6076", "1234", Kind.NUMBER) == 0.0
    for kind in (Kind.NUMBER, Kind.LONG_NUMBER):
        assert features_of("AB-123 45", kind) == features_of("ab12345", kind)


def test_a_phone_with_and_without_the_code_of_its_country_is_one() -> None:
    abroad, home = "+977 980-1234567", "09801234567"
    assert features_of(abroad, Kind.LONG_NUMBER) == features_of(home, Kind.LONG_NUMBER)
    assert features_of(home, Kind.LONG_NUMBER).tokens == ("801234567", "1234567")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("nothing", ["", "  ", "?", "—"])
def test_what_is_not_known_has_no_features_and_no_tokens(kind: Kind, nothing: str) -> None:
    features = features_of(nothing, kind)
    assert features.pieces == frozenset()
    assert features.sounds == frozenset()
    assert set(features.tokens) == {""}


@given(some.text(max_size=60), some.sampled_from(Kind))
def test_any_text_has_features_and_the_tokens_of_its_kind(text: str, kind: Kind) -> None:
    features = features_of(text, kind)
    assert len(features.tokens) == tokens_of_kind(kind)
    assert features == features_of(text, kind)
