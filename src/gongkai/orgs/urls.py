from django.urls import path

from gongkai.orgs.views import account, delegating, log, organisations, people, sign_in

app_name = "orgs"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.second_factor, name="second-factor"),
    path("account/second-factor/drop/", account.drop_second_factor, name="drop-second-factor"),
    path("account/delegate/", delegating.delegate, name="delegate"),
    path("account/delegations/<int:pk>/revoke/", delegating.revoke, name="revoke"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new, name="found"),
    path("organisations/<slug:key>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:key>/change/", organisations.change, name="change"),
    path("organisations/<slug:key>/close/", organisations.close, name="close"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="hire"),
    path("people/<slug:account>/", people.person, name="person"),
    path("people/<slug:account>/change/", people.change, name="change-person"),
    path("people/<slug:account>/appoint/", people.appoint, name="appoint"),
    path("people/<slug:account>/posts/<int:pk>/dismiss/", people.dismiss, name="dismiss"),
    path("people/<slug:account>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<slug:account>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<slug:account>/disable-totp/", people.disable_totp, name="disable-totp"),
    path("people/<slug:account>/reset-password/", people.reset_password, name="reset-password"),
    path("log/", log.log, name="log"),
]
