"""Words that tell who a person is are found; words that tell what happened are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare_core.indicators import (
    RefusedWord,
    Trait,
    checked_languages,
    mixed_word,
    refused_word,
)

REFUSED = [
    # what these signs would rest on, in many languages
    ("Belongs to an ethnic minority", "ethnicity"),
    ("ETHNICITY of the traveller", "ethnicity"),
    ("Alleged relative of a different caste", "caste"),
    ("A Dalit girl", "ethnicity"),
    ("Her nationality is often trafficked", "nationality"),
    ("Is Nigerian", "nationality"),
    ("Nepalis travelling alone", "nationality"),
    ("Comes from Bangladesh", "nationality"),
    ("From Côte d'Ivoire", "nationality"),
    ("Country of origin", "nationality"),
    ("Dressed in a strange way", "dress"),
    ("Wearing a veil", "dress"),
    ("village_look", "appearance"),
    ("Her appearance is rustic", "appearance"),
    ("Muslim woman with two men", "faith"),
    ("Dark skin", "ethnicity"),
    ("Minorité ethnique", "ethnicity"),
    ("Habillée comme au village", "dress"),
    ("De nationalité étrangère", "nationality"),
    ("De otra etnia", "ethnicity"),
    ("Su vestimenta es llamativa", "dress"),
    ("Comes from Mali", "nationality"),
    ("Mulher muçulmana", "faith"),
    ("Mulher cigana", "ethnicity"),
    ("Roupas diferentes", "dress"),
    ("Este țigancă", "ethnicity"),
    ("Îmbrăcăminte săracă", "dress"),
    ("Национальность пассажира", "nationality"),
    ("Одежда не по погоде", "dress"),
    ("Цыганка", "ethnicity"),
    ("Громадянство", "nationality"),
    ("Одяг", "dress"),
    ("Romska porodica", "ethnicity"),
    ("Одећа", "dress"),
    ("फरक जात", "caste"),
    ("जातीय पहिचान", "ethnicity"),
    ("पोशाक फरक छ", "dress"),
    ("अलग जाति", "caste"),
    ("उसके कपड़े", "dress"),
    ("جنسية المسافر", "nationality"),
    ("ملابسها", "dress"),
    ("Kabila la msichana", "ethnicity"),
    ("Mavazi yake", "dress"),
    ("Nasyonalidad ng pasahero", "nationality"),
    ("ជនជាតិភាគតិច", "ethnicity"),
    ("មានសញ្ជាតិផ្សេង", "nationality"),
]

TAKEN = [
    # what merely sounds alike
    "Somebody else keeps the person's papers",
    "Has no address and no telephone",
    "Was taken to a clandestine workshop",
    "The employer acted in bad faith",
    "Has burns on the skin that nobody treated",
    "Is under great strain",
    "Was promised a job abroad",
    "On lui a promis un travail à l'étranger",
    "Le prometieron trabajo en el extranjero",
    "Ofereceram-lhe trabalho no estrangeiro",
    "يعمل لسداد دين",
    "वह हर रोज़ काम पर जाता है",
    "जबरजस्ती काम गराइयो",
    "У неё забрали документы",
    "Їй погрожували",
    "Oduzeli su joj isprave",
    "Somebody used a belief of the person's, such as an oath",
    "Does not speak the language of the place",
    "Is a child and travels alone",
    "Does not know where the journey goes",
    "Works without protection in great heat",
    "",
]


@pytest.mark.parametrize(("text", "trait"), REFUSED)
def test_a_word_that_tells_who_a_person_is_is_found(text: str, trait: str) -> None:
    found = refused_word(text)
    assert found
    assert found.trait == trait


@pytest.mark.parametrize("text", TAKEN)
def test_a_word_that_tells_what_happened_is_taken(text: str) -> None:
    assert refused_word(text) is None


def test_the_first_of_several_words_is_named() -> None:
    assert refused_word("Clothes and nationality") == RefusedWord("clothes", Trait.DRESS)
    assert refused_word("Nationality and clothes") == RefusedWord("nationality", Trait.NATIONALITY)


@pytest.mark.parametrize(
    "text", ["eth\u00adnic", "eth\u200bnic", "ÉTHNIC", "ｅｔｈｎｉｃ", "(ethnic)", "ethnic/other"]
)
def test_marks_and_invisible_signs_hide_no_word(text: str) -> None:
    found = refused_word(text)
    assert found
    assert found.trait is Trait.ETHNICITY


@pytest.mark.parametrize("word", ["جِنْسِيَّة", "جنسيةً", "جنسيٰة"])
def test_arabic_vowel_signs_hide_no_word(word: str) -> None:
    assert refused_word(word)


def test_a_word_in_two_alphabets_is_found_and_a_text_in_two_languages_is_not() -> None:
    assert mixed_word("Her natiоnality") == "natiоnality"  # one letter is Cyrillic
    assert mixed_word("Papers, документи, έγγραφα") is None
    assert mixed_word("") is None


def test_words_are_checked_in_fourteen_languages() -> None:
    assert {"eng", "fra", "nep", "ara", "khm", "rus", "ukr"} <= checked_languages()
    assert len(checked_languages()) == 14


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_word_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    assert refused_word(f"{before} — caste — {after}")


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    refused_word(text)
    mixed_word(text)
