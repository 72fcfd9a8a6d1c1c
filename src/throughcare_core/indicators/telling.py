"""A set as a table, and a concern in plain sentences: for a terminal, a notebook, a print-out."""

from collections.abc import Iterable, Iterator

from .answers import Answer
from .concern import Concern, Standing
from .sets import Indicator, IndicatorSet

WORKING_DOCUMENT = (
    "This is a working document. It decides nothing, and never that somebody is not a victim."
)


def table_of(indicator_set: IndicatorSet) -> Iterator[str]:
    """The lines of a table: dimensions, their rule, and every sign with weight and certainty."""
    yield f"{indicator_set.title} ({indicator_set.code}, version {indicator_set.version})"
    yield f"In force from {indicator_set.starts}, for {indicator_set.for_whom}."
    yield f"Source: {indicator_set.source}. {indicator_set.certainty.sentence}"
    if indicator_set.note:
        yield f"Note: {indicator_set.note}"
    for dimension in indicator_set.dimensions:
        yield ""
        yield f"{dimension.title} (rule: {dimension.rule})"
        for each in dimension.indicators:
            yield f"  {each.weight or 'sign':<7} {each.code:<38} {each.says}"
    if indicator_set.person_rule:
        rule = indicator_set.person_rule
        yield ""
        yield f"Patterns: {rule.title or 'of its own'}. {rule.certainty.sentence}"
        for pattern in rule.patterns:
            yield f"  {pattern.says}"


def sentences(concern: Concern) -> Iterator[str]:
    """What the answers say, in this order: patterns, dimensions and why, what is not known."""
    yield WORKING_DOCUMENT
    for finding in concern.patterns:
        if finding.standing is Standing.POSITIVE:
            yield f"Seen together: {finding.pattern.says}."
    for each in concern.positive:
        yield f"Positive: {each.dimension.title}, by {each.why}: {_codes(each.seen)}."
    for each in concern.open:
        seen = f" Seen so far: {_codes(each.seen)}." if each.seen else ""
        yield f"Open: {each.dimension.title}.{seen} Not known: {_codes(each.not_known)}."
    not_known = (
        ("Not asked", concern.not_asked),
        ("Asked, and not known", concern.unknown),
        ("The person would not say; nothing follows from that", concern.refused),
    )
    for words, signs in not_known:
        if signs:
            yield f"{words}: {_codes(signs)}."
    for said in concern.beside:
        denied = "no" if said.answer is Answer.NO else "nothing that counts"
        yield f"Beside stands, and closes nothing: {said.by} says {denied} to {said.indicator}."
    for caution in concern.cautions:
        yield f"Caution, {caution.about}: {caution.says}"


def _codes(signs: Iterable[Indicator]) -> str:
    return ", ".join(sign.code for sign in signs)
