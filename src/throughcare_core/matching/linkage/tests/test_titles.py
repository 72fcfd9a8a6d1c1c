"""Forms of address are dropped, names never."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.features import name_features, sound_features
from throughcare_core.matching.linkage.schema import Kind
from throughcare_core.matching.linkage.values import features_of
from throughcare_core.matching.titles import without_titles


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mrs Anna Petrenko", "Anna Petrenko"),
        ("DR. Prof. Amina", "Amina"),
        ("Señora Doña Rosa Díaz", "Rosa Díaz"),
        ("пані Олена Бондаренко", "Олена Бондаренко"),
        ("श्रीमती सीता थापा", "सीता थापा"),
        ("सीता जी", "सीता"),
        ("السيدة فاطمة", "فاطمة"),
        ("นางสาวสมศรี ใจดี", "สมศรี ใจดี"),
        ("นาย สมชาย", "สมชาย"),
        ("ဒေါ်အောင်", "အောင်"),
        ("王小明先生", "王小明"),
        ("ወይዘሮ አበባ", "አበባ"),
        ("አቶ ተስፋዬ", "ተስፋዬ"),
    ],
)
def test_a_name_is_left_without_forms_of_address(written: str, name: str) -> None:
    assert without_titles(written) == name
    assert name_features(written) == name_features(name)
    assert sound_features(written) == sound_features(name)
    assert features_of(written, Kind.NAME) == features_of(name, Kind.NAME)


@pytest.mark.parametrize(
    "name",
    [
        "Dr",
        "Mrs",
        "นาย",
        "先生",
        "Don Miller",
        "Sheikh Hasina",
        "Ma Thida",
        "Devi",
        "Misses Mr",
        "",
    ],
)
def test_what_may_be_a_name_stays(name: str) -> None:
    assert without_titles(name) == name


@given(some.text(max_size=60))
def test_something_always_stays_and_nothing_is_added(name: str) -> None:
    left = without_titles(name)
    assert bool(left) == bool(name.split())
    assert left in " ".join(name.split())
