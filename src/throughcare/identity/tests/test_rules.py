from datetime import date

import pytest

from throughcare.identity.rules import (
    Birth,
    Gender,
    Name,
    Paper,
    SafeContact,
    age_band_on,
    read_query,
    reasons_against_birth,
    reasons_against_contact,
    reasons_against_gender,
    reasons_against_names,
    reasons_against_paper,
    reasons_not_to_erase,
    reasons_not_to_hold,
    reasons_not_to_search,
    script_of,
    tidy_birth,
    tidy_name,
)

TODAY = date(2026, 3, 2)


def test_a_name_stands_in_its_own_order() -> None:
    assert Name("Amina", "Okoro", "Grace").full == "Amina Grace Okoro"
    assert Name("Amina", "Okoro", order="family_first").full == "Okoro Amina"
    assert Name(family="Okoro").full == "Okoro"


@pytest.mark.parametrize(
    ("text", "script"),
    [("Олена", "Cyrl"), ("أمينة", "Arab"), ("王小红", "Hani"), ("सुनीता", "Deva"), ("123", "")],
)
def test_a_name_knows_its_script(text: str, script: str) -> None:
    assert script_of(text) == script
    assert tidy_name(Name(given=text)).script == script


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "Anne-Marie",
        "da Silva",
        "Ngọc Ánh",
        "’Abd al-Raḥmān",
        "می\u200cنا",
        "J. R.",
        "สุดา",
    ],
)
def test_names_of_all_kinds_are_taken_as_they_are(name: str) -> None:
    assert reasons_against_names([Name(given=name)], "") == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina\u202eanimA", "hidden characters"),
        ("Am\u200bina", "hidden characters"),
        ("Am\u200dina", "hidden characters"),
        ("\ufeffAmina", "hidden characters"),
        ("Amina\x00", "hidden characters"),
        ("Amina 🌸", "no pictures"),
        ("Amina <b>", "no pictures"),
        ("A" * 1_000_000, "at most 90"),
        ("Z" + "\u0301" * 9, "too many marks"),
        ("Аminа", "two scripts"),
    ],
)
def test_a_hostile_name_is_refused_with_a_reason(name: str, said: str) -> None:
    (reason,) = reasons_against_names([Name(given=name)], "")
    assert said in reason
    assert name not in reason


def test_a_name_without_letters_or_with_unknown_codes_is_refused() -> None:
    assert reasons_against_names([Name()], "") == ["A name needs a given name or a family name."]
    assert len(reasons_against_names([Name("Amina", kind="nickname of hers")], "")) == 1
    assert reasons_against_names([Name(f"N{'a' * n}") for n in range(13)], "") != []


def test_in_doubt_the_younger_age_counts() -> None:
    assert age_band_on(Birth("exact", day=date(2008, 3, 2)), TODAY) == "18-24"
    assert age_band_on(Birth("exact", day=date(2008, 3, 3)), TODAY) == "16-17"
    assert age_band_on(Birth("estimated", year=2008), TODAY) == "16-17"
    assert age_band_on(Birth("estimated", year=2008), date(2026, 12, 31)) == "18-24"
    assert age_band_on(Birth("unknown"), TODAY) == "unknown"
    assert age_band_on(Birth("unknown", grown_up="child"), TODAY) == "child"


def test_an_age_that_was_noted_grows_with_time() -> None:
    noted = Birth("estimated", age=17, noted_on=date(2025, 3, 2))
    assert age_band_on(noted, date(2026, 3, 1)) == "16-17"
    assert age_band_on(noted, date(2026, 3, 2)) == "18-24"
    assert noted.compared == 2008


def test_an_age_noted_on_a_leap_day_is_counted() -> None:
    assert Birth("estimated", age=17, noted_on=date(2024, 2, 29)).latest_day == date(2007, 2, 28)


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (Birth("exact"), "day of birth"),
        (Birth("estimated"), "either a year"),
        (Birth("estimated", year=2000, age=20), "either a year"),
        (Birth("exact", day=date(2026, 3, 3)), "future"),
        (Birth("exact", day=date(1880, 1, 1)), "130"),
        (Birth("estimated", age=131), "130"),
        (Birth("estimated", age=-1), "below 0"),
        (Birth("perhaps"), "how sure"),
        (Birth("unknown", grown_up="teen"), "child, adult"),
    ],
)
def test_an_impossible_birth_is_refused(birth: Birth, said: str) -> None:
    (reason,) = reasons_against_birth(birth, TODAY)
    assert said in reason


def test_only_what_belongs_to_the_answer_is_kept() -> None:
    typed = Birth("exact", day=date(2000, 1, 1), year=1999, age=3, grown_up="child")
    assert tidy_birth(typed, TODAY) == Birth("exact", day=date(2000, 1, 1))
    assert tidy_birth(Birth("estimated", age=20), TODAY).noted_on == TODAY


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        (SafeContact("fax", "1", ("call",)), "Choose telephone"),
        (SafeContact("phone", "12", ("call",)), "3 to 15"),
        (SafeContact("phone", "call me", ("call",)), "3 to 15"),
        (SafeContact("email", "amina at home", ("email",)), "looks like"),
        (SafeContact("address", " ", ("letter",)), "Type the number"),
        (SafeContact("phone", "5550142"), "which ways are safe"),
        (SafeContact("phone", "5550142", ("call", "none")), "Either some ways"),
        (SafeContact("phone", "5550142", ("letter",)), "does not go with"),
        (SafeContact("phone", "5550142", ("call",), say="x" * 301), "300"),
        (SafeContact("phone", "5550142", ("call",), times="\u202e"), "hidden"),
    ],
)
def test_a_contact_that_could_be_misread_is_refused(contact: SafeContact, said: str) -> None:
    (reason,) = reasons_against_contact(contact)
    assert said in reason


def test_a_contact_can_be_never_safe() -> None:
    never = SafeContact("phone", "+999 555 0142", ("none",))
    assert reasons_against_contact(never) == []
    assert not never.is_safe
    assert SafeContact("address", "x").part == "whereabouts"


def test_a_document_has_known_codes() -> None:
    assert reasons_against_paper(Paper("passport", "XA", "A1")) == []
    assert len(reasons_against_paper(Paper("library card"))) == 1
    assert len(reasons_against_paper(Paper("passport", "Meridia"))) == 1


def test_a_search_may_carry_a_day_or_a_year() -> None:
    assert read_query("Amina 1999") == ("Amina", 1999)
    assert read_query("1999-04-30 Amina") == ("Amina", date(1999, 4, 30))
    assert read_query("1999-02-30 Amina") == ("Amina", None)
    assert reasons_not_to_search("a") != []
    assert reasons_not_to_search("1999") != []
    assert reasons_not_to_search("amina" * 40) != []


def test_a_held_record_is_not_erased() -> None:
    assert reasons_not_to_erase(reason="asked_by_person", held=False) == []
    assert len(reasons_not_to_erase(reason="bored", held=True)) == 2
    assert len(reasons_not_to_hold(reason="bored", held=True)) == 2


def test_sex_gender_and_citizenships_are_codes_and_few() -> None:
    four = ("XA", "CH", "FR", "DE")
    assert reasons_against_gender(Gender("female", "Feminine", four)) == []
    for wrong, says in (
        (Gender(sex="lady"), "sex and gender"),
        (Gender(gender="lady"), "sex and gender"),
        (Gender(citizenships=("XA", "Ruritania")), "list of countries"),
        (Gender(citizenships=(*four, "IT")), "At most 4"),
    ):
        (reason,) = reasons_against_gender(wrong)
        assert says in reason
