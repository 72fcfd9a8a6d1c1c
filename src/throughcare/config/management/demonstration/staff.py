"""The staff of the invented country. The first of each agency is there from its founding."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """Somebody on the staff: name, the part of the address before the @, duties.

    `post` is the place of a post in the sheet of the agency.
    """

    agency: str
    name: str
    local: str
    duties: tuple[str, ...]
    focal: bool = False
    post: int = 0
    languages: tuple[str, ...] = ("eng",)
    left: timedelta | None = None


def _member(
    agency: str, name: str, local: str, duties: str, *, focal: bool = False, post: int = 0
) -> MemberSheet:
    return MemberSheet(agency, name, local, tuple(duties.split()), focal, post)


STAFF = (
    _member("DH", "Halle Quillon", "director", "administrator", post=0),
    _member(
        "DH", "Noor", "noor", "hotline_worker case_manager emergency_trained", focal=True, post=1
    ),
    _member("DH", "Edda Marlowick", "admin", "administrator data_officer"),
    _member("DH", "Sami", "sami", "hotline_worker", post=1),
    _member("DH", "Tove Aldersen", "tove", "hotline_worker case_manager", focal=True),
    _member("DH", "Bilal Nourin", "bilal", "hotline_worker"),
    _member("DH", "Kateryn Holub", "kateryn", "hotline_worker", post=1),
    _member("DH", "Musa Adani", "musa", "hotline_worker", post=1),
    _member("DH", "Irena Voskel", "irena", "social_worker case_manager advocate"),
    _member("DH", "Prem Thapari", "prem", "hotline_worker"),
    _member("DH", "Lio Fennimore", "lio", "hotline_worker", post=1),
    _member("LS", "Greta Ansgarde", "admin", "administrator", post=1),
    _member("LS", "Ines", "ines", "shelter_worker", focal=True),
    _member("LS", "Mirela Dunca", "mirela", "case_manager", focal=True, post=1),
    _member("LS", "Sopheak Lim-Arn", "sopheak", "shelter_worker"),
    _member("LS", "Hawa Sulei", "hawa", "shelter_worker"),
    _member("LS", "Ottilie Brandor", "ottilie", "shelter_worker case_manager"),
    _member("LS", "Rana Khaledi", "rana", "social_worker", post=1),
    _member("LS", "Wanda Petrosk", "wanda", "administrator service_editor", post=1),
    _member("LS", "Dilan Osei-Marr", "dilan", "shelter_worker"),
    _member("HH", "Piet Vanderholm", "admin", "administrator"),
    _member("HH", "Oksana Rudik", "oksana", "case_manager shelter_worker", focal=True),
    _member("HH", "Ramon Quillas", "ramon", "shelter_worker", focal=True, post=1),
    _member("HH", "Andrei Lupasc", "andrei", "shelter_worker", post=1),
    _member("HH", "Celia Marquand", "celia", "social_worker case_manager"),
    _member("HH", "Joon Tanaro", "joon", "shelter_worker"),
    _member("HH", "Sunniva Krag", "sunniva", "shelter_worker service_editor"),
    _member("OD", "Abel Worknesh", "admin", "administrator"),
    _member("OD", "Gita Sherchanari", "gita", "social_worker case_manager", focal=True),
    _member("OD", "Luc Derivault", "luc", "social_worker", focal=True, post=1),
    _member("OD", "Marta Kesselin", "marta", "grant_officer case_manager"),
    _member("OD", "Yonas Tesfari", "yonas", "social_worker", post=1),
    _member("RC", "Dr Amal Haddouri", "admin", "administrator"),
    _member("RC", "Dr Stefan Illarion", "stefan", "clinician case_manager", focal=True),
    _member("RC", "Nurse Zainab Oyel", "zainab", "clinician", focal=True),
    _member("RC", "Lena Brightwater", "lena", "social_worker"),
    _member("RC", "Dr Pavlo Dnistren", "pavlo", "clinician"),
    _member("LA", "Vera Castellane", "admin", "administrator"),
    _member("LA", "Jonas Ferreol", "jonas", "lawyer case_manager", focal=True),
    _member("LA", "Salma Idrisin", "salma", "lawyer", focal=True),
    _member("LA", "Corin Aldebert", "corin", "lawyer"),
    _member("NG", "Commander Ulf Rask", "admin", "administrator"),
    _member("NG", "Officer Tarn", "officer", "border_officer", focal=True),
    _member("NG", "Officer Liska", "liska", "border_officer", post=1),
    _member("NG", "Officer Bohdar", "bohdar", "border_officer"),
    _member("NG", "Officer Emmerin", "emmerin", "border_officer", post=1),
    _member("NG", "Officer Vadimer", "vadimer", "border_officer"),
    _member("NG", "Officer Josune", "josune", "border_officer", post=1),
    _member("NG", "Inspector Halldis", "halldis", "investigator"),
    _member("PN", "Registrar Oda Winther", "admin", "administrator"),
    _member("PN", "Prosecutor Marek Solvan", "solvan", "prosecutor", focal=True),
    _member("PN", "Prosecutor Alix Demaret", "demaret", "prosecutor deciding_officer", focal=True),
    _member("PN", "Investigator Runa Eik", "runa", "investigator", focal=True),
    _member("PN", "Investigator Teo Marchi", "teo", "investigator"),
    _member("OB", "Clerk Signe Ahlmar", "admin", "administrator"),
    _member("OB", "Ombudsperson Ilve", "ombuds", "ombudsperson"),
    _member("OB", "Adviser Nadir Belq", "nadir", "ombudsperson"),
    _member("NC", "Secretary Elke Thorn", "admin", "administrator"),
    _member("NC", "Coordinator Bero", "coordinator", "coordinator"),
    _member("NC", "Adviser Yara Montclair", "yara", "coordinator"),
    MemberSheet(
        "LS",
        "Petra Lindqvar",
        "petra",
        ("shelter_worker",),
        focal=True,
        left=timedelta(days=75),
    ),
)
"""Sixty people, and one who has left meanwhile."""

THE_SIX = (
    "noor@dawn.example",
    "ines@lotus.example",
    "officer@northgate.example",
    "ombuds@ombuds.example",
    "admin@dawn.example",
    "coordinator@coordination.example",
)
"""Who does the main job: their sign-ins are printed first."""
