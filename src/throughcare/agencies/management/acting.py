"""Who acts at the console."""

from datetime import datetime

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from throughcare.agencies.doors import (
    actor_of,
    agency_by_code,
    all_agencies,
    colleagues,
    staff_named,
)
from throughcare.kernel.actors import Actor


def add_who_acts(parser: CommandParser, agency_help: str) -> None:
    """The options `--agency` and `--as`."""
    parser.add_argument("--agency", metavar="CODE", help=agency_help)
    parser.add_argument(
        "--as", dest="staff", metavar="EMAIL", help=_("the work address of who acts")
    )


def who_acts(
    agency: str | None, staff: str | None, at: datetime, *, ability: str, who_may: str
) -> Actor:
    """The actor of a command, via the console.

    Without `staff`, on a demonstration data base alone: the first of the agency (without `agency`,
    of the first agency) whose duties include the ability. `who_may` says in an error whose act it
    is.
    """
    if staff:
        member = staff_named(staff)
        by = actor_of(member, at, via="console")
        if agency and agency_by_code(agency).pk != by.agency:
            raise CommandError(_("This person does not work at this agency."))
        return by
    candidates = [agency_by_code(agency)] if agency else list(all_agencies())
    for candidate in candidates:
        for member in colleagues(candidate.pk) if candidate.is_demonstration else []:
            by = actor_of(member, at, via="console")
            if by.may(ability):
                return by
    raise CommandError(_("Say who acts: --as and a work address.") + f" {who_may}")
