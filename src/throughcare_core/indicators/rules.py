"""When a dimension is positive, from the weights of the signs that were seen."""

from collections.abc import Iterable
from enum import StrEnum

from .sources import Certainty


class Weight(StrEnum):
    """How much a sign tells by itself."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class DimensionRule(StrEnum):
    """How the signs of one dimension are weighed together."""

    ILO = "ilo"
    ANY_ONE = "any one"
    ANY_TWO = "any two"

    @property
    def is_weighted(self) -> bool:
        """Whether it reads weights; the others count every sign alike."""
        return self is DimensionRule.ILO

    @property
    def source(self) -> str:
        """Where the rule comes from."""
        return ILO_SOURCE if self.is_weighted else "A rule of whoever made the set"

    @property
    def certainty(self) -> Certainty:
        """How sure it is that the source says so."""
        return Certainty.SECOND_HAND if self.is_weighted else Certainty.OWN_PRACTICE

    def why_positive(self, seen: Iterable[Weight | None]) -> str | None:
        """In words why signs of these weights make the dimension positive; None if they do not.

        >>> DimensionRule.ILO.why_positive([Weight.STRONG, Weight.WEAK])
        'one strong sign and one more'
        >>> DimensionRule.ILO.why_positive([Weight.MEDIUM, Weight.MEDIUM]) is None
        True
        """
        weights = list(seen)
        if self is DimensionRule.ANY_ONE:
            return "one sign" if weights else None
        if self is DimensionRule.ANY_TWO:
            return "two signs" if len(weights) > 1 else None
        return _ilo(*map(weights.count, (Weight.STRONG, Weight.MEDIUM, Weight.WEAK)))


ILO_SOURCE = "ILO and European Commission, Operational indicators, 2009 (WCMS_105023), p. 3"


def _ilo(strong: int, medium: int, weak: int) -> str | None:
    if strong >= 2:
        return "two strong signs"
    if strong and (medium or weak):
        return "one strong sign and one more"
    if medium >= 3:
        return "three medium signs"
    if medium == 2 and weak:
        return "two medium signs and one weak"
    return None
