"""The status on the bar of a case timeline: by authority, for who may read it there."""

from datetime import datetime

from django import template

from throughcare.identification import queries
from throughcare.kernel.actors import Actor

register = template.Library()


@register.inclusion_tag("identification/_bar.html")
def determinations(case: object, by: Actor, at: datetime) -> dict[str, object]:
    """Show each determination that the reader may see; nothing, and no gap, for who may not."""
    person = case.person_id  # type: ignore[attr-defined]
    return {"rows": queries.determinations_about(by, person, at)}
