"""A page from which a list leaves the house, as its reader sees it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from throughcare.exchange import services
from throughcare.exchange.forms import ListForm
from throughcare.exchange.queries.lists import list_kind
from throughcare.exchange.views import download
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, actor_here


@a_page
def send_list(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a list out, with the filters of the page that led here."""
    by, at = actor_here(request), timezone.now()
    kind = list_kind(name)
    form = ListForm(request.POST or None, is_personal=kind.is_personal)
    if request.method == "POST" and form.is_valid():
        try:
            file = services.send_list(
                name,
                request.GET.dict(),
                reason_code=form.cleaned_data.get("reason", ""),
                file_format=form.cleaned_data["file_format"],
                by=by,
                at=at,
            )
        except Refused as refused:
            if refused.door:
                raise
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return download(file, f"{name}-{timezone.localdate(at).isoformat()}")
    status = 422 if request.method == "POST" else 200
    asked = request.META["QUERY_STRING"]
    back = reverse(kind.page) + (f"?{asked}" if asked else "")
    context = {"form": form, "kind": kind, "back": back}
    return render(request, "exchange/send_list.html", context, status=status)
