"""Addresses of work points at the desk, under /desk/planning/."""

from django.urls import path

from gongkai.planning.views import department, office

app_name = "planning"
urlpatterns = [
    path("", office.index, name="index"),
    path("adopt/<int:pk>/", office.adopt, name="adopt"),
    path("<int:year>/", office.year, name="year"),
    path("<int:year>/assign/", office.assign, name="assign"),
    path("<int:year>/renew/", office.renew, name="renew"),
    path("<int:year>/filings/", office.filings, name="filings"),
    path("<int:year>/filings/due/", office.filing_due, name="filing-due"),
    path("<int:year>/<slug:key>/", department.mine, name="mine"),
    path("<int:year>/<slug:key>/plan/", department.plan, name="plan"),
    path("filings/<int:pk>/", office.filing, name="filing"),
    path("filings/<int:pk>/accept/", office.accept, name="accept"),
    path("filings/<int:pk>/return/", office.send_back, name="return"),
    path("assignments/<int:pk>/", department.assignment, name="assignment"),
    path("assignments/<int:pk>/report/", department.report, name="report"),
    path("assignments/<int:pk>/end/", office.unassign, name="unassign"),
]
