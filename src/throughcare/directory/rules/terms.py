"""The taxonomies that classify our services in the public directory, made from the code lists.

Their ids are derived from list and code, so that every installation gives one term one id and
directories can be read together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from throughcare.directory.rules.sheet import Aspect
from throughcare_core import vocab

NAMESPACE = UUID("3d1f1f0e-52c1-5c86-9c2a-64f5a3f0d6a1")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A code list as a taxonomy; `aspect` is what its terms tell of a service."""

    id: UUID
    name: str
    description: str
    version: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `codes` are the codes of a service that it means, its narrower terms included."""

    id: UUID
    code: str
    name: str
    description: str
    taxonomy: Taxonomy
    parent: UUID | None
    codes: frozenset[str]


def _taxonomy(name: str, aspect: Aspect) -> Taxonomy:
    known = vocab.code_list(name)
    return Taxonomy(
        uuid5(NAMESPACE, name),
        known.title,
        f"{known.title}. {known.source}.",
        known.version,
        aspect,
    )


NEEDS = _taxonomy("need", Aspect.MEETS)
FOR_WHOM = _taxonomy("service_for", Aspect.TAKES)
ACCESS = _taxonomy("access_need", Aspect.ACCESS)
TAXONOMIES = (NEEDS, FOR_WHOM, ACCESS)


def _group_id(support: str) -> UUID:
    return uuid5(NAMESPACE, f"support_type/{support}")


def _groups() -> Iterator[Term]:
    """The HTCDS types of support, as the broader terms of the needs."""
    source = vocab.code_list("support_type").source
    for support in vocab.codes("support_type"):
        under = [need.code for need in vocab.codes("need") if _support_of(need) == support.code]
        if under:
            yield Term(
                _group_id(support.code),
                f"support:{support.code}",
                support.label,
                f"{support.label}. {source}.",
                NEEDS,
                None,
                frozenset(under),
            )


def _support_of(need: vocab.Code) -> str:
    return str(need.traits["htcds"])


def _terms(name: str, taxonomy: Taxonomy) -> Iterator[Term]:
    for value in vocab.codes(name):
        parent = _group_id(_support_of(value)) if taxonomy is NEEDS else None
        yield Term(
            uuid5(NAMESPACE, f"{name}/{value.code}"),
            value.code,
            value.label,
            f"{taxonomy.name}: {value.label}",
            taxonomy,
            parent,
            frozenset({value.code}),
        )


TERMS: tuple[Term, ...] = (
    *_groups(),
    *_terms("need", NEEDS),
    *_terms("service_for", FOR_WHOM),
    *_terms("access_need", ACCESS),
)
_BY_CODE = {(term.taxonomy.aspect, term.code): term for term in TERMS}


def term_of(aspect: Aspect, code: str) -> Term | None:
    """The term of a code that a service tells; None for what is no taxonomy (languages)."""
    return _BY_CODE.get((aspect, code))


def terms_meant(
    term: UUID | None, taxonomy: UUID | None
) -> list[tuple[Aspect, frozenset[str]]] | None:
    """What a service must tell to have this term and some term of this taxonomy.

    A list of (aspect, codes of which one is needed); None when there is no such term or taxonomy.
    """
    meant: list[tuple[Aspect, frozenset[str]]] = []
    if term is not None:
        found = [each for each in TERMS if each.id == term]
        if not found:
            return None
        meant.append((found[0].taxonomy.aspect, found[0].codes))
    if taxonomy is not None:
        inside = [each for each in TERMS if each.taxonomy.id == taxonomy]
        if not inside:
            return None
        codes = frozenset().union(*(each.codes for each in inside))
        meant.append((inside[0].taxonomy.aspect, codes))
    return meant
