"""One name gives the same tokens from every script, spelling and order."""

import json
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.names import (
    LONGEST_TEXT,
    NO_LETTER_OR_DIGIT,
    ONE_CONSONANT,
    ONE_SOUND,
    in_latin_letters,
    latin_words,
    normalise_name,
    skeleton,
    spelling,
)
from throughcare_core.matching.tests.more_names import MORE
from throughcare_core.matching.variants import known_as


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("Олександр Бондаренко", ("oleksandr", "bondarenko")),
        ("BONDARENKO, Oleksandr", ("bondarenko", "oleksandr")),
        ("Григорій", ("hrihori",)),
        ("Георгий", ("georgi",)),
        ("محمد الحسن", ("mhmd", "al", "hsn")),
        ("مُحَمَّد", ("mhmd",)),
        ("نور", ("nur",)),
        ("فاطمة", ("fatma",)),
        ("علي", ("ali",)),
        ("राम बहादुर", ("ram", "bhadur")),
        ("សុខ", ("sok",)),
        ("王小明", ("vang", "ksiao", "ming")),
        ("O’Brien", ("obrien",)),
        ("Anne-Marie", ("ane", "marie")),
        ("João  dos\tSantos", ("joao", "dos", "santos")),
        ("\u202eMohammed\u200b", ("mohamed",)),
        ("\ufeffＡｎｎａ", ("ana",)),
        ("", ()),
        ("?! …", ()),
    ],
)
def test_a_name_is_read_from_its_script(written: str, tokens: tuple[str, ...]) -> None:
    assert normalise_name(written) == tokens


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("محمد", "Mohammed"),
        ("يوسف", "Yusuf"),
        ("حسين", "Hussain"),
        ("خديجة", "Khadijah"),
        ("बहादुर", "Bahadur"),
        ("लक्ष्मी", "Laxmi"),
        ("तामाङ", "Tamang"),
        ("សុវណ្ណ", "Sovann"),
        ("ស្រីមុំ", "Sreymom"),
        ("Євген", "Yevhen"),
        ("Щербак", "Shcherbak"),
        ("Богдан", "Bohdan"),
    ],
)
def test_the_skeleton_is_alike_in_every_script(native: str, latin: str) -> None:
    assert [skeleton(token) for token in normalise_name(native)] == [
        skeleton(token) for token in normalise_name(latin)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mohammed", "Muhammad"), ("Alexander", "Олександр"), ("Bishnu", "विष्णु"), ("Yusuf", "Joseph")],
)
def test_known_spellings_are_one_name(one: str, other: str) -> None:
    (first,), (second,) = normalise_name(one), normalise_name(other)
    assert set(known_as(first)) & set(known_as(second))


def test_a_short_form_may_stand_for_several_names() -> None:
    assert {"oleksandr", "oleksandra"} <= set(known_as("sasha"))


def test_a_name_in_no_table_stands_for_itself() -> None:
    assert known_as("bondarenko") == ("bondarenko",)


def test_every_spelling_in_the_table_is_one_word() -> None:
    data = files("throughcare_core.matching").joinpath("data", "name_variants.json")
    table = json.loads(data.read_text(encoding="utf-8"))
    assert table["source"]
    assert table["licence"]
    for group in table["groups"]:
        assert len(set(group)) == len(group)
        assert [len(normalise_name(written)) for written in group] == [1] * len(group)


def test_a_text_that_is_too_long_is_refused_without_being_repeated() -> None:
    normalise_name("a" * LONGEST_TEXT)
    with pytest.raises(ValueError, match="at most 300") as refused:
        normalise_name("Oksana " * 100)
    assert "Oksana" not in str(refused.value)


@given(some.text(max_size=60))
def test_any_text_gives_plain_tokens(text: str) -> None:
    for token in normalise_name(text):
        assert token == "".join(filter(str.isalnum, token.lower()))
        assert token.isascii()
        assert skeleton(token)


@given(some.lists(some.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9), max_size=4))
def test_case_and_punctuation_change_nothing(words: list[str]) -> None:
    assert normalise_name(" ".join(words)) == normalise_name(", ".join(words).upper())
    assert latin_words(" ".join(words)) == words
    assert [spelling(word) for word in words] == list(normalise_name(" ".join(words)))


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("สมชาย", "Somchai"),
        ("มาลี", "Malee"),
        ("ประเสริฐ", "Prasert"),
        ("กมล", "Kamon"),
        ("แสงทอง", "Saengthong"),
        ("พรหมมา", "Promma"),
        ("แก้วมณี", "Kaewmanee"),
        ("အောင်", "Aung"),
        ("မြင့်", "Myint"),
        ("ကျော်", "Kyaw"),
        ("ခိုင်", "Khaing"),
        ("လွင်", "Lwin"),
        ("ဇော်", "Zaw"),
        ("שרה", "Sara"),
        ("משה", "Moshe"),
        ("אברהם", "Avraham"),
        ("לוי", "Levi"),
        ("נועה", "Noa"),
        ("מזרחי", "Mizrahi"),
        ("মোহাম্মদ", "Mohammad"),
        ("খাতুন", "Khatun"),
        ("ተስፋዬ", "Tesfaye"),
        ("ገብረመድህን", "Gebremedhin"),
        ("陈", "Chen"),
    ],
)
def test_a_name_sounds_alike_in_more_scripts_and_in_latin(native: str, latin: str) -> None:
    def heard(name: str) -> list[str]:
        return [skeleton(token) for token in normalise_name(name)]

    assert heard(native) == heard(latin)


def test_the_table_of_scripts_names_its_source_and_leaves_nothing_unread() -> None:
    table = json.loads(
        files("throughcare_core.matching").joinpath("data", "scripts.json").read_text("utf-8")
    )
    assert {"source", "version", "licence", "note", "scripts"} == set(table)
    for culture in MORE:
        for part in culture:
            for written in part:
                assert "".join(normalise_name(written[0])).isascii()
                assert normalise_name(written[0])


@given(some.text(some.characters(max_codepoint=127), max_size=40))
def test_plain_letters_are_read_as_any_others(text: str) -> None:
    assert NO_LETTER_OR_DIGIT.sub(" ", in_latin_letters(text).casefold()) == (
        NO_LETTER_OR_DIGIT.sub(" ", text.casefold())
    )


@given(some.text("acdghjkoqstuxyzpwen", max_size=12), some.sampled_from([ONE_SOUND, ONE_CONSONANT]))
def test_no_rule_has_anything_to_do_without_its_letters(
    word: str, rules: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]
) -> None:
    for needed, letters, _ in rules:
        assert not letters.search(word) or any(each in word for each in needed)
