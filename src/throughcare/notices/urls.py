"""Addresses of notices."""

from django.urls import path

from throughcare.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/<str:key>/open/", views.open_notice, name="open"),
]
