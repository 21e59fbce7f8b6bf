"""What everybody may do at the addresses of registers, public and at the desk, beside those of the rest."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.registers import services as registers
from gongkai.registers.models import Register
from tests.journeys.addresses import DAY, DESK, GET_ONLY, KEEPERS, OFFICE, Rule, keyed, of, public, signed
from tests.journeys.addresses import RULES as REST
from tests.journeys.afterwards import RULES as AFTERWARDS
from tests.journeys.declaring import RULES as DECLARING
from tests.kept import HOST

FILLERS, DECIDERS = {"clerk", "reviewer", "signer"}, {"reviewer", "signer"}
PLACE = {"key": "product-checks", "organisation": "finance"}
ENTRY = {"cell-number": "9", "cell-product": "糕", "cell-result": "合格", "cell-checked_on": DAY}


def uploaded(world: Any) -> dict[str, Any]:
    return {"table": SimpleUploadedFile("抽查.csv", "抽查编号,产品名称\n006,饼干".encode())}


def meant(world: Any) -> dict[str, Any]:
    """Return what is sent to say that the columns of a table mean what they seem to."""
    columns = registers.look(world.columns).columns
    return {f"column-{each.index}-field": each.field for each in columns} | {"is_whole": "on"}


def ordered(world: Any) -> dict[str, Any]:
    """Return what is sent to have a table fetched, from the one host that is admitted."""
    holder, register = world.people["clerk"].posts.get(), Register.objects.get(key=PLACE["key"])
    url = f"{HOST}/new.csv"
    return {"register": register.pk, "holder": holder.pk, "url": url, "every": "daily", "hour": "3"}


RULES = (
    REST
    | DECLARING
    | AFTERWARDS
    | {
        "portal:register-data": public(keyed(key="none"), status=404),
        "portal:register-package": public(keyed(key="none"), status=404),
        "portal:register-ocds": public(keyed(key="none"), status=404),
        "portal:register-file": public(keyed(key="none", name="none", format="csv"), status=404),
        "portal:data-catalogue-json": public(),
        "portal:data-catalogue-xml": public(),
        "portal:registers": public(),
        "portal:register": public(keyed(key="none"), status=404),
        "portal:register-page": public(keyed(key="none", number=2), status=404),
        "portal:register-entry": public(keyed(key="none", serial=1), status=404),
        "portal:register-past": public(keyed(key="none"), status=404),
        "portal:register-past-file": public(keyed(key="none"), status=404),
        "portal:register-entry-past": public(keyed(key="none", serial=1), status=404),
        "portal:register-compare": public(keyed(key="none"), status=404),
        "portal:register-feed": public(keyed(key="none"), status=404),
        "portal:register-evidence": public(keyed(key="none"), status=404),
        "portal:register-charts": public(keyed(key="none"), status=404),
        "portal:register-chart": public(keyed(key="none", chart="none"), status=404),
        "portal:register-chart-embed": public(keyed(key="none", chart="none"), status=404),
        "portal:register-chart-numbers": public(keyed(key="none", chart="none"), status=404),
        "portal:register-ranking": public(keyed(key="none", number=1), status=404),
        "registers:index": Rule(DESK, only=GET_ONLY),
        "registers:register": Rule(FILLERS, args=keyed(key="product-checks"), only=GET_ONLY),
        "registers:archive": Rule(
            FILLERS | OFFICE, FILLERS | OFFICE, keyed(key="product-checks"), keyed(words="006")
        ),
        "registers:archived": Rule(
            FILLERS | OFFICE, args=keyed(key="product-checks", serial=2), only=GET_ONLY
        ),
        "registers:upload": Rule(FILLERS, FILLERS, keyed(**PLACE), uploaded),
        "registers:enter": Rule(FILLERS, FILLERS, keyed(**PLACE), keyed(**ENTRY)),
        "registers:change": Rule(
            FILLERS, FILLERS, keyed(**PLACE, serial=1, change="withdrawn"), keyed(reason="已撤销")
        ),
        "registers:batch": Rule(FILLERS, args=of("submitted"), only=GET_ONLY),
        "registers:columns": Rule(FILLERS, FILLERS, of("columns"), meant),
        "registers:progress": Rule(FILLERS, args=of("submitted"), only=GET_ONLY),
        "registers:marked": Rule(FILLERS, args=of("faulty"), only=GET_ONLY),
        "registers:submit": signed(FILLERS, of("checked"), keyed(reason="例行")),
        "registers:recall": signed({"clerk"}, of("submitted")),
        "registers:return": signed(DECIDERS, of("submitted"), keyed(answer="不全")),
        "registers:release": signed(DECIDERS, of("submitted")),
        "registers:drop": signed(FILLERS, of("checked")),
        "registers:recheck": signed(FILLERS, of("submitted")),
        "registers:undo": Rule(FILLERS, FILLERS, of("released"), keyed(reason="报错了表")),
        "portal:register-follow": public(keyed(key="none"), status=404, only=""),
        "portal:register-follow-confirm": public(keyed(key="none", token="x"), status=404, only=""),
        "portal:register-unfollow": public(keyed(key="none", token="x"), status=404, only=""),
        "registers:pulls": Rule(DESK, only=GET_ONLY),
        "registers:pull": Rule(FILLERS | KEEPERS, args=of("pull"), only=GET_ONLY),
        "registers:add-pull": Rule(KEEPERS, KEEPERS, data=ordered),
        "registers:change-pull": Rule(KEEPERS, KEEPERS, of("pull"), ordered),
        "registers:pull-now": signed(FILLERS | KEEPERS, of("pull")),
        "registers:stop-pull": signed(KEEPERS, of("pull")),
        "registers:resume-pull": signed(KEEPERS, of("stopped_pull")),
        "registers:periods": Rule(OFFICE, only=GET_ONLY),
        "registers:hold": Rule(OFFICE, OFFICE, keyed(key="product-checks"), keyed(reason="复核中")),
    }
)
