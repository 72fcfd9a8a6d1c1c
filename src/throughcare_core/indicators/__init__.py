"""Indicator sets as data; answers about their signs → concern, with what was not asked."""

from .answers import Answer, Said, known_from, read_answers
from .concern import (
    Caution,
    Concern,
    DimensionFinding,
    PatternFinding,
    Standing,
    concern,
)
from .faults import BadSet, Fault
from .patterns import person_rules, read_person_rule
from .reading import indicator_sets, read_set, set_from
from .rules import DimensionRule, Weight
from .sets import (
    Dimension,
    ForWhom,
    Indicator,
    IndicatorSet,
    Pattern,
    PersonRule,
    Subject,
    set_in_force,
    sets_for,
)
from .sources import Certainty
from .words import RefusedWord, Trait, checked_languages, mixed_word, refused_word

__all__ = [
    "Answer",
    "BadSet",
    "Caution",
    "Certainty",
    "Concern",
    "Dimension",
    "DimensionFinding",
    "DimensionRule",
    "Fault",
    "ForWhom",
    "Indicator",
    "IndicatorSet",
    "Pattern",
    "PatternFinding",
    "PersonRule",
    "RefusedWord",
    "Said",
    "Standing",
    "Subject",
    "Trait",
    "Weight",
    "checked_languages",
    "concern",
    "indicator_sets",
    "known_from",
    "mixed_word",
    "person_rules",
    "read_answers",
    "read_person_rule",
    "read_set",
    "refused_word",
    "set_from",
    "set_in_force",
    "sets_for",
]
