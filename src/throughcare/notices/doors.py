"""The notices that somebody is meant to read."""

from django.db.models import Q, QuerySet

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.notices.models import Notice


def notices_of(by: Actor) -> QuerySet[Notice]:
    """The notices for the actor by name, or for a duty that the actor has at the agency."""
    mine = Q(staff=by.staff) | Q(duty__in=sorted(by.duties))
    return Notice.objects.filter(mine, agency=by.agency)


def notice_for(by: Actor, key: str) -> Notice:
    """One notice for the actor, or `NotHere`. 1 query."""
    found = notices_of(by).filter(key=key).first()
    if found is None:
        raise NotHere("notice", asked=key)
    return found
