"""Personal identifiers: found by their check digits, told apart from codes that are not personal.

The numbers are made up: their check digits are computed, they belong to nobody.
"""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from gongkai.law.masking import Around, born, find, mask
from tests.each import each_of

ID = "33010319900101123" + mod_11_2.calc_check_digit("33010319900101123")
ID_X = next(
    f"3301031990010112{n:01d}X"
    for n in range(10)
    if mod_11_2.calc_check_digit(f"3301031990010112{n:01d}") == "X"
)
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
WRONG = ID[:-1] + ("0" if ID[-1] != "0" else "1")
CARD16 = "622202120000000" + luhn.calc_check_digit("622202120000000")
SPACED = " ".join(CARD16[n : n + 4] for n in range(0, 16, 4))
CARD_ABROAD = "453202120000000" + luhn.calc_check_digit("453202120000000")
CARD19 = "621700121000000000" + luhn.calc_check_digit("621700121000000000")


def kinds(text):
    return [(each.kind, each.value) for each in find(text) if each.certain]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"身份证号：{ID}", ("id_card", ID)),
        (f"张三{ID}李四", ("id_card", ID)),  # nothing between name and number
        (f"张三{ID_X.lower()}，男", ("id_card", ID_X.lower())),
        (f"ID{ID}tel", ("id_card", ID)),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", ("id_card", f"{ID[:6]} {ID[6:14]} {ID[14:]}")),
        (f"{ID[:6]}\u200b{ID[6:]}", ("id_card", f"{ID[:6]}\u200b{ID[6:]}")),  # an invisible blank
        ("旧证330103800101123。", ("id_card_15", "330103800101123")),
        ("电话13812345678", ("mobile", "13812345678")),
        ("李四13812345678王五", ("mobile", "13812345678")),
        ("138 1234 5678", ("mobile", "138 1234 5678")),
        ("138-1234-5678", ("mobile", "138-1234-5678")),
        ("13812345678-张三", ("mobile", "13812345678")),
        ("0571-13812345678", ("mobile", "13812345678")),
        ("+86 19912345678", ("mobile", "+86 19912345678")),
        ("１３８１２３４５６７８", ("mobile", "１３８１２３４５６７８")),
        (f"开户行账号{CARD16}", ("bank_card", CARD16)),
        (f"张三{CARD19}", ("bank_card", CARD19)),
        (f"{SPACED}。", ("bank_card", SPACED)),
        ("邮箱zhang.san@example.com", ("email", "zhang.san@example.com")),
        ("车牌浙A12345", ("plate", "浙A12345")),
        ("浙A·D12345号车", ("plate", "浙A·D12345")),  # new energy, six signs
        ("浙A1234警", ("plate", "浙A1234警")),
        ("护照号码E12345678", ("passport", "E12345678")),
        ("护照：EA1234567", ("passport", "EA1234567")),
        ("港澳通行证C12345678", ("permit", "C12345678")),
        ("军字第1234567号", ("permit", "军字第1234567号")),
        ("军官证号：1234567。", ("permit", "1234567")),
        ("台胞证号：12345678", ("permit", "12345678")),
        ("1 3 8 1 2 3 4 5 6 7 8", ("mobile", "1 3 8 1 2 3 4 5 6 7 8")),
        ("家庭电话：0571-85123456。", ("landline", "0571-85123456")),
        ("加我微信zhang_san88办理", ("wechat", "zhang_san88")),
        ("QQ：12345678", ("wechat", "12345678")),
        ("张三，1990年1月1日出生", ("birth", "1990年1月1日")),
        ("出生日期：19900101", ("birth", "19900101")),
        ("家住体育场路212号", ("address", "体育场路212号")),
        ("张三住下城区长庆街道王马社区３幢２单元501室", ("address", "３幢２单元501室")),
        ("申请人李四，东新园3-2-501，申请", ("address", "东新园3-2-501")),
        ("沈家店村十二组15号", ("address", "十二组15号")),
        ("现住址:中山北路572弄3号", ("address", "中山北路572弄3号")),
        ("王某某，建国北路658弄12幢301，低保", ("address", "建国北路658弄12幢301")),
        ("现居住于林司后15幢2单元302室", ("address", "林司后15幢2单元302室")),
        ("房屋坐落：东园小区12幢1单元101室", ("address", "东园小区12幢1单元101室")),
        ("住址：葛巷社区东莲组15号", ("address", "东莲组15号")),
        ("张三（8岁，就读于长江小学，家住东新路3号）", ("minor", "东新路3号")),
        (f"\u200b张\u200b{ID}", ("id_card", ID)),
    ],
)
def test_a_personal_identifier_is_found(text, found):
    assert kinds(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码 91330103MA27XH4J8A",
        "统一社会信用代码：11330103002491234X",
        "索引号 330103--2017--0510",
        "索引号 002489401/2020-248029",
        "索引号 11620622013933539B/2021-03844",
        "索引号 SY310107202603028",
        "文号 国办发〔2017〕24号",
        "公复[2017]13812345号",
        "项目统一代码 2017-330103-48-03-012345-000",
        "网站标识码 3301030001",
        "区政府总机 0571-85828988",
        "邮箱 xxgk@hzxc.gov.cn",
        "摘要 d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26",
        "占比0.13812345678",
        "合计 138123456789 元",  # twelve digits
        "533321010203020200123",
        "二〇一七年七月一日",
        f"受理编号：{ID}",
        f"订单号{CARD16}",
        "ISBN 978-7-5036-1234-5",
        "监督电话：13812345678",
        "投诉举报热线 0571-85828988、13812345678",
        "全年收入13812345678元",
        "设备 ZJ-13812345678",
        "举报邮箱 jubao@163.com",
        "微信公众号：hzxiacheng",
        "办公电话 0571-85828988",
        "张三，1975年6月出生",
        "办公地址：体育场路212号3幢502室",
        "地址：体育场路212号",
        "区财政局（体育场路212号）",
        "体育场路1号至99号道路改造",
        "体育场路212号广利大厦5幢502室",
        "体育场路212号5幢502室区民政局",
        "三里家园小区共12幢860户",
        "甲方：恒达公司 住所：东新路12号3幢",
        "请到文晖路1号区政府2号楼108室领取",
        "危旧房：体育场路129号1幢1单元",
        "沿街住宅：东新路3号至45号",
        "项目位于石桥街道永丰村1组",
        "年满六周岁的儿童应当入小学",
        "浙江省政府",
        "",
    ],
)
def test_codes_that_are_not_personal_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        WRONG,  # a slip of the pen is still somebody's number
        "E12345678",  # no word says passport
        "C12345678",
        "330103800101123",  # fifteen digits have no check digit
        f"编号{ID}",
        CARD_ABROAD,
    ],
)
def test_what_only_looks_personal_is_a_doubt(text):
    (finding,) = find(text)
    assert not finding.certain
    assert mask(text) == text
    assert mask(text, find(text)) != text


@pytest.mark.parametrize(
    "text",
    [
        "33010319901301" + "1234",  # no thirteenth month
        "99010319900101" + "1234",  # no such province
        CARD16[:-1] + str((int(CARD16[-1]) + 1) % 10),  # wrong check digit
        "1" * 16,  # no issuer
        "身份证330103801301123",
        "身份证990103800101123",
        "12812345678",  # no such network
    ],
)
def test_numbers_that_cannot_be_are_not_found(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "around", "found"),
    [
        ("体育场路212号", Around("家庭住址"), ("address", "体育场路212号")),
        ("体育场路212号", Around("地址", of_people=True), ("address", "体育场路212号")),
        ("13812345678", Around("联系电话"), ("mobile", "13812345678")),
        ("12345678", Around("台胞证"), ("permit", "12345678")),
        ("1990-01-01", Around("出生日期"), ("birth", "1990-01-01")),
        ("85123456", Around("家庭电话"), ("landline", "85123456")),
        ("330103800101123", Around("证件号码"), ("id_card_15", "330103800101123")),
    ],
)
def test_the_heading_of_a_column_names_what_stands_in_it(text, around, found):
    assert [(each.kind, each.value) for each in find(text, around) if each.certain] == [found]


@pytest.mark.parametrize(
    ("text", "heading"),
    [("13812345678", "监督电话"), ("体育场路212号3幢502室", "办公地址"), ("体育场路212号", "地址")],
)
def test_what_a_heading_calls_an_offices_own_is_not_personal(text, heading):
    assert find(text, Around(heading)) == []


def test_a_number_that_is_both_is_an_identity_card_unless_a_word_says_otherwise():
    bodies = (f"11010119900101{n:03d}" for n in range(1000))
    codes = (body + mod_11_2.calc_check_digit(body) for body in bodies)
    both = next(code for code in codes if uscc.is_valid(code))
    assert kinds(f"张三{both}") == [("id_card", both)]
    assert kinds(f"统一社会信用代码：{both}") == []


def test_findings_come_in_order_and_do_not_overlap():
    text = f"张三 {ID} 13812345678，李四 {ID_X} 卡号 {CARD19} zhang@example.com 浙A12345"
    findings = find(text)
    assert [each.kind for each in findings] == ["id_card", "mobile", "id_card", "bank_card", "email", "plate"]
    assert all(one.end <= two.start for one, two in zip(findings, findings[1:], strict=False))
    assert all(text[each.start : each.end] == each.value for each in findings)
    assert findings[0].label == "身份证号码"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (ID, f"33{'*' * 14}{ID[-2:]}"),
        ("电话13812345678。", "电话138******78。"),
        (CARD16, "*" * 16),
        ("浙A12345", "浙A****5"),
        ("zhang@example.com", "z" + "*" * 16),
        ("护照E12345678", "护照*********"),
        ("家住下城区长庆街道体育场路212号3幢。", "家住下城区长庆街道***。"),
        ("家住体育场路212号", "家住***"),
        ("国办发〔2017〕24号", "国办发〔2017〕24号"),
    ],
)
def test_masking_keeps_what_tells_people_apart_and_no_more(text, masked):
    assert mask(text) == masked


IN_OTHER_SIGNS = [
    ID.translate(CHINESE),
    ID.translate(FORMAL),
    ID.translate(WIDE),
    ID_X.translate(WIDE),
    ID.translate(CHINESE).replace("〇", "O"),
    ID[:6].translate(CHINESE) + ID[6:],
    ID[:6] + ID[6:14].translate(CHINESE) + ID[14:],
    " ".join(ID.translate(CHINESE)),
    ID[:6].translate(CHINESE) + "\u200b" + ID[6:].translate(CHINESE),
    *(ID_X[:-1] + cross for cross in "×✕ХхΧⅩ"),
    ID_X[:-1].translate(CHINESE) + "×",
    ID_X[:-1].translate(WIDE) + "×",
]


@each_of(IN_OTHER_SIGNS)
def test_an_identity_number_is_found_in_whatever_signs_it_is_written(written):
    for before, after in [("身份证号：", "。"), ("张三", "李四"), ("王五", "一式三份"), ("", "")]:
        (found,) = find(before + written + after)
        assert (found.kind, found.value, found.certain) == ("id_card", written, True)
        assert born(found.value) == date(1990, 1, 1)


@each_of(
    [
        f"{ID}一式三份",  # what stands beside a number is no part of it
        "电话13812345678二楼",
        "手机：一三八一二三四五六七八",
    ]
)
def test_numerals_beside_a_number_do_not_hide_it(text):
    assert len(kinds(text)) == 1


@each_of(
    [
        "二〇一七年七月一日至二〇一八年六月三十日",
        "一二三四五六七八九一二三四五六七八九",
        WRONG.translate(CHINESE) + "年",
        "尺寸330103199001011×20×30",
        "浙A×××12",
        "330103××××××××1234",
        "ZJ" + ID.translate(CHINESE)[1:],
    ]
)
def test_numerals_that_are_no_identity_number_are_left_alone(text):
    assert kinds(text) == []


@given(
    st.dates(date(1930, 1, 1), date(2019, 12, 31)),
    st.integers(0, 999),
)
def test_every_identity_number_is_found_wherever_it_stands(born, order):
    body = f"330103{born:%Y%m%d}{order:03d}"
    code = body + mod_11_2.calc_check_digit(body)
    assert ("id_card", code) in kinds(f"申请人{code}住址")
    assert code not in mask(f"申请人{code}住址")


@given(st.integers(13_000_000_000, 19_999_999_999))
def test_every_mobile_number_is_found(phone):
    assert kinds(f"联系{phone}人") == [("mobile", str(phone))]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "a" * 200_000,
        "a." * 100_000 + "@",
        "-" * 200_000,
        "浙A" * 100_000,
        "一" * 200_000,
        "三三〇一" * 50_000,
        "1×" * 100_000,
    ],
)
def test_hostile_text_takes_no_longer_than_plain_text(text):
    began = process_time()
    assert kinds(text) == []
    assert process_time() - began < 3


def test_the_day_of_birth_is_read_from_both_forms_of_the_number():
    assert born(ID) == date(1990, 1, 1) == born(f"{ID[:6]} {ID[6:14]} {ID[14:]}")
    assert born("330103800102123") == date(1980, 1, 2)


def test_a_long_list_of_people_is_masked_in_one_go():
    masked = mask("张三 13812345678\n" * 20_000)
    assert masked == "张三 138******78\n" * 20_000


def test_homes_in_a_text_without_a_full_stop_are_all_found():
    homes = 100_000  # to read the whole sentence for each of them would take hours
    assert len(find("家住幸福路1号9岁小学，" * homes)) == homes


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("13912345678,13812345678", ["13912345678", "13812345678"]),
        ("张三，13912345678，5人", ["13912345678"]),
        ("139.1234.5678", ["139.1234.5678"]),
        ("139–1234–5678", ["139–1234–5678"]),
        ("139   1234   5678", ["139   1234   5678"]),
        ("139\u20031234\u20035678", ["139\u20031234\u20035678"]),
        ("1391234\ufe0f5678", ["1391234\ufe0f5678"]),
        ("13912345678,000", []),
        ("13912345678.50", []),
    ],
)
def test_telephones_are_found_however_they_are_set_apart(text, values):
    assert [each.value for each in find(text)] == values


@pytest.mark.parametrize("before", ["身份证编号：", "证件编号 ", "https://example.cn/?id="])
def test_an_identity_number_is_certain_whatever_it_is_called_and_wherever_it_is_hidden(before):
    assert [(each.kind, each.value, each.certain) for each in find(before + ID)] == [("id_card", ID, True)]


def test_the_mailboxes_of_hosts_that_only_end_like_an_office_are_found():
    assert find("zhang@gov.cn") == find("zhang@hz.gov.cn") == []
    assert [each.kind for each in find("zhang@mygov.cn")] == ["email"]
