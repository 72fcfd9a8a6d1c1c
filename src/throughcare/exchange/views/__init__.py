"""Pages of exchange: send a file in, look at what was found, take it over; send cases out."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from throughcare.exchange import queries, services
from throughcare.exchange.forms import ExportForm, FileForm
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def imports(request: HttpRequest) -> HttpResponse:
    """Send a file in; the imports of late. 6 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("exchange")
    form = FileForm(request.POST or None, request.FILES or None)

    def send_in(sent: Form) -> str:
        key = services.send_in(sent.cleaned_data["file"], by=by, at=at)
        return reverse("exchange:import", args=[key])

    context = {"imports": queries.latest_imports(by)}
    return act_page(request, "exchange/imports.html", form, send_in, context=context)


@require_GET
def one_import(request: HttpRequest, key: str) -> HttpResponse:
    """How far an import is, and what was found in the file."""
    page = queries.import_page(actor_here(request), key)
    return render(request, "exchange/import.html", {"page": page})


@require_POST
def take_in(request: HttpRequest, key: str) -> HttpResponse:
    """Take over the rows of a file that was looked through."""
    services.take_in(
        key,
        skip_bad_rows="skip_bad_rows" in request.POST,
        seen_version=_number(request.POST.get("version", "")),
        by=actor_here(request),
        at=timezone.now(),
    )
    return redirect("exchange:import", key)


@require_POST
def refused_rows(request: HttpRequest, key: str) -> HttpResponseBase:
    """The bad rows of a spreadsheet as a CSV, each with what is wrong."""
    at = timezone.now()
    file = services.refused_rows(key, by=actor_here(request), at=at)
    return download(file, f"rows-to-mend-{timezone.localdate(at).isoformat()}")


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Give an import up."""
    services.cancel_import(key, by=actor_here(request), at=timezone.now())
    return redirect("exchange:import", key)


@a_page
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the cases of one's agency out, with a reason."""
    by, at = actor_here(request), timezone.now()
    by.must("exchange")
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = services.export_htcds(
                by=by,
                at=at,
                reason_code=form.cleaned_data["reason"],
                file_format=form.cleaned_data["file_format"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return download(file, f"htcds-{timezone.localdate(at).isoformat()}")
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/export.html", {"form": form}, status=status)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def download(file: services.Export, name: str) -> StreamingHttpResponse:
    """A file to be kept by the browser, never shown in it."""
    answer = StreamingHttpResponse(file.chunks(), content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{file.ending}"'
    answer["Content-Length"] = str(len(file.content))
    return answer
