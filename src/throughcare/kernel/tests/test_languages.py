"""How the reader's language writes what code hands it."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from throughcare.kernel import languages, vocabulary

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Noor, Sami and Ines"),
        ("ar", "Noor وSami وInes"),
        ("es", "Noor, Sami e Ines"),
        ("fr", "Noor, Sami et Ines"),
        ("pt", "Noor, Sami e Ines"),
        ("ro", "Noor, Sami și Ines"),
        ("uk", "Noor, Sami і Ines"),
    ],
)
def test_several_things_stand_in_one_sentence(language: str, said: str) -> None:
    with translation.override(language):
        assert languages.listed(["Noor", "Sami", "Ines"]) in (said, said.replace(" e ", " y ", 1))


@pytest.mark.parametrize(
    ("language", "style", "said"),
    [
        ("en", "day", "Fri, 6 Mar 2026"),
        ("uk", "long", "6 березня 2026"),
        ("uk", "month", "березень 2026"),
        ("pt", "month", "março de 2026"),
        ("fr", "short", "ven. 6 mars"),
        ("ro", "long", "6 martie 2026"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, style: str, said: str) -> None:
    with translation.override(language):
        assert languages.day_words(FRIDAY, style) == said


def test_figures_are_the_same_in_every_language() -> None:
    for language in ("ar", "en", "fr", "uk"):
        with translation.override(language):
            assert "2026" in languages.day_words(FRIDAY)
            assert languages.time_words(datetime(2026, 3, 6, 14, 5, tzinfo=UTC)).isascii() or (
                language == "ar"
            )


@pytest.mark.parametrize(
    ("language", "sorted_words"),
    [
        (
            "uk",
            [
                "вірменська",
                "гінді",
                "ґурунг",
                "есперанто",
                "єврейська",
                "ідиш",
                "їврит",
                "яванська",
            ],
        ),
        ("ro", ["aramaică", "ăsta", "bască", "idiș", "îndoit", "sârbă", "șan", "tamilă", "țigan"]),
        ("es", ["navajo", "ñandú", "occitano"]),
        ("fr", ["éwé", "finnois", "grec"]),
        ("ar", ["أردية", "بنغالية", "تاميلية"]),
    ],
)
def test_words_are_sorted_as_the_alphabet_of_the_language_goes(
    language: str, sorted_words: list[str]
) -> None:
    with translation.override(language):
        assert languages.in_order(sorted(sorted_words), str) == sorted_words


def test_the_word_for_a_code_is_the_readers() -> None:
    said = {}
    for language in ("en", "ar", "uk"):
        with translation.override(language):
            said[language] = [
                vocabulary.word("urgency", "danger"),
                vocabulary.word("country", "UA"),
                vocabulary.word("language", "hau"),
                vocabulary.word("language", "prs"),
            ]
    assert said == {
        "en": ["Danger to life", "Ukraine", "Hausa", "Dari"],
        "ar": ["خطر على الحياة", "أوكرانيا", "الهوسا", "الدرية"],
        "uk": ["Загроза життю", "Україна", "хауса", "дарі"],
    }


def test_the_same_word_of_two_lists_has_two_translations() -> None:
    with translation.override("uk"):
        assert vocabulary.word("case_status", "Closed") == "Закрита"
        assert translation.pgettext("service", "Closed") == "Закрито"


def test_countries_and_languages_stand_in_the_order_of_the_reader() -> None:
    with translation.override("uk"):
        names = [name for _code, name in vocabulary.words("country")]
    assert names[0] == "Австралія"
    assert names.index("Індія") > names.index("Зімбабве")


def test_what_somebody_speaks_leads_to_a_language_of_the_pages() -> None:
    assert languages.spoken_here("ukr") == "uk"
    assert languages.spoken_here("hau") == ""
    assert languages.spoken_here("nonsense") == ""


def test_arabic_alone_is_written_from_right_to_left() -> None:
    directions = {code: languages.direction_of(code) for code in languages.pages_speak()}
    assert {code for code, way in directions.items() if way == "rtl"} == {"ar"}
