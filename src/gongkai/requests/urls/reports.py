"""Addresses of annual reports at the desk, under /desk/requests/reports/."""

from django.urls import path

from gongkai.requests.views import report_cells, report_deciding, report_listing, report_writing

app_name = "reports"
urlpatterns = [
    path("", report_listing.index, name="index"),
    path("years/<int:year>/", report_listing.year, name="year"),
    path("years/<int:year>/<slug:key>/open/", report_writing.begin, name="open"),
    path("<int:pk>/", report_writing.report, name="report"),
    path("<int:pk>/sections/<slug:key>/", report_writing.section, name="section"),
    path("<int:pk>/cells/<int:number>/", report_cells.cell, name="cell"),
    path("<int:pk>/submit/", report_deciding.submit, name="submit"),
    path("<int:pk>/return/", report_deciding.send_back, name="return"),
    path("<int:pk>/accept/", report_deciding.accept, name="accept"),
    path("<int:pk>/publish/", report_deciding.publish, name="publish"),
    path("<int:pk>/reopen/", report_deciding.reopen, name="reopen"),
    path("<int:pk>/abandon/", report_deciding.abandon, name="abandon"),
    path("<int:pk>/withdraw/", report_deciding.withdraw, name="withdraw"),
]
