"""What holds for every case under every law."""

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.definitions import (
    MET,
    NOT_MET,
    UNKNOWN,
    Facts,
    answer,
    assess,
    assess_all,
    facts_from,
    gathered,
    laws,
    read_version,
)
from throughcare_core.definitions.words import BIT, NAMES, SECTIONS
from throughcare_core.vocab import codes

ORDER = {NOT_MET: 0, UNKNOWN: 1, MET: 2}
WORDS = [f"{section}.{code.code}" for section, kind in SECTIONS.items() for code in codes(kind)]
ANSWER = st.sampled_from(["yes", "no", "unknown"])
LAWS = st.sampled_from(sorted(laws()))
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2027, 1, 1)).map(date.isoformat)
STATEMENTS = st.fixed_dictionaries(
    {
        "said_by": st.sampled_from(["person", "document", "officer", "relative"]),
        "about": st.sampled_from([*WORDS, "movement", "cannot_protect_self"]),
        "says": ANSWER,
    }
)
BESIDE = st.builds(
    lambda who, said: said | {"said_by": who},
    st.sampled_from(["companion", "employer", "suspect"]),
    STATEMENTS | st.builds(lambda age: {"about": "age", "says": age}, st.integers(0, 90)),
)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Any case: a few words named, or most, or whole sections closed."""
    case: dict[str, Any] = {"id": "any", "date": draw(DAYS)}
    for section, kind in SECTIONS.items():
        known = [code.code for code in codes(kind)]
        rest = draw(st.sampled_from(["no", "unknown"]))
        named = draw(st.dictionaries(st.sampled_from(known), ANSWER, max_size=6))
        case[section] = dict.fromkeys(known, rest) | named
    case["age"] = draw(st.none() | st.integers(0, 90))
    case["age_disputed"] = draw(st.booleans())
    for single in ("cannot_protect_self", "movement", "consented"):
        case[single] = draw(ANSWER)
    return case


def rank(case: dict[str, Any] | Facts, law: str) -> int:
    return ORDER[assess(case, law).finding]


def with_word(case: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    section, word = name.split(".")
    return case | {section: case[section] | {word: value}}


def answered(case: dict[str, Any], name: str) -> str:
    section, word = name.split(".")
    return str(case[section][word])


@given(cases(), LAWS, st.sampled_from(WORDS), st.sampled_from(["yes", "no"]))
def test_adding_knowledge_never_turns_met_into_not_met(
    case: dict[str, Any], law: str, name: str, value: str
) -> None:
    before = rank(with_word(case, name, "unknown"), law)
    after = rank(with_word(case, name, value), law)
    contradicted = name == "acts.transportation" and case["movement"] == "no" and value == "yes"
    if before == ORDER[MET]:
        assert after == ORDER[MET]
    elif before == ORDER[NOT_MET] and not contradicted:
        assert after == ORDER[NOT_MET]


@given(cases(), LAWS, st.sampled_from(WORDS))
def test_a_yes_never_lowers_and_a_no_never_raises(
    case: dict[str, Any], law: str, name: str
) -> None:
    ranks = [rank(with_word(case, name, value), law) for value in ("no", "unknown", "yes")]
    assert ranks == sorted(ranks)


@given(cases(), LAWS)
def test_what_is_not_known_never_gives_not_met_unless_every_answer_to_it_does(
    case: dict[str, Any], law: str
) -> None:
    """All that is unknown answered yes is the most that the facts can become."""
    if assess(case, law).finding != NOT_MET:
        return
    best = case | {"age": 5 if case["age"] is None else case["age"]}
    for section in SECTIONS:
        best[section] = {
            word: "yes" if value == "unknown" else value for word, value in case[section].items()
        }
    for single in ("cannot_protect_self", "movement"):
        best[single] = "yes" if case[single] == "unknown" else case[single]
    transported = best["acts"]["transportation"] == "yes" != case["acts"]["transportation"]
    if case["movement"] == "no" and transported:
        return  # the new fact contradicts the old one
    assert assess(best, law).finding == NOT_MET


@given(LAWS, DAYS)
def test_a_case_of_which_nothing_is_known_is_unknown(law: str, day: str | None) -> None:
    assert assess({"id": "empty", "date": day}, law).finding == UNKNOWN


@given(cases(), LAWS, st.integers(0, 17), st.integers(18, 90))
def test_being_a_child_never_makes_a_finding_weaker(
    case: dict[str, Any], law: str, young: int, grown: int
) -> None:
    ages = [case | {"age": age, "age_disputed": False} for age in (grown, None, young)]
    assert all(rank(a, law) <= rank(b, law) for a, b in pairwise(ages))


@given(cases(), LAWS)
def test_an_age_in_doubt_lies_between_grown_and_child(case: dict[str, Any], law: str) -> None:
    grown, child = ({"age": age, "age_disputed": False} for age in (40, 10))
    doubt = rank(case | {"age": 40, "age_disputed": True}, law)
    assert rank(case | grown, law) <= doubt <= rank(case | child, law)


@given(cases(), LAWS)
def test_consent_changes_no_finding(case: dict[str, Any], law: str) -> None:
    assert len({rank(case | {"consented": said}, law) for said in ("yes", "no", "unknown")}) == 1


@given(cases(), LAWS, st.lists(BESIDE, max_size=5))
def test_companions_employers_and_suspects_change_no_finding(
    case: dict[str, Any], law: str, said: list[dict[str, Any]]
) -> None:
    heard = assess(case | {"statements": said}, law)
    alone = assess(case, law)
    assert heard.finding == alone.finding
    assert len(answer(heard)["beside"]) == len(said)


@given(cases(), LAWS, st.lists(STATEMENTS, max_size=4), STATEMENTS, st.randoms())
def test_telling_later_never_lowers_what_was_told_and_order_does_not_matter(
    case: dict[str, Any], law: str, said: list[dict[str, Any]], later: dict[str, Any], chance: Any
) -> None:
    told = rank(case | {"statements": [*said, later | {"says": "no"}]}, law)
    denied = [*said, later | {"says": "no"}, later | {"says": "yes"}]
    assert rank(case | {"statements": denied}, law) >= told
    chance.shuffle(denied)
    assert rank(case | {"statements": denied}, law) == rank(
        case | {"statements": [*said, later | {"says": "yes"}, later | {"says": "no"}]}, law
    )


@given(cases(), LAWS, st.sampled_from(["act", "means", "purpose", "movement", "age"]))
def test_what_is_disputed_is_never_better_than_unknown_where_it_is_needed(
    case: dict[str, Any], law: str, element: str
) -> None:
    mark = {"element": element, "by": "deciding_authority"}
    disputed = assess(case | {"disputed": [mark]}, law)
    for_another = assess(case | {"disputed": [mark | {"law": "another"}]}, law)
    assert for_another.finding == assess(case, law).finding
    if disputed.by and answer(disputed)["elements"].get(element) != "not needed":
        assert answer(disputed)["elements"].get(element) in (UNKNOWN, None)


@given(cases(), st.permutations(sorted(laws())))
@settings(max_examples=25)
def test_the_order_of_laws_changes_nothing(case: dict[str, Any], order: list[str]) -> None:
    facts = facts_from(case)
    usual = {found.law.code: found.finding for found in assess_all([facts], laws().values())}
    mixed = assess_all([facts], [laws()[code] for code in order])
    assert {found.law.code: found.finding for found in mixed} == usual


@given(cases())
@settings(max_examples=25)
def test_the_name_of_a_law_changes_nothing(case: dict[str, Any]) -> None:
    from importlib import resources

    folder = resources.files("throughcare_core.definitions").joinpath("laws")
    text = folder.joinpath("br-149a.2016.toml").read_text("utf-8")
    renamed = gathered([read_version(text.replace('"br-149a"', '"a-law"'))])["a-law"]
    ours = answer(assess(case, "br-149a"))
    assert answer(assess(case, renamed)) == ours | {"law": "a-law"}


@given(cases(), LAWS)
def test_an_answer_agrees_with_itself(case: dict[str, Any], law: str) -> None:
    given = answer(assess(case, law))
    shown = given["elements"]
    assert {"act", "means", "purpose"} <= shown.keys()
    assert set(shown.values()) <= {MET, NOT_MET, UNKNOWN, "not needed"}
    assert given["reasons"]
    if given["finding"] == MET:
        assert set(shown.values()) <= {MET, "not needed"}
    if given["finding"] == NOT_MET:
        assert NOT_MET in shown.values()
    assert bool(given["would_settle"]) == (given["finding"] == UNKNOWN)
    for element, words in given["rests_on"].items():
        assert words, element
        assert shown[element] in (MET, "not needed")


@given(cases(), LAWS)
def test_no_answer_blames_or_sends_anybody_to_question_the_person(
    case: dict[str, Any], law: str
) -> None:
    said = str(answer(assess(case, law))).lower()
    for words in ("not a victim", "ask her", "ask him", "ask the person", "interview", "liar"):
        assert words not in said


@given(st.sets(st.sampled_from(NAMES)))
def test_bits_and_names_are_the_same(names: set[str]) -> None:
    from throughcare_core.definitions.words import mask, names_in

    assert set(names_in(mask(names))) == names
    assert names_in(sum(BIT[name] for name in names)) == tuple(
        name for name in NAMES if name in names
    )
