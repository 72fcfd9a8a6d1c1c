"""Shape of what is typed when a life is in danger, and when it is reviewed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from throughcare.consent.rules import EMERGENCY_WHY, VERDICT_WORDS


class HolderForm(forms.Form):
    """Which agency is to be reached."""

    holder = forms.ChoiceField(
        label=_("Which agency looks after the person?"),
        help_text=_("Whether it knows the person is not said here."),
    )

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((agency.hex, name) for agency, name in agencies)]


class DangerForm(forms.Form):
    """Why contact and risk have to be opened now."""

    why = forms.ChoiceField(
        label=_("Why is a life in danger?"),
        choices=[(code, _(words)) for code, words in EMERGENCY_WHY.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What did you hear, and from whom?"),
        help_text=_("The agency that looks after the person reads this. It is kept sealed."),
        max_length=2000,
        widget=forms.Textarea,
    )


class ReviewForm(forms.Form):
    """What a review found."""

    verdict = forms.ChoiceField(
        label=_("Was it right?"),
        choices=[(code, _(words)) for code, words in VERDICT_WORDS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What did you find?"),
        help_text=_("Whom you spoke with, and what follows. It is kept sealed."),
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, is_erased: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_erased:
            field = self.fields["words"]
            field.required = False
            field.help_text = _("Leave this empty: the record was erased, the verdict is kept.")
