"""One table of addresses: the public site at the root, the workbench under /desk/."""

from django.urls import include, path

from gongkai.config import failing

handler400 = failing.bad_request
handler500 = failing.server_error
urlpatterns = [
    path("desk/", include("gongkai.orgs.urls")),
    path("desk/items/", include("gongkai.items.urls")),
    path("desk/catalogue/", include("gongkai.obligations.urls")),
    path("desk/wording/", include("gongkai.proofing.urls")),
    path("desk/registers/", include("gongkai.registers.urls")),
    path("desk/planning/", include("gongkai.planning.urls")),
    path("desk/requests/", include("gongkai.requests.urls.desk")),
    path("desk/requests/", include("gongkai.requests.urls.letters")),
    path("desk/requests/", include("gongkai.requests.urls.after")),
    path("desk/requests/reports/", include("gongkai.requests.urls.reports")),
    path("desk/", include("gongkai.desk.urls")),
    path("api/", include("gongkai.api.urls")),
    path("requests/", include("gongkai.requests.urls.public")),
    path("requests/", include("gongkai.requests.urls.voices")),
    path("", include("gongkai.ledger.urls")),
    path("", include("gongkai.search.urls")),
    path("", include("gongkai.portal.urls")),
]
