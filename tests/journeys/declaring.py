"""What everybody may do at the addresses where registers are declared."""

from typing import Any

from tests.journeys.addresses import DAY, DESK, GET_ONLY, NOBODY, OFFICE, Rule, keyed, signed
from tests.journeys.rights import BIKES


def another(world: Any) -> dict[str, Any]:
    return {"text": BIKES.replace("register: bikes", "register: more-bikes"), "seen": ""}


RULES = {
    "registers:declared": Rule(OFFICE, only=GET_ONLY),
    "registers:declare": Rule(OFFICE, NOBODY, data=keyed(act="add")),
    "registers:declare-yaml": Rule(OFFICE, NOBODY, data=keyed(text=BIKES)),
    "registers:declare-apply": signed(OFFICE, keyed(), another),
    "registers:declaration": Rule(OFFICE, args=keyed(key="bikes"), only=GET_ONLY),
    "registers:declare-version": Rule(OFFICE, args=keyed(key="bikes", number=1), only=GET_ONLY),
    "registers:declare-retire": Rule(OFFICE, OFFICE, keyed(key="bikes"), keyed(on=DAY, reason="并入")),
    "registers:declare-restore": signed(OFFICE, keyed(key="old-bikes")),
    "registers:template": Rule(DESK, args=keyed(key="bikes"), only=GET_ONLY),
}
