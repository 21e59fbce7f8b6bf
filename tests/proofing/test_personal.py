"""Personal data is found where it stands and shown masked."""

from datetime import date

from django.conf import settings
from stdnum.iso7064 import mod_11_2

from gongkai.law.masking.columns import Columns
from gongkai.obligations import source
from gongkai.obligations.columns import parse_columns
from gongkai.proofing import personal
from gongkai.proofing.rules import Piece, Weight

ID = "33010320150101123" + mod_11_2.calc_check_digit("33010320150101123")
WRONG = ID[:-1] + str((int(ID[-1]) + 1) % 10)
DECLARED = parse_columns(
    source.read((settings.CATALOGUE / "columns.yaml").read_text(), source="columns.yaml")
)


def found(text):
    return list(personal.check([Piece("body", "正文第1段", text)]))


def table(*columns, sheet="附件“名单.xlsx”工作表“公示”"):
    """Return the cells of a sheet, given by columns: heading, then what stands below it."""
    cells = [
        Piece("attachments", f"{sheet}{chr(65 + x)}{y}", text, heading)
        for x, (heading, *texts) in enumerate(columns)
        for y, text in enumerate(texts, start=2)
    ]
    return sorted(cells, key=lambda piece: (piece.place[-1], piece.place))


def columns(pieces, obligation=""):
    findings = personal.check(pieces, columns=DECLARED, obligation=obligation)
    return [(each.code, each.excerpt) for each in findings if ".column." in each.code]


def test_index_numbers_and_credit_codes_are_not_personal():
    text = "索引号 000014349/2018-00222，信用代码 91330103MA27YB1B6H，文号 国办发〔2017〕24号"
    assert found(text) == []


def test_a_finding_says_where_and_never_repeats_what_it_hides():
    (finding,) = found("联系人：张三13812345678")
    assert (finding.field, finding.place, finding.start, finding.end) == ("body", "正文第1段", 6, 17)
    assert finding.replacement == finding.excerpt == "138******78"
    assert "13812345678" not in repr(finding)
    assert finding.weight is Weight.ASKS
    assert finding.sentence == "正文第1段：疑似含有手机号码（138******78），请遮蔽"


def test_what_has_a_check_digit_blocks_and_what_is_doubtful_only_tells():
    assert [each.weight for each in found(ID)] == [Weight.BLOCKS]
    assert [each.weight for each in found(WRONG)] == [Weight.TELLS]


def test_an_address_is_shown_by_what_stands_before_it():
    (finding,) = found("张三，家住长庆街道体育场路212号")
    assert finding.excerpt.endswith("长庆街道***")
    assert finding.replacement == "***"


def test_the_number_before_an_address_is_not_repeated_with_it():
    findings = found(f"张三{ID}体育场路212号3幢2单元501室")
    assert all(ID[-8:] not in each.sentence for each in findings)
    assert {each.code for each in findings} == {"personal.id_card", "personal.address"}


def test_a_child_is_named_as_such_by_the_day():
    piece = Piece("body", "", ID)
    (young,) = personal.check([piece], today=date(2017, 7, 3))
    (grown,) = personal.check([piece], today=date(2029, 1, 1))
    assert "未满十四周岁" in young.sentence and "未满十四周岁" not in grown.sentence


def test_a_column_that_the_list_may_not_hold_is_one_finding():
    pieces = table(("姓名", "张三", "李四"), ("病种", "尿毒症", "肺癌"), ("金额", "640元", "780元"))
    findings = list(personal.check(pieces, columns=DECLARED, obligation="allowance-review"))
    assert [each.code for each in findings] == ["personal.column.health"]
    assert findings[0].place == "附件“名单.xlsx”工作表“公示”B2"
    assert "共2格" in findings[0].sentence and "低保" in findings[0].sentence
    assert "尿毒症" not in repr(findings)


def test_health_is_nobody_elses_business_under_whatever_obligation():
    people = ("姓名", "张三")
    assert columns(table(people, ("残疾类别", "视力"))) == [("personal.column.health", "残疾类别")]
    assert columns(table(("地区", "下城区"), ("残疾类别", "视力"))) == []


def test_a_column_is_forbidden_only_where_its_list_says_so():
    pieces = table(("姓名", "张三"), ("家庭住址", "王马社区"))
    assert columns(pieces, "allowance-approval") == [("personal.column.address", "家庭住址")]
    assert columns(pieces, "fiscal-monthly") == []


def test_name_school_and_home_of_children_never_stand_together():
    name, school, home = ("姓名", "小明"), ("学校", "青蓝小学"), ("住址", "王马社区")
    assert columns(table(name, school)) == columns(table(name, home)) == []
    assert columns(table(name, school, home)) == [("personal.column.address", "住址")]


def test_empty_and_masked_cells_are_no_finding():
    numbers = ("身份证号", "***", "", "无", f"{ID[:6]}********{ID[-4:]}")
    assert columns(table(("姓名", "张三", "李四", "王五", "赵六"), numbers)) == []


def test_a_column_of_identity_numbers_is_one_finding_that_blocks():
    pieces = table(("姓名", "张三", "李四"), ("身份证号", ID, ID))
    (finding,) = personal.check(pieces, columns=DECLARED)
    assert (finding.code, finding.weight) == ("personal.column.identity", Weight.BLOCKS)
    (other,) = personal.check(table(("姓名", "张三"), ("身份证号", "见附件")), columns=DECLARED)
    assert other.weight is Weight.ASKS


def test_each_table_stands_for_itself():
    pieces = [
        *table(("姓名", "张三"), sheet="附件“a.xlsx”工作表“一”"),
        *table(("病种", "肺癌"), sheet="附件“a.xlsx”工作表“二”"),
    ]
    assert columns(pieces) == []


def test_in_a_table_of_people_an_address_needs_no_word_that_calls_it_a_home():
    pieces = table(("姓名", "张三"), ("地址", "体育场路212号"))
    codes = [each.code for each in personal.check(pieces, columns=DECLARED)]
    assert codes == ["personal.address"]
    assert list(personal.check(table(("单位", "某局"), ("地址", "体育场路212号")), columns=DECLARED)) == []


def test_where_nothing_is_declared_no_column_is_forbidden():
    assert list(personal.check(table(("姓名", "张三"), ("病种", "肺癌")), columns=Columns())) == []
