"""What was answered about each indicator, by whom, and what is known from all answers together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from throughcare_core import vocab

from .faults import is_text


class Answer(StrEnum):
    """One answer. What nobody asked, or the person would not say, is never a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer about one indicator, and whose it is (a code of the list `said_by`).

    Raises ValueError for a speaker who is not in the list.
    """

    indicator: str
    answer: Answer
    by: str = "person"

    def __post_init__(self) -> None:
        if not vocab.is_code("said_by", self.by):
            known = ", ".join(code.code for code in vocab.codes("said_by"))
            raise ValueError(f"Say whose answer it is with one of: {known}.")

    @property
    def stands_beside(self) -> bool:
        """Whether it closes nothing, because of who said it; a yes always counts."""
        return self.answer is not Answer.YES and vocab.stands_beside(self.by)


def known_from(answers: Iterable[Said]) -> Answer:
    """What is known of one indicator from all that was said about it.

    One yes is enough, whoever says no: differences within the person's own account are no
    contradiction. What a companion, an employer or a person under suspicion denies stands beside.
    Nobody else's no closes what the person would not speak about.

    >>> companion = Said("papers_kept", Answer.NO, "companion")
    >>> known_from([companion])
    <Answer.NOT_ASKED: 'not asked'>
    >>> known_from([companion, Said("papers_kept", Answer.YES)])
    <Answer.YES: 'yes'>
    """
    counted = [said for said in answers if not said.stands_beside]
    heard = {said.answer for said in counted}
    if Answer.YES in heard:
        return Answer.YES
    if any(said.answer is Answer.NO and said.by == "person" for said in counted):
        return Answer.NO
    for answer in (Answer.REFUSED, Answer.NO, Answer.UNKNOWN):
        if answer in heard:
            return answer
    return Answer.NOT_ASKED


def read_answers(content: Any) -> tuple[Said, ...]:
    """The answers in a mapping of codes to answers, or in a list of mappings.

    `{"papers_kept": "yes"}` are answers of the person; in a list,
    `{"indicator": "papers_kept", "answer": "no", "by": "companion"}`.
    Raises ValueError, naming the place and what to write, never what was given: it may be a
    misplaced name.
    """
    if isinstance(content, Mapping):
        rows: Any = [{"indicator": code, "answer": answer} for code, answer in content.items()]
    else:
        rows = content
    if not isinstance(rows, list):
        raise ValueError("Give the answers as an object or as a list of objects.")
    return tuple(_said(row, n) for n, row in enumerate(rows, 1))


def _said(row: Any, n: int) -> Said:
    if not isinstance(row, Mapping) or not {"indicator", "answer"} <= row.keys():
        raise ValueError(f"Answer {n}: give an object with “indicator” and “answer”.")
    if row.keys() - {"indicator", "answer", "by"}:
        raise ValueError(f"Answer {n}: give nothing but “indicator”, “answer” and “by”.")
    if not all(map(is_text, row.values())):
        raise ValueError(f"Answer {n}: indicator, answer and speaker are texts.")
    if row["answer"] not in list(Answer):
        raise ValueError(f"Answer {n}: write the answer as one of: {', '.join(Answer)}.")
    try:
        return Said(row["indicator"], Answer(row["answer"]), row.get("by", "person"))
    except ValueError as fault:
        raise ValueError(f"Answer {n}: {fault}") from None
