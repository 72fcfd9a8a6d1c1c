"""The forty services of the invented country."""

from dataclasses import dataclass

from throughcare.config.management.demonstration.places import TOWNS
from throughcare.directory.rules import ServiceSheet


@dataclass(frozen=True, slots=True)
class Offered:
    """A service of an agency under a short name; `places` is how many it has (0: no beds)."""

    agency: str
    called: str
    sheet: ServiceSheet
    places: int = 0


REGION_OF = {
    "DH": "Plain",
    "LS": "North",
    "HH": "Coast",
    "OD": "Hills",
    "RC": "North",
    "LA": "Plain",
    "NG": "North",
    "PN": "North",
    "OB": "Plain",
    "NC": "Plain",
}
SPEAKS = {
    "DH": "eng hau ukr ara ron nep",
    "LS": "eng hau ara khm",
    "HH": "eng ukr ron fil por",
    "OD": "eng nep amh fra por",
    "RC": "eng ara hau ukr",
    "LA": "eng fra ara ron",
}
TRAVEL = {"North": "1_to_2_hours", "Coast": "2_to_3_hours", "Hills": "over_3_hours"}


def _offered(
    agency: str,
    called: str,
    name: str,
    meets: str,
    takes: str,
    *,
    ages: tuple[int | None, int | None] = (None, None),
    children: int = 0,
    places: int = 0,
    hidden: bool = False,
    night: str = "",
    access: str = "",
    treats: str = "",
    region: str = "",
    travel: str = "",
    reached_by: str = "account",
    hours: str = "Weekdays 9:00 to 17:00",
) -> Offered:
    region = region or REGION_OF[agency]
    number = sum(map(ord, called)) * 7_919 % 10**6
    sheet = ServiceSheet(
        name=name,
        meets=tuple(meets.split()),
        takes=tuple(takes.split()),
        age_from=ages[0],
        age_to=ages[1],
        children_up_to=children,
        speaks=tuple(SPEAKS.get(agency, "eng").split()),
        speaks_at_night=tuple(night.split()),
        access=tuple(access.split()),
        treats=tuple(treats.split()),
        region=region,
        travel=travel or TRAVEL.get(region, "under_1_hour"),
        is_confidential=hidden,
        address="Known to those who go there" if hidden else f"{1 + number % 90} Ferry Steps",
        city=TOWNS[region],
        postal_code=f"{1000 + number % 9000}",
        phone=f"+999 20 {number:06d}",
        hours="Day and night" if places or night else hours,
        reached_by=reached_by,
    )
    return Offered(agency, called, sheet, places)


SERVICES = (
    _offered("DH", "line", "Dawn line", "rights safety case_management", "any", night="eng hau"),
    _offered("DH", "chat", "Dawn by message", "rights safety", "any", travel="none"),
    _offered("DH", "interpreters", "Interpreting by phone", "interpreting", "any", travel="none"),
    _offered("DH", "escort", "Somebody to travel with", "transport safety", "any"),
    _offered(
        "LS",
        "lotus_house",
        "Lotus house",
        "shelter basic_needs safety",
        "women children family",
        children=3,
        places=14,
        hidden=True,
        night="eng hau",
        access="step_free pregnancy",
        treats="maternity counselling",
    ),
    _offered(
        "LS",
        "lotus_first_night",
        "Lotus first night",
        "shelter safety",
        "women transgender",
        ages=(16, None),
        places=4,
        hidden=True,
        night="eng",
    ),
    _offered(
        "LS",
        "lotus_girls",
        "Lotus house for girls",
        "shelter child_protection schooling",
        "children",
        ages=(10, 17),
        places=8,
        hidden=True,
        night="eng",
    ),
    _offered("LS", "lotus_flats", "Lotus flats", "housing basic_needs", "women family", places=6),
    _offered("LS", "lotus_counsel", "Counselling at Lotus", "counselling", "women children"),
    _offered("LS", "lotus_nursery", "Lotus nursery", "child_care", "family children", ages=(0, 6)),
    _offered("LS", "lotus_sewing", "Sewing room", "training work", "women", ages=(16, None)),
    _offered(
        "HH",
        "family_house",
        "Harbour family house",
        "shelter basic_needs",
        "family women any",
        children=4,
        places=18,
        night="eng ukr",
        access="step_free wheelchair",
    ),
    _offered(
        "HH",
        "mens_house",
        "Harbour men's house",
        "shelter basic_needs safety",
        "men",
        ages=(18, None),
        places=10,
        hidden=True,
        night="eng",
    ),
    _offered(
        "HH",
        "boys_house",
        "Harbour boys' house",
        "shelter schooling child_protection",
        "children men",
        ages=(12, 18),
        places=7,
        hidden=True,
        night="eng",
    ),
    _offered("HH", "harbour_rooms", "Rooms on the quay", "housing", "men family any", places=9),
    _offered("HH", "harbour_return", "Going home safely", "return transport family_contact", "any"),
    _offered("HH", "harbour_talk", "Talking at the harbour", "counselling", "men family"),
    _offered("HH", "harbour_fund", "Emergency fund", "money basic_needs", "any"),
    _offered("OD", "day_centre", "Open Door day centre", "basic_needs rights counselling", "any"),
    _offered(
        "OD",
        "night_room",
        "Open Door night room",
        "shelter",
        "women men transgender any",
        ages=(18, None),
        places=6,
        night="eng",
        reached_by="phone",
    ),
    _offered("OD", "papers_desk", "Papers desk", "papers residence", "any"),
    _offered("OD", "school_bridge", "Bridge to school", "schooling", "children", ages=(6, 18)),
    _offered("OD", "first_job", "First job", "work training", "any", ages=(16, None)),
    _offered("OD", "own_business", "A business of one's own", "business_grant", "any"),
    _offered("OD", "street_team", "Street team", "basic_needs safety", "any", reached_by="phone"),
    _offered("OD", "guardians", "Guardians for children", "guardian child_protection", "children"),
    _offered(
        "RC",
        "consulting",
        "River Clinic, consulting hours",
        "medical sexual_health",
        "any",
        access="wheelchair step_free",
        treats="medical sexual_health",
    ),
    _offered("RC", "mothers", "River Clinic, mothers", "maternity medical", "women family"),
    _offered("RC", "mind", "River Clinic, counselling", "counselling psychiatric", "any"),
    _offered("RC", "withdrawal", "River Clinic, withdrawal", "substance_treatment", "any"),
    _offered("RC", "visiting", "Visiting nurse", "medical", "any", reached_by="link"),
    _offered("LA", "advice", "Legal advice", "legal_advice rights", "any"),
    _offered("LA", "court", "Beside you in court", "court_support legal_advice", "any"),
    _offered("LA", "wages", "Wages and compensation", "compensation legal_advice", "any"),
    _offered("LA", "residence", "Residence and status", "residence papers", "any"),
    _offered("LA", "youth_law", "Law for the young", "legal_advice guardian", "children"),
    _offered("NG", "quiet_room", "Quiet room at North Gate", "safety", "any", reached_by="phone"),
    _offered("PN", "witness_room", "Witness room", "court_support", "any", reached_by="sheet"),
    _offered("OB", "complaints", "Complaints about services", "rights", "any", reached_by="phone"),
    _offered("NC", "return_desk", "Return and papers desk", "return papers", "any"),
)
