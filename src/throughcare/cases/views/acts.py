"""Pages that do one act on a case each."""

import re
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.agencies.doors import colleagues
from throughcare.cases import doors, queries, services
from throughcare.cases.adapters import KEPT
from throughcare.cases.forms import (
    PARTS,
    AddedFieldForm,
    CloseForm,
    FileForm,
    HistoryForm,
    LockForm,
    NoteForm,
    RedactForm,
    StaffForm,
    TaskForm,
)
from throughcare.consent.queries import who_may_be_named
from throughcare.kernel.errors import Changed
from throughcare.kernel.views import a_page, act_page, actor_here

VERSION = re.compile(r"[0-9]{1,9}")


def _about(request: HttpRequest, key: str) -> dict[str, object]:
    """The case that an act page is about, for its heading."""
    by = actor_here(request)
    case = doors.case_of(by, key, timezone.now())
    return {"case": case, "number": queries.number_of(by, case)}


@a_page
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Write a note."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    form = NoteForm(request.POST or None, parts=by.parts, initial={"part": "situation"})

    def write(sent: Form) -> str:
        said = sent.cleaned_data
        others = services.people_numbered(said["also_about"], by=by, at=at)
        services.write_note(key, said["text"], part=said["part"], also_about=others, by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        write,
        said=_("The note is kept."),
        context={**about, "title": _("Write a note"), "act": _("Keep the note")},
    )


@a_page
def task(request: HttpRequest, key: str) -> HttpResponse:
    """Add something to do."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    form = TaskForm(request.POST or None)

    def add(sent: Form) -> str:
        services.add_task(key, **sent.cleaned_data, by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        add,
        said=_("It will stand on your Today page."),
        context={**about, "title": _("Add a next step"), "act": _("Add it")},
    )


@require_POST
def task_done(request: HttpRequest, key: str) -> HttpResponse:
    """Something is done."""
    services.finish_task(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Done."))
    return redirect("web:today")


@a_page
def file(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a file with the case."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        parts=by.parts,
        initial={"part": "situation"},
    )

    def attach(sent: Form) -> str:
        said = sent.cleaned_data
        services.attach_file(key, said["file"], part=said["part"], by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        attach,
        said=_("The file is kept, sealed."),
        context={**about, "title": _("Keep a file"), "act": _("Keep it"), "upload": True},
    )


@require_GET
def open_attachment(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a file out to be saved, never shown inline."""
    found, _name, chunks = doors.attachment_opened(actor_here(request), key, timezone.now())
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    name = f"file-{found.key[:6]}.{KEPT[found.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-File-Type"] = found.media_type
    return response


@require_POST
def drop_attachment(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a file."""
    case = services.remove_attachment(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("The file is gone."))
    return redirect("cases:case", key=case)


@a_page
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Where and when recruitment, transit or exploitation was."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    form = HistoryForm(request.POST or None)

    def add(sent: Form) -> str:
        services.add_historic_event(key, **sent.cleaned_data, by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        add,
        said=_("Written down."),
        context={**about, "title": _("What happened before"), "act": _("Write it down")},
    )


@a_page
def manager(request: HttpRequest, key: str) -> HttpResponse:
    """Assign the case inside the agency."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    by.must("manage_case")
    staff = [(member.pk.hex, member.name) for member in colleagues(by.agency)]
    form = StaffForm(request.POST or None, staff=staff)
    case = doors.case_of(by, key, at)
    brought = request.POST.get("version", "")
    seen = int(brought) if VERSION.fullmatch(brought) else case.version

    def assign(sent: Form) -> str:
        chosen = UUID(sent.cleaned_data["staff"])
        services.name_case_manager(key, chosen, by=by, at=at, seen_version=seen)
        return reverse("cases:case", args=[key])

    context = {
        **about,
        "title": _("Who manages this case?"),
        "act": _("Assign"),
        "version": case.version,
    }
    try:
        return act_page(
            request, "cases/act.html", form, assign, said=_("Assigned."), context=context
        )
    except Changed as changed:
        stands = {"changed": changed, "form": form, "version": case.version}
        return render(request, "web/changed.html", stands, status=409)


@a_page
def lock(request: HttpRequest, key: str) -> HttpResponse:
    """Lock the case to named people: colleagues, and those elsewhere to whom it is open."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    by.must("lock_case")
    person = doors.case_of(by, key, at).person_id
    form = LockForm(request.POST or None, rows=who_may_be_named(person, by.agency))

    def lock_to(sent: Form) -> str:
        named = [UUID(member) for member in sent.cleaned_data["staff"]]
        services.lock_case(key, named, by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        lock_to,
        said=_("Locked. Nobody else can tell that this case exists."),
        context={**about, "title": _("Lock this case"), "act": _("Lock it")},
    )


@a_page
def redact(request: HttpRequest, key: str) -> HttpResponse:
    """Take an erased person out of a note about several people."""
    by, at = actor_here(request), timezone.now()
    event, case, words = doors.note_to_redact(by, key, at)
    form = RedactForm(request.POST or None, initial={"text": words})

    def rewrite(sent: Form) -> str:
        services.redact(event.key, sent.cleaned_data["text"], by=by, at=at)
        return reverse("cases:case", args=[case.key])

    return act_page(
        request,
        "cases/act.html",
        form,
        rewrite,
        said=_("The note no longer speaks of the person who was erased."),
        context={
            "case": case,
            "number": queries.number_of(by, case),
            "title": _("Take a person out of this note"),
            "act": _("Keep the note as it now stands"),
        },
    )


@require_POST
def unlock(request: HttpRequest, key: str) -> HttpResponse:
    """Open the case to the agency's staff again."""
    services.unlock_case(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Open to your agency again."))
    return redirect("cases:case", key=key)


@a_page
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the case with its reason."""
    by, at, about = actor_here(request), timezone.now(), _about(request, key)
    by.must("manage_case")
    form = CloseForm(request.POST or None)

    def close_it(sent: Form) -> str:
        services.close_case(key, reason=sent.cleaned_data["reason"], by=by, at=at)
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/act.html",
        form,
        close_it,
        said=_("Closed. It can be taken up again at any time."),
        context={**about, "title": _("Close this case"), "act": _("Close it")},
    )


@require_POST
def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Take up a closed case again."""
    services.reopen_case(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Taken up again."))
    return redirect("cases:case", key=key)


@a_page
def own_fields(request: HttpRequest) -> HttpResponse:
    """The fields that one's agency adds to our form. 6 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("manage_staff")
    form = AddedFieldForm(request.POST or None, parts=PARTS)

    def add(sent: Form) -> str:
        said = {**sent.cleaned_data, "options": form.option_lines()}
        services.add_field(**said, by=by, at=at)
        return reverse("cases:own_fields")

    context = {"fields": queries.added_fields(by.agency), "parts": PARTS}
    return act_page(request, "cases/own_fields.html", form, add, said=_("Added."), context=context)


@require_POST
def retire_field(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a field no longer."""
    services.retire_field(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("It is no longer asked. What was answered stays."))
    return redirect("cases:own_fields")
