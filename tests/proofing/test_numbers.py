import pytest

from gongkai.proofing import numbers
from tests.proofing.finding import paragraphs


def found(text):
    return [(each.excerpt, each.replacement) for each in numbers.check(paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照国办发[2017]24号执行", [("[2017]24号", "〔2017〕24号")]),
        ("按照国办发(2017)第24号执行", [("(2017)第24号", "〔2017〕24号")]),
        ("按照财预（2017）05号执行", [("（2017）05号", "〔2017〕5号")]),
        ("按照国办发〔2017〕24号执行", []),
        ("杭政办函〔2017〕号", [("〔2017〕号", None)]),
        ("杭政办函〔2017〕××号", [("〔2017〕××号", None)]),
        ("杭政办函〔17〕61号", [("函〔17〕61号", None)]),
        ("浙江省人民政府令第372号", []),
        ("判决见杭中（2017）12号", []),
        ("该地块编号（2017）5号", []),
    ],
)
def test_a_document_number_in_another_form_is_found(text, expected):
    assert found(text) == expected
