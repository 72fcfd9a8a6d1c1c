"""Ugly tables of text."""

from throughcare.exchange.tests.ugly.people import ARABIC, CYRILLIC, NOTED, Meant, Ugly, people

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
RUSSIAN = {"NG": "Нигерия", "MD": "Молдова", "UA": "Украина", "PH": "Филиппины", "CO": "Колумбия"}
IN_ARABIC = {"NG": "نيجيريا", "MD": "مولدوفا", "UA": "أوكرانيا", "PH": "الفلبين", "CO": "كولومبيا"}


def nothing_known() -> Ugly:
    """Every way to write that nothing is known, in every kind of column."""
    ways = ("unknown", "n/a", "-", "?", "")
    meant, lines = [], ["First name;Surname;Date of birth;Sex;Nationality;Phone;Remarks"]
    for at, one in enumerate(people(5, seed=3)):
        way = ways[at]
        lines.append(f"{one.given};{way};{way};{way};{way};{way};sleeps badly")
        meant.append(Meant(names=[one.given], notes=[("situation", "Remarks: sleeps badly")]))
    return Ugly("list.csv", "\r\n".join(lines).encode(), meant, "“unknown” in five spellings")


def estimated_ages() -> Ugly:
    """Ages as people say them."""
    said = {
        "abt 30": "estimated 30",
        "30-35": "estimated 30-35",
        "16 ½": "estimated 16",
        "ca. 40": "estimated 40",
        "25 years": "estimated 25",
        "minor": "unknown child",
        "18+": "unknown adult",
        "17,5": "estimated 17",
    }
    meant, lines = [], ["Name,Age,Sex"]
    for one, (age, born) in zip(people(8, seed=4), said.items(), strict=True):
        lines.append(f'{one.given} {one.family},"{age}",{one.sex[0].upper()}')
        when = f" on {NOTED}" if born.startswith("estimated") else ""
        meant.append(Meant([f"{one.given} {one.family}"], born + when, one.sex))
    return Ugly(
        "ages.csv",
        "\n".join(lines).encode(),
        meant,
        "ages that are no numbers",
        ages_noted_on=NOTED.isoformat(),
    )


def cyrillic_in_1251() -> Ugly:
    """A list in Russian, in the encoding of old programs, days with the month as a word."""
    meant, lines = [], ["№;Имя;Фамилия;Пол;Дата рождения;Гражданство;Дата поступления"]
    for at, one in enumerate(people(6, seed=6, names=CYRILLIC), start=1):
        born, came = one.born, one.arrived
        sex = "жен" if one.sex == "female" else "муж."
        lines.append(
            f"{at};{one.given};{one.family};{sex};{born.day} {MONTHS[born.month - 1]} {born.year};"
            f"{RUSSIAN[one.country]};{came:%d.%m.%Y}"
        )
        meant.append(
            Meant(
                [f"{one.given} {one.family}"],
                f"exact {born}",
                one.sex,
                countries=[one.country],
                opened=came.isoformat(),
            )
        )
    return Ugly(
        "spisok.csv",
        "\r\n".join(lines).encode("windows-1251"),
        meant,
        "Windows-1251",
        orders={"G": "dmy"},
        values={("D", "муж."): "male"},
    )


def arabic_figures() -> Ugly:
    """A list in Arabic, in Windows-1256, with the figures of that script where they fit in it."""
    meant, lines = [], ["رقم;الاسم;الجنس;العمر;الجنسية;ملاحظات"]
    for at, one in enumerate(people(4, seed=8, names=ARABIC), start=1):
        age = 20 + at
        sex = "أنثى" if one.sex == "female" else "ذكر"
        lines.append(
            f"{at};{one.given} {one.family};{sex};حوالي {age};{IN_ARABIC[one.country]};تحتاج مساعدة"
        )
        meant.append(
            Meant(
                [f"{one.given} {one.family}"],
                f"estimated {age} on {NOTED}",
                one.sex,
                countries=[one.country],
                notes=[("situation", "ملاحظات: تحتاج مساعدة")],
            )
        )
    return Ugly(
        "list.csv",
        "\n".join(lines).encode("windows-1256"),
        meant,
        "Windows-1256, right to left",
        ages_noted_on=NOTED.isoformat(),
    )


def american_days_in_utf16() -> Ugly:
    """Tabs, UTF-16, the month first, telephones without a country, figures of another script."""
    meant, lines = [], ["Full name\tDOB\tMobile phone\tIntake date\tAge"]
    for at, one in enumerate(people(5, seed=9)):
        born = one.born.replace(day=at + 1, month=at + 2)
        came = one.arrived.replace(day=at + 3, month=at + 1, year=2025)
        national = one.phone.removeprefix("+999")
        age = came.year - born.year
        lines.append(
            f"{one.given} {one.family}\t{born.month}/{born.day}/{born.year}\t0{national}"
            f"\t{came.month}/{came.day}/{came.year}\t{str(age).translate(EASTERN)}"
        )
        meant.append(
            Meant(
                [f"{one.given} {one.family}"],
                f"exact {born}",
                contacts=[("phone", one.phone)],
                opened=came.isoformat(),
            )
        )
    return Ugly(
        "export.txt",
        ("\ufeff" + "\r\n".join(lines)).encode("utf-16-le"),
        meant,
        "the month first, and no day above 12",
        orders={"B": "mdy", "D": "mdy"},
        prefixes={"C": "+999"},
    )


def decimal_commas_and_double_headings() -> Ugly:
    """The same heading twice, decimal commas, and the agency's own fields."""
    meant = []
    lines = ["Name;Notes;Shoe size;Notes;Number of children;Room wanted;Speaks;Speaks"]
    sizes = ("37,5", "38", "40,25", "39")
    for at, one in enumerate(people(4, seed=11)):
        room = ("single", "shared")[at % 2]
        lines.append(
            f"{one.given};likes tea;{sizes[at]};=cmd|calc;{at},0;{room.upper()};"
            "Hausa, English;French"
        )
        meant.append(
            Meant(
                [one.given],
                facts={("language", "hau"), ("language", "eng"), ("language", "fra")},
                notes=[("situation", "Notes: likes tea\nNotes: =cmd|calc")],
                answers={"Shoe size": sizes[at].replace(",", "."), "Room wanted": room},
                kept={"prs_NumberOfChildren": str(at)},
            )
        )
    return Ugly(
        "sheet.csv",
        "\n".join(lines).encode(),
        meant,
        "two columns of one name, decimal commas, own fields",
    )
