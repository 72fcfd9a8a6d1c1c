"""Addresses of consent, access and agreements."""

from django.urls import path

from throughcare.consent import views

app_name = "consent"

HERE = "people/<str:key>/consent/"

urlpatterns = [
    path(HERE, views.consents, name="consents"),
    path(f"{HERE}ask/", views.ask, name="ask"),
    path(f"{HERE}best-interest/", views.decide, name="decide"),
    path(f"{HERE}report/", views.report, name="report"),
    path(f"{HERE}order/", views.receive_order, name="receive_order"),
    path(f"{HERE}<str:consent>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{HERE}<str:consent>/record.json", views.record_27560, name="record"),
    path("people/<str:key>/emergency/", views.emergency, name="emergency"),
    path("people/<str:key>/emergency/<str:call>/", views.emergency_call, name="emergency_call"),
    path("emergencies/<str:key>/", views.emergency_review, name="emergency_review"),
    path("emergencies/<str:key>/outcome/", views.emergency_outcome, name="emergency_outcome"),
    path("reports/<str:key>/", views.report_sheet, name="report_sheet"),
    path("reports/<str:key>/withdraw/", views.withdraw_report, name="withdraw_report"),
    path("reports/<str:key>/received/", views.report_received, name="report_received"),
    path("orders/<str:key>/", views.order, name="order"),
    path("orders/<str:key>/check/", views.check_order, name="check_order"),
    path("orders/<str:key>/lift/", views.lift_order, name="lift_order"),
    path("locks/<str:key>/", views.left_alone, name="left_alone"),
    path("locks/<str:key>/successor/", views.pass_on, name="pass_on"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<str:key>/sign/", views.sign, name="sign"),
    path("agreements/<str:key>/end/", views.end, name="end"),
]
