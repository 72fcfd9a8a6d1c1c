"""Addresses of the shell."""

from django.urls import path

from throughcare.web import views

app_name = "web"

urlpatterns = [
    path("", views.today, name="today"),
    path("calendar.ics", views.calendar_feed, name="calendar"),
    path("find/", views.find, name="find"),
    path("more/", views.more, name="more"),
    path("discreet/", views.discreet, name="discreet"),
    path("told-in/", views.choose_told, name="tell_in"),
    path("languages/", views.language_list, name="languages"),
    path("leave/", views.leave, name="leave"),
    path("people/<str:key>/access-record/", views.access_record, name="access_record"),
    path("desk/", views.desk, name="desk"),
    path("desk/remind/answers/", views.remind_to_answer, name="remind_to_answer"),
    path(
        "desk/remind/agreements/<str:key>/", views.remind_of_agreement, name="remind_of_agreement"
    ),
    path("desk/remind/returns/", views.remind_of_return, name="remind_of_return"),
    path("reminders/<str:key>/done/", views.reminder_seen_to, name="reminder_seen_to"),
    path("people/<str:key>/own-page/", views.receipt, name="receipt"),
    path("people/<str:key>/own-page/revoke/", views.revoke, name="revoke_receipt"),
    path("people/<str:key>/own-page/read/", views.read_aloud, name="read_aloud"),
    path("i/", views.own_start, name="own_start"),
    path("i/page/", views.own_page, name="own_page"),
    path("i/change/", views.own_withdraw, name="own_withdraw"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/verify/", views.verify, name="verify"),
    path("ledger/head/", views.head, name="head"),
    path("ledger/export/", views.export, name="export"),
    path("health/", views.health, name="health"),
]
