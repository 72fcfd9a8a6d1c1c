"""Who exchanges data at the console."""

from datetime import datetime

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from throughcare.agencies.management import acting
from throughcare.kernel.actors import Actor


def add_who_acts(parser: CommandParser) -> None:
    """The options `--agency` and `--as`."""
    acting.add_who_acts(parser, _("the agency whose cases these are"))


def who_acts(agency: str | None, staff: str | None, at: datetime) -> Actor:
    """The actor of an import or export; without `staff` a data officer of the demonstration."""
    may = _("A data officer may do this.")
    return acting.who_acts(agency, staff, at, ability="exchange", who_may=may)
