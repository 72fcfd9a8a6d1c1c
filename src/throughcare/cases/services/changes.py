"""A change that stands or is told not to: nothing is claimed that was not written."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from throughcare.kernel.errors import Refused
from throughcare.kernel.records import Record


def change(row: Record, **values: Any) -> None:
    """Change a row as it was read, or refuse because somebody was quicker."""
    if not row.change(**values):
        raise Refused(_("Somebody was quicker: this has just changed. Look again."))


def refuse_for(reasons: Iterable[str]) -> None:
    """Refuse with these reasons, in the reader's language, if there are any."""
    if found := [_(reason) for reason in reasons]:
        raise Refused(*found)
