"""What somebody was writing when the page locked: sealed, and given back to them alone."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.agencies.models import KeptForm, Staff
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.vault.services import Place, Unreadable, open_for_bearer, seal_for_bearer

KEPT_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent, or as far as it was written: where to, and its fields in order.

    `page` is where to go on writing what was not sent yet.
    """

    path: str
    fields: list[tuple[str, str]]
    page: str = ""


def keep_form(staff: Staff, kept: Kept, *, at: datetime) -> str:
    """Seal a form for the member of staff who was writing it: what the browser must bring back."""
    forget_old_kept_forms(at)
    row = KeptForm(staff=staff, at=at)
    content = json.dumps(asdict(kept)).encode()
    token, row.sealed = seal_for_bearer(content, staff.pk.hex, _place(row.pk))
    row.save(force_insert=True)
    return f"{row.key}.{token}"


def kept_form(brought: str, *, by: Actor, at: datetime) -> Kept:
    """Open what the actor was writing; `NotHere` for anybody else, or too late. 1 query."""
    key, _dot, token = brought.partition(".")
    row = KeptForm.objects.filter(key=key, staff=by.staff, at__gte=at - KEPT_FOR).first()
    if row is None:
        raise NotHere("kept_form", asked=key)
    try:
        content = json.loads(open_for_bearer(token, row.sealed, by.staff.hex, _place(row.pk)))
    except Unreadable:
        raise NotHere("kept_form", asked=key) from None
    fields = [(name, value) for name, value in content["fields"]]
    return Kept(content["path"], fields, content["page"])


def forget_kept_form(brought: str, *, by: Actor) -> None:
    """Remove a kept form of the actor's own; absent is fine."""
    KeptForm.objects.filter(key=brought.partition(".")[0], staff=by.staff).delete()


def forget_old_kept_forms(at: datetime) -> int:
    """Remove forms that nobody came back for: how many."""
    removed, _kinds = KeptForm.objects.filter(at__lt=at - KEPT_FOR).delete()
    return removed


def _place(row: UUID) -> Place:
    return Place("agencies_keptform", row, "sealed")
