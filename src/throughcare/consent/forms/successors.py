"""Shape of input for the next reader of a locked record."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class SuccessorForm(forms.Form):
    """Who is proposed."""

    staff = forms.ChoiceField(
        label=_("Who is to read it from now on?"),
        help_text=_(
            "A case manager whom the person would trust. It was locked so that somebody at this"
            " agency would not read it: ask yourself who that may have been."
        ),
    )

    def __init__(self, *args: Any, rows: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((staff.hex, name) for staff, name in rows)]


class AgreedForm(forms.Form):
    """The successor whom the page showed, so that nobody agrees to another one unseen."""

    staff = forms.UUIDField()
