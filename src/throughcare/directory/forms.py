"""The shape of what is typed about services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.directory.queries import Asked, as_typed
from throughcare.directory.rules import (
    ASPECTS,
    REACHED_BY,
    TRAVEL,
    TREATMENTS,
    WHOM,
    Aspect,
    ServiceSheet,
)
from throughcare.kernel.vocabulary import words
from throughcare_core import vocab

Choices = list[tuple[str, str]]


def _choices(aspect: Aspect) -> Choices:
    if aspect is Aspect.TAKES:
        return [(code, _(label)) for code, label in WHOM.items()]
    known = TREATMENTS if aspect is Aspect.TREATS else None
    return [(code, said) for code, said in words(ASPECTS[aspect]) if known is None or code in known]


class CodedWords:
    """Reads what somebody chose or typed as codes of a list: codes, or words in any language."""

    def __init__(self, aspect: Aspect) -> None:
        self.list = ASPECTS[aspect]
        self.by_word = {word.casefold(): code for code, word in _choices(aspect)}

    def read(self, typed: Iterable[str]) -> tuple[list[str], list[str]]:
        """The codes that were meant, and the words that mean none."""
        codes, unknown = [], []
        for word in (part.strip() for text in typed for part in text.split(";")):
            code = self.by_word.get(word.casefold()) or vocab.accepted(self.list, word)
            if code:
                codes.append(code)
            elif word:
                unknown.append(word)
        return list(dict.fromkeys(codes)), unknown


class ListOfCodes(forms.MultipleChoiceField):
    """Boxes to tick; also takes the words of several, with semicolons between."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, aspect: Aspect, **kwargs: Any) -> None:
        self.aspect = aspect
        super().__init__(choices=lambda: _choices(aspect), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        codes, unknown = CodedWords(self.aspect).read(super().to_python(value))
        return [*codes, *unknown]


class ListOfLanguages(forms.CharField):
    """Names of languages as people write them, with commas or semicolons between."""

    def __init__(self, aspect: Aspect, **kwargs: Any) -> None:
        self.aspect = aspect
        super().__init__(max_length=500, **kwargs)

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value).replace(",", ";")
        codes, unknown = CodedWords(self.aspect).read([typed])
        if unknown:
            raise forms.ValidationError(
                _("We do not know this language: {words}. Write its usual name.").format(
                    words=", ".join(unknown)
                )
            )
        return codes


class ServiceForm(forms.Form):
    """Everything that an agency writes about a service."""

    name = forms.CharField(label=gettext_lazy("Name of the service"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("What it does"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    meets = ListOfCodes(Aspect.MEETS, label=gettext_lazy("Needs that it meets"))
    takes = ListOfCodes(Aspect.TAKES, label=gettext_lazy("Whom it takes"))
    age_from = forms.IntegerField(
        label=gettext_lazy("Youngest age"), min_value=0, max_value=120, required=False
    )
    age_to = forms.IntegerField(
        label=gettext_lazy("Oldest age"), min_value=0, max_value=120, required=False
    )
    children_up_to = forms.IntegerField(
        label=gettext_lazy("How many children may come along"),
        min_value=0,
        max_value=50,
        initial=0,
    )
    speaks = ListOfLanguages(
        Aspect.SPEAKS,
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("With commas between, such as: Hausa, French."),
        required=False,
    )
    speaks_at_night = ListOfLanguages(
        Aspect.SPEAKS_AT_NIGHT, label=gettext_lazy("Languages at night"), required=False
    )
    access = ListOfCodes(
        Aspect.ACCESS, label=gettext_lazy("Access needs that it answers"), required=False
    )
    treats = ListOfCodes(
        Aspect.TREATS, label=gettext_lazy("Treatment that can go on here"), required=False
    )
    region = forms.CharField(label=gettext_lazy("Region"), max_length=60)
    travel = forms.ChoiceField(
        label=gettext_lazy("Travel time from the main town of the region"),
        choices=lambda: [(code, _(label)) for code, label in TRAVEL.items()],
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Confidential: nobody outside may know where it is"),
        help_text=gettext_lazy(
            "Place and phone are sealed. It stands in no list; other agencies learn only that your "
            "agency may have a place, in which region, and how long one travels."
        ),
        required=False,
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    hours = forms.CharField(label=gettext_lazy("Hours"), max_length=200, required=False)
    reached_by = forms.ChoiceField(
        label=gettext_lazy("How a referral reaches it"),
        choices=lambda: [(code, _(label)) for code, label in REACHED_BY.items()],
        widget=forms.RadioSelect,
        initial="account",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stays_confidential: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stays_confidential = stays_confidential
        if stays_confidential:
            del self.fields["is_confidential"]

    @classmethod
    def showing(cls, sheet: ServiceSheet, version: int) -> "ServiceForm":
        """The form filled with a stored sheet."""
        typed = as_typed(sheet)
        chosen = {aspect.value: list(sheet.codes(aspect)) for aspect in Aspect}
        words = {name: typed[name].replace("; ", ", ") for name in ("speaks", "speaks_at_night")}
        initial = {**typed, **chosen, **words, "version": version}
        return cls(initial=initial, stays_confidential=sheet.is_confidential)

    def sheet(self) -> ServiceSheet:
        """What was typed, once it is valid."""
        typed: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }
        return ServiceSheet(**{"is_confidential": self.stays_confidential, **typed})


class PlacesForm(forms.Form):
    """How many places are free now."""

    free = forms.IntegerField(label=gettext_lazy("Free now"), min_value=0, max_value=9999)
    of = forms.IntegerField(label=gettext_lazy("Places in all"), min_value=0, max_value=9999)
    for_whom = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=lambda: [
            ("", _("All whom the service takes")),
            *((code, _(label)) for code, label in WHOM.items() if code != "any"),
        ],
        required=False,
    )
    next_on = forms.DateField(label=gettext_lazy("Next place expected on"), required=False)


class PublishForm(forms.Form):
    """That a confidential service is to be known to everyone."""

    agreed = forms.BooleanField(
        label=gettext_lazy("Yes: from now on everyone may know where this service is")
    )


class AskedForm(forms.Form):
    """What somebody looks for among the services of other agencies."""

    need = forms.ChoiceField(label=gettext_lazy("Need"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, data: Any, languages: Choices, regions: list[str]) -> None:
        super().__init__(data)
        for name, choices in (
            ("need", _choices(Aspect.MEETS)),
            ("language", languages),
            ("region", [(region, region) for region in regions]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Any")), *choices]

    def asked(self) -> Asked:
        """What was chosen; what is not in the lists is not asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Asked(chosen.get("need", ""), chosen.get("language", ""), chosen.get("region", ""))
