"""What everybody may do at the public addresses of registers, beside those of the rest of the site."""

from tests.journeys.addresses import RULES as REST
from tests.journeys.addresses import keyed, public

RULES = REST | {
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
    "portal:register-compare": public(keyed(key="none"), status=404),
    "portal:register-feed": public(keyed(key="none"), status=404),
    "portal:register-evidence": public(keyed(key="none"), status=404),
    "portal:register-charts": public(keyed(key="none"), status=404),
    "portal:register-chart": public(keyed(key="none", chart="none"), status=404),
    "portal:register-chart-embed": public(keyed(key="none", chart="none"), status=404),
    "portal:register-chart-numbers": public(keyed(key="none", chart="none"), status=404),
    "portal:register-ranking": public(keyed(key="none", number=1), status=404),
}
