"""The desk's pages about people. The names of allauth's own pages stay as it knows them."""

from allauth.account import views as allauth_account
from django.urls import include, path

from banyan.people.views import (
    account,
    coalition,
    invitations,
    keys,
    organisations,
    second_factors,
    sign_in,
    team,
    trail,
)
from banyan.people.views.account import opens_before_second_factor

people = [
    path("account/", account.own_account, name="account"),
    path("account/languages/", account.own_languages, name="languages"),
    path("account/sign-out-everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/invitation/", invitations.accept, name="accept_invitation"),
    path("account/invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite, name="invite"),
    path("team/invitations/<uuid:invitation_id>/withdraw/", team.withdraw, name="withdraw"),
    path("team/<uuid:member_id>/", team.member, name="member"),
    path("team/<uuid:member_id>/admit/", team.admit, name="admit"),
    path("team/<uuid:member_id>/roles/", team.change_role, name="roles"),
    path("team/<uuid:member_id>/remove/", team.remove, name="remove"),
    path("team/<uuid:member_id>/reset/", team.reset, name="reset"),
    path("team/<uuid:member_id>/sign-out/", team.end_all_sessions, name="end_sessions"),
    path("key/", keys.key, name="key"),
    path("key/create/", keys.create, name="create_key"),
    path("key/turn/", keys.turn, name="turn_key"),
    path("key/recovery/", keys.renew, name="renew_recovery"),
    path("key/recover/", keys.recover, name="recover"),
    path("organisation/", organisations.profile, name="organisation"),
    path("coalition/", coalition.coalition, name="coalition"),
    path("coalition/interpreters/<slug:code>/", coalition.interpreter, name="interpreter"),
    path("partners/", organisations.partners, name="partners"),
    path("partners/new/", organisations.new_partner, name="new_partner"),
    path("partners/<uuid:organisation_id>/", organisations.partner, name="partner"),
    path("partners/<uuid:organisation_id>/invite/", organisations.invite_administrator, name="invite_administrator"),
    path("audit/", trail.trail, name="trail"),
]

urlpatterns = [
    path("account/login/", allauth_account.login, name="account_login"),
    path("account/logout/", account.sign_out, name="account_logout"),
    path("account/again/", opens_before_second_factor(allauth_account.reauthenticate), name="account_reauthenticate"),
    path("account/code/", sign_in.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("account/password/", account.new_password, name="account_change_password"),
    path("account/second-factor/", second_factors.factors, name="mfa_index"),
    path("account/second-factor/app/", second_factors.totp, name="mfa_activate_totp"),
    path("account/second-factor/passkey/", second_factors.passkey, name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkey/<int:passkey_id>/remove/",
        second_factors.forget_passkey,
        name="mfa_remove_webauthn",
    ),
    path("account/second-factor/codes/", second_factors.backup_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", second_factors.new_backup_codes, name="mfa_generate_recovery_codes"),
    path("", include((people, "people"))),
]
