"""The way to reported rows: whose duty statistics are, and which sources she or he may count."""

from django.db.models import Q, QuerySet

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.statistics.models import MonthlyReturn, ReportedRows, Source


def sources_of(by: Actor) -> QuerySet[Source]:
    """Published sources, and those of one's own agency, for those whose duty statistics are."""
    if not by.may("statistics"):
        return Source.objects.none()
    return Source.objects.filter(Q(is_protected=True) | Q(agency=by.agency))


def source_of(by: Actor, key: str) -> Source:
    """One source, or `NotHere`; without a key the one imported last. 1 query."""
    found = sources_of(by).order_by("-imported_at", "-pk")
    source = found.filter(key=key).first() if key else found.first()
    if source is None:
        raise NotHere("source", asked=key)
    return source


def own_source_of(by: Actor, key: str) -> Source:
    """A source that the actor's agency imported, or `NotHere`. 1 query."""
    source = sources_of(by).filter(agency=by.agency, key=key).first()
    if source is None:
        raise NotHere("source", asked=key)
    return source


def rows_of(source: Source) -> QuerySet[ReportedRows]:
    """The rows of a source that a door has let somebody count."""
    return ReportedRows.objects.filter(source=source)


def returns_of(by: Actor) -> QuerySet[MonthlyReturn]:
    """Every agency's returns for a coordinator; one's own agency's for a statistician."""
    if by.may("coordinate"):
        return MonthlyReturn.objects.all()
    return MonthlyReturn.objects.filter(agency=by.agency if by.may("statistics") else None)


def return_of(by: Actor, key: str) -> MonthlyReturn:
    """One of these returns, or `NotHere`. 1 query."""
    found = returns_of(by).select_related("agency").filter(key=key).first()
    if found is None:
        raise NotHere("monthly_return", asked=key)
    return found
