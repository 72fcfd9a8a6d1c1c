"""Nothing proves the age of somebody who may be a child: a warning, and whom laws presume one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from throughcare.identification.adapters import laws_here
from throughcare.identification.rules.reading import laws_for, may_be_child, presuming
from throughcare.identity.doors import age_bands_of, proves_age
from throughcare.kernel.actors import Actor
from throughcare_core.definitions import Law


@dataclass(frozen=True, slots=True)
class PresumedRow:
    """A law that presumes a child while the age is in doubt, its source, and how sure it is."""

    law: str
    says: str
    source: str
    certainty: str
    verified: bool


@dataclass(frozen=True, slots=True)
class AgeWarning:
    """No paper proves the age; `presumed` are the laws that then presume a child."""

    presumed: Sequence[PresumedRow]


def age_warning(
    by: Actor,
    person: UUID,
    at: datetime,
    *,
    laws: Iterable[Law] | None = None,
    day: date | None = None,
) -> AgeWarning | None:
    """The warning, by some laws or those of this country; None where there is nothing to warn of.

    That is where a paper that was seen proves the age, where the person is grown-up beyond doubt,
    or where the actor may not read whether there is one. 3 queries and the line.
    """
    band = age_bands_of(by, [person], by.agency, at)[person]
    if not may_be_child(band) or proves_age(by, person, at) is not False:
        return None
    asked = laws_for([settings.COUNTRY], laws_here().values()) if laws is None else laws
    return AgeWarning(
        [
            PresumedRow(
                version.title, line.says, line.source, line.certainty, bool(version.verified_on)
            )
            for version, line in presuming(asked, day or timezone.localtime(at).date())
        ]
    )
