"""Lotus Shelter searches its own people, and is warned before it enters one of them twice."""

from datetime import date

import pytest

from throughcare_core.matching import (
    EXCHANGED,
    Field,
    FieldKeys,
    FingerprintMatrix,
    IdentityFields,
    Level,
    Match,
    duplicate_pairs,
    encode,
    probable_duplicates,
    search,
)

KEYS = FieldKeys.derive(bytes(range(32)), epoch="2026")
PEOPLE = {
    "oleksandr": IdentityFields("Олександр Петрович Бондаренко", date(1991, 4, 12), "Mirovka"),
    "mohammed": IdentityFields("محمد الحداد", date(1999, 1, 30), "Old Harbour"),
    "laxmi": IdentityFields("लक्ष्मी तामाङ", date(2003, 7, 9), "Dhalpur"),
    "sovann": IdentityFields("Sovann Keo", 1985, "Lumbe"),
    "tatenda": IdentityFields("Tatenda Moyo", None, ""),
    "joao": IdentityFields("João dos Santos Gonçalves", date(1978, 11, 2), "Santa Rila"),
    "halyna": IdentityFields("Halyna Hrytsenko", date(1991, 4, 12), "North Gate"),
}


@pytest.fixture(scope="module")
def shelter() -> FingerprintMatrix:
    return FingerprintMatrix.of([encode(each, KEYS) for each in PEOPLE.values()], list(PEOPLE))


def found(typed: IdentityFields | str, store: FingerprintMatrix, limit: int = 5) -> list[Match]:
    identity = IdentityFields(typed) if isinstance(typed, str) else typed
    return search(encode(identity, KEYS), store, limit)


@pytest.mark.parametrize(
    ("typed", "whom"),
    [
        ("Oleksandr Bondarenko", "oleksandr"),
        ("BONDARENKO, Alexander", "oleksandr"),
        ("Olek", "oleksandr"),
        ("Oleksnadr Bondaernko", "oleksandr"),
        ("Бонд", "oleksandr"),
        ("Mohammed al Haddad", "mohammed"),
        ("Muhamad Hadad", "mohammed"),
        ("Laxmi", "laxmi"),
        ("Lakshmi Tamang", "laxmi"),
        ("សុវណ្ណ", "sovann"),
        ("Tatend", "tatenda"),
        ("Joao Goncalves", "joao"),
        ("Галина Гриценко", "halyna"),
        ("Galina Gritsenko", "halyna"),
    ],
)
def test_a_person_is_found_however_the_name_is_typed(
    typed: str, whom: str, shelter: FingerprintMatrix
) -> None:
    assert found(typed, shelter)[0].key == whom


@pytest.mark.parametrize("typed", ["Rosalinda Villanueva", "Xu", "", "   ", "?"])
def test_nobody_is_found_who_is_not_there(typed: str, shelter: FingerprintMatrix) -> None:
    assert found(typed, shelter) == []


def test_nothing_is_found_in_an_empty_house() -> None:
    empty = FingerprintMatrix.of([])
    assert len(empty) == 0
    assert found("Olena", empty) == []
    assert probable_duplicates(encode(IdentityFields("Olena"), KEYS), empty) == []


def test_nothing_is_found_with_another_agencys_keys(shelter: FingerprintMatrix) -> None:
    of_other_ngo = FieldKeys.derive(bytes(32), epoch="2026")
    for identity in PEOPLE.values():
        assert search(encode(identity, of_other_ngo), shelter) == []


def test_the_same_identity_scores_one_and_every_reason_says_why(shelter: FingerprintMatrix) -> None:
    best = found(PEOPLE["joao"], shelter)[0]
    assert best.score == pytest.approx(1.0)
    assert [reason.field for reason in best.reasons] == list(Field)
    assert {reason.level for reason in best.reasons} == {Level.SAME}


def test_reasons_tell_what_agrees_what_differs_and_what_is_not_known(
    shelter: FingerprintMatrix,
) -> None:
    typed = IdentityFields("Oleksandr Bondarenko", date(1970, 8, 30))
    reasons = {reason.field: reason for reason in found(typed, shelter)[0].reasons}
    assert reasons[Field.NAME].level in {Level.SAME, Level.CLOSE}
    assert reasons[Field.BIRTH].level is Level.DIFFERENT
    assert reasons[Field.PLACE].level is Level.NOT_KNOWN
    assert reasons[Field.PLACE].strength == 0.0


def test_a_birth_date_puts_the_right_person_first(shelter: FingerprintMatrix) -> None:
    only_birth = found(IdentityFields("", date(1991, 4, 12)), shelter)
    assert {match.key for match in only_birth} == {"oleksandr", "halyna"}


def test_a_person_with_several_names_is_listed_once() -> None:
    names = ["Олександр Бондаренко", "Alexander Bondarenko", "Sashko"]
    store = FingerprintMatrix.of(
        [encode(IdentityFields(name), KEYS) for name in names], ["one"] * len(names)
    )
    matches = found("Oleksandr Bondarenko", store)
    assert [match.key for match in matches] == ["one"]
    assert matches[0].index in {0, 1}


def test_the_list_is_no_longer_than_asked(shelter: FingerprintMatrix) -> None:
    everyone = search(encode(IdentityFields("Bondarenko"), KEYS), shelter, minimum=0.0)
    assert len(everyone) > 2
    scores = [match.score for match in everyone]
    assert scores == sorted(scores, reverse=True)
    assert found("Bondarenko", shelter, limit=1) == everyone[:1]
    assert found("Bondarenko", shelter, limit=0) == []


def test_each_fingerprint_needs_one_key() -> None:
    with pytest.raises(ValueError, match="one key"):
        FingerprintMatrix.of([encode(IdentityFields("Olena"), KEYS)], ["a", "b"])


def test_the_house_does_not_print_what_it_holds(shelter: FingerprintMatrix) -> None:
    assert repr(shelter) == "FingerprintMatrix()"


@pytest.mark.parametrize(
    "again",
    [
        IdentityFields("Oleksandr Bondarenko", date(1991, 4, 12)),
        IdentityFields("Alexander Bondarenko", date(1991, 4, 12), "Mirovka"),
        IdentityFields("Oleksandr Petrovich Bondarenko", date(1991, 12, 4), "Mirovka"),
        IdentityFields("Oleksandr Petrovych Bondarenko", 1991),
        IdentityFields("Oleksandr Petrovych Bondarenko"),
    ],
)
def test_a_person_entered_again_gives_a_warning(
    again: IdentityFields, shelter: FingerprintMatrix
) -> None:
    warned = probable_duplicates(encode(again, KEYS), shelter)
    assert [match.key for match in warned] == ["oleksandr"]


@pytest.mark.parametrize(
    "newcomer",
    [
        IdentityFields("Oleksandr Petrovych Bondarenko", date(1962, 9, 28)),
        IdentityFields("Oleksandra Shevchuk", date(1991, 4, 12), "Mirovka"),
        IdentityFields("Olek"),
        IdentityFields("", date(1991, 4, 12), "Mirovka"),
    ],
)
def test_another_person_gives_no_warning(
    newcomer: IdentityFields, shelter: FingerprintMatrix
) -> None:
    assert probable_duplicates(encode(newcomer, KEYS), shelter) == []


def test_pairs_entered_twice_are_listed_once_each() -> None:
    twice = {
        **PEOPLE,
        "sasha": IdentityFields("Oleksandr Bondarenko", date(1991, 4, 12), "Mirovka"),
    }
    store = FingerprintMatrix.of([encode(each, KEYS) for each in twice.values()], list(twice))
    pairs = [{pair.first, pair.second} for pair in duplicate_pairs(store)]
    assert pairs == [{"oleksandr", "sasha"}]


def test_skipping_by_fill_loses_no_warning(shelter: FingerprintMatrix) -> None:
    for identity in PEOPLE.values():
        query = encode(identity, KEYS)
        alone = {
            match.key
            for key, other in PEOPLE.items()
            for match in probable_duplicates(
                query, FingerprintMatrix.of([encode(other, KEYS)], [key])
            )
        }
        assert {match.key for match in probable_duplicates(query, shelter)} == alone


def test_hardened_fingerprints_still_find_the_same_person() -> None:
    store = FingerprintMatrix.of(
        [encode(each, KEYS, EXCHANGED) for each in PEOPLE.values()], list(PEOPLE)
    )
    asked = encode(PEOPLE["joao"], KEYS, EXCHANGED)
    assert [match.key for match in probable_duplicates(asked, store)] == ["joao"]
    nearly = IdentityFields("Joao Santos Goncalves", date(1978, 11, 2), "Santa Rila")
    assert search(encode(nearly, KEYS, EXCHANGED), store)[0].key == "joao"
