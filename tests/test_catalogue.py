"""The catalogue: up to date with the code, complete, and every translation keeps what it must."""

import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from tools import catalogue

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
HOLE = re.compile(r"%\([a-z_0-9]+\)[sd]|(?<!%)%[sd]|\{[a-z_0-9]*\}|</?[a-z]+[^>]*>")
CLDR = {"pt": "pt_PT"}
"""Where the plural of a language differs from country to country: whose we write."""

TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache
def said_in(language: str) -> Catalog:
    return catalogue.read(catalogue.LOCALE / language / "LC_MESSAGES" / "django.po")


def forms_of(message: Message) -> list[str]:
    """Every form of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def holes_in(text: str) -> list[str]:
    """Placeholders and tags, sorted."""
    return sorted(HOLE.findall(text))


def test_there_is_a_catalogue_for_every_language_that_is_offered() -> None:
    assert [path.parents[1].name for path in catalogue.po_files()] == sorted(LANGUAGES)


def test_the_catalogue_is_what_the_code_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.check() == 0, capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_guessed(language: str) -> None:
    assert catalogue.missing_in(said_in(language)) == []
    assert [message.id for message in said_in(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_placeholder_and_tag(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in said_in(language)
        if message.id
        for place, form in enumerate(forms_of(message))
        if not _keeps(message, place, form)
    ]
    assert wrong == []


def _keeps(message: Message, place: int, form: str) -> bool:
    """The form of one or two may leave the number out: it says “a text”, not “1 text”."""
    if isinstance(message.id, str):
        return holes_in(form) == holes_in(message.id)
    whole = holes_in(message.id[1])
    is_few = place < len(message.string) - 1
    lacks = [hole for hole in whole if hole not in holes_in(form)]
    extra = [hole for hole in holes_in(form) if hole not in whole]
    return not extra and len(lacks) <= is_few


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_the_text_does_and_turns_nothing_around(
    language: str,
) -> None:
    for message in said_in(language):
        for form in forms_of(message) if message.id else []:
            text = message.id if isinstance(message.id, str) else message.id[0]
            assert text[:1].isspace() == form[:1].isspace(), text
            assert text[-1:].isspace() == form[-1:].isspace(), text
            assert not TURNS_TEXT_AROUND.search(form), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """Two numbers have the same form exactly where CLDR puts them into the same category."""
    category = Locale.parse(CLDR.get(language, language)).plural_form
    form = _plural(said_in(language).plural_expr)
    found = {(category(number), form(number)) for number in range(1000)}
    assert len(found) == len({one for one, _form in found}) == said_in(language).num_plurals


def _plural(expression: str):  # type: ignore[no-untyped-def]
    from gettext import c2py

    return c2py(expression)


def test_a_text_of_the_code_that_is_not_in_the_file_is_found_out(tmp_path: Path) -> None:
    code = catalogue.texts_of_the_code()
    place = tmp_path / "uk" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True)
    place.write_bytes((catalogue.LOCALE / "uk" / "LC_MESSAGES" / "django.po").read_bytes())
    code.add("A text that nobody has translated", locations=[("a.py", 0)])
    assert b"A text that nobody has translated" in catalogue.merged(place, code)
    assert b"A text that nobody has translated" not in place.read_bytes()


def test_texts_are_found_wherever_code_and_templates_hold_them() -> None:
    found = catalogue.texts_of_the_code()
    assert "Speaking" in found  # a template
    assert ("One thing to look at", "{n} things to look at") in [m.id for m in found]  # a plural
    assert found.get("Danger to life", context="urgency")  # a code list
    assert found.get("Open", context="service")  # a rule, which imports no Django


@pytest.mark.long
def test_the_package_holds_every_catalogue_compiled(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    source = tmp_path / "source"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=catalogue.ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(catalogue.ROOT / name, source / name)
    subprocess.run([*build, "-w", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    for language in LANGUAGES:
        place = f"throughcare/locale/{language}/LC_MESSAGES/django"
        assert {f"{place}.po", f"{place}.mo"} <= held
