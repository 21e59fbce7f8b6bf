"""What everybody may do at the addresses of annual reports, beside those of the rest."""

from typing import Any

from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.finding import places_of
from gongkai.requests.services import annual
from tests.journeys.addresses import DESK, GET_ONLY, OFFICE, POST_ONLY, Rule, keyed, of, public, signed

WRITERS = {"clerk", "reviewer", "signer"}
SEES = WRITERS | OFFICE
PLACE = {"year": 2018, "key": "finance"}
"""It is being corrected: what is written meanwhile is nobody else's."""


def cell(world: Any) -> dict[str, Any]:
    place = ("requests", "granted", "自然人")
    return {"pk": world.report_written.pk, "number": places_of(world.report_written).index(place)}


def section(world: Any) -> dict[str, Any]:
    now = AnnualReport.objects.get(pk=world.report_written.pk).sections["other"]
    return {"text": f"{now}另无其他事项。", "seen": annual.mark_of(now)}


RULES: dict[str, Rule] = {
    "reports:index": Rule(DESK, only=GET_ONLY),
    "reports:year": Rule(DESK, args=keyed(year=2023), only=GET_ONLY),
    "reports:open": signed(WRITERS, keyed(year=2019, key="finance")),
    "reports:report": Rule(SEES, args=of("report_written"), only=GET_ONLY),
    "reports:section": Rule(
        WRITERS, WRITERS, lambda world: {"pk": world.report_written.pk, "key": "other"}, section
    ),
    "reports:cell": Rule(SEES, WRITERS, cell, keyed(text="7", reason="纸质登记")),
    "reports:submit": signed(WRITERS, of("report_written")),
    "reports:return": Rule(OFFICE, OFFICE, of("report_submitted"), keyed(reason="请核对"), POST_ONLY),
    "reports:accept": signed(OFFICE, of("report_submitted")),
    "reports:publish": signed({"signer"} | OFFICE, of("report_decided")),
    "reports:reopen": signed(OFFICE, of("report_reported"), keyed(reason="数字有误")),
    "reports:abandon": signed(OFFICE, of("report_reopened")),
    "reports:withdraw": signed(OFFICE, of("report_reported"), keyed(reason="内容有误")),
    "portal:annual-reports": public(),
    "portal:annual-reports-year": public(keyed(year=2018)),
    "portal:annual-report": public(keyed(**PLACE)),
    "portal:annual-report-file": public(keyed(**PLACE, format="xlsx")),
    "portal:annual-report-edition": public(keyed(**PLACE, number=1)),
    "portal:annual-report-edition-file": public(keyed(**PLACE, number=1, format="xlsx")),
}
