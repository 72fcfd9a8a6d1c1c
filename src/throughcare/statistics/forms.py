"""The shape of what is asked of the figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.statistics.queries import Asked, Choice
from throughcare.statistics.rules import DIMENSIONS


class AskedForm(forms.Form):
    """Which rows of which source, counted by what."""

    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    down = forms.ChoiceField(label=gettext_lazy("Count by"), required=False)
    across = forms.ChoiceField(label=gettext_lazy("and by"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        sources: Sequence[Choice],
        choices: Mapping[str, Sequence[Choice]],
    ) -> None:
        super().__init__(data)
        self._choices = choices
        titles = [(code, _(dimension.title)) for code, dimension in DIMENSIONS.items()]
        self._offer("source", sources)
        self._offer("down", [("", _("Everything, one by one")), *titles])
        self._offer("across", [("", _("Nothing else")), *titles])
        for code, title in titles:
            self.fields[code] = forms.ChoiceField(
                label=title, required=False, choices=[("", _("Any")), *choices[code]]
            )

    def clean(self) -> dict[str, Any]:
        """A second dimension needs a first, and another one."""
        chosen = self.cleaned_data
        across = chosen.get("across")
        if across and not chosen.get("down"):
            self.add_error("down", _("Choose what to count by first."))
        elif across and across == chosen.get("down"):
            self.add_error("across", _("Choose something else than above."))
        return chosen

    def asked(self) -> Asked:
        """What was chosen, of a form that is valid."""
        chosen = self.cleaned_data
        return Asked(
            only={code: chosen[code] for code in DIMENSIONS if chosen[code]},
            down=chosen["down"],
            across=chosen["across"],
        )

    def chosen_words(self) -> list[str]:
        """Which rows were chosen, as a page says it."""
        return [
            dict(self._choices[code])[self.cleaned_data[code]]
            for code in DIMENSIONS
            if self.cleaned_data[code]
        ]

    def only(self) -> list[forms.BoundField]:
        """The fields that choose rows."""
        return [self[code] for code in DIMENSIONS]

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)
