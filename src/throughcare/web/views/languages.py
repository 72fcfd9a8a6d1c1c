"""What is missing in the languages of the pages, and in which one a person is told something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from throughcare.kernel.views import actor_here, page_before, tell_in
from throughcare.web.queries.languages import languages


@require_GET
def language_list(request: HttpRequest) -> HttpResponse:
    """Every language with the texts that it lacks, for administrators."""
    actor_here(request).must("manage_staff")
    return render(request, "web/languages.html", {"rows": languages()})


@require_POST
def choose_told(request: HttpRequest) -> HttpResponse:
    """Choose the language in which a person is told what a page says, and go back to the page."""
    tell_in(request, request.POST.get("about", ""), request.POST.get("told_in", ""))
    return redirect(page_before(request) or "web:today")
