"""What a table of people holds: which columns are compared, and as what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from throughcare_core.matching.linkage.faults import Unusable

READY = ("febrl", "people")
MOST_ATTRIBUTES = 40


class Kind(StrEnum):
    """As what a column is compared."""

    NAME = "name"
    WORDS = "words"
    DATE = "date"
    NUMBER = "number"
    LONG_NUMBER = "long number"
    CODE = "code"


class SaltKind(StrEnum):
    """What of a record salts one of its encodings for exchange."""

    YEAR = "year"
    WHOLE = "whole"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column that is compared. `key_group`: attributes of one group share a key, so that a
    given name can be compared with a family name.
    """

    name: str
    kind: Kind
    key_group: str


@dataclass(frozen=True, slots=True)
class Salt:
    """What must be equal in two records for one of their encodings to be comparable."""

    kind: SaltKind
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table. `turned`: pairs of attributes that are at times entered in each
    other's place. `salts`: one encoding for exchange is made under each.
    """

    id_columns: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    turned: tuple[tuple[int, int], ...]
    salts: tuple[Salt, ...]

    def place_of(self, name: str) -> int:
        """The place of an attribute by its name."""
        return next(at for at, each in enumerate(self.attributes) if each.name == name)

    def columns(self) -> tuple[str, ...]:
        """The names of the compared columns, in order."""
        return tuple(each.name for each in self.attributes)


def ready_schema(name: str) -> Schema:
    """One of the schemas that come along: `febrl` or `people`. Raises `Unusable`."""
    if name not in READY:
        raise Unusable(f"There is no ready schema {name!r}: give {' or '.join(READY)}, or a file.")
    text = files(__package__).joinpath("schemas", f"{name}.toml").read_text(encoding="utf-8")
    return read_schema(text)


def read_schema(text: str) -> Schema:
    """A schema from TOML: `id`, `[attributes]` name = kind, `turned`, `salts`. Raises `Unusable`.

    >>> schema = read_schema('''id = "id"
    ... [attributes]
    ... name = "name"
    ... born = "date"
    ... ''')
    >>> schema.columns(), schema.id_columns
    (('name', 'born'), ('id',))
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"The schema is not TOML: {error}.") from error
    unknown = set(told) - {"id", "attributes", "turned", "salts"}
    if unknown:
        raise Unusable(f"The schema says {_listed(unknown)}, which means nothing here.")
    kinds = _kinds(told.get("attributes"))
    turned = _turned(told.get("turned", []), kinds)
    groups = {member: first for first, second in turned for member in (first, second)}
    attributes = tuple(
        Attribute(name, kind, groups.get(name, name)) for name, kind in kinds.items()
    )
    place = {name: at for at, name in enumerate(kinds)}
    return Schema(
        id_columns=_id_columns(told.get("id", "id"), kinds),
        attributes=attributes,
        turned=tuple((place[first], place[second]) for first, second in turned),
        salts=tuple(_salt(each, kinds) for each in _texts(told.get("salts", []), "salts")),
    )


def _kinds(told: object) -> dict[str, Kind]:
    if not isinstance(told, Mapping) or not told:
        raise Unusable("The schema needs a table [attributes] with lines such as: surname = 'name'")
    if len(told) > MOST_ATTRIBUTES:
        raise Unusable(f"A schema has at most {MOST_ATTRIBUTES} attributes.")
    for name, kind in told.items():
        if kind not in set(Kind):
            raise Unusable(f"Attribute {name}: its kind is one of {_listed(Kind)}.")
    return {name: Kind(kind) for name, kind in told.items()}


def _id_columns(told: object, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    names = _texts([told] if isinstance(told, str) else told, "id")
    if not names or set(names) & set(kinds):
        raise Unusable("The schema names one id column (or several that may stand for it).")
    return tuple(names)


def _turned(told: object, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    if not isinstance(told, list):
        raise Unusable("turned is a list of pairs of attributes.")
    pairs = [tuple(_texts(each, "turned")) for each in told]
    members = [name for pair in pairs for name in pair]
    for pair in pairs:
        if len(pair) != 2 or not set(pair) <= set(kinds) or kinds[pair[0]] != kinds[pair[1]]:
            raise Unusable("Each pair in turned names two attributes of one kind.")
    if len(set(members)) != len(members):
        raise Unusable("An attribute stands in one pair of turned at most.")
    return [(pair[0], pair[1]) for pair in pairs]


def _salt(told: str, kinds: Mapping[str, Kind]) -> Salt:
    kind, *names = told.split()
    if kind not in set(SaltKind) or not names or not set(names) <= set(kinds):
        raise Unusable(f"A salt is one of {_listed(SaltKind)}, then attributes: year birth_date")
    if kind == SaltKind.YEAR and [kinds[name] for name in names] != [Kind.DATE]:
        raise Unusable("The salt year is taken from one attribute that is a date.")
    return Salt(SaltKind(kind), tuple(names))


def _texts(told: object, where: str) -> list[str]:
    if not isinstance(told, list) or not all(isinstance(each, str) and each for each in told):
        raise Unusable(f"{where} holds texts.")
    return told


def _listed(words: object) -> str:
    return ", ".join(sorted(map(str, words)))  # type: ignore[call-overload]
