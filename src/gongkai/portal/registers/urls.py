"""The addresses of registers, below /registers/."""

from django.urls import path

from gongkai.portal.registers.views import data, downloads, entry, feed, following, lists, past, register

urlpatterns = [
    path("", lists.registers, name="registers"),
    path("<slug:key>/", register.register, name="register"),
    path("<slug:key>/page/<int:number>/", register.register, name="register-page"),
    path("<slug:key>/entries/<int:serial>/", entry.show, name="register-entry"),
    path("<slug:key>/entries/<int:serial>/as-of/", past.entry, name="register-entry-past"),
    path("<slug:key>/as-of/", past.register, name="register-past"),
    path("<slug:key>/as-of.csv", past.download, name="register-past-file"),
    path("<slug:key>/compare/", entry.compare, name="register-compare"),
    path("<slug:key>/feed.atom", feed.feed, name="register-feed"),
    path("<slug:key>/evidence.json", entry.evidence, name="register-evidence"),
    path("<slug:key>/data/", data.data, name="register-data"),
    path("<slug:key>/datapackage.json", data.datapackage, name="register-package"),
    path("<slug:key>/ocds.json", downloads.ocds, name="register-ocds"),
    path("<slug:key>/subscribe/", following.ask, name="register-follow"),
    path("<slug:key>/subscribe/confirm/<str:token>/", following.confirm, name="register-follow-confirm"),
    path("<slug:key>/subscribe/unsubscribe/<str:token>/", following.unsubscribe, name="register-unfollow"),
    path("<slug:key>/<slug:name>.<slug:format>", downloads.download, name="register-file"),
]
