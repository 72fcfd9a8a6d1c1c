"""Facts are read as promised, and what cannot be read is refused with the place."""

from datetime import date
from typing import Any

import pytest

from throughcare_core.definitions import (
    BadFacts,
    Facts,
    assess,
    facts_from,
    is_child,
    laws,
    reasons,
)
from throughcare_core.definitions.words import BIT, CHILD, LABELS, NAMES
from throughcare_core.vocab import codes

CASE: dict[str, Any] = {
    "id": "A-1",
    "date": "2019-05-01",
    "age": 16,
    "age_disputed": False,
    "cannot_protect_self": "no",
    "acts": {"recruitment": "yes", "transportation": "no", "receipt": "unknown"},
    "means": {"deception": "yes"},
    "purposes": {"servitude": "yes"},
    "movement": "unknown",
    "consented": "yes",
}
PROMISED = {
    "act": "recruitment enticement hiring transportation transfer harbouring receipt obtaining "
    "provision offering delivery sale purchase exchange lease brokering detention concealment "
    "maintaining patronising soliciting advertising adoption marriage_matching "
    "transfer_of_control benefiting organ_extraction",
    "means": "force threat_of_force threat_of_harm coercion_physical coercion_psychological "
    "abuse_of_legal_process abduction fraud deception blackmail threat_to_disclose "
    "abuse_of_power abuse_of_trust abuse_of_dependence abuse_of_vulnerability "
    "document_retention debt_servitude payments_to_controller payments_to_person_or_kin "
    "enticement drugging",
    "purpose": "prostitution_of_others other_sexual_exploitation pornography "
    "online_sexual_abuse sex_tourism forced_labour domestic_servitude slavery "
    "slavery_like_practices servitude debt_bondage peonage child_labour forced_begging "
    "forced_criminality organ_removal forced_marriage illegal_adoption surrogacy "
    "forced_pregnancy medical_experiments armed_conflict benefit_fraud sale",
}


def refused(case: object) -> tuple[str, tuple[str | int, ...]]:
    with pytest.raises(BadFacts) as raised:
        facts_from(case, laws())
    assert raised.value.line is None
    return raised.value.reason, raised.value.path


def said(by: str, about: str, says: str | int, **more: str) -> dict[str, Any]:
    return {"said_by": by, "about": about, "says": says} | more


def bits(*names: str) -> int:
    return sum(BIT[name] for name in names)


@pytest.mark.parametrize("kind", PROMISED)
def test_the_promised_words_are_the_words(kind: str) -> None:
    assert PROMISED[kind].split() == [code.code for code in codes(kind)]


def test_a_case_is_read_whole() -> None:
    facts = facts_from(CASE)
    assert (facts.id, facts.day, facts.age) == ("A-1", date(2019, 5, 1), 16)
    assert (facts.age_disputed, facts.cannot_protect_self, facts.consented) == (False, False, True)
    assert facts.yes == bits("acts.recruitment", "means.deception", "purposes.servitude")
    assert facts.no == bits("acts.transportation")
    assert facts.told == 0


def test_what_is_not_named_is_unknown() -> None:
    facts = facts_from({"id": "A-1"})
    assert (facts.day, facts.age, facts.cannot_protect_self, facts.consented) == (None,) * 4
    assert (facts.yes, facts.no, facts.age_disputed) == (0, 0, False)
    assert facts_from({"id": "A-1", "acts": None, "date": None, "age": None}) == facts
    assert Facts(id="A-1") == facts


def test_enticement_is_an_act_and_a_means() -> None:
    assert facts_from({"id": "A", "means": {"enticement": "yes"}}).yes == bits("means.enticement")
    assert facts_from({"id": "A", "acts": {"enticement": "yes"}}).yes == bits("acts.enticement")


@pytest.mark.parametrize(
    ("transported", "recorded", "moved"),
    [
        ("yes", "unknown", True),
        ("yes", "yes", True),
        ("yes", "no", None),
        ("no", "unknown", None),
        ("no", "no", False),
        ("unknown", "yes", True),
    ],
)
def test_whoever_was_transported_was_moved_and_a_denial_leaves_it_unknown(
    transported: str, recorded: str, moved: bool | None
) -> None:
    facts = facts_from({"id": "A", "acts": {"transportation": transported}, "movement": recorded})
    assert bool(facts.yes & BIT["movement"]) == (moved is True)
    assert bool(facts.no & BIT["movement"]) == (moved is False)


def test_a_yes_of_the_person_counts_over_a_recorded_no_and_is_shown() -> None:
    case = CASE | {"statements": [said("person", "acts.transportation", "yes")]}
    facts = facts_from(case)
    assert facts.told == bits("acts.transportation")
    assert facts.yes & bits("acts.transportation", "movement") == bits(
        "acts.transportation", "movement"
    )
    assert not facts.no
    told = [text for text in reasons(assess(case, "un-palermo")) if "later told" in text]
    assert told == [
        "First recorded as no, later told: transportation. The telling counts, and is no "
        "contradiction."
    ]


def test_a_no_of_the_person_fills_what_is_unknown_and_lowers_no_yes() -> None:
    facts = facts_from(
        CASE
        | {
            "statements": [
                said("person", "means.force", "no"),
                said("person", "means.deception", "no"),
                said("document", "means.fraud", "unknown"),
            ]
        }
    )
    assert facts.no == bits("acts.transportation", "means.force")
    assert facts.yes & bits("means.deception", "means.fraud") == bits("means.deception")


@pytest.mark.parametrize("who", ["companion", "employer", "suspect"])
def test_whoever_stands_beside_adds_nothing_either(who: str) -> None:
    statements = [
        said(who, "means.force", "yes"),
        said(who, "age", 12),
        said(who, "cannot_protect_self", "yes"),
    ]
    heard, alone = facts_from(CASE | {"statements": statements}), facts_from(CASE)
    assert (heard.yes, heard.no, heard.age) == (alone.yes, alone.no, alone.age)
    assert heard.cannot_protect_self is False
    assert all(statement.stands_beside for statement in heard.statements)


def test_of_several_ages_the_younger_counts() -> None:
    statements = [said("person", "age", 15), said("document", "age", 19)]
    assert facts_from(CASE | {"statements": statements}).age == 15
    assert facts_from({"id": "A", "statements": statements}).age == 15
    assert facts_from({"id": "A", "age": 11, "statements": statements}).age == 11


@pytest.mark.parametrize(
    ("recorded", "told", "joined"),
    [
        ("no", "yes", True),
        ("yes", "no", True),
        ("unknown", "no", False),
        ("unknown", "unknown", None),
        ("no", "unknown", False),
    ],
)
def test_who_cannot_protect_herself_is_read_from_record_and_statements(
    recorded: str, told: str, joined: bool | None
) -> None:
    case = CASE | {
        "cannot_protect_self": recorded,
        "statements": [
            said("officer", "cannot_protect_self", told),
            said("person", "movement", "yes"),
        ],
    }
    assert facts_from(case).cannot_protect_self is joined


@pytest.mark.parametrize(
    ("changed", "child", "coe", "philippines"),
    [
        ({"age": 17}, True, True, True),
        ({"age": 18}, False, False, False),
        ({"age": None}, None, None, None),
        ({"age": 18, "cannot_protect_self": "yes"}, False, False, True),
        ({"age": 18, "cannot_protect_self": "unknown"}, False, False, None),
        ({"age": None, "cannot_protect_self": "yes"}, None, None, True),
        ({"age": 17, "age_disputed": True}, None, True, None),
        ({"age": 30, "age_disputed": True}, None, True, None),
        ({"age": None, "age_disputed": True}, None, True, None),
    ],
)
def test_who_is_a_child_to_which_law(
    changed: dict[str, Any], child: bool | None, coe: bool | None, philippines: bool | None
) -> None:
    facts = facts_from(CASE | changed)
    asked = ("un-palermo", "coe-197", "ph-ra9208")
    rules = [laws()[code].versions[-1].child for code in asked]
    assert [is_child(facts, rule) for rule in rules] == [child, coe, philippines]


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        ({"id": ""}, ("id",), "Give the case an id"),
        ({"id": 7}, ("id",), "Give the case an id"),
        ({"date": "2019-02-30"}, ("date",), "year-month-day"),
        ({"date": "2019-W05-1"}, ("date",), "year-month-day"),
        ({"date": "1 May"}, ("date",), "year-month-day"),
        ({"date": 2019}, ("date",), "year-month-day"),
        ({"age": "16"}, ("age",), "whole number"),
        ({"age": 16.5}, ("age",), "whole number"),
        ({"age": True}, ("age",), "whole number"),
        ({"age": -1}, ("age",), "whole number"),
        ({"age": 121}, ("age",), "from 0 to 120"),
        ({"age_disputed": "yes"}, ("age_disputed",), "true or false"),
        ({"movement": True}, ("movement",), "yes, no or unknown"),
        ({"movement": None}, ("movement",), "yes, no or unknown"),
        ({"consented": "maybe"}, ("consented",), "yes, no or unknown"),
        ({"cannot_protect_self": 1}, ("cannot_protect_self",), "yes, no or unknown"),
        ({"acts": ["recruitment"]}, ("acts",), "object of words"),
        ({"acts": {"recruitment": True}}, ("acts", "recruitment"), "yes, no or unknown"),
        ({"acts": {"harboring": "yes"}}, ("acts", "harboring"), "Did you mean harbouring?"),
        ({"means": {"receipt": "yes"}}, ("means", "receipt"), "list “means”. The words are: "),
        ({"mean": {}}, ("mean",), "Did you mean means?"),
        ({"statements": {}}, ("statements",), "list in square brackets"),
        ({"disputed": "means"}, ("disputed",), "list in square brackets"),
        ({"statements": ["no"]}, ("statements", 0), "said_by, about and says"),
        ({"statements": [{"about": "age"}]}, ("statements", 0), "said_by, about and says"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    changed: dict[str, Any], path: tuple[str | int, ...], words: str
) -> None:
    reason, where = refused(CASE | changed)
    assert words in reason
    assert where == path


def test_a_case_needs_an_id_and_is_an_object() -> None:
    reason, path = refused({"age": 16})
    assert "Give the case an id of your own" in reason
    assert path == ()
    assert refused(["A-1"]) == (
        "A case is an object in braces, with an id and what is known.",
        (),
    )


@pytest.mark.parametrize(
    ("statement", "last", "words"),
    [
        (said("companin", "means.force", "no"), "said_by", "Did you mean companion?"),
        ({"said_by": 4, "about": "age", "says": 1}, "said_by", "list “said_by”"),
        (said("person", "force", "no"), "about", "names one fact"),
        (said("person", "child", "no"), "about", "names one fact"),
        (said("person", "acts.sold", "no"), "about", "names one fact"),
        ({"said_by": "person", "about": 3, "says": "no"}, "about", "names one fact"),
        (said("person", "means.force", 3), "says", "yes, no or unknown"),
        (said("person", "means.force", "maybe"), "says", "yes, no or unknown"),
        (said("person", "age", "no"), "says", "whole number"),
        (said("person", "age", 16, at="x"), "at", "not known here"),
        (said("person", "age", 16, on="x"), "on", "year-month-day"),
        (said("person", "age", 16, on="2019-04-30"), "on", "contradict each other"),
    ],
)
def test_a_statement_that_cannot_be_read_is_refused(
    statement: dict[str, Any], last: str, words: str
) -> None:
    reason, path = refused(CASE | {"statements": [said("person", "age", 16), statement]})
    assert words in reason
    assert path == ("statements", 1, last)


def test_a_statement_of_the_day_of_the_act_is_read() -> None:
    facts = facts_from(CASE | {"statements": [said("person", "age", 16, on="2019-05-01")]})
    assert facts.statements[0].on == date(2019, 5, 1)
    assert facts_from({"id": "A", "statements": [said("person", "age", 16, on="2001-01-01")]})


@pytest.mark.parametrize(
    ("mark", "last", "words"),
    [
        ({"element": "means"}, None, "element and by"),
        ("means", None, "element and by"),
        ({"element": "means", "by": "defence"}, "by", "Only the deciding authority"),
        ({"element": "mean", "by": "deciding_authority"}, "element", "Did you mean means?"),
        ({"element": [], "by": "deciding_authority"}, "element", "no element"),
        ({"element": "act", "by": "deciding_authority", "law": "x"}, "law", "one law held here"),
        ({"element": "act", "by": "deciding_authority", "law": 3}, "law", "one law held here"),
        ({"element": "act", "by": "deciding_authority", "why": "x"}, "why", "not known here"),
        (
            {"element": "act", "by": "deciding_authority", "on": "2018-01-01"},
            "on",
            "contradict each other",
        ),
    ],
)
def test_only_the_deciding_authority_marks_an_element_disputed(
    mark: object, last: str | None, words: str
) -> None:
    reason, path = refused(CASE | {"disputed": [mark]})
    assert words in reason
    assert path == ("disputed", 0, *([last] if last else []))


def test_a_dispute_names_a_law_that_is_held_or_none() -> None:
    mark = {"element": "act", "by": "deciding_authority", "on": "2019-05-01"}
    for law, held in (("np-4-1", laws()), (None, laws()), ("xx", None)):
        (dispute,) = facts_from(CASE | {"disputed": [mark | {"law": law}]}, held).disputed
        assert (dispute.element, dispute.law, dispute.on) == ("act", law, date(2019, 5, 1))


def test_no_refusal_repeats_what_was_written() -> None:
    name = "Amina"
    for changed in (
        {"acts": {name: "yes"}},
        {"acts": {"sale": name}},
        {name: "yes"},
        {"age": name},
        {"date": name},
        {"statements": [said(name, "age", 1)]},
        {"statements": [said("person", name, 1)]},
        {"disputed": [{"element": name, "by": "deciding_authority"}]},
        {"disputed": [{"element": "act", "by": name}]},
    ):
        assert name not in refused(CASE | changed)[0]


def test_every_name_has_its_bit_and_its_label() -> None:
    assert len(set(BIT.values())) == len(NAMES) == 27 + 21 + 24 + 2
    assert LABELS["acts.sale"] == "Selling the person"
    assert LABELS[CHILD] == "The person is a child"
