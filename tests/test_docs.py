"""The documents tell the truth: links lead somewhere, commands exist, words are ours."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

from throughcare.config.cli import COMMANDS, FILE_COMMANDS
from throughcare_core.matching.linkage.__main__ import parser_of

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|(?<=[\s`(])|(?<=bin/))throughcare +([a-z]+(?: +[a-z]+)?)([^\n`#]*)")

# Written so that this file does not hold what it looks for.
STRANGE_WORDS = {
    "where it was made": r"(?<![\w.}])/w[o]rk/|/tmp/br[i]ef|/tmp/bash_j[o]bs",
    "how it was made": r"\b(?:sub|coding |AI |LLM )-?ag[e]nts?\b|\bC[l]aude\b|\bChat ?G[P]T\b",
    "sittings of work": r"\b(?:work|coding|chat|previous|earlier|next) s[e]ssions?\b",
    "a list of tasks": r"\bissues? ?#\d|\bi[s]sue \d+\b|\bissues sh[o]w\b|\bthe br[i]ef says\b",
    "something unfinished": r"\bT[O]DO\b|\bF[I]XME\b",
}


@lru_cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository that git knows and that is here."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def documents() -> list[str]:
    return [name for name in tracked() if name.endswith(".md")]


def anchors(document: Path) -> set[str]:
    """What the headings of a document are called in links."""
    headings = re.findall(r"^#+ +(.+)$", document.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def commands_named() -> Iterator[tuple[str, str, str]]:
    """Every `throughcare …` in code: the document, its words, and the rest of its line."""
    for name in documents():
        for code in CODE.findall((ROOT / name).read_text()):
            for words, rest in COMMAND.findall(code):
                yield name, re.sub(" +", " ", words), rest


def command_of(words: str) -> str | None:
    """The Django command behind the words, as the command line finds it."""
    parts = words.split()
    for length in (2, 1):
        if found := COMMANDS.get(" ".join(parts[:length])):
            return found[0]
    return None


@lru_cache
def command(name: str) -> BaseCommand:
    """A Django command of this house, or one of Django's own."""
    for place in (
        "throughcare.config",
        "throughcare.exchange",
        "throughcare.statistics",
        "django.core",
    ):
        module = ROOT / "src" / place.replace(".", "/") / "management" / "commands" / f"{name}.py"
        if place == "django.core" or module.exists():
            return load_command_class(place, name)
    raise LookupError(name)


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = []
    for name in documents():
        text = CODE.sub("", (ROOT / name).read_text())
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _hash, anchor = target.partition("#")
            file = (ROOT / name).parent / path if path else ROOT / name
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{name}: {target}")
    assert broken == []


def test_documents_name_only_files_of_this_repository() -> None:
    outside = [
        f"{name}: {target}"
        for name in documents()
        for target in LINK.findall((ROOT / name).read_text())
        if not re.match(r"[a-z]+:|#", target)
        and not ((ROOT / name).parent / target.partition("#")[0]).resolve().is_relative_to(ROOT)
    ]
    assert outside == []


def test_every_command_named_in_the_documents_exists() -> None:
    named = list(commands_named())
    assert len(named) > 20, "the documents name commands; none found means this test is blind"
    unknown = [
        f"{name}: {words}"
        for name, words, _rest in named
        if command_of(words) is None and words.split()[0] not in FILE_COMMANDS
    ]
    assert unknown == []


def test_every_option_named_in_the_documents_exists() -> None:
    unknown = []
    for name, words, rest in commands_named():
        asked = re.findall(r"(?<!\S)\[?(--[a-z][a-z-]+)", rest)
        found = command_of(words)
        if not asked:
            continue
        if words.split()[0] in FILE_COMMANDS:
            known = parser_of(words.split()[0])._option_string_actions
        elif found is None:
            continue
        else:
            known = command(found).create_parser("throughcare", found)._option_string_actions
        unknown += [f"{name}: {words} {option}" for option in asked if option not in known]
    assert unknown == []


def test_every_command_is_named_in_some_document() -> None:
    named = {command_of(words) for _name, words, _rest in commands_named()}
    assert {django for django, _says in COMMANDS.values()} - named - {"demo"} == set()
    on_files = {words.split()[0] for _name, words, _rest in commands_named()} & set(FILE_COMMANDS)
    assert on_files == set(FILE_COMMANDS)


def test_every_term_of_the_glossary_stands_once_and_in_order() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    terms = [term.lower() for term, _meaning in rows[1:]]
    assert len(terms) > 60
    assert terms == sorted(terms)
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_two_commands_of_the_readme_exist_and_run(name: str) -> None:
    assert f"./{name}" in (ROOT / "README.md").read_text()
    assert os.access(ROOT / name, os.X_OK)


def test_the_three_files_to_read_are_linked() -> None:
    section = (ROOT / "README.md").read_text().partition("## Then read these three files")[2]
    assert len(re.findall(r"^\d\. \[", section.partition("##")[0], re.MULTILINE)) == 3


def test_every_decision_and_every_task_is_listed() -> None:
    for folder in ("docs/decisions", "docs/how-to"):
        listed = LINK.findall((ROOT / folder / "README.md").read_text())
        pages = {path.name for path in (ROOT / folder).glob("*.md")} - {"README.md"}
        assert pages <= set(listed), f"{folder}/README.md does not list every page"


def test_every_app_of_the_architecture_is_in_its_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    apps = {path.parent.name for path in (ROOT / "src/throughcare").glob("*/__init__.py")}
    assert {app for app in apps if f"`{app}`" not in text} == set()


def test_every_app_has_its_page() -> None:
    apps = {path.parent for path in (ROOT / "src/throughcare").glob("*/__init__.py")}
    assert {app.name for app in apps if not (app / "README.md").exists()} == set()


def test_every_file_that_the_architecture_names_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`([a-z_]+/[\w./]*)`", text)) - {"var/", "keys/"}
    below = [ROOT / "src/throughcare", ROOT / "src", ROOT]
    assert {path for path in named if not any((place / path).exists() for place in below)} == set()


@pytest.mark.parametrize("what", STRANGE_WORDS)
def test_the_repository_speaks_of_itself_alone(what: str) -> None:
    looked_for = re.compile(STRANGE_WORDS[what])
    found = []
    for name in tracked():
        if "vendor/" in name or (name.startswith("requirements/") and name.endswith(".txt")):
            continue
        try:
            text = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue  # a picture or a spreadsheet
        found += [f"{name}: {hit[0]}" for hit in looked_for.finditer(text)]
    assert found == []
