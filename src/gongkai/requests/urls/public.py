"""The addresses of the applicant's side, under ``/requests/``."""

from django.urls import path

from gongkai.requests.views import asking, entry, status

app_name = "asking"
urlpatterns = [
    path("", entry.entry, name="entry"),
    path("apply/<slug:who>/", asking.apply, name="apply"),
    path("similar/", asking.similar, name="similar"),
    path("receipt/", asking.receipt, name="receipt"),
    path("receipt/pdf/", asking.receipt_pdf, name="receipt-pdf"),
    path("status/", status.status, name="status"),
    path("status/close/", status.close, name="close"),
    path("status/reply/", status.reply, name="reply"),
    path("status/withdraw/", status.withdraw, name="withdraw"),
    path("status/letters/<int:pk>/", status.letter, name="letter"),
    path("status/letters/<int:pk>/paper.pdf", status.paper, name="paper"),
    path("status/documents/<int:pk>/", status.document, name="document"),
]
