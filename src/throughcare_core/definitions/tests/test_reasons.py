"""What a finding says: reasons, what would settle it, and the lines that are uncertain."""

from typing import Any

import pytest

from throughcare_core.definitions import (
    answer,
    assess,
    elements,
    laws,
    missing,
    rests_on,
    uncertain_lines,
    would_settle,
)
from throughcare_core.definitions import reasons as why
from throughcare_core.definitions.sentences import where_recorded
from throughcare_core.definitions.words import NAMES, names_in

from .vignettes import facts

DECEIVED: dict[str, Any] = facts(
    date="2019-05-01", age=24, acts=["recruitment"], means=["deception"], purposes=["servitude"]
)
KEYS = [
    "id",
    "law",
    "version",
    "finding",
    "elements",
    "reasons",
    "would_settle",
    "uncertain_lines",
]


def test_an_answer_has_the_promised_words_first() -> None:
    given = answer(assess(DECEIVED, "un-palermo"))
    assert list(given)[: len(KEYS)] == KEYS
    assert given == {
        "id": "vignette",
        "law": "un-palermo",
        "version": "2000",
        "finding": "met",
        "elements": {"act": "met", "means": "met", "purpose": "met"},
        "reasons": [
            "Act: met by recruitment (art. 3(a); ungift.org/about/human-trafficking.html).",
            "Means: met by deception (art. 3(a)).",
            "Purpose: met by servitude (art. 3(a)).",
        ],
        "would_settle": [],
        "uncertain_lines": [],
        "on": "2019-05-01",
        "way": "article 3(a)",
        "rests_on": {"act": ["recruitment"], "means": ["deception"], "purpose": ["servitude"]},
        "missing": {},
        "beside": [],
        "verified_on": None,
    }


def test_each_part_of_an_answer_can_be_had_alone() -> None:
    for law in laws():
        finding = assess(DECEIVED, law)
        whole = answer(finding)
        assert elements(finding) == whole["elements"]
        assert why(finding) == whole["reasons"]
        assert would_settle(finding) == whole["would_settle"]
        assert uncertain_lines(finding) == whole["uncertain_lines"]
        assert rests_on(finding) == whole["rests_on"]
        assert missing(finding) == whole["missing"]


def test_what_is_missing_is_named_with_the_places_where_it_may_already_be_recorded() -> None:
    finding = assess(facts(date="2019-05-01", age=24, acts=["recruitment"]), "rs-388")
    settles = would_settle(finding)
    assert len(settles) == 2
    assert settles[0].startswith("Means (article 388(1) and (2)): any of force, threat of force,")
    assert "document retention" in settles[0]
    assert "It may already be recorded in: " in settles[0]
    assert "police, court and immigration files" in settles[0]
    assert missing(finding)["means"][0] == "force"
    assert "being a child" in settles[0] or "child" not in missing(finding)["means"]


def test_an_unknown_age_is_among_what_would_settle() -> None:
    finding = assess(facts(acts=["harbouring"], purposes=["slavery"]), "un-palermo")
    (settles,) = would_settle(finding)
    assert settles.startswith("Means (article 3(a)): any of force,")
    assert "being a child." in settles
    assert "an age assessment already made" in settles
    assert missing(finding)["means"][-1] == "child"


def test_other_ways_that_are_still_open_are_named() -> None:
    finding = assess(facts(age=30, acts=["receipt"]), "kh-2008")
    open_ways = [text for text in would_settle(finding) if text.startswith("Or, by ")]
    assert "Or, by articles 13 to 15, sale of a person: act." not in open_ways
    assert (
        "Or, by articles 8(1) and 10, unlawful removal: act and means and purpose and movement."
        in open_ways
    )
    assert not any("removal of a minor" in text for text in open_ways)


def test_a_way_that_is_met_is_named_where_there_are_several() -> None:
    bought = assess(facts(acts=["purchase"], date="2019-05-01"), "np-4-1")
    assert why(bought) == [
        "By section 4(1)(a).",
        "Act: met by purchase (s. 4(1)(a); lawcommission.gov.np).",
        "The act itself is the offence: a sale, prostitution, an organ taken. What was only "
        "intended is not yet one of them.",
    ]
    assert elements(bought) == {"act": "met", "means": "not needed", "purpose": "not needed"}


def test_every_way_that_is_closed_says_by_what() -> None:
    closed = assess(facts(age=30, no=["acts", "purposes"], date="2019-05-01"), "np-4-1")
    assert closed.finding == "not met"
    said = why(closed)
    assert said[0] == "By section 4(1)(a)."
    assert said[1] == "Act: not met; all that the law names is answered no."
    assert "By section 4(1)(b): closed by purpose." in said
    assert "By section 4(1)(c): closed by act." in said
    assert len(said) == 5


def test_movement_is_an_element_where_the_law_asks_for_it() -> None:
    still = assess(facts(age=30, acts=["harbouring"], movement="no"), "zw-2014")
    assert elements(still)["movement"] == "not met"
    moved = assess(facts(acts=["transportation"], means=["force"]), "zw-2014")
    assert elements(moved) == {
        "act": "met",
        "means": "met",
        "purpose": "not needed",
        "movement": "met",
    }
    assert "Movement: met by having been moved" in " ".join(why(moved))


def test_age_is_an_element_where_the_law_speaks_of_children_alone() -> None:
    grown = assess(facts(age=19, acts=["receipt"], purposes=["slavery"]), "md-206")
    assert elements(grown)["age"] == "not met"
    child = assess(facts(age=9, acts=["receipt"], purposes=["slavery"]), "md-206")
    assert elements(child)["age"] == "met"
    assert "Age: met by being a child" in " ".join(why(child))


def test_a_word_that_is_not_named_is_shown_with_what_it_would_have_to_amount_to() -> None:
    begging = assess(
        facts(age=30, acts=["harbouring"], means=["force"], purposes=["forced_begging"]),
        "us-tvpa-labour",
    )
    (said,) = [text for text in why(begging) if text.startswith("Purpose")]
    assert said.startswith("Purpose: unknown; nothing that the law names is recorded as so.")
    assert "Recorded, but not named here: forced begging." in said
    assert "counts only where it amounts to forced labour" in said
    assert "The list is open" not in said


def test_an_open_list_is_for_a_lawyer_to_read() -> None:
    case = facts(
        date="2019-05-01",
        age=24,
        acts=["recruitment"],
        means=["fraud"],
        purposes=["surrogacy"],
        no=["purposes"],
    )
    finding = assess(case, "un-palermo")
    assert "The list is open" in " ".join(why(finding))
    assert would_settle(finding) == [
        "Purpose (article 3(a), an open list): whether surrogacy is alike to what it lists, by a "
        "lawyer's opinion."
    ]
    closed = case | {"purposes": dict.fromkeys(case["purposes"], "no")}
    assert assess(closed, "un-palermo").finding == "not met"
    assert "all that there is a word for is answered no" in " ".join(
        why(assess(closed, "un-palermo"))
    )


def test_an_open_list_with_words_left_says_that_the_rest_is_missing() -> None:
    listed = missing(assess(facts(age=9, acts=["sale"]), "sl-2022"))["purpose"]
    case = facts(
        date="2023-05-01",
        age=9,
        acts=["receipt"],
        no=[f"purposes.{code}" for code in listed],
    )
    assert would_settle(assess(case, "sl-2022")) == [
        "Purpose (trafficking in persons, an open list): the rest, by a lawyer's opinion."
    ]


def test_what_is_disputed_waits_for_the_authority() -> None:
    mark = {"element": "means", "by": "deciding_authority"}
    finding = assess(DECEIVED | {"disputed": [mark]}, "un-palermo")
    assert finding.finding == "unknown"
    assert "Means: marked disputed by the deciding authority, therefore unknown." in why(finding)
    assert would_settle(finding) == [
        "Means: the decision of the authority that marked it disputed."
    ]
    assert not any(
        "child" in line
        for line in uncertain_lines(assess(DECEIVED | {"disputed": [mark]}, "coe-197"))
    )
    under_another = DECEIVED | {"disputed": [mark | {"law": "rs-388"}]}
    assert assess(under_another, "un-palermo").finding == "met"
    assert assess(under_another, "rs-388").finding == "unknown"


def test_a_law_whose_version_of_that_day_is_not_held_is_unknown() -> None:
    given = answer(assess(DECEIVED, "sl-2022"))
    assert (given["version"], given["finding"], given["way"]) == (None, "unknown", None)
    assert given["elements"] == dict.fromkeys(("act", "means", "purpose"), "unknown")
    assert given["reasons"] == [
        "No version of this law that was in force on 2019-05-01 is held here; the first that is "
        "held begins on 2022-07-21."
    ]
    assert given["would_settle"] == [
        "The law that was in force on that day, added as a file by a lawyer who knows it."
    ]
    assert (given["rests_on"], given["missing"], given["uncertain_lines"]) == ({}, {}, [])


def test_without_a_day_the_versions_must_agree() -> None:
    case = facts(
        age=20,
        acts=["transfer"],
        means=["force"],
        purposes=["forced_marriage"],
        no=["purposes"],
    )
    unclear = assess(case, "eu-2011-36")
    assert unclear.finding == "unknown"
    assert why(unclear)[0] == (
        "The day of the act is not known: version 2011 unknown, version 2024 met."
    )
    assert would_settle(unclear) == [
        "The day of the act. It may already be recorded in: the case timeline."
    ]
    alike = assess(case | {"purposes": {"forced_labour": "yes"}}, "eu-2011-36")
    assert (alike.finding, alike.on) == ("met", None)
    assert answer(alike)["version"] == "2024"


def test_a_line_that_was_read_makes_the_uncertain_ones_needless() -> None:
    papers = facts(
        date="2019-05-01",
        age=30,
        acts=["receipt"],
        means=["document_retention"],
        purposes=["servitude"],
    )
    (line,) = uncertain_lines(assess(papers, "un-palermo"))
    assert line.startswith("[G] means (document retention): Threats, held papers, a debt or drugs ")
    assert line.endswith("(art. 3(a), read with “other forms of coercion”)")
    both = papers | {"means": {"document_retention": "yes", "force": "yes"}}
    assert uncertain_lines(assess(both, "un-palermo")) == []


def test_a_list_that_is_answered_no_rests_on_all_of_its_lines() -> None:
    none = facts(date="2019-05-01", age=30, acts=["recruitment"], no=["means"])
    lines = uncertain_lines(assess(none, "un-palermo"))
    assert sum(line.startswith("[G] means (") for line in lines) == 2
    assert any(
        line.startswith("[G] means (abuse of trust, abuse of dependence): ") for line in lines
    )
    assert any(line.startswith("[G] purpose (domestic servitude): ") for line in lines)


def test_the_child_rule_is_flagged_where_the_finding_rests_on_it() -> None:
    girl = facts(date="2019-05-01", age=16, acts=["receipt"], purposes=["servitude"])
    lines = uncertain_lines(assess(girl, "coe-197"))
    assert (
        "[G] child: below 18: A child is any person under eighteen years of age. (art. 4(d))"
        in lines
    )
    assert any(line.startswith("[G] age in doubt: presumed a child:") for line in lines)
    grown = girl | {"age": 30, "means": {"force": "yes"}}
    assert not any("child" in line for line in uncertain_lines(assess(grown, "coe-197")))


def test_consent_is_shown_with_what_the_law_makes_of_it() -> None:
    agreed = DECEIVED | {"consented": "yes"}
    said = {law: why(assess(agreed, law))[-1] for law in ("un-palermo", "ph-ra9208", "br-149a")}
    assert "irrelevant where a means was used" in said["un-palermo"]
    assert "always irrelevant (s. 3(a))" in said["ph-ra9208"]
    assert "The law does not speak of it" in said["br-149a"]
    assert any("consent" in line for line in uncertain_lines(assess(agreed, "rs-388")))
    assert not any("consent" in line for line in uncertain_lines(assess(DECEIVED, "rs-388")))


@pytest.mark.parametrize(
    ("day", "flagged"),
    [
        ("2006-02-01", True),
        ("2007-02-02", True),
        ("2007-02-03", False),
        ("2017-09-03", False),
        ("2017-09-04", True),
        ("2018-09-05", True),
        ("2019-09-07", True),
        ("2019-09-08", False),
    ],
)
def test_an_uncertain_day_of_change_is_flagged_within_a_year_of_it(day: str, flagged: bool) -> None:
    lines = uncertain_lines(assess(DECEIVED | {"date": day}, "ua-149"))
    assert any(line.startswith("[G] law:") for line in lines) == flagged


def test_an_age_in_doubt_is_said() -> None:
    doubtful = DECEIVED | {"age_disputed": True}
    assert "The age is in doubt; this law presumes a child." in why(assess(doubtful, "coe-197"))
    assert "The age is in doubt; this law leaves the age unknown." in why(
        assess(doubtful, "un-palermo")
    )


def test_what_stands_beside_is_shown_and_nothing_else_is() -> None:
    statements = [
        {"said_by": "companion", "about": "means.deception", "says": "no"},
        {"said_by": "suspect", "about": "age", "says": 30},
        {"said_by": "person", "about": "means.deception", "says": "yes"},
    ]
    given = answer(assess(DECEIVED | {"statements": statements}, "un-palermo"))
    assert given["beside"] == [
        "A companion says no to deception: kept beside, changes nothing.",
        "Someone under suspicion says 30 to age: kept beside, changes nothing.",
    ]


def test_every_fact_has_a_place_where_it_may_already_be_recorded() -> None:
    placed = [name for _says, bits in where_recorded() for name in names_in(bits)]
    assert sorted(placed) == sorted(NAMES)
    assert len(placed) == len(set(placed))
