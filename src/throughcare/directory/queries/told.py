"""What services tell in codes, and the newest word on their places."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.directory.models import Places, Service
from throughcare.directory.rules import ASPECTS, WHOM, Aspect
from throughcare.kernel.vocabulary import word
from throughcare_core import vocab


def codes_of(service: Service, aspect: Aspect) -> tuple[str, ...]:
    """The codes of one aspect in the order of their list; reads the prefetched `codes`."""
    told = {row.code for row in service.codes.all() if row.aspect == aspect}
    return tuple(value.code for value in vocab.codes(ASPECTS[aspect]) if value.code in told)


def words_of(aspect: Aspect, codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of an aspect as the reader's language says them."""
    if aspect is Aspect.TAKES:
        return tuple(_(WHOM[code]) for code in codes)
    return tuple(word(ASPECTS[aspect], code) for code in codes)


def ages_in_words(age_from: int | None, age_to: int | None) -> str:
    """The ages that a service takes, in the reader's language."""
    if age_from is not None and age_to is not None:
        return _("{first} to {last}").format(first=age_from, last=age_to)
    if age_from is not None:
        return _("{first} and older").format(first=age_from)
    if age_to is not None:
        return _("up to {last}").format(last=age_to)
    return _("any age")


def children_in_words(up_to: int) -> str:
    """How many children may come along, in the reader's language."""
    if up_to == 0:
        return _("without children")
    return ngettext("with one child", "with up to {n} children", up_to).format(n=up_to)


def newest_places(services: Iterable[UUID]) -> dict[UUID, Places]:
    """The newest word on places free of each service, with who said it. 1 query."""
    newer = Places.objects.filter(service=OuterRef("service")).filter(
        Q(said_at__gt=OuterRef("said_at")) | Q(said_at=OuterRef("said_at"), id__gt=OuterRef("id"))
    )
    rows = Places.objects.filter(~Exists(newer), service__in=set(services))
    return {row.service_id: row for row in rows.select_related("said_by")}
