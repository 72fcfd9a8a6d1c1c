"""Kinds of situations in which people are met, as coded facts and in plain words.

Numbers say how often a kind is met here: an invention, made to show every kind and both sexes.
"""

from dataclasses import dataclass, field

Coded = tuple[str, str]
"""A topic of a fact and a code of its list."""

DEBT = ("means_of_control", "DebtBondage")
PAPERS = ("means_of_control", "WithholdsDocuments")
WAGES = ("means_of_control", "TakesEarnings")
LOCKED_IN = ("means_of_control", "RestrictsMovement")
LONG_HOURS = ("means_of_control", "ExcessiveWorkingHours")
THREATS = ("means_of_control", "Threats")
FAMILY_THREATENED = ("means_of_control", "ThreatensChildrenFamily")
PROMISES = ("means_of_control", "FalsePromises")
POLICE_THREATENED = ("means_of_control", "ThreatsLawEnforcement")
PRESSED = ("means_of_control", "PsychologicalAbuse")
WITHOUT_NECESSITIES = ("means_of_control", "WithholdsNecessities")


def _labour(industry: str) -> tuple[Coded, ...]:
    return (
        ("exploitation_type", "ForcedLabour"),
        ("purpose", "forced_labour"),
        ("industry", industry),
        ("act", "recruitment"),
        ("moved", ""),
    )


@dataclass(frozen=True, slots=True)
class Situation:
    """One kind: how often, whom and at what ages, its facts, what may come beside them, words.

    `who`: "f", "m" or "fm"; ages in whole years, both ends included.
    """

    code: str
    often: int
    who: str
    ages: tuple[int, int]
    facts: tuple[Coded, ...] = ()
    perhaps: tuple[Coded, ...] = ()
    words: tuple[str, ...] = field(default=())
    needs: tuple[str, ...] = ("shelter", "counselling", "legal_advice")


SITUATIONS = (
    Situation(
        "farm",
        9,
        "fm",
        (17, 55),
        _labour("A_AgricultureForestryAndFishing"),
        (DEBT, PAPERS, WAGES, LONG_HOURS, ("means", "deception")),
        (
            "They said we pay for the bus first. The sum never got smaller.",
            "We slept in the barn. On Sundays we worked, too.",
        ),
        ("shelter", "compensation", "legal_advice"),
    ),
    Situation(
        "boat",
        6,
        "m",
        (18, 50),
        _labour("A_AgricultureForestryAndFishing"),
        (LOCKED_IN, WAGES, PAPERS, THREATS),
        ("The boat did not come back to land for four months.",),
        ("shelter", "papers", "return"),
    ),
    Situation(
        "building_site",
        8,
        "m",
        (18, 58),
        _labour("F_Construction"),
        (WAGES, PAPERS, POLICE_THREATENED, ("recruitment_method", "ThroughFriendsOrSocialEvents")),
        ("He keeps our passports in the office. He says it is for safety.",),
        ("legal_advice", "compensation", "papers"),
    ),
    Situation(
        "workshop",
        7,
        "fm",
        (16, 45),
        _labour("C_Manufacturing"),
        (LONG_HOURS, WAGES, LOCKED_IN, DEBT),
        ("The gate is locked until the order is finished.",),
        ("work", "counselling", "legal_advice"),
    ),
    Situation(
        "kitchen",
        5,
        "fm",
        (18, 50),
        _labour("I_AccommodationAndFoodServiceActivities"),
        (LONG_HOURS, WAGES, POLICE_THREATENED, PROMISES),
        ("Fourteen hours, then I clean. I have not had a free day since spring.",),
        ("work", "legal_advice", "housing"),
    ),
    Situation(
        "mine",
        3,
        "m",
        (18, 48),
        _labour("B_MiningAndQuarrying"),
        (DEBT, THREATS, WITHOUT_NECESSITIES),
        ("What we found went for the food. There was never anything left.",),
        ("medical", "shelter", "return"),
    ),
    Situation(
        "lorry",
        2,
        "m",
        (20, 55),
        _labour("H_TransportationAndStorage"),
        (WAGES, PAPERS, LONG_HOURS),
        ("I live in the lorry. Every month he takes more for repairs.",),
        ("legal_advice", "compensation"),
    ),
    Situation(
        "household",
        9,
        "f",
        (15, 52),
        (
            ("exploitation_type", "Servitude"),
            ("purpose", "domestic_servitude"),
            ("industry", "T_ActivitiesOfHouseholdsAsEmployers"),
            ("act", "harbouring"),
            ("means", "abuse_of_vulnerability"),
        ),
        (LOCKED_IN, PAPERS, WAGES, PRESSED, PROMISES),
        (
            "I sleep in the kitchen. The door is locked at night.",
            "She has my phone. I may call home on Fridays, and she listens.",
        ),
        ("shelter", "papers", "counselling"),
    ),
    Situation(
        "rooms",
        14,
        "f",
        (18, 40),
        (
            ("exploitation_type", "SexualExploitation"),
            ("sexual_exploitation_type", "Prostitution"),
            ("purpose", "prostitution_of_others"),
            ("act", "recruitment"),
            ("means", "deception"),
            ("moved", ""),
        ),
        (DEBT, FAMILY_THREATENED, WAGES, LOCKED_IN, ("recruitment_method", "AtWork")),
        (
            "It was to be work in a shop. There was no shop.",
            "Every week another town. I do not know the names.",
        ),
        ("shelter", "safety", "counselling", "sexual_health"),
    ),
    Situation(
        "screen",
        6,
        "fm",
        (14, 27),
        (
            ("exploitation_type", "SexualExploitation"),
            ("sexual_exploitation_type", "RemoteInteractiveServices"),
            ("purpose", "online_sexual_abuse"),
            ("moved", ""),
            ("act", "recruitment"),
        ),
        (
            THREATS,
            PRESSED,
            ("recruitment_method", "ThroughOnlineSocialNetworks"),
            ("website_or_app", "Other"),
        ),
        ("They say they will send the pictures to my school if I stop.",),
        ("counselling", "safety", "legal_advice"),
    ),
    Situation(
        "begging",
        5,
        "fm",
        (7, 66),
        (
            ("exploitation_type", "ForcedBegging"),
            ("purpose", "forced_begging"),
            ("moved", ""),
            ("act", "harbouring"),
            ("means", "abuse_of_vulnerability"),
        ),
        (WAGES, THREATS, ("vulnerability", "DisabilityAndPhysicalHealth")),
        ("In the evening they count. If it is too little, there is no supper.",),
        ("shelter", "basic_needs", "medical"),
    ),
    Situation(
        "wedding",
        6,
        "f",
        (14, 26),
        (
            ("exploitation_type", "ForcedMarriage"),
            ("purpose", "forced_marriage"),
            ("moved", ""),
            ("act", "transfer"),
            ("means", "abuse_of_power"),
        ),
        (LOCKED_IN, PRESSED, ("relationship_to_trafficker", "Familial")),
        ("Nobody asked me. The day was set when I came home from school.",),
        ("shelter", "safety", "schooling"),
    ),
    Situation(
        "organ",
        2,
        "m",
        (21, 40),
        (
            ("exploitation_type", "OrganRemoval"),
            ("purpose", "organ_removal"),
            ("act", "recruitment"),
        ),
        (PROMISES, DEBT, ("means", "abuse_of_vulnerability")),
        ("They said it heals in two weeks. I got a third of the money.",),
        ("medical", "legal_advice", "money"),
    ),
    Situation(
        "child_work",
        6,
        "fm",
        (9, 16),
        (
            ("exploitation_type", "ChildLabour"),
            ("purpose", "child_labour"),
            ("moved", ""),
            ("industry", "G_WholesaleAndRetailTradeRepairOfMotorVehicles"),
            ("act", "receipt"),
        ),
        (LONG_HOURS, ("relationship_to_trafficker", "Familial"), ("vulnerability", "Poverty")),
        ("I carry boxes in the market from five. Then I am too tired for school.",),
        ("schooling", "child_protection", "counselling"),
    ),
    Situation(
        "errands",
        5,
        "fm",
        (13, 33),
        (
            ("exploitation_type", "Other"),
            ("purpose", "forced_criminality"),
            ("moved", ""),
            ("act", "recruitment"),
            ("means", "abuse_of_dependence"),
        ),
        (DEBT, PAPERS, PRESSED, ("recruitment_method", "ThroughAnOnlineAdvertisement")),
        (
            "We had to write to strangers all night and ask them for money.",
            "I knew it was wrong. They knew where my sister lives.",
        ),
        ("legal_advice", "safety", "housing"),
    ),
    Situation(
        "carrying_a_child",
        1,
        "f",
        (20, 34),
        (
            ("exploitation_type", "Surrogacy"),
            ("purpose", "surrogacy"),
            ("act", "harbouring"),
        ),
        (LOCKED_IN, PAPERS, PROMISES),
        ("They decide what I eat and when I may go out.",),
        ("maternity", "legal_advice", "shelter"),
    ),
    Situation(
        "fighters",
        1,
        "m",
        (14, 19),
        (
            ("exploitation_type", "ForcedMilitaryByNonStateActors"),
            ("purpose", "armed_conflict"),
            ("act", "recruitment"),
        ),
        (THREATS, LOCKED_IN, PRESSED),
        ("I cooked for them. Then they gave me something to carry.",),
        ("safety", "counselling", "schooling"),
    ),
    Situation(
        "wages_late",
        6,
        "fm",
        (18, 60),
        words=("I want my last two months' pay. How do I write to them?",),
        needs=("legal_advice", "rights"),
    ),
    Situation(
        "no_roof",
        5,
        "fm",
        (18, 62),
        words=("I need a bed for some nights, nothing more.",),
        needs=("shelter", "housing"),
    ),
    Situation(
        "job_abroad",
        5,
        "fm",
        (18, 35),
        words=("Is this offer real? They want the money for the ticket first.",),
        needs=("rights", "papers"),
    ),
    Situation(
        "quarrel_at_home",
        4,
        "f",
        (17, 55),
        words=("I have to get away from home for a while, with the little one.",),
        needs=("shelter", "counselling", "child_care"),
    ),
)
"""The last four are no exploitation at all: help does not depend on that."""
