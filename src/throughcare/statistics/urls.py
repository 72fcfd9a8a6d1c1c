"""Addresses of statistics."""

from django.urls import path

from throughcare.statistics import views

app_name = "statistics"
urlpatterns = [
    path("returns/", views.returns, name="returns"),
    path("returns/send/", views.send_return, name="send_return"),
    path("returns/months/<slug:month>.csv", views.month_csv, name="month_csv"),
    path("returns/<str:key>/", views.one_return, name="return"),
    path("returns/<str:key>/csv/", views.return_csv, name="return_csv"),
    path("figures/", views.figures, name="figures"),
    path("figures/<str:key>/remove/", views.remove, name="remove"),
]
