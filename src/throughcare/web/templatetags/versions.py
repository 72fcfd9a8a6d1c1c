"""What two people wrote into the same record, side by side."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from throughcare.kernel.errors import Changed


@dataclass(frozen=True)
class Difference:
    """One field in which what is stored and what was typed differ; `both` joins long texts."""

    name: str
    label: str
    stored: str
    typed: str
    stored_words: str
    typed_words: str
    both: str


def differences(changed: Changed, form: forms.BaseForm | None = None) -> list[Difference]:
    """List the fields in which two people wrote different things; the form gives their labels."""
    return [
        _difference(form, name, changed.now_stored.get(name, ""), typed)
        for name, typed in changed.just_typed.items()
        if name != "version" and changed.now_stored.get(name, "") != typed
    ]


def _difference(form: forms.BaseForm | None, name: str, stored: str, typed: str) -> Difference:
    known = form.fields.get(name) if form else None
    is_long = isinstance(known.widget, forms.Textarea) if known else "\n" in stored + typed
    return Difference(
        name=form.add_prefix(name) if form else name,
        label=str(form[name].label) if form and known else name.replace("_", " ").capitalize(),
        stored=stored,
        typed=typed,
        stored_words=_words_for(known, stored),
        typed_words=_words_for(known, typed),
        both=f"{stored}\n\n{typed}" if is_long and stored and typed else "",
    )


def _words_for(known: forms.Field | None, value: str) -> str:
    choices: Any = known.choices if isinstance(known, forms.ChoiceField) else ()
    code: Any
    label: Any
    for code, label in flatten_choices(choices):
        if str(code) == value:
            return str(label)
    return value or _("nothing")


def carried(found: list[Difference], posted: QueryDict, version_name: str) -> list[tuple[str, str]]:
    """List what was posted beside the differences, to be posted again with the choice."""
    left_out = {"csrfmiddlewaretoken", version_name, *(one.name for one in found)}
    return [
        (name, value) for name, values in posted.lists() if name not in left_out for value in values
    ]
