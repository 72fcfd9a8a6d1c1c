"""Changing names, birth, sex and gender: opened by POST, because what is stored is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.identity import doors
from throughcare.identity.forms import (
    CITIZENSHIPS,
    BirthForm,
    CalledForm,
    GenderForm,
    NameForm,
    NameForms,
    SomebodyElseForm,
)
from throughcare.identity.rules import Gender, youngest_age
from throughcare.identity.services import (
    FoundRow,
    possible_duplicates,
    record_birth,
    record_gender,
    record_names,
)
from throughcare.kernel.errors import Changed, Refused
from throughcare.kernel.views import a_page, act_page, actor_here

NAMES = "names"


@a_page
def names(request: HttpRequest, person_key: str) -> HttpResponse:
    """All names of a person, and what she or he wants to be called.

    Who probably has a record here already is shown before anything is stored, and can be passed.
    """
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person
    if request.method != "POST":
        return redirect("identity:identity", person_key)
    if is_opening(request):
        stored = doors.names_of(by, person, by.agency, at)
        called = CalledForm(initial={"called": stored.called, "version": stored.version})
        each = NameForms(initial=[asdict(name) for name in stored.names], prefix=NAMES)
        return _names_page(request, person_key, called, each)
    called, each = CalledForm(request.POST), NameForms(request.POST, prefix=NAMES)
    doubles: Sequence[FoundRow] = ()
    if called.is_valid() and each.is_valid():
        typed = [form.name for form in each.forms if isinstance(form, NameForm)]
        kept = [name for name in typed if name.full]
        wanted, seen = called.cleaned_data["called"], called.seen_version
        try:
            if "somebody_else" not in request.POST:
                doubles = possible_duplicates(kept, besides=person, by=by, at=at)
            if doubles:
                return _names_page(request, person_key, called, each, 422, doubles)
            record_names(person, kept, wanted, seen_version=seen, by=by, at=at)
        except Changed:
            raise
        except Refused as refused:
            for reason in refused.reasons:
                called.add_error(None, reason)
        else:
            messages.success(request, _("Names stored."))
            return redirect("identity:identity", person_key)
    return _names_page(request, person_key, called, each, status=422)


@a_page
def birth(request: HttpRequest, person_key: str) -> HttpResponse:
    """When a person was born, or what is thought."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person
    if request.method != "POST":
        return redirect("identity:identity", person_key)
    if is_opening(request):
        stored = doors.birth_of(by, person, by.agency, at)
        age = youngest_age(stored.birth, at.date()) if stored.birth.age is not None else None
        typed = {**asdict(stored.birth), "age": age, "version": stored.version}
        return opened(request, "identity/birth.html", BirthForm(initial=typed), person_key)

    form = BirthForm(request.POST)

    def store(_sent: Form) -> str:
        record_birth(person, form.birth, seen_version=form.seen_version, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key}
    return act_page(
        request, "identity/birth.html", form, store, said=_("Birth stored."), context=context
    )


@a_page
def gender(request: HttpRequest, person_key: str) -> HttpResponse:
    """Sex, gender and citizenships, each apart."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person
    if request.method != "POST":
        return redirect("identity:identity", person_key)
    heading = {"heading": _("Sex, gender and citizenship")}
    if is_opening(request):
        stored = doors.gender_of(by, person, by.agency, at)
        form = GenderForm(initial={**_typed(stored.gender), "version": stored.version})
        return opened(request, "identity/form.html", form, person_key, heading)

    form = GenderForm(request.POST)

    def store(_sent: Form) -> str:
        record_gender(person, form.typed, seen_version=form.seen_version, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key, **heading}
    return act_page(request, "identity/form.html", form, store, said=_("Stored."), context=context)


def is_opening(request: HttpRequest) -> bool:
    """Whether a form is asked for, filled with what is stored; otherwise it is sent."""
    return request.POST.get("step") == "open"


def panel_of(person_key: str) -> str:
    """The address of the identity page."""
    return reverse("identity:identity", args=[person_key])


def opened(
    request: HttpRequest,
    template: str,
    form: Any,
    person_key: str,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """A form, filled with what is stored."""
    return render(request, template, {"form": form, "person_key": person_key, **(context or {})})


def _names_page(
    request: HttpRequest,
    person_key: str,
    called: CalledForm,
    each: Any,
    status: int = 200,
    doubles: Sequence[FoundRow] = (),
) -> HttpResponse:
    context = {
        "form": called,
        "names": each,
        "person_key": person_key,
        "doubles": doubles,
        "pass": SomebodyElseForm(),
    }
    return render(request, "identity/names.html", context, status=status)


def _typed(gender: Gender) -> dict[str, str]:
    chosen = dict(zip(CITIZENSHIPS, gender.citizenships, strict=False))
    return {"sex": gender.sex, "gender": gender.gender, **chosen}
