"""What a record is made of, why it may be read, and on which side of the wall a reader stands."""

from enum import StrEnum


class Part(StrEnum):
    """A part of the record that one agency keeps about one person."""

    IDENTITY = "identity"
    CONTACT = "contact"
    WHEREABOUTS = "whereabouts"
    SITUATION = "situation"
    HEALTH = "health"
    JUSTICE = "justice"
    LIVELIHOOD = "livelihood"
    RISK = "risk"


class Purpose(StrEnum):
    """Why somebody asks to read."""

    CARE = "care"
    SAFETY = "safety"
    LEGAL_HELP = "legal_help"
    JUSTICE = "justice"
    IDENTIFICATION = "identification"
    FAMILY = "family"
    OVERSIGHT = "oversight"
    STATISTICS = "statistics"


class Side(StrEnum):
    """Where an agency stands: the `side` of its kind in the list of kinds of agencies."""

    CARE = "care"
    JUSTICE = "justice"
    BORDER = "border"
    MIGRATION = "migration"
    OVERSIGHT = "oversight"
    COORDINATION = "coordination"
    OTHER = "other"


EVERY_PART = frozenset(Part)

#: The two kinds of notes between which the wall stands, and the side that each belongs to.
CARE_NOTES = frozenset({Part.HEALTH, Part.LIVELIHOOD})
JUSTICE_RECORDS = frozenset({Part.JUSTICE})

#: What tells who a person is or where: nobody needs it to count or to watch over others.
NAMING_PARTS = frozenset({Part.IDENTITY, Part.CONTACT, Part.WHEREABOUTS})
NAMELESS_PURPOSES = frozenset({Purpose.OVERSIGHT, Purpose.STATISTICS})

EMERGENCY_PARTS = frozenset({Part.CONTACT, Part.RISK})
NEVER_IN_EMERGENCY = frozenset({Side.JUSTICE, Side.BORDER, Side.MIGRATION})
