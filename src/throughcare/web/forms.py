"""Shape of input for the receipt, and for the person's own page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughcare.consent.rules import LASTS
from throughcare.kernel.vocabulary import words

MOST_TYPED = 200


class ReceiptForm(forms.Form):
    """A receipt is made only if the person says that it is safe; by default none."""

    says_it_is_safe = forms.BooleanField(
        label=_("The person says: it is safe for me to have this paper"),
        help_text=_(
            "Ask alone, and without pressing. Whoever finds the paper can ask what it is."
            " Without a yes no paper is made; read the page to the person instead."
        ),
        required=False,
    )
    lasts = forms.ChoiceField(
        label=_("How long?"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days"))],
        widget=forms.RadioSelect,
        initial="30",
    )
    language = forms.ChoiceField(
        label=_("What will the person remember and type?"),
        widget=forms.RadioSelect,
        initial="figures",
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        two = _("Two words in %(language)s")
        named = {code: name for code, name in words("language") if code in languages}
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((code, two % {"language": name}) for code, name in named.items()),
            ("figures", _("Six figures, which can be typed in every script")),
        ]

    def asked(self) -> dict[str, Any]:
        """What `make_receipt` takes."""
        said = self.cleaned_data
        lasts: timedelta = LASTS[said["lasts"]]
        return {
            "says_it_is_safe": said["says_it_is_safe"],
            "lasts": lasts,
            "language": said["language"],
        }


class NumberForm(forms.Form):
    """The number of a paper, as script sends it or as somebody types it."""

    number = forms.CharField(
        label=_("Number on the paper"),
        max_length=MOST_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class WordsForm(forms.Form):
    """What somebody remembers; any text is taken, so that no answer says what it should be."""

    words = forms.CharField(
        label=_("Your words or figures"),
        max_length=MOST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
