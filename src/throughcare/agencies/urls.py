"""Addresses of sign-in, one's account and the staff: of django-allauth's pages only those used."""

from django.urls import path

from throughcare.agencies.views import account, gate, staff

urlpatterns = [
    path("sign-in/", gate.sign_in, name="account_login"),
    path("sign-in/code/", gate.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", gate.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("sign-out/", gate.sign_out, name="account_logout"),
    path("lock/", gate.lock, name="lock"),
    path("language/", gate.choose_language, name="set_language"),
    path("welcome/<str:token>/", gate.welcome, name="welcome"),
    path("kept/", gate.what_was_kept, name="kept_form"),
    path("account/", account.my_account, name="my_account"),
    path("account/app/", account.set_up_app, name="mfa_activate_totp"),
    path("account/passkey/", account.set_up_passkey, name="mfa_add_webauthn"),
    path("account/factors/<int:factor>/remove/", account.remove, name="remove_factor"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery_codes"),
    path("account/confirm/", account.confirm_by_code, name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/", account.confirm_by_passkey, name="mfa_reauthenticate_webauthn"
    ),
    path("account/password/", account.password, name="change_password"),
    path("account/language/", account.reading_language, name="reading_language"),
    path("account/sessions/end/", account.end_the_others, name="end_other_sessions"),
    path("account/sessions/<int:session>/end/", account.end_one_session, name="end_session"),
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/appoint/", staff.appoint, name="appoint_staff"),
    path("staff/posts/new/", staff.new_post, name="open_post"),
    path("staff/resets/<str:key>/approve/", staff.approve_reset, name="approve_reset"),
    path("staff/resets/<str:key>/withdraw/", staff.withdraw_reset, name="withdraw_reset"),
    path("staff/on-call/", staff.on_call, name="on_call"),
    path("staff/<str:key>/", staff.member, name="staff_member"),
    path("staff/<str:key>/duties/", staff.give_duty, name="give_duty"),
    path("staff/<str:key>/duties/<slug:duty>/end/", staff.end_duty, name="end_duty"),
    path("staff/<str:key>/focal-point/", staff.name_focal_point, name="name_focal_point"),
    path("staff/<str:key>/focal-point/end/", staff.end_focal_point, name="end_focal_point"),
    path("staff/<str:key>/link/", staff.new_link, name="renew_invitation"),
    path("staff/<str:key>/sessions/end/", staff.end_sessions, name="end_sessions_of_staff"),
    path("staff/<str:key>/leave/", staff.leave, name="staff_leaves"),
    path("staff/<str:key>/reset/", staff.ask_reset, name="ask_reset"),
]
