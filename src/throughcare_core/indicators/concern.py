"""What the answers say: which dimensions are positive and why, and what nobody knows yet.

A working document. It holds no number, and nothing in it says that somebody is not a victim.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .answers import Answer, Said, known_from
from .sets import Dimension, Indicator, IndicatorSet, Pattern, PersonRule
from .sources import Certainty
from .words import checked_languages


class Standing(StrEnum):
    """How a dimension or a pattern stands. Open: what is not known could still make it positive."""

    POSITIVE = "positive"
    OPEN = "open"
    NOT_SEEN = "not seen"


WEAKEST_FIRST = (Standing.NOT_SEEN, Standing.OPEN, Standing.POSITIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class DimensionFinding:
    """One dimension: why it is positive (empty unless it is), what was seen, what is not known."""

    dimension: Dimension
    standing: Standing
    why: str
    seen: tuple[Indicator, ...]
    not_known: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PatternFinding:
    """One pattern of the person rule: the dimensions that carry it, and those that are open."""

    pattern: Pattern
    standing: Standing
    carried_by: tuple[Dimension, ...]
    open: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader must know before relying on it: which line, how sure it is, and what to do."""

    about: str
    says: str
    certainty: Certainty | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Concern:
    """What one set says about the answers; the strongest pattern first.

    `beside` holds what was said against a sign and closes nothing: a no next to somebody's yes,
    and whatever a companion, an employer or a person under suspicion denies.
    """

    indicator_set: IndicatorSet
    person_rule: PersonRule | None
    dimensions: tuple[DimensionFinding, ...]
    patterns: tuple[PatternFinding, ...]
    not_asked: tuple[Indicator, ...]
    refused: tuple[Indicator, ...]
    unknown: tuple[Indicator, ...]
    beside: tuple[Said, ...]
    cautions: tuple[Caution, ...]

    @property
    def positive(self) -> tuple[DimensionFinding, ...]:
        """The dimensions that are positive."""
        return tuple(each for each in self.dimensions if each.standing is Standing.POSITIVE)

    @property
    def open(self) -> tuple[DimensionFinding, ...]:
        """The dimensions that could still become positive."""
        return tuple(each for each in self.dimensions if each.standing is Standing.OPEN)


def concern(
    answers: Iterable[Said], indicator_set: IndicatorSet, person_rule: PersonRule | None = None
) -> Concern:
    """What the set says about the answers, by its own person rule or by the one given.

    Raises ValueError for an answer about an indicator that the set does not have, and for a
    person rule that looks at dimensions that it does not have.
    """
    given = tuple(answers)
    rule = person_rule or indicator_set.person_rule
    _check(given, indicator_set, rule)
    known = {
        each.code: known_from(said for said in given if said.indicator == each.code)
        for each in indicator_set.indicators
    }

    def answered(*wanted: Answer) -> tuple[Indicator, ...]:
        return tuple(each for each in indicator_set.indicators if known[each.code] in wanted)

    seen = answered(Answer.YES)
    not_known = answered(Answer.NOT_ASKED, Answer.REFUSED, Answer.UNKNOWN)
    dimensions = tuple(_weigh(each, seen, not_known) for each in indicator_set.dimensions)
    return Concern(
        indicator_set=indicator_set,
        person_rule=rule,
        dimensions=dimensions,
        patterns=tuple(_look_for(each, dimensions) for each in (rule.patterns if rule else ())),
        not_asked=answered(Answer.NOT_ASKED),
        refused=answered(Answer.REFUSED),
        unknown=answered(Answer.UNKNOWN),
        beside=tuple(said for said in given if _is_beside(said, known[said.indicator])),
        cautions=tuple(_cautions(indicator_set, rule, dimensions)),
    )


def _check(answers: Sequence[Said], indicator_set: IndicatorSet, rule: PersonRule | None) -> None:
    codes = {each.code for each in indicator_set.indicators}
    for n, said in enumerate(answers, 1):
        if said.indicator not in codes:
            raise ValueError(
                f"Answer {n} is about an indicator that the set {indicator_set.code} "
                f"{indicator_set.version} does not have: take the code from the set."
            )
    dimensions = [each.code for each in indicator_set.dimensions]
    if rule and (missing := rule.dimensions - set(dimensions)):
        raise ValueError(
            f"The rule {rule.code} looks at “{min(missing)}”, which the set "
            f"{indicator_set.code} does not have: choose a rule that fits."
        )


def _weigh(
    dimension: Dimension, seen: Sequence[Indicator], not_known: Sequence[Indicator]
) -> DimensionFinding:
    own_seen = tuple(each for each in dimension.indicators if each in seen)
    own_not_known = tuple(each for each in dimension.indicators if each in not_known)
    weights = [each.weight for each in own_seen]
    why = dimension.rule.why_positive(weights)
    at_most = dimension.rule.why_positive([*weights, *(each.weight for each in own_not_known)])
    return DimensionFinding(
        dimension=dimension,
        standing=Standing.POSITIVE if why else Standing.OPEN if at_most else Standing.NOT_SEEN,
        why=why or "",
        seen=own_seen,
        not_known=own_not_known,
    )


def _look_for(pattern: Pattern, findings: Sequence[DimensionFinding]) -> PatternFinding:
    own = [each for each in findings if each.dimension.code in pattern.dimensions]
    ranks = {each.dimension.code: WEAKEST_FIRST.index(each.standing) for each in own}
    every = [ranks[code] for code in pattern.all_of]
    best = [max(ranks[code] for code in pattern.any_of)] if pattern.any_of else []
    return PatternFinding(
        pattern=pattern,
        standing=WEAKEST_FIRST[min(every + best)],
        carried_by=tuple(each.dimension for each in own if each.standing is Standing.POSITIVE),
        open=tuple(each.dimension for each in own if each.standing is Standing.OPEN),
    )


def _is_beside(said: Said, known: Answer) -> bool:
    return said.stands_beside or (said.answer is Answer.NO and known is not Answer.NO)


def _cautions(
    indicator_set: IndicatorSet, rule: PersonRule | None, findings: Sequence[DimensionFinding]
) -> Iterable[Caution]:
    sure = [(f"the set {indicator_set.code}", indicator_set.certainty)]
    for each in findings:
        if each.seen:
            own = [(f"the dimension {each.dimension.code}", each.dimension.certainty)]
            own += [(f"the sign {sign.code}", sign.certainty) for sign in each.seen]
            sure += [pair for pair in own if pair[1] is not indicator_set.certainty]
    rules = dict.fromkeys(each.dimension.rule for each in findings if each.seen)
    sure += [(f"the dimension rule “{each}”", each.certainty) for each in rules]
    if rule:
        sure.append((f"the person rule {rule.code}", rule.certainty))
    for about, certainty in sure:
        if not certainty.is_read:
            yield Caution(about, certainty.sentence, certainty)
    if not indicator_set.reviewed_by:
        yield Caution(f"the set {indicator_set.code}", NOT_REVIEWED)
    if indicator_set.language not in checked_languages():
        yield Caution(f"the set {indicator_set.code}", NO_WORD_LIST)


NOT_REVIEWED = (
    "Nobody has yet read its lines for signs about who a person is: let two people do so."
)
NO_WORD_LIST = "There is no list of refused words in its language: read its lines with more care."
