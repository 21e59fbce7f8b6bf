"""The addresses of the public site."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path

from gongkai.portal.registers.views import charts, data
from gongkai.portal.views import (
    annual,
    catalogue,
    feeds,
    files,
    home,
    items,
    lists,
    organisations,
    planning,
    preview,
    sections,
    sitemaps,
)

app_name = "portal"
View = Callable[..., HttpResponseBase]


def paged(route: str, view: View, name: str) -> list[URLPattern]:
    """Return the address of a list and of its further pages."""
    return [path(route, view, name=name), path(f"{route}page/<int:number>/", view, name=f"{name}-page")]


urlpatterns = [
    path("", home.home, name="home"),
    path("help/", home.help_page, name="help"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("areas/", lists.areas, name="areas"),
    *paged("areas/<slug:key>/", lists.area, "area"),
    *paged("kinds/<slug:kind>/", lists.kind, "kind"),
    path("themes/", lists.themes, name="themes"),
    *paged("themes/<int:serial>/", lists.theme, "theme"),
    path("genres/", lists.genres, name="genres"),
    *paged("genres/<int:serial>/", lists.genre, "genre"),
    *paged("years/<int:year>/", lists.year, "year"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/print/", catalogue.printed, name="catalogue-print"),
    path("catalogue/statutory/", catalogue.statutory, name="statutory"),
    path("catalogue/organisations/", catalogue.organisations, name="catalogue-organisations"),
    path("catalogue/organisations/<slug:key>/", catalogue.organisation, name="catalogue-organisation"),
    *paged("catalogue/obligations/<slug:key>/", catalogue.obligation, "obligation"),
    path("catalogue/<slug:key>/", catalogue.moved, name="obligation-moved"),
    path("organisations/", organisations.organisations, name="organisations"),
    *paged("organisations/<slug:key>/", organisations.organisation, "organisation"),
    path("registers/", include("gongkai.portal.registers.urls")),
    path("guide/", sections.guide, name="guide"),
    path("rules/", sections.rules, name="rules"),
    path("reports/", sections.reports, name="reports"),
    path("annual-reports/", annual.index, name="annual-reports"),
    path("annual-reports/<int:year>/", annual.year, name="annual-reports-year"),
    path("annual-reports/<int:year>/<slug:key>/", annual.report, name="annual-report"),
    path(
        "annual-reports/<int:year>/<slug:key>/report.<slug:format>",
        annual.download,
        name="annual-report-file",
    ),
    path(
        "annual-reports/<int:year>/<slug:key>/editions/<int:number>/",
        annual.edition,
        name="annual-report-edition",
    ),
    path(
        "annual-reports/<int:year>/<slug:key>/editions/<int:number>/report.<slug:format>",
        annual.download_edition,
        name="annual-report-edition-file",
    ),
    path("work-points/", planning.years, name="work-points"),
    path("work-points/<int:year>/", planning.year, name="work-points-year"),
    path("registers/<slug:key>/charts/", charts.every, name="register-charts"),
    path("registers/<slug:key>/charts/<slug:chart>/", charts.show, name="register-chart"),
    path("registers/<slug:key>/charts/<slug:chart>/embed/", charts.embed, name="register-chart-embed"),
    path(
        "registers/<slug:key>/charts/<slug:chart>/numbers.csv", charts.numbers, name="register-chart-numbers"
    ),
    path("registers/<slug:key>/rankings/<int:number>/", charts.ranking, name="register-ranking"),
    path("desk/preview/<int:pk>/", preview.draft, name="preview"),
    path("items/<path:number>/versions/<int:serial>/", items.version, name="version"),
    path("items/<path:number>/evidence.json", items.evidence, name="evidence"),
    path("items/<path:number>/", items.show, name="item"),
    path("catalogue.jsonld", data.catalogue_json, name="data-catalogue-json"),
    path("catalogue.rdf", data.catalogue_xml, name="data-catalogue-xml"),
    path("files/<str:sha256>/<str:name>", files.file, name="file"),
    path("feeds/all.<slug:format>", feeds.everything, name="feed"),
    path("feeds/areas/<slug:key>.<slug:format>", feeds.area, name="feed-area"),
    path("feeds/organisations/<slug:key>.<slug:format>", feeds.organisation, name="feed-organisation"),
    path("feeds/obligations/<slug:key>.<slug:format>", feeds.obligation, name="feed-obligation"),
    path("feeds/kinds/<slug:kind>.<slug:format>", feeds.kind, name="feed-kind"),
    path("feeds/themes/<int:serial>.<slug:format>", feeds.theme, name="feed-theme"),
    path("feeds/genres/<int:serial>.<slug:format>", feeds.genre, name="feed-genre"),
    path("feeds/years/<int:year>.<slug:format>", feeds.year, name="feed-year"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/columns.xml", sitemaps.of_columns, name="sitemap-columns"),
    path("sitemaps/items-<int:portion>.xml", sitemaps.of_items, name="sitemap-items"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
