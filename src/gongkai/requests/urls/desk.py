"""Addresses of requests at the desk, under /desk/requests/."""

from django.urls import path

from gongkai.requests.views import acting, board, casefile, intake

app_name = "casework"
urlpatterns = [
    path("", board.index, name="index"),
    path("new/", intake.new, name="new"),
    path("<int:pk>/", casefile.case, name="case"),
    path("<int:pk>/applicant/", casefile.applicant, name="applicant"),
    path("<int:pk>/documents/<int:document>/", casefile.paper, name="paper"),
    path("<int:pk>/export/", casefile.export, name="export"),
    *(path(f"<int:pk>/{name}/", acting.page(name), name=name) for name in acting.ACTS),
]
