"""Personal data is found where it stands and shown masked."""

from gongkai.proofing import personal
from gongkai.proofing.rules import Piece, Weight


def found(text):
    return list(personal.check([Piece("body", "正文第1段", text)]))


def test_index_numbers_and_credit_codes_are_not_personal():
    text = "索引号 000014349/2018-00222，信用代码 91330103MA27YB1B6H，文号 国办发〔2017〕24号"
    assert found(text) == []


def test_a_finding_says_where_and_never_repeats_what_it_hides():
    (finding,) = found("联系人：张三13812345678")
    assert (finding.field, finding.place, finding.start, finding.end) == ("body", "正文第1段", 6, 17)
    assert finding.replacement == finding.excerpt == "138******78"
    assert "13812345678" not in repr(finding)
    assert finding.weight is Weight.ASKS
