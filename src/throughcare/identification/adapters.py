"""Where this app meets files: the laws and the authorities that are held here."""

from functools import cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from throughcare.identification.rules.authorities import Authority, authorities_from
from throughcare_core.definitions import Laws, gathered, laws, versions_in

INVENTED = "XA"


def laws_here() -> Laws:
    """The laws of the core, those of the folder THROUGHCARE_LAWS, and the invented one where the
    house stands in the demonstration country."""
    return _laws(settings.COUNTRY, settings.LAWS)


def authorities_here() -> tuple[Authority, ...]:
    """The rows of who decides under which law: the product's, and those of this house."""
    return _authorities(settings.AUTHORITIES)


@cache
def _laws(country: str, folder: str) -> Laws:
    versions = [version for law in laws().values() for version in law.versions]
    if country == INVENTED:
        versions += versions_in(resources.files(__package__).joinpath("invented"))
    if folder:
        versions += versions_in(Path(folder))
    return gathered(versions)


@cache
def _authorities(path: str) -> tuple[Authority, ...]:
    ours = resources.files(__package__).joinpath("authorities.json").read_text("utf-8")
    found = authorities_from(ours)
    return found + authorities_from(Path(path).read_text("utf-8")) if path else found
