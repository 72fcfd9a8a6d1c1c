"""On a case timeline: the same person's other records, and the way to ask others."""

from datetime import datetime

from django import template

from throughcare.kernel.actors import Actor
from throughcare.linking import queries

register = template.Library()


@register.inclusion_tag("linking/_panel.html")
def linked_records(case: object, by: Actor, at: datetime) -> dict[str, object]:
    """Show each linked record that the reader may read; nothing, and no gap, for who may not."""
    may_read = "identity" in by.parts
    person = case.person_id  # type: ignore[attr-defined]
    return {
        "case": case,
        "rows": queries.linked_now(by, person, at) if may_read else [],
        "may_read": may_read,
        "by": by,
    }
