"""What everybody may do at the addresses of an applicant: nothing of a case without its query code."""

from tests.journeys.addresses import POST_ONLY, Rule, keyed, public

LETTER = keyed(pk=1)
RULES: dict[str, Rule] = {
    "asking:entry": public(),
    "asking:apply": public(keyed(who="citizen"), only=""),
    "asking:similar": public(only=POST_ONLY),
    "asking:receipt": public(status=302, only=""),
    "asking:receipt-pdf": public(status=302),
    "asking:status": public(only=""),
    "asking:close": public(only=POST_ONLY),
    "asking:reply": public(only=POST_ONLY),
    "asking:withdraw": public(status=302, only=""),
    "asking:letter": public(LETTER, status=302),
    "asking:paper": public(LETTER, status=302),
    "asking:document": public(LETTER, status=302),
}
