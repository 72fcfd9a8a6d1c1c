"""Addresses of referrals."""

from django.urls import path

from throughcare.referrals import views

app_name = "referrals"

urlpatterns = [
    path("referrals/", views.referral_list, name="list"),
    path("referrals/new/<str:key>/", views.new, name="new"),
    path("referrals/drafts/<str:key>/", views.draft, name="draft"),
    path("referrals/drafts/<str:key>/change/", views.change_draft, name="change_draft"),
    path("referrals/drafts/<str:key>/drop/", views.drop_draft, name="drop_draft"),
    path("referrals/drafts/<str:key>/nobody/", views.nobody_fits, name="nobody_fits"),
    path("referrals/<str:key>/", views.referral, name="referral"),
    path("referrals/<str:key>/questions/<str:question>/", views.reply, name="reply"),
    path("referrals/<str:key>/entered/", views.enter, name="enter"),
    path("referrals/<str:key>/link/", views.link, name="link"),
    path("referrals/<str:key>/withdraw/", views.withdraw, name="withdraw"),
    path("referrals/<str:key>/hand-over/", views.handed_over, name="hand_over"),
    path("referrals/<str:key>/outcome/", views.outcome, name="outcome"),
    path("referrals/<str:key>/sheet/", views.sheet, name="sheet"),
    path("referrals/<str:key>/sheet.pdf", views.sheet_pdf, name="sheet_pdf"),
    path("r/<str:token>/", views.by_link, name="by_link"),
]
