"""The shape of what is typed about a person's identity."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from throughcare.identity.rules import (
    CHECKS,
    ERASURE_REASONS,
    HOLD_REASONS,
    MOST_NAMES,
    NO_SAFE_WAY,
    ORDERS,
    WAYS_OF_KIND,
    Birth,
    Gender,
    Name,
    Paper,
    SafeContact,
    reasons_against_name_part,
)
from throughcare.kernel.vocabulary import word, words

MOST_UPLOAD_BYTES = 12 * 1024 * 1024
CITIZENSHIPS = ("citizenship_1", "citizenship_2", "citizenship_3", "citizenship_4")
PERSONAL = {"class": "tc-personal", "autocomplete": "off", "spellcheck": "false"}

Choices = list[tuple[str, str]]


def choices_of(name: str, empty: str = "") -> Callable[[], Choices]:
    """The values of a code list as choices, in the reader's language."""

    def choices() -> Choices:
        known = words(name)
        return [("", _(empty)), *known] if empty else known

    return choices


def own_choices(known: dict[str, str]) -> Callable[[], Choices]:
    """Codes of this app as choices, in the reader's language."""
    return lambda: [(code, _(text)) for code, text in known.items()]


class NamePart(forms.CharField):
    """One part of a name, refused with a reason where it is no name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs=PERSONAL), **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if reasons := [_(reason) for reason in reasons_against_name_part(value)]:
            raise forms.ValidationError(reasons)


class PersonalText(forms.CharField):
    """A short text about a person."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=300, widget=forms.TextInput(attrs=PERSONAL), **options)


class Seen(forms.Form):
    """A form that remembers which version it was opened on."""

    version = forms.IntegerField(required=False, min_value=0, initial=0, widget=forms.HiddenInput)

    @property
    def seen_version(self) -> int:
        """The version on which this was typed; 0: nothing was recorded yet."""
        return self.cleaned_data.get("version") or 0


class CalledForm(Seen):
    """What the person wants to be called."""

    called = NamePart(
        label=lazy("What does she or he want to be called?"),
        help_text=lazy("Any name the person chooses. It need not be in any paper."),
    )


class SomebodyElseForm(forms.Form):
    """Asked where somebody with such a name has a record already."""

    somebody_else = forms.BooleanField(
        label=lazy("I looked: it is somebody else. Store the names."), required=False
    )


class NameForm(forms.Form):
    """One name, in one script."""

    given = NamePart(label=lazy("Given name"))
    family = NamePart(label=lazy("Family name"))
    other = NamePart(label=lazy("Middle, father's or other name"))
    kind = forms.ChoiceField(
        label=lazy("Kind of name"), choices=choices_of("name_kind"), initial="used"
    )
    order = forms.ChoiceField(
        label=lazy("Order"), choices=own_choices(ORDERS), initial="given_first"
    )

    @property
    def name(self) -> Name:
        """The name as it was typed."""
        typed = self.cleaned_data
        return Name(
            given=typed.get("given", ""),
            family=typed.get("family", ""),
            other=typed.get("other", ""),
            kind=typed.get("kind", "used"),
            order=typed.get("order", "given_first"),
        )


NameForms = forms.formset_factory(NameForm, extra=1, max_num=MOST_NAMES, validate_max=True)


class BirthForm(Seen):
    """When a person was born, or what is thought."""

    certainty = forms.ChoiceField(
        label=lazy("How sure is the date of birth?"),
        choices=choices_of("date_certainty"),
        widget=forms.RadioSelect,
        initial="unknown",
    )
    day = forms.DateField(
        label=lazy("Day of birth"), required=False, widget=forms.DateInput(attrs=PERSONAL)
    )
    year = forms.IntegerField(
        label=lazy("Year of birth, about"), required=False, min_value=1880, max_value=2199
    )
    age = forms.IntegerField(
        label=lazy("Or age in years, about"), required=False, min_value=0, max_value=130
    )
    grown_up = forms.ChoiceField(
        label=lazy("Child or adult?"),
        required=False,
        choices=lambda: [
            ("child", _("Probably a child")),
            ("adult", _("Certainly an adult")),
            ("", _("Not known")),
        ],
        widget=forms.RadioSelect,
        help_text=lazy("In doubt, choose child: then nobody loses protection."),
    )

    @property
    def estimates(self) -> list[forms.BoundField]:
        """What is asked where the date is estimated."""
        return [self["year"], self["age"]]

    @property
    def birth(self) -> Birth:
        """The birth as it was typed."""
        typed = self.cleaned_data
        estimated = typed.get("certainty") == "estimated"
        return Birth(
            certainty=typed.get("certainty", "unknown"),
            day=typed.get("day") if typed.get("certainty") == "exact" else None,
            year=typed.get("year") if estimated else None,
            age=typed.get("age") if estimated else None,
            grown_up=typed.get("grown_up", ""),
        )


class GenderForm(Seen):
    """Sex, gender and citizenships, each apart."""

    sex = forms.ChoiceField(
        label=lazy("Sex"), choices=choices_of("sex"), widget=forms.RadioSelect, initial="unknown"
    )
    gender = forms.ChoiceField(
        label=lazy("Gender, in the person's own words"),
        choices=choices_of("gender"),
        initial="NonSpecifiedUnknown",
    )
    citizenship_1 = forms.ChoiceField(
        label=lazy("Citizenship"), required=False, choices=choices_of("country", "Not known")
    )
    citizenship_2 = forms.ChoiceField(
        label=lazy("Second citizenship"), required=False, choices=choices_of("country", "None")
    )
    citizenship_3 = forms.ChoiceField(
        label=lazy("Third citizenship"), required=False, choices=choices_of("country", "None")
    )
    citizenship_4 = forms.ChoiceField(
        label=lazy("Fourth citizenship"), required=False, choices=choices_of("country", "None")
    )

    @property
    def typed(self) -> Gender:
        """Sex, gender and citizenships as they were chosen."""
        chosen = [self.cleaned_data[name] for name in CITIZENSHIPS if self.cleaned_data[name]]
        return Gender(
            sex=self.cleaned_data["sex"],
            gender=self.cleaned_data["gender"],
            citizenships=tuple(dict.fromkeys(chosen)),
        )


LABELS_OF_VALUE = {
    "phone": lazy("Telephone number"),
    "email": lazy("E-mail address"),
    "messenger": lazy("App and account name"),
    "address": lazy("Address, as somebody would find it"),
}


class ContactForm(Seen):
    """One way to reach a person, of a kind that was chosen before."""

    value = PersonalText(label="")
    ways = forms.MultipleChoiceField(
        label=lazy("Which ways are safe?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Say which ways are safe, or that none is safe now.")},
    )
    times = PersonalText(
        label=lazy("When is it safe?"),
        required=False,
        help_text=lazy("For example: weekdays 10 to 12, never at night."),
    )
    who_reads = PersonalText(
        label=lazy("Who else reads or hears it?"),
        required=False,
        help_text=lazy("For example: a cousin uses the same phone. No names."),
    )
    say = PersonalText(
        label=lazy("What should we say?"),
        required=False,
        help_text=lazy("Words that tell others nothing. For example: the sewing class."),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.fields["value"].label = LABELS_OF_VALUE[kind]
        ways = self.fields["ways"]
        if isinstance(ways, forms.MultipleChoiceField):
            ways.choices = [
                (way, word("contact_way", way)) for way in (*WAYS_OF_KIND[kind], NO_SAFE_WAY)
            ]

    @property
    def contact(self) -> SafeContact:
        """The contact as it was typed."""
        typed = self.cleaned_data
        return SafeContact(
            kind=self.kind,
            value=typed["value"],
            ways=tuple(typed["ways"]),
            times=typed["times"],
            who_reads=typed["who_reads"],
            say=typed["say"],
        )


class SmallFile(forms.FileField):
    """A file of at most 12 MB; its name is not kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, UploadedFile) and (data.size or 0) > MOST_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 12 MB. Make a smaller picture."), code="too_large"
            )
        return super().clean(data, initial)


class DocumentForm(forms.Form):
    """One identity document."""

    kind = forms.ChoiceField(label=lazy("Kind of document"), choices=choices_of("document_kind"))
    country = forms.ChoiceField(
        label=lazy("Country that issued it"),
        required=False,
        choices=choices_of("country", "Not known"),
    )
    number = PersonalText(label=lazy("Number"), required=False)
    valid_until = forms.DateField(
        label=lazy("Valid until"), required=False, widget=forms.DateInput(attrs=PERSONAL)
    )
    check = forms.ChoiceField(
        label=lazy("How was it checked?"),
        choices=own_choices(CHECKS),
        widget=forms.RadioSelect,
        initial="told",
    )
    scan = SmallFile(
        label=lazy("Picture or PDF of it"),
        required=False,
        help_text=lazy("Only if it is needed. JPEG, PNG, WebP or PDF, at most 12 MB."),
    )

    @property
    def paper(self) -> Paper:
        """The document as it was typed."""
        typed = self.cleaned_data
        return Paper(
            kind=typed["kind"],
            country=typed["country"],
            number=typed["number"],
            valid_until=typed["valid_until"],
            check=typed["check"],
        )

    @property
    def sent(self) -> bytes | None:
        """The bytes of the scan, if one was sent."""
        scan = self.cleaned_data.get("scan")
        return scan.read() if scan else None


class PhotographForm(forms.Form):
    """One photograph."""

    picture = SmallFile(
        label=lazy("Photograph"),
        help_text=lazy("JPEG, PNG or WebP, at most 12 MB. Place, time and device are removed."),
    )

    @property
    def sent(self) -> bytes:
        """The bytes of the photograph."""
        content: bytes = self.cleaned_data["picture"].read()
        return content


class EraseForm(forms.Form):
    """Why a record is erased, and that it is meant."""

    reason = forms.ChoiceField(
        label=lazy("Why is it erased?"),
        choices=own_choices(ERASURE_REASONS),
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=lazy("Erase all that our agency recorded of this person. It cannot be undone.")
    )


class HoldForm(forms.Form):
    """The legal reason for keeping a record."""

    reason = forms.ChoiceField(
        label=lazy("Why must it be kept?"),
        choices=own_choices(HOLD_REASONS),
        widget=forms.RadioSelect,
    )
