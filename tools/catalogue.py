"""The catalogue of translations: `python tools/catalogue.py update | check | compile`.

update   takes every text of the code into `src/throughcare/locale/LANGUAGE/LC_MESSAGES/django.po`
check    says whether that would change anything
compile  makes the `.mo` beside each `.po` that is newer; the house reads these
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
LOCALE = SOURCES / "throughcare" / "locale"
NOT_SHOWN = ("tests", "migrations", "management")
"""Folders whose texts no page shows: the command line speaks English, as logs do."""

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "lazy", "translate")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "pgettext_noop"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """\
# The words of Throughcare. docs/how-to/translate.md says how to change them.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def po_files() -> list[Path]:
    """The catalogue of every language, sorted."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """One catalogue as it stands in its file."""
    with path.open("rb") as content:
        return read_po(content, locale=path.parents[1].name)


def texts_of_the_code() -> Catalog:
    """Every text that a page can show, with the file in which it stands."""
    found = Catalog(charset="utf-8")
    for path in sorted(SOURCES.rglob("*")):
        place = path.relative_to(SOURCES)
        if path.suffix in (".py", ".html") and not set(place.parts) & set(NOT_SHOWN):
            for message, comments, context in _texts_in(path):
                found.add(
                    message,
                    locations=[(place.as_posix(), 0)],
                    auto_comments=comments,
                    context=context,
                )
    for list_name, text in _words_of_code_lists():
        found.add(
            text,
            locations=[(f"throughcare_core/vocab/data/{list_name}.json", 0)],
            context=list_name,
        )
    return found


def _texts_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    from django.utils.translation.template import templatize

    source = path.read_text("utf-8")
    if path.suffix == ".html":
        calls = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in calls)
    said = extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for _line, message, comments, context in said:
        yield message, list(comments), context


def _words_of_code_lists() -> Iterator[tuple[str, str]]:
    sys.path.insert(0, str(SOURCES))
    from throughcare.kernel.vocabulary import BY_ALPHABET, name_in
    from throughcare_core import vocab

    locales = [Locale.parse(path.parents[1].name) for path in po_files()]
    for list_name in vocab.list_names():
        for value in vocab.codes(list_name):
            is_known = list_name in BY_ALPHABET and all(
                name_in(locale, list_name, value) for locale in locales
            )
            if not is_known:
                yield list_name, value.label


def merged(path: Path, code: Catalog) -> bytes:
    """The file of a language with the texts of the code: new ones empty, old ones gone."""
    catalog = read(path)
    catalog.update(code, no_fuzzy_matching=True)
    content = BytesIO()
    write_po(
        content,
        catalog,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = HEADER.format(language=path.parents[1].name, plurals=catalog.plural_forms)
    return header.encode() + content.getvalue()


def update() -> int:
    """Take the texts of the code into every file."""
    code = texts_of_the_code()
    for path in po_files():
        path.write_bytes(merged(path, code))
        print(f"{path.parents[1].name}: {len(missing_in(read(path)))} of {len(code)} missing")
    return 0


def missing_in(catalog: Catalog) -> list[str]:
    """The texts that a catalogue does not translate."""
    return [str(message.id) for message in catalog if message.id and not _is_said(message.string)]


def _is_said(said: str | tuple[str, ...] | list[str]) -> bool:
    return bool(said) if isinstance(said, str) else bool(said) and all(said)


def check() -> int:
    """Say which files `update` would change."""
    code = texts_of_the_code()
    stale = [path for path in po_files() if path.read_bytes() != merged(path, code)]
    for path in stale:
        print(
            f"{path.relative_to(ROOT)} is not what the code says: make catalogue", file=sys.stderr
        )
    return 1 if stale else 0


def compile_all() -> int:
    """Make the file that the house reads, wherever the translators' file is newer."""
    for path in po_files():
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            with made.open("wb") as content:
                write_mo(content, read(path))
    return 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check, "compile": compile_all}[sys.argv[1]]())
