"""Whether a service fits what a person needs, and why. Reasons are shown, scores never."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from throughcare.directory.rules.sheet import HOUSES, TRAVEL, WHOM, gettext_noop
from throughcare_core import vocab


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a list, which is said in the reader's language where it is shown."""

    list: str
    code: str


Value = str | int | Coded | tuple[str | Coded, ...]
"""A value in a reason: a number, a text to translate, or several joined by commas."""

STALE_AFTER = timedelta(hours=48)
CANNOT_DO_WITHOUT = frozenset({"wheelchair", "step_free", "mobility_help"})
"""Access needs without which a person cannot be in the house at all."""

BANDS = tuple(TRAVEL)


class Agreed(StrEnum):
    """How the reader's agency and the service's agency stand."""

    SAME_AGENCY = "same_agency"
    IN_FORCE = "in_force"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """What a person needs, as it stands in a referral summary: codes, nobody's name.

    `wanted` are codes of `service_for` (empty: any); `children` the age bands of children who
    come along; `treatments` the care that must go on; `longest_travel` a key of `TRAVEL`.
    """

    needs: frozenset[str]
    wanted: frozenset[str] = frozenset()
    sex: str = ""
    age_band: str = "unknown"
    children: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    at_night: bool = False
    access_needs: frozenset[str] = frozenset()
    treatments: frozenset[str] = frozenset()
    region: str = ""
    longest_travel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesFacts:
    """The newest word on places free; `next_on` is the day of the next one, in words."""

    free: int
    for_whom: str = ""
    is_stale: bool = False
    next_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """A service as the reader may know it.

    `hides_places`: whether it only "may have a place", as a confidential one of another agency.
    """

    meets: frozenset[str]
    takes: frozenset[str]
    age_from: int | None = None
    age_to: int | None = None
    children_up_to: int = 0
    speaks: frozenset[str] = frozenset()
    speaks_at_night: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    treats: frozenset[str] = frozenset()
    region: str = ""
    travel: str = "none"
    places: PlacesFacts | None = None
    hides_places: bool = False
    agreed: Agreed = Agreed.NONE
    agreed_until: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a service or is lacking.

    `text` is a template for the catalogue, `values` what stands in it. `decides` marks a lack
    because of which the service does not fit.
    """

    code: str
    ok: bool
    text: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a service fits, with every reason. `rank` orders services and is never shown."""

    fits: bool
    reasons: tuple[Reason, ...]
    rank: tuple[int, ...]


def fit(service: ServiceFacts, need: NeedFacts) -> Fit:
    """Hold a service against a need; the reasons stand in the order in which they count."""
    reasons = tuple(
        reason
        for find in (
            _needs_met,
            _places,
            _languages,
            _for_whom,
            _age,
            _children,
            _access,
            _treatments,
            _travel,
            _agreement,
        )
        for reason in find(service, need)
    )
    return Fit(not any(reason.decides for reason in reasons), reasons, _rank(service, reasons))


def is_stale(said_at: datetime, at: datetime) -> bool:
    """Whether a word on places free is too old to count on."""
    return at - said_at > STALE_AFTER


AFTER_PLACES = ("language", "for_whom", "age", "children", "access", "treatment", "travel")


def _rank(service: ServiceFacts, reasons: tuple[Reason, ...]) -> tuple[int, ...]:
    """Lacks of each kind in the order in which they count; a place somebody counted comes first."""
    lacks = Counter(reason.code for reason in reasons if not reason.ok)
    return (
        lacks["need"],
        lacks["places"],
        int(service.hides_places or service.places is None),
        *(lacks[code] for code in AFTER_PLACES),
        BANDS.index(service.travel),
        lacks["agreement"],
    )


def _needs_met(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    met, unmet = need.needs & service.meets, need.needs - service.meets
    for code in _in_order("need", met):
        yield Reason("need", True, "{need}", {"need": Coded("need", code)})
    for code in _in_order("need", unmet):
        yield Reason(
            "need",
            False,
            gettext_noop("Does not offer: {need}"),
            {"need": Coded("need", code)},
            decides=not met,
        )


def _places(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    if service.hides_places:
        yield Reason("places", True, gettext_noop("May have a place"))
        return
    places, people = service.places, 1 + len(need.children)
    if places is None:
        if service.meets & HOUSES:
            yield Reason("places", False, gettext_noop("Nobody has said whether a place is free"))
    elif places.is_stale:
        yield Reason(
            "places",
            False,
            gettext_noop("Places free: {free}, said more than two days ago"),
            {"free": places.free},
        )
    elif places.free == 0:
        yield _full(places)
    elif places.free < people:
        yield Reason(
            "places",
            False,
            gettext_noop("Places free: {free}, people: {people}"),
            {"free": places.free, "people": people},
        )
    else:
        yield Reason("places", True, gettext_noop("Places free: {free}"), {"free": places.free})
        yield from _places_for_others(places, need)


def _full(places: PlacesFacts) -> Reason:
    if places.next_on:
        text = gettext_noop("No place before {day}")
        return Reason("places", False, text, {"day": places.next_on}, decides=True)
    return Reason("places", False, gettext_noop("No place free"), decides=True)


def _places_for_others(places: PlacesFacts, need: NeedFacts) -> Iterator[Reason]:
    asked = need.wanted - {"any"}
    if places.for_whom not in ("", "any") and asked and places.for_whom not in asked:
        text = gettext_noop("Free places are for: {whom}")
        yield Reason("places", False, text, {"whom": WHOM[places.for_whom]})


def _languages(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    if not need.languages:
        return
    spoken = service.speaks_at_night if need.at_night else service.speaks
    shared = [code for code in need.languages if code in spoken]
    if shared:
        text = gettext_noop("{language} at night") if need.at_night else "{language}"
        yield Reason("language", True, text, {"language": _each("language", shared)})
        return
    by_day = [code for code in need.languages if code in service.speaks]
    if by_day:
        text = gettext_noop("{language} by day only")
        yield Reason("language", False, text, {"language": _each("language", by_day)})
    else:
        text = gettext_noop("{language} through an interpreter")
        yield Reason("language", False, text, {"language": _each("language", need.languages)})


def _for_whom(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    asked = need.wanted - {"any"}
    suited = asked or _suited(need)
    shared = suited & service.takes
    whom = tuple(WHOM[code] for code in WHOM if code in service.takes)
    if shared:
        labels = tuple(WHOM[code] for code in WHOM if code in shared)
        yield Reason("for_whom", True, "{whom}", {"whom": labels})
    elif "any" in service.takes:
        yield Reason("for_whom", not asked, "{whom}", {"whom": (WHOM["any"],)})
    elif asked or need.sex in ("female", "male"):
        text = gettext_noop("Only takes: {whom}")
        yield Reason("for_whom", False, text, {"whom": whom}, decides=True)
    else:
        text = gettext_noop("Ask: it takes {whom}")
        yield Reason("for_whom", False, text, {"whom": whom})


def _suited(need: NeedFacts) -> frozenset[str]:
    """Which services a person who did not choose can go to."""
    suited = {"female": {"women"}, "male": {"men"}}.get(need.sex, set())
    youngest, oldest = _years(need.age_band)
    if oldest < 18 and youngest <= oldest:
        suited = suited | {"children"}
    if need.children:
        suited = suited | {"family"}
    return frozenset(suited)


def _age(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    if service.age_from is None and service.age_to is None:
        return
    lowest = 0 if service.age_from is None else service.age_from
    highest = 150 if service.age_to is None else service.age_to
    youngest, oldest = _years(need.age_band)
    band = {"band": Coded("age_band", need.age_band)}
    if need.age_band == "unknown":
        yield Reason("age", False, gettext_noop("Ask about the age: it is not known"))
    elif lowest <= youngest and oldest <= highest:
        yield Reason("age", True, gettext_noop("Age: {band}"), band)
    elif oldest < lowest or highest < youngest:
        yield Reason("age", False, gettext_noop("Not for this age: {band}"), band, decides=True)
    else:
        yield Reason("age", False, gettext_noop("Not for every age of the band: {band}"), band)


def _years(band: str) -> tuple[int, int]:
    """The years of an age band, both included."""
    known = {"child": (0, 17), "adult": (18, 150), "unknown": (0, 150)}
    if band in known:
        return known[band]
    traits = vocab.code("age_band", band).traits
    return int(traits["from"]), int(traits["to"])


def _children(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    count = len(need.children)
    if count == 0:
        return
    if count <= service.children_up_to:
        yield Reason("children", True, gettext_noop("With children: {n}"), {"n": count})
    else:
        text = gettext_noop("Not with so many children: {n}")
        yield Reason("children", False, text, {"n": count}, decides=True)


def _access(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    for code in _in_order("access_need", need.access_needs):
        met = code in service.access
        yield Reason(
            "access",
            met,
            "{access}" if met else gettext_noop("Lacks: {access}"),
            {"access": Coded("access_need", code)},
            decides=not met and code in CANNOT_DO_WITHOUT,
        )


def _treatments(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    for code in _in_order("need", need.treatments):
        goes_on = code in service.treats
        yield Reason(
            "treatment",
            goes_on,
            gettext_noop("Goes on here: {treatment}")
            if goes_on
            else gettext_noop("Must be arranged: {treatment}"),
            {"treatment": Coded("need", code)},
        )


def _travel(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    if service.travel == "none":
        yield Reason("travel", True, gettext_noop("No travel"))
        return
    near = not need.region or need.region.casefold() == service.region.casefold()
    if not near:
        yield Reason(
            "travel",
            False,
            gettext_noop("In another region"),
            decides=bool(need.longest_travel),
        )
    elif need.longest_travel and BANDS.index(service.travel) > BANDS.index(need.longest_travel):
        yield Reason(
            "travel",
            False,
            gettext_noop("Further than wanted: {travel}"),
            {"travel": TRAVEL[service.travel]},
            decides=True,
        )
    elif need.region:
        yield Reason("travel", True, "{travel}", {"travel": TRAVEL[service.travel]})


def _agreement(service: ServiceFacts, need: NeedFacts) -> Iterator[Reason]:
    if service.agreed is Agreed.SAME_AGENCY:
        yield Reason("agreement", True, gettext_noop("Your own agency"))
    elif service.agreed is Agreed.NONE:
        yield Reason("agreement", False, gettext_noop("No agreement: phone call only"))
    elif service.agreed_until:
        text = gettext_noop("Agreement until {day}")
        yield Reason("agreement", True, text, {"day": service.agreed_until})
    else:
        yield Reason("agreement", True, gettext_noop("Agreement in force"))


def _in_order(name: str, codes: frozenset[str]) -> list[str]:
    return [value.code for value in vocab.codes(name) if value.code in codes]


def _each(name: str, codes: Iterable[str]) -> tuple[Coded, ...]:
    return tuple(Coded(name, code) for code in codes)
