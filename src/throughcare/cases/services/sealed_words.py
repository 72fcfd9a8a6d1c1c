"""Words and answers that come with many cases at once: sealed before the act that writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as kept
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.cases.models import AddedField
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id
from throughcare.vault.services import Owner, Place, seal_text


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note about one person: the key of its step, its part, and its words sealed."""

    id: UUID
    part: str
    words: bytes = kept(repr=False)


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """An answer in a field that the agency added: the key of the field, and the value sealed."""

    id: UUID
    field: str
    value: bytes = kept(repr=False)


def sealed_note(text: str, part: str, person: UUID, by: Actor) -> SealedNote:
    """Seal a note with the person's key, which must exist."""
    pk = new_id()
    place = Place("cases_event", pk, "words")
    return SealedNote(pk, part, seal_text(text, Owner(by.agency, "person", person), place))


def sealed_answer(key: str, value: str, person: UUID, by: Actor) -> SealedAnswer:
    """Seal an answer with the person's key, which must exist."""
    pk = new_id()
    place = Place("cases_addedvalue", pk, "value")
    return SealedAnswer(pk, key, seal_text(value, Owner(by.agency, "person", person), place))


def ids_of_fields(keys: Iterable[str], by: Actor) -> dict[str, UUID]:
    """The fields of the actor's agency that are asked now, by key. 1 query, or none.

    Raises `Refused` where one is not asked any more, or not of the parts that the actor reads.
    """
    wanted = set(keys)
    if not wanted:
        return {}
    asked = AddedField.objects.filter(agency=by.agency, retired_at=None, part__in=sorted(by.parts))
    found = {key: pk for key, pk in asked.values_list("key", "pk") if key in wanted}
    if wanted - found.keys():
        raise Refused(_("A field of your agency is not asked any more. Look at the columns again."))
    return found
