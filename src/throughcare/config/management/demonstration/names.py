"""Invented names in several scripts, put together by chance: nobody's.

Each is written "native|latin" where its own script is not the Latin one.
"""

import random
from dataclasses import dataclass, replace

from throughcare.identity.rules import Name


@dataclass(frozen=True, slots=True)
class Community:
    """People who share names, a language and a citizenship; `also` is another language."""

    language: str
    citizenship: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    order: str = "given_first"
    also: tuple[str, ...] = ()


COMMUNITIES = (
    Community(
        "eng",
        "XA",
        ("Averil", "Jessamy", "Linnet", "Orla", "Thessaly", "Wrenna", "Isolde", "Marigold"),
        ("Alaric", "Corwin", "Evander", "Ivor", "Tamsyn", "Leander", "Osric", "Rowan"),
        ("Thornwallow", "Fernhollow", "Quartermayne", "Ashenbrook", "Merrowdale", "Larkspindle"),
    ),
    Community(
        "hau",
        "XA",
        ("Ladidi", "Hauwa'u", "Talatu", "Zuwaira", "Bilkisu", "Delu"),
        ("Danjuma", "Garba", "Sabo", "Tanko", "Ilyasu", "Gambo"),
        ("Kwarimbala", "Dutsawaki", "Rafindaji", "Gwaronyama", "Tudunbaki"),
        also=("eng", "fra"),
    ),
    Community(
        "ukr",
        "UA",
        ("Олеся|Olesia", "Мирослава|Myroslava", "Зоряна|Zoriana", "Уляна|Uliana"),
        ("Остап|Ostap", "Тарас|Taras", "Захар|Zakhar", "Левко|Levko"),
        (
            "Верболозин|Verbolozyn",
            "Криничаренко|Krynycharenko",
            "Туманівець|Tumanivets",
            "Журавлинюк|Zhuravlyniuk",
        ),
        also=("rus",),
    ),
    Community(
        "ara",
        "SY",
        ("مريم|Mariam", "وداد|Widad", "هالة|Hala", "ريحانة|Rihana", "لبنى|Lubna"),
        ("يوسف|Youssef", "نزار|Nizar", "زياد|Ziad", "هيثم|Haitham"),
        (
            "القنديلاني|al-Qandilani",
            "النهروازي|al-Nahrawazi",
            "الياسمينوي|al-Yasminawi",
            "البيدروني|al-Baydaruni",
        ),
        also=("fra",),
    ),
    Community(
        "nep",
        "NP",
        ("सीता|Sita", "कमला|Kamala", "मञ्जु|Manju", "तारा|Tara", "बिमला|Bimala"),
        ("राम|Ram", "हरि|Hari", "किरण|Kiran", "दीपक|Dipak"),
        (
            "नदीकोटी|Nadikoti",
            "फूलडाँडाली|Phuldandali",
            "चन्द्रपथिया|Chandrapathiya",
            "वनझरनाली|Banjharnali",
        ),
        also=("hin",),
    ),
    Community(
        "khm",
        "KH",
        ("សុខា|Sokha", "ចន្ថា|Chantha", "បុប្ផា|Bopha", "ម៉ាលី|Maly"),
        ("វិចិត្រ|Vichet", "រតនៈ|Ratanak", "សំណាង|Samnang", "ដារ៉ា|Dara"),
        ("ផ្កាភូមិន|Phkaphumin", "ទន្លេសរ|Tonlesar", "ព្រៃឈើន|Preychheun"),
        order="family_first",
    ),
    Community(
        "ron",
        "MD",
        ("Ilinca", "Sânziana", "Ruxandra", "Zamfira", "Domnica"),
        ("Toader", "Vasilică", "Pintilie", "Dragomir", "Anghel"),
        ("Fântânărescu", "Codrulescu", "Stejărean", "Izvoraru-Negri", "Vântulești"),
        also=("rus",),
    ),
    Community(
        "amh",
        "ET",
        ("ሰላማዊት|Selamawit", "ብርቱካን|Birtukan", "ፀሐይ|Tsehay", "ወይንሸት|Weynishet"),
        ("ደረጀ|Dereje", "ታደሰ|Tadesse", "ሙሉጌታ|Mulugeta", "ግርማ|Girma"),
        ("አበባወርቅ|Abebawerk", "ፀሐይነህ|Tsehayneh", "ወንዝአገር|Wenzager"),
        also=("ara",),
    ),
    Community(
        "fil",
        "PH",
        ("Ligaya", "Dalisay", "Mayumi", "Tala", "Amihan"),
        ("Bayani", "Isagani", "Makisig", "Lakan", "Crisanto"),
        ("Bukidnonera", "Alon-Reyesa", "Habagatan", "Dalampasig"),
        also=("eng",),
    ),
    Community(
        "por",
        "BR",
        ("Jaciara", "Iracema", "Moema", "Conceição"),
        ("Ubirajara", "Raimundo", "Cauã", "Valdomiro"),
        ("Ribeirânia", "Mataclara", "Serraverdes", "Barragrande"),
        also=("spa",),
    ),
)


def names_of(community: Community, woman: bool, chance: random.Random) -> tuple[Name, ...]:
    """The name that somebody uses, and beside it how a paper writes it in Latin letters."""
    given = chance.choice(community.women if woman else community.men).split("|")
    family = chance.choice(community.families).split("|")
    used = Name(given[0], family[0], kind="used", order=community.order)
    if len(family) == 1:
        return (used,)
    return (used, Name(given[-1], family[-1], kind="document", order=community.order))


def names_of_many(community: Community, woman: bool, chance: random.Random) -> tuple[Name, ...]:
    """As `names_of`, with a second family name: among very many people few are called alike."""
    names = names_of(community, woman, chance)
    second = chance.choice(community.families).split("|")
    return tuple(
        replace(name, family=f"{name.family} {family}")
        for name, family in zip(names, (second[0], second[-1]), strict=False)
    )
