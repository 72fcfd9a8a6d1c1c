"""Every address of the house."""

from django.urls import include, path

from throughcare.config import views

urlpatterns = [
    path("ready/", views.ready, name="ready"),
    path("metrics/", views.metrics, name="metrics"),
    path("", include("throughcare.web.urls")),
    path("", include("throughcare.agencies.urls")),
    path("", include("throughcare.notices.urls")),
    path("", include("throughcare.consent.urls")),
    path("", include("throughcare.identity.urls")),
    path("", include("throughcare.directory.urls")),
    path("", include("throughcare.referrals.urls")),
    path("", include("throughcare.identification.urls")),
    path("", include("throughcare.linking.urls")),
    path("", include("throughcare.cases.urls")),
    path("", include("throughcare.statistics.urls")),
    path("", include("throughcare.exchange.urls")),
]
