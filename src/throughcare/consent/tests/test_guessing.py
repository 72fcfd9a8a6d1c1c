"""The arithmetic of guessing stands in the documents as it follows from the code."""

from pathlib import Path

import pytest

from throughcare.consent import adapters
from throughcare.consent.rules import FIGURES, NUMBER_BYTES, TRIES, TRIES_A_MINUTE

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "docs" / "methods" / "guessing-the-own-page.md"
PAPERS, YEARS = 200_000, 100


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text()


def test_a_paper_in_hand_gives_five_tries_in_a_million(page: str) -> None:
    words = len(adapters._code_words()["eng"])
    pairs, figures = words**2, 10**FIGURES
    for figure in (f"{words:,}", f"{pairs:,}", f"{figures:,}"):
        assert figure in page
    assert f"1 in {pairs // TRIES:,} with words" in page
    assert f"1 in {figures // TRIES:,} with figures" in page
    assert f"| Wrong tries in the life of a paper | {TRIES} |" in page


def test_without_a_paper_there_is_no_chance(page: str) -> None:
    bits = 8 * NUMBER_BYTES
    a_year = TRIES_A_MINUTE * 60 * 24 * 365
    chance = a_year * YEARS * PAPERS / 2**bits
    assert f"| Random bits in a number | {bits} |" in page
    assert f"| Tries of the whole house in a minute | {TRIES_A_MINUTE} |" in page
    assert f"{a_year:,} tries a year" in page
    assert f"{chance:.1e}" == "9.3e-25"
    assert "9.3 × 10⁻²⁵" in page


def test_the_cost_of_a_try_is_the_one_that_is_argued(page: str) -> None:
    assert adapters.SCRYPT["n"] == 2**15
    assert (adapters.SCRYPT["r"], adapters.SCRYPT["p"]) == (8, 3)
    assert "N = 2¹⁵, r = 8, p = 3" in page
    memory = 128 * adapters.SCRYPT["n"] * adapters.SCRYPT["r"]
    assert memory == 32 * 2**20


def test_the_threats_say_the_same_as_the_page() -> None:
    assert "1 in 200,000" in (ROOT / "SECURITY.md").read_text()
