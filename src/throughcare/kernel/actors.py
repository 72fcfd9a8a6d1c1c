"""Who acts: one member of staff of one agency, at this moment, through this way in."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.kernel.errors import Refused

Way = Literal["web", "console", "system", "link"]

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Actor:
    """One member of staff acting for one agency.

    `abilities` are the acts that the duties of this person include, `parts` the
    parts of a record that those duties need (codes of `throughcare_core.sharing.Part`).
    """

    staff: UUID
    agency: UUID
    agency_kind: str
    duties: frozenset[str] = field(default_factory=frozenset)
    abilities: frozenset[str] = field(default_factory=frozenset)
    parts: frozenset[str] = field(default_factory=frozenset)
    via: Way = "web"

    def may(self, ability: str) -> bool:
        """Whether the duties of this actor include the act."""
        return ability in self.abilities

    def must(self, ability: str) -> None:
        """Raise `Refused` unless the duties of this actor include the act."""
        if not self.may(ability):
            raise Refused(
                _("Your duties do not include this. Ask your agency's administrator."),
                door=ability,
            )


SYSTEM = Actor(staff=NOBODY, agency=NOBODY, agency_kind="", via="system")
"""The clock and the worker: what happens because time has passed."""
