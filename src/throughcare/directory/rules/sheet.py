"""What an agency writes about one of its services, and how a service moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from throughcare_core import vocab


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


class Aspect(StrEnum):
    """What a coded list of a service tells."""

    MEETS = "meets"
    TAKES = "takes"
    SPEAKS = "speaks"
    SPEAKS_AT_NIGHT = "speaks_at_night"
    ACCESS = "access"
    TREATS = "treats"


ASPECTS: Mapping[Aspect, str] = {
    Aspect.MEETS: "need",
    Aspect.TAKES: "service_for",
    Aspect.SPEAKS: "language",
    Aspect.SPEAKS_AT_NIGHT: "language",
    Aspect.ACCESS: "access_need",
    Aspect.TREATS: "need",
}
"""Which code list each aspect is told in."""

WHOM: Mapping[str, str] = {
    "any": gettext_noop("Anyone"),
    "women": gettext_noop("Women"),
    "men": gettext_noop("Men"),
    "transgender": gettext_noop("Transgender people"),
    "family": gettext_noop("Families"),
    "children": gettext_noop("Children"),
}
"""How whom a service takes is said (codes of the list `service_for`)."""

TRAVEL: Mapping[str, str] = {
    "none": gettext_noop("No travel: by phone, online, or it comes to the person"),
    "under_1_hour": gettext_noop("Under 1 hour"),
    "1_to_2_hours": gettext_noop("1 to 2 hours"),
    "2_to_3_hours": gettext_noop("2 to 3 hours"),
    "over_3_hours": gettext_noop("Over 3 hours"),
}
"""Travel-time bands, from the main town of the service's region; nearest first."""

REACHED_BY: Mapping[str, str] = {
    "account": gettext_noop("In Throughcare: its staff sign in"),
    "phone": gettext_noop("By phone"),
    "sheet": gettext_noop("By printed sheet"),
    "link": gettext_noop("By one-time link"),
}


def pgettext_noop(_context: str, text: str) -> str:
    """Marks a text that is said of one kind of thing; it is translated where it is shown."""
    return text


STATUSES: Mapping[str, str] = {
    "active": pgettext_noop("service", "Open"),
    "paused": pgettext_noop("service", "Paused"),
    "closed": pgettext_noop("service", "Closed"),
}

MOVES: Mapping[str, frozenset[str]] = {
    "active": frozenset({"paused", "closed"}),
    "paused": frozenset({"active", "closed"}),
    "closed": frozenset(),
}

TREATMENTS: tuple[str, ...] = tuple(
    value.code for value in vocab.codes("need") if value.traits.get("htcds") == "Health"
)
"""Kinds of care that may have to go on wherever somebody stays."""

HOUSES = frozenset({"shelter", "housing"})
"""Needs that are met with a place to stay, so that places free are asked for."""

OLDEST = 120
MOST_PLACES = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSheet:
    """What an agency writes about a service. Ages in whole years, both ends included.

    `children_up_to` is how many children may come along. Each name in `Aspect` holds codes of its
    list in `ASPECTS`. Place and phone are sealed when the service is confidential.
    """

    name: str
    description: str = ""
    meets: tuple[str, ...]
    takes: tuple[str, ...]
    age_from: int | None = None
    age_to: int | None = None
    children_up_to: int = 0
    speaks: tuple[str, ...] = ()
    speaks_at_night: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    treats: tuple[str, ...] = ()
    region: str
    travel: str
    is_confidential: bool = False
    address: str = ""
    city: str = ""
    postal_code: str = ""
    phone: str = ""
    hours: str = ""
    reached_by: str = "account"

    def codes(self, aspect: Aspect) -> tuple[str, ...]:
        """The codes of one aspect."""
        found: tuple[str, ...] = getattr(self, aspect.value)
        return found


def reasons_not_to_keep(sheet: ServiceSheet) -> list[str]:
    """Why a sheet may not be kept as it stands."""
    return [*_what_is_missing(sheet), *_what_is_unknown(sheet), *_what_is_impossible(sheet)]


def reasons_not_to_change(status: str, was_confidential: bool, sheet: ServiceSheet) -> list[str]:
    """Why a service may not be changed to a sheet."""
    reasons = reasons_not_to_keep(sheet)
    if status == "closed":
        reasons.append(gettext_noop("This service is closed. Open a new one instead."))
    if was_confidential and not sheet.is_confidential:
        reasons.append(
            gettext_noop(
                "This service is confidential. Making it public is an act of its own, on its page."
            )
        )
    return reasons


def reasons_not_to_move(status: str, to: str) -> list[str]:
    """Why a service may not go from one status to another."""
    if to in MOVES[status]:
        return []
    if status == "closed":
        return [gettext_noop("This service is closed. Open a new one instead.")]
    return [gettext_noop("The service already stands like that.")]


def reasons_not_to_say_places(status: str, free: int, of: int, for_whom: str) -> list[str]:
    """Why a number of free places may not be written down."""
    reasons = []
    if status == "closed":
        reasons.append(gettext_noop("This service is closed: it has no places."))
    if not 0 <= free <= of <= MOST_PLACES:
        reasons.append(
            gettext_noop("Free places are between none and all the places that there are.")
        )
    if for_whom and for_whom not in WHOM:
        reasons.append(gettext_noop("Choose from the list for whom the places are."))
    return reasons


def _what_is_missing(sheet: ServiceSheet) -> Iterator[str]:
    if not sheet.name.strip():
        yield gettext_noop("Give the service a name.")
    if not sheet.meets:
        yield gettext_noop("Say which needs the service meets.")
    if not sheet.takes:
        yield gettext_noop("Say whom the service takes.")
    if not sheet.region.strip():
        yield gettext_noop("Say in which region the service is.")


def _what_is_unknown(sheet: ServiceSheet) -> Iterator[str]:
    for aspect, name in ASPECTS.items():
        if not all(vocab.is_code(name, code) for code in sheet.codes(aspect)):
            yield gettext_noop("Choose needs, languages and access needs from their lists.")
            break
    if not set(sheet.treats) <= set(TREATMENTS):
        yield gettext_noop("Only care for health can be a treatment that goes on.")
    if sheet.travel not in TRAVEL:
        yield gettext_noop("Choose the travel time from the list.")
    if sheet.reached_by not in REACHED_BY:
        yield gettext_noop("Choose from the list how the service is reached.")


def _what_is_impossible(sheet: ServiceSheet) -> Iterator[str]:
    ages = [age for age in (sheet.age_from, sheet.age_to) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages) or ages != sorted(ages):
        yield gettext_noop("Ages go from a lower to a higher number of years.")
    if not 0 <= sheet.children_up_to <= 50:
        yield gettext_noop("The number of children is between 0 and 50.")
    if not set(sheet.speaks_at_night) <= set(sheet.speaks):
        yield gettext_noop("A language spoken at night is also named among the languages.")
    if sheet.reached_by == "phone" and not sheet.phone.strip():
        yield gettext_noop("A service reached by phone needs a phone number.")
