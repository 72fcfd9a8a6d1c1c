"""Addresses of linked records and of questions between agencies."""

from django.urls import path

from throughcare.linking import views

app_name = "linking"

urlpatterns = [
    path("people/<str:key>/same/", views.same, name="same"),
    path("people/<str:key>/same/<str:other>/", views.compare, name="compare"),
    path("people/<str:key>/others/", views.others, name="others"),
    path("people/<str:key>/others/ask/", views.permissions, name="permissions"),
    path("people/<str:key>/others/<str:permission>/", views.withdraw, name="withdraw"),
    path("others-ask/<str:key>/", views.question, name="question"),
]
