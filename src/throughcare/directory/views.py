"""Pages about services: read, one call, answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from throughcare.directory import doors, queries, services
from throughcare.directory.forms import AskedForm, PlacesForm, PublishForm, ServiceForm
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, Refused

NOT_YET = 422
"""The status of a page that asks to look at a form again."""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
def own_services(request: HttpRequest) -> HttpResponse:
    """The services of one's own agency. 9 queries."""
    by = _actor(request)
    rows = queries.own_services(by, timezone.now())
    return render(request, "directory/own_services.html", {"rows": rows, **_abilities(by)})


@require_GET
def services_elsewhere(request: HttpRequest) -> HttpResponse:
    """What other agencies show to all staff. 11 queries."""
    by = _actor(request)
    form = AskedForm(request.GET, *queries.filter_choices(by))
    page = _page_number(request.GET.get("page", ""))
    rows, more = queries.services_elsewhere(by, form.asked(), timezone.now(), page)
    context = {"form": form, "rows": rows, "page": page, "more": more, "asked": _asked(request)}
    return render(request, "directory/services_elsewhere.html", context)


@require_GET
def one_service(request: HttpRequest, key: str) -> HttpResponse:
    """One service."""
    return _service_page(request, key)


@require_POST
def show_where(request: HttpRequest, key: str) -> HttpResponse:
    """The same page with the sealed place of one's own confidential service opened."""
    where = doors.look_where(_actor(request), key, timezone.now())
    return _service_page(request, key, where=where)


@require_http_methods(["GET", "POST"])
def open_service(request: HttpRequest) -> HttpResponse:
    """Open a service."""
    by = _actor(request)
    by.must("edit_services")
    if request.method == "GET":
        return _form_page(request, ServiceForm())
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=NOT_YET)
    try:
        opened = services.open_service(form.sheet(), by=by, at=timezone.now())
    except Refused as refused:
        return _form_page(request, form, refused=refused, status=NOT_YET)
    messages.success(request, _("The service is open."))
    return redirect("directory:service", key=opened.key)


@require_http_methods(["GET", "POST"])
def change_service(request: HttpRequest, key: str) -> HttpResponse:
    """Change a service."""
    by, at = _actor(request), timezone.now()
    if request.method == "GET":
        shown = services.look_at_sheet(key, by=by, at=at)
        return _form_page(request, ServiceForm.showing(*shown), key=key)
    by.must("edit_services")
    stored, version = queries.sheet_to_change(by, key)
    form = ServiceForm(request.POST, stays_confidential=stored.is_confidential)
    if not form.is_valid():
        return _form_page(request, form, key=key, status=NOT_YET)
    seen = form.cleaned_data["version"] or 0
    try:
        services.change_service(key, form.sheet(), seen_version=seen, by=by, at=at)
    except Changed as changed:
        return _both_versions(request, changed, form, key, version)
    except Refused as refused:
        return _form_page(request, form, key=key, refused=refused, status=NOT_YET)
    messages.success(request, _("The service is changed."))
    return redirect("directory:service", key=key)


@require_http_methods(["GET", "POST"])
def say_places(request: HttpRequest, key: str) -> HttpResponse:
    """Say how many places are free."""
    by, at = _actor(request), timezone.now()
    doors.own_service(by, key)
    page = queries.one_service(by, key, at)
    form = PlacesForm(request.POST or None, initial=_last_said(page))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            services.say_places_free(key, **form.cleaned_data, by=by, at=at)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Places free are written down."))
            return redirect("directory:service", key=key)
    return render(
        request,
        "directory/say_places.html",
        {"form": form, "card": page.card, "refused": refused},
        status=NOT_YET if request.method == "POST" else 200,
    )


@require_POST
def pause_service(request: HttpRequest, key: str) -> HttpResponse:
    """Pause a service."""
    return _moved(request, key, services.pause_service, _("The service is paused."))


@require_POST
def resume_service(request: HttpRequest, key: str) -> HttpResponse:
    """Let a paused service take people again."""
    return _moved(request, key, services.resume_service, _("The service is open again."))


@require_http_methods(["GET", "POST"])
def close_service(request: HttpRequest, key: str) -> HttpResponse:
    """Close a service for good."""
    if request.method == "GET":
        return _last_look(request, key, "directory/close_service.html", None)
    return _moved(request, key, services.close_service, _("The service is closed."))


@require_http_methods(["GET", "POST"])
def publish_service(request: HttpRequest, key: str) -> HttpResponse:
    """Make a confidential service public."""
    form = PublishForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _last_look(request, key, "directory/publish_service.html", form)
    return _moved(request, key, services.publish_service, _("The service is public."))


def _moved(request: HttpRequest, key: str, act: Callable[..., None], said: str) -> HttpResponse:
    act(key, by=_actor(request), at=timezone.now())
    messages.success(request, said)
    return redirect("directory:service", key=key)


def _last_look(
    request: HttpRequest, key: str, template: str, form: PublishForm | None
) -> HttpResponse:
    """A page before what cannot be undone."""
    by = _actor(request)
    by.must("edit_services")
    doors.own_service(by, key)
    card = queries.one_service(by, key, timezone.now()).card
    status = NOT_YET if request.method == "POST" else 200
    return render(request, template, {"form": form, "card": card}, status=status)


def _service_page(request: HttpRequest, key: str, where: doors.Where | None = None) -> HttpResponse:
    by = _actor(request)
    page = queries.one_service(by, key, timezone.now())
    context = {"card": page.card, "said": page.said, "where": where, **_abilities(by)}
    return render(request, "directory/service.html", context)


def _form_page(
    request: HttpRequest,
    form: ServiceForm,
    *,
    key: str = "",
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "key": key, "refused": refused}
    return render(request, "directory/service_form.html", context, status=status)


def _both_versions(
    request: HttpRequest, changed: Changed, form: ServiceForm, key: str, version: int
) -> HttpResponse:
    context = {
        "changed": changed,
        "form": form,
        "version": version,
        "saved_url": reverse("directory:service", kwargs={"key": key}),
    }
    return render(request, "web/changed.html", context, status=409)


def _abilities(by: Actor) -> dict[str, bool]:
    edits = by.may("edit_services")
    return {"may_edit": edits, "may_say_places": edits or bool(by.duties & services.SAYS_PLACES)}


def _last_said(page: queries.ServicePage) -> dict[str, int]:
    said = page.card.places
    return {"free": said.free, "of": said.of} if said else {}


def _page_number(text: str) -> int:
    return min(int(text), 10_000) if text.isascii() and text.isdigit() and int(text) else 1


def _asked(request: HttpRequest) -> str:
    """The filters as they stand in the address, for its next page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
