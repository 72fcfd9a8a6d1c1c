"""What is said to somebody who must wait."""

from datetime import timedelta
from math import ceil

from django.utils.translation import ngettext


def wait_words(wait: timedelta) -> str:
    """Say how long to wait, in whole seconds."""
    seconds = max(1, ceil(wait.total_seconds()))
    return ngettext(
        "Wait {n} second, then try again.", "Wait {n} seconds, then try again.", seconds
    ).format(n=seconds)
