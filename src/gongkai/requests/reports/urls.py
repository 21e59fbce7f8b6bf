"""Addresses of annual reports at the desk, under /desk/requests/reports/."""

from django.urls import path

from gongkai.requests.reports.views import cells, deciding, listing, writing

app_name = "reports"
urlpatterns = [
    path("", listing.index, name="index"),
    path("years/<int:year>/", listing.year, name="year"),
    path("years/<int:year>/<slug:key>/open/", writing.begin, name="open"),
    path("<int:pk>/", writing.report, name="report"),
    path("<int:pk>/sections/<slug:key>/", writing.section, name="section"),
    path("<int:pk>/cells/<int:number>/", cells.cell, name="cell"),
    path("<int:pk>/submit/", deciding.submit, name="submit"),
    path("<int:pk>/return/", deciding.send_back, name="return"),
    path("<int:pk>/accept/", deciding.accept, name="accept"),
    path("<int:pk>/publish/", deciding.publish, name="publish"),
]
