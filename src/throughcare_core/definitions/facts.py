"""What is known about one case, in the words of the laws; the format that is a promise.

A recorded yes or no counts. What somebody *said* counts by who said it: a companion, an employer
or a person under suspicion stands beside and changes nothing; of everybody else a yes counts over
any no, because somebody who first denies and later tells is not contradicting herself.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughcare_core.vocab import codes, is_code, stands_beside

from .faults import BadFacts, meant
from .words import ANSWERS, BIT, MOVEMENT, SECTIONS, Truth

ELEMENTS = ("act", "means", "purpose", "movement", "age")
"""What a law asks about; the deciding authority may mark any of them disputed."""
DECIDING_AUTHORITY = "deciding_authority"
KNOWN_KEYS = (
    "id",
    "date",
    "age",
    "age_disputed",
    "cannot_protect_self",
    *SECTIONS,
    MOVEMENT,
    "consented",
    "statements",
    "disputed",
)
SINGLE = ("age", "cannot_protect_self", MOVEMENT, "consented")
OLDEST = 120
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about one fact: yes, no, not known, or an age in years."""

    said_by: str
    about: str
    says: str | int
    on: date | None

    @property
    def stands_beside(self) -> bool:
        """Whether it changes nothing, because of who said it."""
        return stands_beside(self.said_by)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One element that the deciding authority marked disputed; under one law, or under all."""

    element: str
    law: str | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One case. `yes` and `no` are masks of `words.BIT`; a name in neither is not known.

    `age` is in whole years on the day of the act. `told` are the facts that were recorded as no
    and that a statement which counts says were so.
    """

    id: str
    day: date | None = None
    age: int | None = None
    age_disputed: bool = False
    cannot_protect_self: Truth = None
    consented: Truth = None
    yes: int = 0
    no: int = 0
    told: int = 0
    statements: tuple[Statement, ...] = ()
    disputed: tuple[Dispute, ...] = ()


def facts_from(case: object, laws: Container[str] | None = None) -> Facts:
    """The facts of one JSON object; BadFacts, with the path, for whatever cannot be read.

    `laws` are the codes that a dispute may name; without them any code is taken.

    >>> facts_from({"id": "A-1", "age": 16, "acts": {"receipt": "yes"}}).age
    16
    """
    if not isinstance(case, dict):
        raise BadFacts("A case is an object in braces, with an id and what is known.")
    _only(case, KNOWN_KEYS, ())
    day = _day(case, "date", ())
    statements = tuple(
        _statement(given, day, ("statements", place))
        for place, given in enumerate(_list(case, "statements"))
    )
    yes, no = _recorded(case)
    counting = [said for said in statements if not said.stands_beside]
    told = no & _said(counting, "yes")
    yes, no = _moved(yes | _said(counting, "yes"), no | _said(counting, "no"))
    return Facts(
        id=_id(case),
        day=day,
        age=min((_age(case), *_said_ages(counting)), key=_younger),
        age_disputed=_flag(case, "age_disputed"),
        cannot_protect_self=_joined("cannot_protect_self", case, counting),
        consented=_answer(case, "consented", ()),
        yes=yes,
        no=no & ~yes,
        told=told,
        statements=statements,
        disputed=tuple(
            _dispute(given, laws, day, ("disputed", place))
            for place, given in enumerate(_list(case, "disputed"))
        ),
    )


def _recorded(case: Mapping[str, Any]) -> tuple[int, int]:
    """The masks of what is recorded as yes and as no."""
    yes = no = 0
    for section, kind in SECTIONS.items():
        given = case.get(section)
        if given is None:
            continue
        if not isinstance(given, dict):
            raise BadFacts(
                f"“{section}” is an object of words with yes, no or unknown.", (section,)
            )
        for word, answer in given.items():
            bit = BIT.get(f"{section}.{word}")
            if bit is None:
                raise _unknown_word(word, kind, (section, word))
            if answer == "yes":
                yes |= bit
            elif answer == "no":
                no |= bit
            elif answer != "unknown":
                raise _no_answer((section, word))
    moved = _answer(case, MOVEMENT, ())
    if moved is not None:
        yes, no = (yes | BIT[MOVEMENT], no) if moved else (yes, no | BIT[MOVEMENT])
    return yes, no


def _moved(yes: int, no: int) -> tuple[int, int]:
    """Whoever was transported was moved; where the record denies it, movement is not known."""
    if not yes & BIT["acts.transportation"]:
        return yes, no
    if no & ~yes & BIT[MOVEMENT]:
        return yes, no & ~BIT[MOVEMENT]
    return yes | BIT[MOVEMENT], no


def _said(statements: Sequence[Statement], answer: str) -> int:
    bits = 0
    for said in statements:
        if said.says == answer:
            bits |= BIT.get(said.about, 0)
    return bits


def _said_ages(statements: Sequence[Statement]) -> list[int]:
    return [said.says for said in statements if isinstance(said.says, int)]


def _younger(age: int | None) -> int:
    return OLDEST + 1 if age is None else age


def _joined(key: str, case: Mapping[str, Any], statements: Sequence[Statement]) -> Truth:
    """The recorded answer and those of statements together: any yes, else any no."""
    answers = {_answer(case, key, ())}
    answers |= {ANSWERS[str(said.says)] for said in statements if said.about == key}
    return True if True in answers else False if False in answers else None


def _statement(given: object, day: date | None, path: tuple[str | int, ...]) -> Statement:
    keys = ("said_by", "about", "says", "on")
    if not isinstance(given, dict) or not {"said_by", "about", "says"} <= given.keys():
        raise BadFacts("A statement is an object with said_by, about and says.", path)
    _only(given, keys, path)
    said_by, about, says = given["said_by"], given["about"], given["says"]
    if not isinstance(said_by, str) or not is_code("said_by", said_by):
        raise _unknown_word(str(said_by), "said_by", (*path, "said_by"))
    if about not in SINGLE and (not isinstance(about, str) or "." not in about or about not in BIT):
        raise BadFacts(
            "“about” names one fact, such as acts.recruitment, means.force, purposes.servitude, "
            f"{', '.join(SINGLE)}.",
            (*path, "about"),
        )
    if about == "age":
        _check_age(says, (*path, "says"))
    elif not isinstance(says, str) or says not in ANSWERS:
        raise _no_answer((*path, "says"))
    return Statement(said_by, about, says, _later(given, day, path))


def _dispute(
    given: object, laws: Container[str] | None, day: date | None, path: tuple[str | int, ...]
) -> Dispute:
    if not isinstance(given, dict) or not {"element", "by"} <= given.keys():
        raise BadFacts("What is disputed is an object with element and by.", path)
    _only(given, ("element", "by", "law", "on"), path)
    if given["by"] != DECIDING_AUTHORITY:
        raise BadFacts(
            f"Only the deciding authority marks an element disputed (by: {DECIDING_AUTHORITY}). "
            "Write what anybody else says into statements.",
            (*path, "by"),
        )
    element, law = given["element"], given.get("law")
    if element not in ELEMENTS:
        raise BadFacts(f"This is no element. {meant(str(element), ELEMENTS)}", (*path, "element"))
    if law is not None and (not isinstance(law, str) or (laws is not None and law not in laws)):
        raise BadFacts("“law” is the code of one law held here, or left out.", (*path, "law"))
    return Dispute(element, law, _later(given, day, path))


def _later(given: Mapping[str, Any], day: date | None, path: tuple[str | int, ...]) -> date | None:
    on = _day(given, "on", path)
    if on and day and on < day:
        raise BadFacts(
            "The dates contradict each other: this lies before the day of the act. "
            "Correct “on” here, or “date” of the case.",
            (*path, "on"),
        )
    return on


def _id(case: Mapping[str, Any]) -> str:
    given = case.get("id")
    if not isinstance(given, str) or not given.strip():
        raise BadFacts(
            'Give the case an id of your own, a text in quotation marks: {"id": "A-1", …}.',
            ("id",) if "id" in case else (),
        )
    return given


def _age(case: Mapping[str, Any]) -> int | None:
    age: int | None = case.get("age")
    if age is not None:
        _check_age(age, ("age",))
    return age


def _check_age(age: object, path: tuple[str | int, ...]) -> None:
    if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= OLDEST:
        raise BadFacts(
            f"An age is a whole number of years from 0 to {OLDEST}, or null where it is not known.",
            path,
        )


def _flag(case: Mapping[str, Any], key: str) -> bool:
    given = case.get(key, False)
    if not isinstance(given, bool):
        raise BadFacts(f"“{key}” is true or false, without quotation marks.", (key,))
    return given


def _answer(given: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> Truth:
    answer = given.get(key, "unknown")
    if not isinstance(answer, str) or answer not in ANSWERS:
        raise _no_answer((*path, key))
    return ANSWERS[answer]


def _day(given: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> date | None:
    text = given.get(key)
    if text is None:
        return None
    try:
        if not isinstance(text, str) or not DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadFacts(
            f"“{key}” is a day of the calendar, year-month-day: 2019-05-01.", (*path, key)
        ) from None


def _list(case: Mapping[str, Any], key: str) -> list[Any]:
    given = case.get(key, [])
    if not isinstance(given, list):
        raise BadFacts(f"“{key}” is a list in square brackets.", (key,))
    return given


def _only(given: Mapping[str, Any], keys: Sequence[str], path: tuple[str | int, ...]) -> None:
    for key in given:
        if key not in keys:
            raise BadFacts(f"This word is not known here. {meant(key, keys)}", (*path, key))


def _unknown_word(word: str, kind: str, path: tuple[str | int, ...]) -> BadFacts:
    known = [code.code for code in codes(kind)]
    return BadFacts(f"This is no code of the list “{kind}”. {meant(word, known)}", path)


def _no_answer(path: tuple[str | int, ...]) -> BadFacts:
    return BadFacts("The answer is yes, no or unknown, in quotation marks.", path)
