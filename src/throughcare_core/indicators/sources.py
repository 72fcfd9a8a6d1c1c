"""How sure a line of a set is: who has read what it comes from."""

from enum import StrEnum


class Certainty(StrEnum):
    """How a line came here."""

    READ = "read"
    SECOND_HAND = "second-hand"
    GENERAL_KNOWLEDGE = "general knowledge"
    OWN_PRACTICE = "own practice"
    INVENTED = "invented"

    @property
    def is_read(self) -> bool:
        """Whether the source itself was read."""
        return self is Certainty.READ

    @property
    def sentence(self) -> str:
        """What a reader of a result must know of it, in English."""
        return SENTENCES[self]


SENTENCES: dict[Certainty, str] = {
    Certainty.READ: "Read in its source.",
    Certainty.SECOND_HAND: "Read in a secondary source: hold it against the source itself.",
    Certainty.GENERAL_KNOWLEDGE: "From general knowledge: verify it before anybody relies on it.",
    Certainty.OWN_PRACTICE: "From an agency's own practice: nobody has tested how well it tells.",
    Certainty.INVENTED: "Invented for a demonstration.",
}
