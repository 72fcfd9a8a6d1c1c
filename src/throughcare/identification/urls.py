"""Addresses of identification: a person is named by the key that one's own agency uses."""

from django.urls import path

from throughcare.identification import api, views

app_name = "identification"

urlpatterns = [
    path("determinations/", views.waiting, name="waiting"),
    path("people/<str:key>/determinations/", views.person, name="person"),
    path("people/<str:key>/determinations/ask/", views.ask, name="ask"),
    path("people/<str:key>/own-word/", views.own_word, name="own_word"),
    path("people/<str:key>/facts/", views.facts, name="facts"),
    path("people/<str:key>/assessment/", views.assessment, name="assessment"),
    path("people/<str:key>/suspicion/", views.suspicion, name="suspicion"),
    path("people/<str:key>/suspicion/end/", views.suspicion_ends, name="suspicion_ends"),
    path("determinations/<str:key>/", views.determination, name="determination"),
    path("determinations/<str:key>/decide/", views.decide, name="decide"),
    path("determinations/<str:key>/appeal/", views.appeal, name="appeal"),
    path("determinations/<str:key>/dispute/", views.dispute, name="dispute"),
    path("determinations/<str:key>/charge/", views.charge, name="charge"),
    path("determinations/<str:key>/letter/", views.send_letter, name="send_letter"),
    path("letters/<str:key>/", views.letter, name="letter"),
    path("letters/<str:key>/letter.pdf", views.letter_pdf, name="letter_pdf"),
    path("non-punishment/<str:key>/", views.non_punishment, name="non_punishment"),
    path("api/v1/define/", api.define, name="define"),
    path("two-counts/", views.two_counts, name="two_counts"),
    path("two-counts/count/", views.count_period, name="count_period"),
    path("two-counts/linked/", views.linked_count, name="linked_count"),
]
