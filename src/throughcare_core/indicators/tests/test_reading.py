"""Sets of an agency's own: taken when whole, refused with every fault and its line."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughcare_core.indicators import (
    BadSet,
    Certainty,
    DimensionRule,
    Fault,
    ForWhom,
    PersonRule,
    Subject,
    Weight,
    read_person_rule,
    read_set,
    set_from,
    set_in_force,
)
from throughcare_core.indicators.tests.cast import a_set, north_gate

FILE = """\
# A set of Lotus Shelter
code = "lotus"
title = "First days"
for = "adults"
version = "1"
from = 2026-01-01
language = "en"
source = "Lotus Shelter"
certainty = "own practice"
rule = "any two"

[[dimension]]
code = "freedom"
title = "Freedom"
indicators = [
  # two signs
  {code = "locked_in", about = "movement", says = "The person was locked in"},
  {code = "papers_kept", about = "papers", says = "Somebody keeps the person's papers"},
]

[[dimension]]
code = "money"
title = "Money"
indicators = [
  {code = "debt", about = "debt", says = "The person works to pay off a debt"},
  {code = "no_pay", about = "money", says = "The person is not paid"},
]

[[pattern]]
code = "both"
says = "Signs about freedom and about money"
all_of = ["freedom", "money"]
"""

RULE = """\
code = "own_rule"
title = "A rule"
source = "Lotus Shelter"
certainty = "own practice"

[[pattern]]
code = "both"
says = "Both"
all_of = ["freedom", "money"]
"""


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadSet) as bad:
        read_set(text)
    return [str(fault) for fault in bad.value.faults]


def fault_of(old: str, new: str) -> str:
    """The one fault of the file with one change."""
    assert FILE.count(old) == 1, old
    (fault,) = faults_of(FILE.replace(old, new))
    return fault


def faults_after(change: Callable[[dict[str, Any]], object]) -> tuple[Fault, ...]:
    content = a_set()
    change(content)
    with pytest.raises(BadSet) as bad:
        set_from(content)
    return bad.value.faults


def test_a_file_is_read_as_it_stands() -> None:
    lotus = read_set(FILE)
    assert (lotus.code, lotus.version, lotus.starts) == ("lotus", "1", date(2026, 1, 1))
    assert (lotus.title, lotus.language, lotus.source) == ("First days", "eng", "Lotus Shelter")
    assert lotus.for_whom is ForWhom.ADULTS
    assert (lotus.agency, lotus.note, lotus.reviewed_by, lotus.reviewed_on) == ("", "", "", None)
    assert {each.rule for each in lotus.dimensions} == {DimensionRule.ANY_TWO}
    debt = lotus.indicator("debt")
    assert (debt.about, debt.weight, debt.certainty) == (
        Subject.DEBT,
        None,
        Certainty.OWN_PRACTICE,
    )
    assert (debt.says, debt.note) == ("The person works to pay off a debt", "")
    assert lotus.person_rule
    assert (lotus.person_rule.code, lotus.person_rule.title) == ("own", "")
    assert (lotus.person_rule.source, lotus.person_rule.certainty) == (
        "Lotus Shelter",
        Certainty.OWN_PRACTICE,
    )
    assert lotus.person_rule.patterns[0].all_of == {"freedom", "money"}


def test_a_mapping_is_read_like_a_file_and_days_may_be_texts() -> None:
    gate = north_gate()
    assert gate.starts == date(2026, 1, 1)
    assert (gate.reviewed_by, gate.reviewed_on) == ("The Ombudsperson", date(2025, 12, 1))
    assert gate.agency == "Border Police at North Gate"
    journey, now = gate.dimensions
    assert journey.rule is DimensionRule.ILO
    assert journey.source == gate.source
    assert [each.weight for each in journey.indicators[1:3]] == [Weight.STRONG, Weight.MEDIUM]
    assert {each.certainty for each in now.indicators} == {Certainty.GENERAL_KNOWLEDGE}


def test_what_a_sign_or_a_dimension_says_of_itself_goes_before_what_the_set_says() -> None:
    content = a_set()
    content["note"] = "Ask alone"
    content["dimension"][0] |= {"source": "Dawn Hotline", "certainty": "invented"}
    content["dimension"][0]["indicators"][0] |= {"certainty": "read", "note": "Ask twice"}
    first = set_from(content).dimensions[0]
    assert (first.source, first.certainty) == ("Dawn Hotline", Certainty.INVENTED)
    assert (first.indicators[0].certainty, first.indicators[0].note) == (
        Certainty.READ,
        "Ask twice",
    )
    assert first.indicators[1].certainty is Certainty.INVENTED
    assert set_from(content).note == "Ask alone"


def test_a_new_version_holds_from_its_day_on() -> None:
    first, second = north_gate(), set_from(a_set() | {"version": "3", "from": date(2026, 6, 1)})
    table = (second, first)
    assert set_in_force("north-gate", date(2026, 5, 31), table) is first
    assert set_in_force("north-gate", date(2026, 6, 1), table) is second


def test_the_name_of_a_set_may_say_where_it_is_used() -> None:
    assert set_from(a_set() | {"title": "Border of Nepal", "code": "nepal"}).code == "nepal"


# Who a person is


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("The person was locked in", "Is dressed like a villager", 17, "dressed"),
        ("The person is not paid", "Her caste", 26, "caste"),
        ('code = "debt"', 'code = "nationality"', 25, "nationality"),
        ('title = "Money"', 'title = "Ethnic money"', 23, "ethnic"),
        ('says = "Signs about freedom and about money"', 'says = "A foreigner"', 31, "foreigner"),
        ('about = "debt"', 'about = "ethnicity"', 25, "ethnicity"),
        ('about = "debt"', 'about = "clothing"', 25, "clothing"),
        ('about = "debt"', 'about = "faith"', 25, "faith"),
    ],
)
def test_a_sign_about_who_a_person_is_is_refused(old: str, new: str, line: int, word: str) -> None:
    where, _colon, says = fault_of(old, new).partition(": ")
    assert where == f"line {line}"
    assert says.startswith(f"“{word}” tells who a person is (")
    assert says.endswith(
        "no sign may rest on that. Write what is done to the person, "
        "such as “Somebody else keeps the person's papers”"
    )


def test_a_note_is_looked_at_too() -> None:
    def change(content: dict[str, Any]) -> None:
        content["dimension"][0]["indicators"][0]["note"] = "Look at the clothes"

    (fault,) = faults_after(change)
    assert fault.where == "dimension “journey”, row 1"
    assert "(dress)" in fault.says


def test_a_word_hidden_in_two_alphabets_is_refused() -> None:
    assert "mixes two alphabets" in fault_of("The person is not paid", "Her саste")


def test_a_sign_is_about_one_of_the_known_subjects() -> None:
    assert fault_of('about = "debt"', 'about = "debts"') == (
        "line 25: “debts” is not known here: did you mean “debt”?"
    )
    assert fault_of(', about = "debt"', "").startswith("line 25: write “about” as one of: act, ")


# Weights and rules


def test_a_weight_is_a_word_and_never_a_number() -> None:
    assert fault_of('about = "debt"', 'about = "debt", weight = 3') == (
        "line 25: a weight is a word (strong, medium, weak), never a number"
    )


def test_where_every_sign_counts_alike_a_weight_is_refused() -> None:
    assert fault_of('about = "debt"', 'about = "debt", weight = "strong"') == (
        "line 25: the rule “any two” counts every sign alike: take the weight out"
    )


def test_under_the_rule_of_the_survey_every_sign_has_its_weight() -> None:
    def change(content: dict[str, Any]) -> None:
        del content["dimension"][0]["indicators"][2]["weight"]

    assert faults_after(change) == (
        Fault("dimension “journey”, row 3", "write “weight” as one of: strong, medium, weak"),
    )


def test_a_dimension_that_can_never_be_positive_is_refused() -> None:
    def change(content: dict[str, Any]) -> None:
        del content["dimension"][0]["indicators"][1:]

    assert faults_after(change) == (
        Fault("dimension 1", "all its signs together never make it positive: add signs"),
    )


# Slips of the keyboard


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "lotus"', 'code = "Lotus House"', "line 2: write “code” in small letters"),
        ('title = "First days"\n', "", "“title”: write “title” as a text that says something"),
        ('title = "First days"', 'title = " "', "line 3: write “title” as a text"),
        ('for = "adults"', 'for = "adult"', "line 4: “adult” is not known here: did you mean “adu"),
        ('for = "adults"\n', "", "“for”: write “for” as one of: adults, children, anyone"),
        ("from = 2026-01-01", 'from = "soon"', "line 6: write “from” as a day, such as 2026-03-"),
        ("from = 2026-01-01", "from = 2026", "line 6: write “from” as a day"),
        ("from = 2026-01-01", "from = 2026-01-01T10:00:00", "line 6: write “from” as a day"),
        ('language = "en"', 'language = "Elvish"', "line 7: write the code of a language"),
        ('rule = "any two"', 'rule = "sum"', "line 10: “sum” is not known here. Write one of: ilo"),
        (
            'title = "Money"',
            'titel = "Money"',
            "line 23: “titel” is not known here: did you mean “title”?",
        ),
        ('code = "debt"', 'code = "no_pay"', "indicator “no_pay”: this code stands twice: change"),
        ('code = "money"', 'code = "freedom"', "dimension “freedom”: this code stands twice"),
        ('["freedom", "money"]', '["freedom", "mony"]', "line 29: “mony” is no dimension of this"),
        ('all_of = ["freedom", "money"]', "", "line 29: name its dimensions in “all_of” or “any_"),
        ('["freedom", "money"]', '"freedom"', "line 32: write “all_of” as a list of codes"),
        ('["freedom", "money"]', "[1]", "line 32: write “all_of” as a list of codes"),
        ('about = "debt"', 'about = "debt", score = 9', "line 25: “score” is not known here"),
        ('title = "Money"', 'title = "Money"\nscore = 9', "line 24: “score” is not known here"),
        ('rule = "any two"', 'rule = "any two"\nscore = 9', "line 11: “score” is not known here"),
        (
            'rule = "any two"',
            'rule = "any two"\nreviewed_by = "Dawn Hotline"',
            "line 11: say who reviewed the lines and on which day, or neither",
        ),
        (
            'rule = "any two"',
            'rule = "any two"\nreviewed_on = 2026-01-01',
            "“reviewed_by”: say who reviewed the lines and on which day, or neither",
        ),
    ],
)
def test_a_slip_is_refused_with_its_line_and_what_to_do(old: str, new: str, fault: str) -> None:
    assert FILE.count(old) == 1
    assert any(each.startswith(fault) for each in faults_of(FILE.replace(old, new)))


def test_every_fault_is_said_at_once_and_each_on_its_own_line() -> None:
    broken = FILE.replace("not paid", "a foreigner").replace('"2"', "2").replace('"adults"', "7")
    with pytest.raises(BadSet) as bad:
        read_set(broken)
    assert [fault.where for fault in bad.value.faults] == ["line 26", "line 4"]
    assert str(bad.value).count("\n") == 1


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    (fault,) = faults_of(FILE.replace('title = "Money"', "title = Money"))
    assert fault.startswith("file: this is not TOML: ")
    assert "line 23" in fault


def test_rows_that_do_not_stand_alone_on_a_line_are_named_by_their_dimension() -> None:
    joined = FILE.replace('paid"},\n', 'paid"}, ').replace("not paid", "a foreigner")
    joined = joined.replace('a debt"},\n', 'a debt"}, ')
    (fault,) = faults_of(joined)
    assert fault.startswith("dimension “money”, row 2: ")


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        (lambda each: each.update(dimension=[]), "“dimension”", "one row in “dimension”"),
        (lambda each: each.update(dimension={}), "“dimension”", "one row in “dimension”"),
        (lambda each: each.update(dimension="x"), "“dimension”", "one row in “dimension”"),
        (lambda each: each.pop("dimension"), "“dimension”", "one row in “dimension”"),
        (lambda each: each.update(dimension=[7]), "dimension 1", "a table with names and values"),
        (
            lambda each: each["dimension"][0].update(indicators=[]),
            "dimension 1",
            "one row in “indicators”",
        ),
        (
            lambda each: each["dimension"][0].update(indicators=[7]),
            "dimension “journey”, row 1",
            "a table with names and values",
        ),
        (
            lambda each: each["dimension"][0].update(indicators="false_job"),
            "dimension 1",
            "one row in “indicators”",
        ),
        (lambda each: each.update(pattern=[7]), "pattern 1", "a table with names and values"),
        (lambda each: each.update(pattern="both"), "“pattern”", "one row in “pattern”"),
        (
            lambda each: each["pattern"][0].update(all_of=["journey", 1]),
            "pattern 1",
            "write “all_of” as a list of codes",
        ),
        (lambda each: each.update({"from": None}), "“from”", "write “from” as a day"),
    ],
)
def test_parts_of_another_shape_are_refused(
    change: Callable[[dict[str, Any]], object], where: str, says: str
) -> None:
    found = [fault for fault in faults_after(change) if says in fault.says]
    assert [fault.where for fault in found] == [where]


def test_something_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(BadSet, match="write a table with names and values"):
        set_from([])  # type: ignore[arg-type]


def test_a_day_with_a_time_is_refused_in_a_mapping_too() -> None:
    (fault,) = faults_after(lambda content: content.update({"from": NOON}))
    assert fault == Fault("“from”", "write “from” as a day, such as 2026-03-31")


# Person rules


def test_a_set_names_a_person_rule_of_the_package_or_writes_its_own_patterns() -> None:
    content = a_set()
    del content["pattern"]
    assert set_from(content).person_rule is None
    content["person_rule"] = "child_act_purpose"
    content["dimension"][0]["code"], content["dimension"][1]["code"] = "act", "exploitation"
    rule = set_from(content).person_rule
    assert rule
    assert rule.code == "child_act_purpose"


def test_a_person_rule_and_patterns_of_its_own_are_too_much() -> None:
    faults = faults_after(lambda content: content.update(person_rule="ilo_adult_strict"))
    assert Fault("“person_rule”", "name a person rule or write patterns of your own, not both") in (
        faults
    )


def test_an_unknown_person_rule_or_one_that_does_not_fit_is_refused() -> None:
    def unknown(content: dict[str, Any]) -> None:
        del content["pattern"]
        content["person_rule"] = "ilo_adult_stric"

    def unfit(content: dict[str, Any]) -> None:
        del content["pattern"]
        content["person_rule"] = "child_act_purpose"

    (fault,) = faults_after(unknown)
    assert fault.says.endswith("did you mean “ilo_adult_strict”?")
    assert [each.where for each in faults_after(unfit)] == ["“person_rule”"] * 2
    assert faults_after(unfit)[0].says == (
        "“act” is no dimension of this set, which has: journey, now"
    )


def test_a_pattern_that_stands_twice_is_refused() -> None:
    (fault,) = faults_after(lambda content: content["pattern"][1].update(code="both"))
    assert fault == Fault("pattern “both”", "this code stands twice: change one")


def test_a_person_rule_is_read_from_a_file_of_its_own() -> None:
    rule = read_person_rule(RULE)
    assert isinstance(rule, PersonRule)
    assert (rule.code, rule.title, rule.source) == ("own_rule", "A rule", "Lotus Shelter")
    assert (rule.certainty, rule.dimensions) == (Certainty.OWN_PRACTICE, {"freedom", "money"})


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('says = "Both"', 'says = "Both caste"', "line 8: “caste” tells who a person is"),
        ('title = "A rule"\n', "", "“title”: write “title”"),
        ("[[pattern]]", "[[patern]]", "“pattern”: write at least one row in “pattern”"),
        ('title = "A rule"', 'titel = "A rule"', "line 2: “titel” is not known here: did you mean"),
        ('says = "Both"', 'say = "Both"', "line 8: “say” is not known here: did you mean “says”?"),
    ],
)
def test_a_person_rule_with_a_slip_is_refused(old: str, new: str, fault: str) -> None:
    with pytest.raises(BadSet) as bad:
        read_person_rule(RULE.replace(old, new))
    assert any(str(each).startswith(fault) for each in bad.value.faults)
