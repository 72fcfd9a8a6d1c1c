"""The staff of one's agency, for its administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.agencies import services
from throughcare.agencies.doors import oneself
from throughcare.agencies.forms import AppointForm, DutyForm, OnCallForm, PostForm
from throughcare.agencies.queries import posts_of, resets_to_decide, staff_page, staff_rows
from throughcare.agencies.views.requests import StaffRequest
from throughcare.kernel.errors import Refused


def staff_list(request: StaffRequest) -> HttpResponse:
    """Everybody on the staff, what waits for a second person, and the posts. 14 queries."""
    at = timezone.now()
    context = {
        "rows": staff_rows(by=request.actor, at=at),
        "resets": resets_to_decide(by=request.actor, at=at),
        "posts": posts_of(by=request.actor),
        "on_call": oneself(request.actor).agency.on_call,
    }
    return render(request, "agencies/staff_list.html", context)


@require_http_methods(["GET", "POST"])
def appoint(request: StaffRequest) -> HttpResponse:
    """Appoint somebody; the answer is the one-time link, shown this once."""
    by = request.actor
    by.must("manage_staff")
    posts = [(post.key, post.name) for post in posts_of(by=by)]
    form = AppointForm(request.POST or None, posts=posts, kind=by.agency_kind)
    if form.is_valid():
        try:
            appointed = services.appoint_staff(**form.cleaned_data, by=by, at=timezone.now())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return _link(request, form.cleaned_data["name"], appointed.key, appointed.token)
    return render(request, "agencies/appoint.html", {"form": form})


@require_http_methods(["GET", "POST"])
def new_post(request: StaffRequest) -> HttpResponse:
    """Open a post."""
    by = request.actor
    by.must("manage_staff")
    form = PostForm(request.POST or None)
    if form.is_valid():
        try:
            services.open_post(**form.cleaned_data, by=by, at=timezone.now())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("name", reason)
        else:
            messages.success(request, _("The post is open."))
            return redirect("staff_list")
    return render(request, "agencies/new_post.html", {"form": form})


@require_http_methods(["GET", "POST"])
def on_call(request: StaffRequest) -> HttpResponse:
    """The number that the agency answers at any hour."""
    by = request.actor
    by.must("manage_staff")
    form = OnCallForm(request.POST or None, initial={"number": oneself(by).agency.on_call})
    if form.is_valid():
        services.say_on_call_number(form.cleaned_data["number"], by=by, at=timezone.now())
        messages.success(request, _("Written down. It is shown when a life is in danger."))
        return redirect("staff_list")
    return render(request, "agencies/on_call.html", {"form": form})


def member(request: StaffRequest, key: str) -> HttpResponse:
    """One member of the staff."""
    page = staff_page(key, by=request.actor, at=timezone.now())
    form = DutyForm(offered=list(page.duties_to_give))
    return render(request, "agencies/member.html", {"page": page, "row": page.row, "form": form})


@require_POST
def give_duty(request: StaffRequest, key: str) -> HttpResponse:
    """Give a duty."""
    services.give_duty(key, request.POST.get("duty", ""), by=request.actor, at=timezone.now())
    return redirect("staff_member", key)


@require_POST
def end_duty(request: StaffRequest, key: str, duty: str) -> HttpResponse:
    """End a duty."""
    services.end_duty(key, duty, by=request.actor, at=timezone.now())
    return redirect("staff_member", key)


@require_POST
def name_focal_point(request: StaffRequest, key: str) -> HttpResponse:
    """Name somebody focal point."""
    services.name_focal_point(key, by=request.actor, at=timezone.now())
    return redirect("staff_member", key)


@require_POST
def end_focal_point(request: StaffRequest, key: str) -> HttpResponse:
    """Somebody is no longer focal point."""
    services.end_focal_point(key, by=request.actor, at=timezone.now())
    return redirect("staff_member", key)


@require_POST
def new_link(request: StaffRequest, key: str) -> HttpResponse:
    """A new one-time link for somebody who has not signed in yet."""
    at = timezone.now()
    token = services.renew_invitation(key, by=request.actor, at=at)
    return _link(request, staff_page(key, by=request.actor, at=at).row.name, key, token)


@require_POST
def end_sessions(request: StaffRequest, key: str) -> HttpResponse:
    """End every session of somebody."""
    services.end_sessions_of(key, by=request.actor, at=timezone.now())
    messages.success(request, _("Signed out on every device."))
    return redirect("staff_member", key)


@require_POST
def leave(request: StaffRequest, key: str) -> HttpResponse:
    """Somebody leaves the agency."""
    services.staff_leaves(key, by=request.actor, at=timezone.now())
    messages.success(request, _("Done. Nothing of this agency opens for this person any more."))
    return redirect("staff_list")


@require_POST
def ask_reset(request: StaffRequest, key: str) -> HttpResponse:
    """Ask that somebody starts anew."""
    services.ask_factor_reset(key, by=request.actor, at=timezone.now())
    messages.success(request, _("Asked. Another administrator must approve within three days."))
    return redirect("staff_member", key)


@require_POST
def approve_reset(request: StaffRequest, key: str) -> HttpResponse:
    """Approve what another asked; the answer is the one-time link, shown this once."""
    token = services.approve_factor_reset(key, by=request.actor, at=timezone.now())
    return _link(request, "", "", token)


@require_POST
def withdraw_reset(request: StaffRequest, key: str) -> HttpResponse:
    """Take back what was asked."""
    services.withdraw_factor_reset(key, by=request.actor, at=timezone.now())
    return redirect("staff_list")


def _link(request: StaffRequest, name: str, key: str, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("welcome", args=[token]))
    return render(request, "agencies/link.html", {"link": link, "name": name, "key": key})
