"""The columns of the collaborative's two releases, and the codes in them."""

import pytest

from throughcare_core import vocab


def headers(release: str) -> list[str]:
    """The header of a file of this release, as it is usually written."""
    return [column.names[0] for column in vocab.ctdc_columns(release) if not column.optional]


def test_the_releases_have_as_many_columns_as_their_files() -> None:
    assert (len(headers("2021")), len(headers("2024"))) == (37, 27)
    assert {"majorityStatusAtExploit", "typeOfSexOther"} <= set(headers("2021"))
    assert {"meansDebtBondageEarnings", "meansWithholdDocs"} <= set(headers("2024"))


@pytest.mark.parametrize("release", vocab.CTDC_RELEASES)
def test_no_header_means_two_columns(release: str) -> None:
    names = [name for column in vocab.ctdc_columns(release) for name in column.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("release", vocab.CTDC_RELEASES)
def test_every_column_has_its_list_and_every_code_is_in_it(release: str) -> None:
    lists = vocab.ctdc_lists()
    for column in vocab.ctdc_columns(release):
        if column.code:
            assert vocab.is_code(lists[column.field], column.code), column
        else:
            assert column.field == "year" or lists[column.field] in vocab.list_names()


def test_no_other_release_is_known() -> None:
    with pytest.raises(KeyError):
        vocab.ctdc_columns("2023")


def test_means_of_2021_are_merged_as_appendix_two_says() -> None:
    merged = {
        "DebtBondage": "DebtBondageEarnings",
        "TakesEarnings": "DebtBondageEarnings",
        "Threats": "AnyThreats",
        "UsesChildren": "AnyThreats",
        "ThreatOfLawEnforcement": "AnyThreats",
        "PsychologicalAbuse": "AbusePsyPhySex",
        "PhysicalAbuse": "AbusePsyPhySex",
        "SexualAbuse": "AbusePsyPhySex",
        "RestrictsFinancialAccess": "DenyBasicNeeds",
        "RestrictsMovement": "DenyBasicNeeds",
        "RestrictsMedicalCare": "DenyBasicNeeds",
        "WithholdsNecessities": "DenyBasicNeeds",
    }
    for before, after in merged.items():
        assert vocab.ctdc_as_of_2024("means", [before]) == {after}
    assert vocab.ctdc_as_of_2024("means", merged) == set(merged.values())


def test_every_means_of_2021_is_renamed_merged_or_left_out() -> None:
    of_2021 = {c.code for c in vocab.ctdc_columns("2021") if c.field == "means"}
    of_2024 = {c.code for c in vocab.ctdc_columns("2024") if c.field == "means"}
    assert vocab.ctdc_as_of_2024("means", of_2021) == of_2024
    assert vocab.ctdc_as_of_2024("means", ["Other"]) == frozenset()


def test_what_a_column_of_its_own_holds_is_merged_too() -> None:
    assert vocab.ctdc_as_of_2024("duration", ["25--60", "61+"]) == {"25+"}
    assert vocab.ctdc_as_of_2024("gender", ["Woman"]) == {"Woman"}
    assert vocab.ctdc_as_of_2024("adulthood", ["Adult"]) == frozenset()


def test_both_releases_write_sex_and_age_in_their_own_way() -> None:
    assert [vocab.accepted("ctdc_gender", text) for text in ("Female", "Woman")] == ["Woman"] * 2
    assert {vocab.accepted("ctdc_age_band", text) for text in ("09--17", "9—17")} == {"09--17"}
