"""Of very many findings some are shown: those that block before all others."""

from gongkai.proofing.rules import Finding, Weight
from gongkai.proofing.shortening import MOST, MOST_OF_A_KIND, shortened


def finding(code="structure.bracket", place="正文第1段", weight=Weight.ASKS):
    return Finding("body", "一句话", code, weight, place)


def shown(found):
    return shortened(found, lambda each: each)


def test_few_findings_are_all_shown():
    found = [finding(), finding("dates.never"), finding(place="正文第2段")]
    assert shown(found) == (found, 0)


def test_of_many_of_one_kind_at_one_place_some_are_shown_and_the_others_counted():
    found = [*[finding()] * 1000, finding(place="正文第2段")]
    kept, left = shown(found)
    assert kept == [*[finding()] * MOST_OF_A_KIND, finding(place="正文第2段")]
    assert left == 1000 - MOST_OF_A_KIND


def test_what_blocks_is_shown_before_what_only_tells_and_in_its_place():
    tells = [finding(place=f"正文第{n}段", weight=Weight.TELLS) for n in range(1000)]
    blocks = finding("personal.id_card", weight=Weight.BLOCKS)
    kept, left = shown([*tells, blocks])
    assert kept[-1] == blocks and len(kept) == MOST and left == 801


def test_what_a_form_lacks_is_always_told():
    found = [finding("", weight=Weight.BLOCKS)] * 50
    assert shown(found) == (found, 0)
