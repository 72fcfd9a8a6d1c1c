"""Fields that several apps ask alike."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between them lies all that this work is about, and each has days before and after it."""
NO_SUCH_DAY = _("Give a day between 1900 and 2199.")


class DayField(forms.DateField):
    """A day that somebody may mean: another is a slip, or a try to break a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(FIRST_DAY, NO_SUCH_DAY),
            MaxValueValidator(LAST_DAY, NO_SUCH_DAY),
        ]
