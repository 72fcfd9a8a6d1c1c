"""How a form field of any kind is prepared for its drawing in `web/pieces/field.html`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

AnyForm: TypeAlias = "forms.BaseForm | BaseFormSet[Any]"
PICKERS = (
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
)


@dataclass(frozen=True)
class Option:
    """One choice of a list: its attributes, label, a line of help, the fields that follow it."""

    attributes: SafeString
    label: str
    help: str
    then: list[BoundField]


def fields_in(follow_up: object) -> list[BoundField]:
    """List the fields of a follow-up, which may be one field, several or none."""
    if isinstance(follow_up, (list, tuple)):
        return list(follow_up)
    return [follow_up] if isinstance(follow_up, BoundField) else []


def options_of(bound: BoundField, follow_ups: Mapping[str, object]) -> list[Option]:
    """List the choices of a field; `follow_ups` holds under `then_VALUE` what follows a choice."""
    return [_option(bound, choice, follow_ups) for choice in bound.subwidgets]


def _option(bound: BoundField, choice: BoundWidget, follow_ups: Mapping[str, object]) -> Option:
    value = str(choice.data["value"])
    label = choice.data["label"]
    explained: Mapping[str, str] = getattr(bound.field, "choice_help", {})
    name = "then_" + re.sub(r"\W", "_", value)
    kept = {k: v for k, v in choice.data["attrs"].items() if k not in ("aria-invalid", "required")}
    return Option(
        attributes=flatatt(
            {
                "type": choice.data["type"],
                "name": choice.data["name"],
                "value": value,
                **kept,
            }
            | {"checked": bool(choice.data["selected"])}
        ),
        label=str(label),
        help=str(getattr(label, "help", "") or explained.get(value, "")),
        then=fields_in(follow_ups.get(name)),
    )


def control_of(bound: BoundField, described: str, nested: bool) -> SafeString:
    """Draw the input itself in our look; a nested one never insists on being filled in."""
    widget = _as_browsers_know_it(bound.field.widget)
    attributes = bound.build_widget_attrs({"aria-describedby": described}, widget)
    attributes.setdefault("id", widget.attrs.get("id") or bound.auto_id)
    if not described:
        del attributes["aria-describedby"]
    if nested:
        attributes.pop("required", None)
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        attributes["rows"] = "4"
    if type(widget) in (forms.TextInput, forms.Textarea):
        attributes["dir"] = "auto"
    if not isinstance(widget, forms.CheckboxInput):
        look = "form-select" if isinstance(widget, forms.Select) else "form-control"
        attributes["class"] = f"{widget.attrs.get('class', '')} {look}".strip()
    html = widget.render(bound.html_name, bound.value(), attributes, bound.form.renderer)
    return SafeString(html)


def _as_browsers_know_it(widget: forms.Widget) -> forms.Widget:
    """Give a plain date or time input the browser's own picker, which speaks ISO 8601."""
    for kind, picker, written in PICKERS:
        if type(widget) is kind:
            picking = kind(attrs=widget.attrs, format=written)
            picking.input_type = picker
            return picking
    return widget


def anchor_of(bound: BoundField) -> str:
    """Name the element a line of the error summary leads to; nothing for a hidden field."""
    if bound.is_hidden:
        return ""
    first = "_0" if isinstance(bound.field.widget, forms.RadioSelect) else ""
    return (bound.id_for_label or bound.auto_id) + first


def _problems_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    return [("", str(text)) for text in form.non_field_errors()] + [
        (anchor_of(form[name]), _named(form[name], error))
        for name, errors in form.errors.as_data().items()
        if name in form.fields
        for error in errors
    ]


def _named(bound: BoundField, error: ValidationError) -> str:
    """What is wrong; what could be said of any field has the name of this one before it."""
    said, label = " ".join(error.messages), str(bound.label)
    if not label or not _is_general(bound.field, error.code):
        return said
    return f"{label} {said}" if label[-1] in "?؟!.:" else f"{label}: {said}"


def _is_general(field: forms.Field, code: str | None) -> bool:
    """Whether a field has no words of its own for what is wrong."""
    if code is None:
        return False
    kinds = [getattr(kind, "default_error_messages", {}) for kind in type(field).__mro__]
    general = next((words[code] for words in kinds if code in words), None)
    return bool(field.error_messages.get(code) == general)


def problems_in(form: AnyForm) -> list[tuple[str, str]]:
    """List what is wrong in a form or formset, as pairs of anchor and text."""
    if not isinstance(form, BaseFormSet):
        return _problems_of(form)
    shared = [("", str(text)) for text in form.non_form_errors()]
    return shared + [problem for part in form.forms for problem in _problems_of(part)]
