"""The addresses of the API: a page for people, and all below /api/v1/ for programs."""

from django.urls import include, path

from gongkai.api.interface import made
from gongkai.api.views import catalogue, changes, guide, items, registers, rows

app_name = "api"
api = made()
for each in (catalogue, items, registers, changes, rows):
    api.add_router("", each.router)
patterns, _, namespace = api.urls
described = [each for each in patterns if getattr(each, "name", "") != "api-root"]  # there is nothing
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("v1/", include((described, namespace))),
]
