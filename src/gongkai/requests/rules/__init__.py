"""The rules of requests for information: receipt, answers, remedies, fees, by both texts of the Regulation.

政府信息公开条例（2007）、（2019）; what they say is data, ``catalogue/requests.yaml``.
"""

from gongkai.requests.rules.answers import Missing, Outcome, missing, outcomes_on
from gongkai.requests.rules.declared import Law, parse
from gongkai.requests.rules.fees import Tariff, charge
from gongkai.requests.rules.letterhead import Letterhead, parse_letterhead
from gongkai.requests.rules.receipt import Evidence, NotYet, Receipt, received
from gongkai.requests.rules.remedies import Remedy, Way, paragraph, remedy_of

__all__ = [
    "Evidence",
    "Law",
    "Letterhead",
    "Missing",
    "NotYet",
    "Outcome",
    "Receipt",
    "Remedy",
    "Tariff",
    "Way",
    "charge",
    "missing",
    "outcomes_on",
    "parse",
    "parse_letterhead",
    "paragraph",
    "received",
    "remedy_of",
]
