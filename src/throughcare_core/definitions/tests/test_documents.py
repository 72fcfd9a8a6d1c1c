"""The pages on definitions tell the truth: what they show runs, and their numbers are these."""

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from throughcare_core.definitions import assess, laws
from throughcare_core.definitions.__main__ import main
from throughcare_core.vocab import codes

from .vignettes import facts, vignettes

DOCS = Path(__file__).parents[4] / "docs"
METHOD = DOCS / "methods" / "definitions.md"
HOW_TO = DOCS / "how-to" / "add-a-law.md"
NOTEBOOK = DOCS / "notebooks" / "definitions.ipynb"

pytestmark = pytest.mark.skipif(not METHOD.exists(), reason="the documents are not installed")


def block(page: Path, language: str) -> str:
    """The first block of code of this language on a page."""
    found = re.search(rf"^ *```{language}\n(.*?)^ *```", page.read_text("utf-8"), re.S | re.M)
    assert found
    return dedent(found[1])


def test_the_law_on_the_page_is_added_by_its_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own-laws"
    folder.mkdir()
    (folder / "xa-12.2020.toml").write_text(block(HOW_TO, "toml"))
    (tmp_path / "facts.json").write_text(block(HOW_TO, "json"))
    arguments = [str(tmp_path / "facts.json"), "--law", "xa-12", "--laws", str(folder)]
    assert main(arguments) == 0
    assert "xa-12 (2020): MET  [act met, means met, purpose met]" in capsys.readouterr().out
    assert main(["--explain", "xa-12", "--laws", str(folder)]) == 0
    assert "Way: section 3" in capsys.readouterr().out


def test_the_page_explains_every_table_of_a_law_file() -> None:
    text = HOW_TO.read_text("utf-8")
    used = {
        header
        for path in (Path(__file__).parents[1] / "laws").glob("*.toml")
        for header in re.findall(r"^\[+([\w.]+)\]+$", path.read_text("utf-8"), re.M)
    }
    assert {header for header in used if f"[{header}]" not in text} == set()


def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def test_the_cells_of_the_notebook_run_and_print_what_it_shows() -> None:
    names: dict[str, Any] = {}
    for cell in cells():
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec("".join(cell["source"]), names)
        shown = "".join(text for output in cell["outputs"] for text in output["text"])
        assert printed.getvalue() == shown
        assert len(shown) < 2_000


def test_the_notebook_is_small_and_in_order() -> None:
    assert len(cells()) > 5
    assert NOTEBOOK.stat().st_size < 20_000
    assert [cell["execution_count"] for cell in cells()] == list(range(1, len(cells()) + 1))


def test_the_numbers_of_the_method_are_these() -> None:
    text = METHOD.read_text("utf-8")
    versions = sum(len(law.versions) for law in laws().values())
    acts, means, purposes = (len(codes(kind)) for kind in ("act", "means", "purpose"))
    assert f"{acts} acts, {means} means and {purposes} purposes" in text
    assert f"[{len(laws())} laws in {versions} versions]" in text
    assert f"[{len(vignettes())} vignettes]" in text


def findings(case: dict[str, Any], *asked: str) -> list[str]:
    return [assess(case, law).finding for law in asked]


def test_the_six_tests_of_the_method_hold() -> None:
    girl = facts(
        date="2024-05-01",
        age=17,
        acts=["obtaining", "recruitment"],
        purposes=["prostitution_of_others"],
        no=["means"],
    )
    asked = ("un-palermo", "us-tvpa-sex", "ph-ra9208", "us-mn-sex")
    assert set(findings(girl, *asked)) == {"met"}
    assert set(findings(girl, "br-149a", "pk-2018")) == {"not met"}

    kept = facts(
        date="2024-05-01",
        age=40,
        acts=["harbouring", "detention", "receipt"],
        means=["document_retention", "debt_servitude"],
        purposes=["debt_bondage"],
        movement="no",
        no=["acts.transportation"],
    )
    outside = {"zw-2014", "np-4-1", "np-4-2", "us-tvpa-sex", "us-mn-sex", "pk-2018", "md-206"}
    elsewhere = {law: assess(kept, law).finding for law in laws()}
    assert {law for law, found in elsewhere.items() if found != "met"} == outside
    assert (elsewhere["zw-2014"], elsewhere["np-4-2"]) == ("not met", "not met")

    manager = girl | {"age": 30}
    assert findings(manager, "us-mn-sex", "un-palermo") == ["met", "not met"]

    donor = facts(
        date="2024-05-01",
        age=35,
        acts=["recruitment"],
        means=["payments_to_person_or_kin"],
        purposes=["organ_removal"],
        no=["means"],
    )
    assert findings(donor, "un-palermo", "za-7-2013") == ["not met", "met"]

    surrogate = facts(
        age=27, acts=["recruitment"], means=["deception"], purposes=["surrogacy"], no=["purposes"]
    )
    days = ("2025-03-01", "2023-03-01")
    assert [assess(surrogate | {"date": day}, "eu-2011-36").finding for day in days] == [
        "met",
        "unknown",
    ]

    looks_16 = girl | {"age": 16, "age_disputed": True}
    assert findings(looks_16, "coe-197", "un-palermo") == ["met", "unknown"]
