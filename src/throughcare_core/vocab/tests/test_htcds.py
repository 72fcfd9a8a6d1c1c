"""HTCDS 2.0 is carried whole, and its words lead to the laws' words and back."""

import json
from pathlib import Path
from typing import Any

import pytest

from throughcare_core import vocab

DIGEST = Path(__file__).parents[5] / "shared" / "data" / "htcds" / "fields.json"

FACT_WORDS = {
    "act": """recruitment enticement hiring transportation transfer harbouring receipt obtaining
        provision offering delivery sale purchase exchange lease brokering detention concealment
        maintaining patronising soliciting advertising adoption marriage_matching
        transfer_of_control benefiting organ_extraction""",
    "means": """force threat_of_force threat_of_harm coercion_physical coercion_psychological
        abuse_of_legal_process abduction fraud deception blackmail threat_to_disclose abuse_of_power
        abuse_of_trust abuse_of_dependence abuse_of_vulnerability document_retention debt_servitude
        payments_to_controller payments_to_person_or_kin enticement drugging""",
    "purpose": """prostitution_of_others other_sexual_exploitation pornography online_sexual_abuse
        sex_tourism forced_labour domestic_servitude slavery slavery_like_practices servitude
        debt_bondage peonage child_labour forced_begging forced_criminality organ_removal
        forced_marriage illegal_adoption surrogacy forced_pregnancy medical_experiments
        armed_conflict benefit_fraud sale""",
}


@pytest.fixture(scope="module")
def digest() -> dict[str, Any]:
    if not DIGEST.exists():
        pytest.skip("The digest of HTCDS 2.0 is not on this machine.")
    fields: dict[str, Any] = {}
    for name, content in json.loads(DIGEST.read_text(encoding="utf-8"))["objects"].items():
        for field, row in content.get("fields", {}).items():
            fields[field] = {**row, "object": name}
    return fields


def test_every_field_is_there_with_its_object_type_and_standing(
    digest: dict[str, Any],
) -> None:
    ours = {each.name: each for each in vocab.htcds_fields()}
    assert ours.keys() == digest.keys()
    for name, row in digest.items():
        assert (ours[name].object, ours[name].type, ours[name].label) == (
            row["object"],
            row["type"],
            row["label"],
        )
        assert (ours[name].core, ours[name].deprecated, ours[name].pattern) == (
            row["core"],
            row["status"] == "DEPRECATED",
            row.get("pattern", ""),
        )


def test_every_picklist_equals_the_standard(digest: dict[str, Any]) -> None:
    ours = {each.name: each.list for each in vocab.htcds_fields()}
    for name, row in digest.items():
        if "allowed" in row:
            values = [each for each in vocab.codes(ours[name]) if not each.extension]
            assert [each.code for each in values] == [value["name"] for value in row["allowed"]]
            for value in row["allowed"]:
                assert vocab.accepted(ours[name], value["label"]) == value["name"]


def test_there_are_83_fields_40_of_them_core() -> None:
    assert len(vocab.htcds_fields()) == 83
    assert sum(each.core for each in vocab.htcds_fields()) == 40


def test_every_field_with_a_list_names_one_that_exists() -> None:
    for each in vocab.htcds_fields():
        assert each.list in {"", *vocab.list_names()}
        assert bool(each.list) or "Multiselect" not in each.type


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "vic_TraffickinStatusDecisionMakingOrg",
            "vic_TraffickingStatusDecisionMakingOrg",
        ),
        ("prs_First_Name", "prs_FirstName"),
        ("prs_Second_Name", "prs_SecondName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        (" First Name ", "prs_FirstName"),
        ("Methods of Control", "vic_MethodsOfControl"),
        ("CON_CONSENT", "con_Consent"),
    ],
)
def test_headers_are_read_as_the_templates_and_forms_write_them(header: str, name: str) -> None:
    found = vocab.htcds_field(header)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("header", ["Longitude", "vic_Nothing", ""])
def test_an_unknown_or_ambiguous_header_means_no_field(header: str) -> None:
    assert vocab.htcds_field(header) is None


def test_an_extension_is_written_as_the_nearest_picklist_code() -> None:
    for each in vocab.codes("means_of_control"):
        written = vocab.code(
            "means_of_control", vocab.htcds_picklist_code("means_of_control", each.code)
        )
        assert not written.extension
        assert each.extension or written is each


@pytest.mark.parametrize("name", FACT_WORDS)
def test_the_words_of_the_laws_are_exactly_these(name: str) -> None:
    assert [each.code for each in vocab.codes(name)] == FACT_WORDS[name].split()


def test_every_means_of_control_named_for_a_means_exists_and_leads_back() -> None:
    for means in vocab.codes("means"):
        for control in vocab.means_of_control_for(means.code):
            assert vocab.is_code("means_of_control", control)
            assert means.code in vocab.means_for(control)


def test_what_settles_no_means_in_law_gives_none() -> None:
    assert vocab.means_for("TakesEarnings") == ()
    assert vocab.means_of_control_for("payments_to_controller") == ()


def test_every_purpose_is_reported_under_a_type_of_exploitation() -> None:
    for purpose in vocab.codes("purpose"):
        assert vocab.is_code("exploitation_type", vocab.exploitation_type_for(purpose.code))
        sexual = vocab.sexual_exploitation_type_for(purpose.code)
        assert sexual is None or vocab.is_code("sexual_exploitation_type", sexual)


def test_what_is_read_from_htcds_is_reported_back_as_it_was() -> None:
    for exploitation in vocab.codes("exploitation_type"):
        purpose = vocab.purpose_for(exploitation.code)
        if exploitation.code == "Other":
            assert purpose is None
        else:
            assert purpose is not None
            assert vocab.exploitation_type_for(purpose) == exploitation.code


def test_the_kind_of_sexual_exploitation_makes_the_purpose_precise() -> None:
    assert vocab.purpose_for("SexualExploitation", "Prostitution") == "prostitution_of_others"
    assert vocab.purpose_for("SexualExploitation") == "other_sexual_exploitation"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("agency_kind", "organisation_type"),
        ("need", "support_type"),
        ("closing_reason", "case_status"),
    ],
)
def test_our_own_lists_lead_to_the_standard(name: str, target: str) -> None:
    for each in vocab.codes(name):
        assert vocab.is_code(target, each.traits["htcds"])


def test_an_agency_is_reported_by_its_type_of_organisation() -> None:
    assert vocab.organisation_type_for("BorderPolice") == "LawEnforcement"
