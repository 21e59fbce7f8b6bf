"""The addresses of what the portal lists and explains: in the sitemap, and kept finished by the worker.

Items are not among them (`announce` sees to those), nor the further pages of lists, nor the feeds.
"""

from collections.abc import Iterable

from gongkai.items.models import Item, Kind
from gongkai.obligations.models import Area, Obligation
from gongkai.orgs.models import Organisation
from gongkai.planning.models import WorkPoints
from gongkai.portal.codes import codes
from gongkai.registers.models import Register
from gongkai.requests.models import AnnualReport

SECTIONS = (
    "/", "/guide/", "/rules/", "/reports/", "/areas/", "/catalogue/", "/catalogue/print/",
    "/catalogue/statutory/", "/catalogue/organisations/", "/organisations/", "/work-points/", "/registers/",
    "/annual-reports/",
    "/themes/", "/genres/", "/help/", "/accessibility/", "/api/",
)  # fmt: skip


def columns() -> list[str]:
    """Return every such address, the sections first."""
    organisations = list(Organisation.objects.values_list("key", flat=True))
    return [
        *SECTIONS,
        *below("kinds", Kind.values),
        *below("themes", (code.serial for code in codes("themes"))),
        *below("genres", (code.serial for code in codes("genres"))),
        *below("years", Item.objects.public().years()),
        *below("areas", Area.objects.values_list("key", flat=True)),
        *below("organisations", organisations),
        *below("catalogue/organisations", organisations),
        *below("catalogue/obligations", Obligation.objects.values_list("key", flat=True)),
        *Register.objects.filter(is_public=True).values_list("address", flat=True),
        *below("annual-reports", sorted({each.year for each in AnnualReport.objects.public()}, reverse=True)),
        *AnnualReport.objects.filter(is_public=True).values_list("address", flat=True),
        *WorkPoints.objects.public().values_list("address", flat=True),
    ]


def below(folder: str, names: Iterable[str | int]) -> Iterable[str]:
    return (f"/{folder}/{name}/" for name in names)
