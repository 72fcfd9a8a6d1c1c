"""Addresses of services, for staff and for the public."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from throughcare.directory import views
from throughcare.directory.api import api

service: list[URLPattern] = [
    path("", views.one_service, name="service"),
    path("place/", views.show_where, name="show_where"),
    path("change/", views.change_service, name="change_service"),
    path("places/", views.say_places, name="say_places"),
    path("pause/", views.pause_service, name="pause_service"),
    path("resume/", views.resume_service, name="resume_service"),
    path("close/", views.close_service, name="close_service"),
    path("publish/", views.publish_service, name="publish_service"),
]

staff_pages: list[URLPattern | URLResolver] = [
    path("", views.own_services, name="own_services"),
    path("elsewhere/", views.services_elsewhere, name="services_elsewhere"),
    path("open/", views.open_service, name="open_service"),
    path("one/<str:key>/", include(service)),
]

public_directory = api.urls
for page in public_directory[0]:
    if page.callback is not None:
        login_not_required(page.callback)

urlpatterns = [
    path("services/", include((staff_pages, "directory"))),
    path("hsds/", public_directory),
]
