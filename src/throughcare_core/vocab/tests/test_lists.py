"""The code lists are whole, sourced, and read what people type."""

import pytest

from throughcare_core import vocab

EVERY_LIST = vocab.list_names()


@pytest.mark.parametrize("name", EVERY_LIST)
def test_every_list_and_value_names_its_source(name: str) -> None:
    values = vocab.code_list(name)
    assert values.name == name
    assert all((values.title, values.source, values.version, values.licence))
    assert all(value.source.strip() and value.label.strip() for value in values.values)


@pytest.mark.parametrize("name", EVERY_LIST)
def test_no_list_holds_a_code_or_label_twice(name: str) -> None:
    values = vocab.codes(name)
    assert len(values) > 1
    assert len({value.code for value in values}) == len(values)
    assert len({value.label for value in values}) == len(values)


@pytest.mark.parametrize("name", EVERY_LIST)
def test_every_code_and_label_is_accepted_as_itself(name: str) -> None:
    for value in vocab.codes(name):
        assert vocab.accepted(name, value.code) == value.code
        assert vocab.accepted(name, f"  {value.label}\u00a0") == value.code


@pytest.mark.parametrize("name", EVERY_LIST)
def test_labels_do_not_shame(name: str) -> None:
    words = {word for value in vocab.codes(name) for word in value.label.lower().split()}
    assert not words & {
        "illegal",
        "prostitute",
        "illiterate",
        "addict",
        "relapse",
        "intercepted",
    } - {"illegal" if name == "purpose" else ""}


def test_case_spaces_and_punctuation_do_not_matter() -> None:
    assert vocab.accepted("industry", "c") == "C_Manufacturing"
    assert vocab.accepted("gender", "NON CONFORMING") == "NonConforming"
    assert vocab.accepted("case_status", "Follow up") == "FollowUp"
    assert vocab.accepted("relationship_to_trafficker", "Unacquainted") == "Unaquainted"


def test_means_of_control_are_read_in_both_variants() -> None:
    accepted = {
        text: vocab.accepted("means_of_control", text)
        for text in (
            "ThreatOfLawEnforcement",
            "PsychoactiveSubstances",
            "MethodsOfControlWithholdsDocuments",
            "RestrictsMovement",
            "DebtBondage ",
        )
    }
    assert accepted == {
        "ThreatOfLawEnforcement": "ThreatsLawEnforcement",
        "PsychoactiveSubstances": "PsychoactiveSubstance",
        "MethodsOfControlWithholdsDocuments": "WithholdsDocuments",
        "RestrictsMovement": "RestrictsMovement",
        "DebtBondage ": "DebtBondage",
    }
    assert vocab.code("means_of_control", "RestrictsMovement").extension


@pytest.mark.parametrize("text", ["", "   ", "???", "Feminin", "Masculine; Feminine", "\u202eenon"])
def test_what_is_in_no_list_is_not_accepted(text: str) -> None:
    assert vocab.accepted("gender", text) is None


def test_countries_are_read_by_code_and_by_every_common_name() -> None:
    texts = [
        "ua",
        "UKR",
        "Ukraine",
        "Moldova, Republic of",
        "Viet Nam",
        "Côte d'Ivoire",
        "Turkey",
    ]
    assert [vocab.accepted("country", text) for text in texts] == [
        "UA",
        "UA",
        "UA",
        "MD",
        "VN",
        "CI",
        "TR",
    ]


def test_the_demonstration_country_is_marked_as_invented() -> None:
    invented = [value.code for value in vocab.codes("country") if value.traits.get("invented")]
    assert invented == ["XA"]
    assert vocab.code("country", "UA").traits["alpha3"] == "UKR"


def test_languages_are_read_by_every_iso_code() -> None:
    texts = [
        "ukr",
        "uk",
        "Ukrainian",
        "per",
        "fas",
        "fa",
        "Kurmanji",
        "Nepali",
        "Khmer",
        "mai",
    ]
    assert [vocab.accepted("language", text) for text in texts] == [
        "ukr",
        "ukr",
        "ukr",
        "fas",
        "fas",
        "fas",
        "kmr",
        "nep",
        "khm",
        "mai",
    ]


def test_a_text_that_could_mean_two_languages_is_not_guessed() -> None:
    assert vocab.accepted("language", "ga") == "gle"
    assert vocab.accepted("language", "Ga") == "gaa"
    assert vocab.accepted("language", "GA") is None


def test_iso_lists_hold_what_the_standards_hold() -> None:
    pycountry = pytest.importorskip("pycountry")
    countries = {each.alpha_2 for each in pycountry.countries}
    assert countries == {value.code for value in vocab.codes("country")} - {"XA"}
    two_letters = {
        each.alpha_2: each.alpha_3 for each in pycountry.languages if hasattr(each, "alpha_2")
    }
    two_letters.pop("sh", None)
    assert {short: vocab.accepted("language", short) for short in two_letters} == two_letters


def test_an_unknown_list_says_which_lists_there_are() -> None:
    with pytest.raises(vocab.UnknownList, match="exploitation_type"):
        vocab.codes("exploitation")


def test_an_unknown_code_is_refused_without_being_repeated() -> None:
    with pytest.raises(vocab.UnknownCode) as refused:
        vocab.label("gender", "Oksana Bondar")
    assert "Oksana" not in str(refused.value)
    assert "gender" in str(refused.value)


def test_a_list_cannot_be_changed_by_its_readers() -> None:
    with pytest.raises(TypeError):
        vocab.code("country", "UA").traits["alpha3"] = "XXX"  # type: ignore[index]


def test_every_text_is_given_to_the_translators_once() -> None:
    texts = list(vocab.texts_to_translate())
    assert len(texts) == len(set(texts))
    assert {"Danger to life", "Kind of agency", "Debt bondage"} <= set(texts)


def test_age_bands_follow_one_another_without_gap() -> None:
    for bands in ("age_band", "ctdc_age_band"):
        assert None not in {vocab.age_band(years, bands) for years in range(110)}
    assert [vocab.age_band(years) for years in (0, 11, 12, 17, 18, 60, 150)] == [
        "0-11",
        "0-11",
        "12-15",
        "16-17",
        "18-24",
        "60+",
        "60+",
    ]
    assert vocab.age_band(-1) is None
    assert vocab.age_band(18, "child_age_band") is None


def test_police_prosecution_border_and_migration_enforce_the_law_and_nobody_else() -> None:
    enforcing = {
        value.code for value in vocab.codes("agency_kind") if vocab.enforces_law(value.code)
    }
    assert enforcing == {
        "BorderPolice",
        "Consulate",
        "Court",
        "LabourInspectorate",
        "MigrationService",
        "Police",
        "Prosecution",
    }
    assert vocab.agency_side("Ombudsperson") is vocab.AgencySide.OVERSIGHT
    with pytest.raises(vocab.UnknownCode):
        vocab.agency_side("Militia")


def test_only_those_who_may_gain_from_a_lie_stand_beside() -> None:
    beside = {value.code for value in vocab.codes("said_by") if vocab.stands_beside(value.code)}
    assert beside == {"companion", "employer", "suspect"}
