"""Addresses of cases: a person is named by the key that one's own agency uses."""

from django.urls import path

from throughcare.cases import views

app_name = "cases"

urlpatterns = [
    path("people/", views.case_list, name="list"),
    path("people/new/", views.new_conversation, name="new"),
    path("people/<str:key>/", views.case_page, name="case"),
    path("people/<str:key>/speak/", views.speak, name="speak"),
    path("people/<str:key>/speak/<slug:question>/", views.speak_one, name="speak_one"),
    path("people/<str:key>/note/", views.note, name="note"),
    path("people/<str:key>/task/", views.task, name="task"),
    path("people/<str:key>/file/", views.file, name="file"),
    path("people/<str:key>/history/", views.history, name="history"),
    path("people/<str:key>/more-answers/", views.answers, name="answers"),
    path("people/<str:key>/manager/", views.manager, name="manager"),
    path("people/<str:key>/lock/", views.lock, name="lock"),
    path("people/<str:key>/unlock/", views.unlock, name="unlock"),
    path("people/<str:key>/close/", views.close, name="close"),
    path("people/<str:key>/reopen/", views.reopen, name="reopen"),
    path("people/<str:key>/conference/", views.call_conference, name="call_conference"),
    path("conferences/<str:key>/", views.conference, name="conference"),
    path("conferences/<str:key>/view/", views.conference_view, name="conference_view"),
    path("conferences/<str:key>/decide/", views.conference_decide, name="conference_decide"),
    path("conferences/<str:key>/end/", views.conference_end, name="conference_end"),
    path("conferences/<str:key>/minutes/", views.minutes, name="minutes"),
    path("invitations/<str:key>/", views.invitation, name="invitation"),
    path("decisions/<str:key>/done/", views.decision_done, name="decision_done"),
    path("tasks/<str:key>/done/", views.task_done, name="task_done"),
    path("files/<str:key>/", views.open_attachment, name="attachment"),
    path("files/<str:key>/remove/", views.drop_attachment, name="drop_attachment"),
    path("notes/<str:key>/redact/", views.redact, name="redact"),
    path("orders/<str:key>/copy/", views.copy_on_order, name="copy"),
    path("own-fields/", views.own_fields, name="own_fields"),
    path("own-fields/<str:key>/retire/", views.retire_field, name="retire_field"),
]
