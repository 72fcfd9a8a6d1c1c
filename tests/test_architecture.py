"""What the import contracts cannot see: foreign keys, other apps' models, words, sizes."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).resolve().parents[1]
PLATFORM = ROOT / "src" / "throughcare"
CORE = ROOT / "src" / "throughcare_core"

TIERS = {
    "kernel": 1,
    "vault": 2,
    "audit": 3,
    "agencies": 4,
    "notices": 5,
    "persons": 6,
    "consent": 7,
    "identity": 8,
    "directory": 8,
    "cases": 10,
    "identification": 11,
    "referrals": 11,
    "linking": 11,
    "statistics": 14,
    "exchange": 15,
    "web": 16,
    "config": 17,
}
CORE_MAY_IMPORT = {
    "matching": {"numpy", "anyascii", "cryptography", "numkong", "simsimd"},
}


def modules(folder: Path) -> Iterator[Path]:
    """Every module of ours that is neither a test nor a migration."""
    for path in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a module: where from, and what."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.module or "", alias.name) for alias in node.names)


def app_of(path: Path) -> str:
    return path.relative_to(PLATFORM).parts[0]


def test_every_app_has_its_tier() -> None:
    folders = {path.name for path in PLATFORM.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(TIERS)


def test_foreign_keys_point_to_the_same_app_or_a_lower_tier() -> None:
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in TIERS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField | OneToOneField):
                target = field.related_model._meta.app_label
                if target not in TIERS:
                    continue
                assert TIERS[target] <= TIERS[label], f"{model.__name__}.{field.name}"
                if target != label:
                    hidden = field.remote_field.related_name in ("+",) or (
                        field.remote_field.hidden
                    )
                    assert hidden, f"{model.__name__}.{field.name} shows upwards: related_name='+'"


def test_nobody_imports_the_models_of_another_app_but_for_foreign_keys() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in modules(PLATFORM)
        for module, _name in imports(path)
        if (found := re.fullmatch(r"throughcare\.(\w+)\.models", module))
        and found[1] != app_of(path)
        and path.name != "models.py"
    ]
    assert wrong == []


@pytest.mark.parametrize("word", ["get_model", "django.contrib.admin", "django.dispatch"])
def test_the_back_doors_of_the_framework_stay_shut(word: str) -> None:
    wrong = [
        path for path in modules(PLATFORM) if re.search(rf"\b{re.escape(word)}\b", path.read_text())
    ]
    assert wrong == []


def test_raw_sql_stands_in_doors_queries_and_migrations_alone() -> None:
    allowed = {"doors", "queries", "migrations", "keystore", "snapshots", "loading"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules(PLATFORM)
        if re.search(r"\.raw\(|cursor\(\)|RawSQL|\.extra\(", path.read_text())
        and not allowed & {path.stem, *path.parts}
    ]
    assert wrong == []


def test_the_core_imports_only_what_it_may() -> None:
    import sys

    wrong = []
    for path in modules(CORE):
        package = path.relative_to(CORE).parts[0].removesuffix(".py")
        may = CORE_MAY_IMPORT.get(package, set()) | {"throughcare_core"} | sys.stdlib_module_names
        wrong += [
            f"{path.relative_to(ROOT)}: {module}"
            for module, _name in imports(path)
            if module.split(".")[0] not in may
        ]
    assert wrong == []


def test_the_core_reads_no_clock_and_no_network() -> None:
    words = re.compile(r"\b(datetime\.now|date\.today|time\.time|urlopen|socket)\b")
    wrong = [path for path in modules(CORE) if words.search(path.read_text())]
    assert wrong == []


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.py", "*.html", "*.js", "*.css"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    long = [
        name
        for name in tracked
        if "vendor" not in name
        and (ROOT / name).exists()
        and len((ROOT / name).read_text().splitlines()) > 500
    ]
    assert long == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    silent = []
    for path in [*modules(PLATFORM), *modules(CORE)]:
        if path.name in ("apps.py", "api.py", "hsds.py") or "commands" in path.parts:
            continue  # their shapes and their words are Django's and the standard's
        for node in ast.parse(path.read_text()).body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if is_public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")  # type: ignore[attr-defined]
    assert silent == []


def test_no_model_saves_itself_and_no_signals_are_sent() -> None:
    wrong = [
        path
        for path in PLATFORM.rglob("models.py")
        if re.search(r"def save\(|def delete\(", path.read_text())
    ]
    assert wrong == []


def test_every_form_that_is_sent_asks_a_browser_not_to_remember_it() -> None:
    forms = [
        (path.name, form)
        for path in PLATFORM.rglob("templates/**/*.html")
        for form in re.findall(r"<form\b[^>]*", path.read_text())
        if 'method="dialog"' not in form
    ]
    assert len(forms) > 50
    assert [each for each in forms if 'autocomplete="off"' not in each[1]] == []
