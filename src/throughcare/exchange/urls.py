"""Addresses of exchange."""

from django.urls import path

from throughcare.exchange import views
from throughcare.exchange.views import lists, mapping

app_name = "exchange"
urlpatterns = [
    path("exchange/", views.imports, name="imports"),
    path("exchange/export/", views.export, name="export"),
    path("exchange/lists/<slug:name>/", lists.send_list, name="send_list"),
    path("exchange/spreadsheets/", mapping.spreadsheets, name="spreadsheets"),
    path("exchange/spreadsheets/<str:key>/retire/", mapping.retire_mapping, name="retire_mapping"),
    path("exchange/<str:key>/table/", mapping.layout, name="layout"),
    path("exchange/<str:key>/columns/", mapping.columns, name="columns"),
    path("exchange/<str:key>/columns/<str:mapping>/", mapping.use_mapping, name="use_mapping"),
    path("exchange/<str:key>/values/", mapping.values, name="values"),
    path("exchange/<str:key>/preview/", mapping.preview, name="preview"),
    path("exchange/<str:key>/to-mend/", views.refused_rows, name="refused_rows"),
    path("exchange/<str:key>/", views.one_import, name="import"),
    path("exchange/<str:key>/take/", views.take_in, name="take"),
    path("exchange/<str:key>/cancel/", views.cancel, name="cancel"),
]
