"""Names, as written in one script each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from throughcare.identity.rules.letters import (
    HIDDEN,
    has_hidden_characters,
    has_piled_marks,
    is_no_letter,
    look_alikes,
    script_of,
    tidy,
)
from throughcare.identity.rules.words import ORDERS, gettext_noop
from throughcare_core.vocab import is_code

LONGEST_NAME_PART = 90
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Name:
    """One name, as written in one script: `kind` of the list `name_kind`, `order` of `ORDERS`."""

    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    other: str = field(default="", repr=False)
    kind: str = "used"
    order: str = "given_first"
    script: str = ""

    @property
    def full(self) -> str:
        """The name in its own order."""
        parts = (self.given, self.other, self.family)
        if self.order == "family_first":
            parts = (self.family, self.given, self.other)
        return " ".join(part for part in parts if part)


def tidy_name(name: Name) -> Name:
    """A name as it is stored, with its script."""
    given, family, other = tidy(name.given), tidy(name.family), tidy(name.other)
    script = script_of(given + family + other)
    return Name(given, family, other, name.kind, name.order, script)


def reasons_against_name_part(text: str) -> list[str]:
    """Why a part of a name cannot be stored as it was typed."""
    if len(text) > LONGEST_NAME_PART:
        return [gettext_noop("Each part of a name has at most 90 characters.")]
    reasons = []
    if has_hidden_characters(text):
        reasons.append(HIDDEN)
    if any(is_no_letter(letter) for letter in text):
        reasons.append(
            gettext_noop("A name has letters, spaces, hyphens and apostrophes, and no pictures.")
        )
    if has_piled_marks(text):
        reasons.append(gettext_noop("There are too many marks on one letter."))
    if any(len(look_alikes(word)) > 1 for word in text.split()):
        reasons.append(
            gettext_noop("One word mixes letters of two scripts that look alike. Type it again.")
        )
    return reasons


def reasons_against_names(names: Iterable[Name], called: str) -> list[str]:
    """Why these names cannot be stored as they were typed, each reason once."""
    names = list(names)
    reasons = [
        reason
        for text in (called, *(part for name in names for part in _parts(name)))
        for reason in reasons_against_name_part(text)
    ]
    if len(names) > MOST_NAMES:
        reasons.append(gettext_noop("At most 12 names can be recorded."))
    if not all(name.full for name in names):
        reasons.append(gettext_noop("A name needs a given name or a family name."))
    if not all(is_code("name_kind", name.kind) and name.order in ORDERS for name in names):
        reasons.append(gettext_noop("Choose the kind and the order of each name from the list."))
    return list(dict.fromkeys(reasons))


def _parts(name: Name) -> tuple[str, str, str]:
    return name.given, name.family, name.other
