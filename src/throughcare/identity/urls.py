"""Addresses of identities: a person is named by the key that one's own agency uses."""

from django.urls import path

from throughcare.identity import views

app_name = "identity"

HERE = "people/<str:person_key>/identity/"

urlpatterns = [
    path(HERE, views.panel, name="identity"),
    path(f"{HERE}name/", views.show_name, name="name"),
    path(f"{HERE}of/<str:holder_key>/", views.panel, name="identity_of"),
    path(f"{HERE}of/<str:holder_key>/name/", views.show_name, name="name_of"),
    path(f"{HERE}names/", views.names, name="names"),
    path(f"{HERE}birth/", views.birth, name="birth"),
    path(f"{HERE}gender/", views.gender, name="gender"),
    path(f"{HERE}contacts/new/<slug:kind>/", views.new_contact, name="new_contact"),
    path(f"{HERE}contacts/<str:key>/", views.contact, name="contact"),
    path(f"{HERE}contacts/<str:key>/remove/", views.drop_contact, name="drop_contact"),
    path(f"{HERE}documents/new/", views.new_document, name="new_document"),
    path(f"{HERE}documents/<str:key>/scan/", views.scan, name="scan"),
    path(f"{HERE}documents/<str:key>/remove/", views.drop_document, name="drop_document"),
    path(f"{HERE}photographs/new/", views.new_photograph, name="new_photograph"),
    path(f"{HERE}photographs/<str:key>/", views.photograph, name="photograph"),
    path(f"{HERE}photographs/<str:key>/picture/", views.picture, name="picture"),
    path(f"{HERE}photographs/<str:key>/remove/", views.drop_photograph, name="drop_photograph"),
    path(f"{HERE}erase/", views.erase, name="erase"),
    path(f"{HERE}hold/", views.hold, name="hold"),
    path(f"{HERE}release/", views.release, name="release"),
]
