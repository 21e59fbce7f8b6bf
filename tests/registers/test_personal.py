"""Personal information in running text is a fault of its cell, unless the register says it may be there."""

import pytest

from gongkai.obligations.node import BadCatalogue
from gongkai.registers.fields import Known
from gongkai.registers.reference import declared as catalogue
from gongkai.registers.sheets.columns import Column
from gongkai.registers.sheets.personal import Personal, watch
from gongkai.registers.sheets.rows import Checker
from gongkai.registers.sheets.table import Line
from tests.registers.test_schema import SAMPLING, declared

CARD = "33010319900307001" + "5"
ROW = {"number": "001", "product": "饼干", "result": "合格", "checked_on": "2017-06-01"}


def checked(text=SAMPLING, **cells):
    said = declared(text)
    row = {**ROW, **cells}
    columns = [Column(place, said.fields[key].label, key) for place, key in enumerate(row)]
    [found] = Checker(columns, said, Known()).check([Line(2, list(row.values()))])
    return found


@pytest.mark.parametrize(
    "text, kind",
    [
        (f"复检联系人{CARD}", "身份证号码"),
        ("联系人１３８５７１２３４５６", "手机号码"),
        ("联系人138 5712 3456", "手机号码"),
        ("当事人住天水街道孩儿巷12号3幢2单元501室", "家庭住址"),
        ("账号6222021202041234569", "银行卡号"),
        ("找小王，微信：wang_xiao8", "微信号或QQ号"),
        ("浙A12345的货车", "车牌号"),
        ("邮箱wang@example.com", "电子邮箱"),
        ("监督电话13857123456", ""),
        ("执行标准GB 18401-2010，检验值4.0—7.5", ""),
        ("统一社会信用代码91330100MA27XL0K5T", ""),
        ("经营者在演示市场12号", ""),
    ],
)
def test_running_text_holds_nothing_personal(text, kind):
    found = checked(product=text)
    assert [fault.reason for fault in found.faults] == (
        [f"疑似含有{kind}，不得公开，请删去或者遮蔽"] if kind else []
    )


def test_the_fault_does_not_repeat_what_it_found():
    [fault] = checked(product=f"复检联系人{CARD}").faults
    assert (fault.place, fault.found) == ("B2", "复检联系人33**************" + CARD[-2:])


def test_a_register_may_say_that_a_field_holds_it():
    text = SAMPLING.replace("product: {label", "product: {holds: [mobile], label")
    assert not checked(text, product="联系人13857123456").faults
    assert checked(text, product=f"联系人{CARD}").faults
    with pytest.raises(BadCatalogue, match="phone"):
        declared(SAMPLING.replace("product: {label", "product: {holds: [phone], label"))


def test_what_is_masked_or_has_a_form_of_its_own_is_not_looked_through():
    said = declared(
        SAMPLING.replace("{field: inspector, as: surname, when: {result: 合格}}", "{field: maker, as: hide}")
    )
    watched = {key for key, field in said.fields.items() if watch(field, said)}
    assert watched == {"product"}


def test_no_example_of_the_catalogue_holds_any():
    for said in catalogue():
        for field in said.current:
            look = watch(field, said)
            for row in said.samples if look else ():
                try:
                    look(str(row.get(field.key, "")))
                except Personal as found:
                    pytest.fail(f"{said.key} {field.key}: {found}")


def test_only_what_is_masked_in_every_entry_need_not_be_looked_through():
    masked = SAMPLING.replace(
        "{field: inspector, as: surname, when: {result: 合格}}", "{field: maker, as: hide}"
    )
    text = f"饼干厂，联系人{CARD}"
    assert not checked(masked, maker=text).faults
    sometimes = masked.replace("as: hide", "as: hide, when: {result: 不合格}")
    assert checked(sometimes, maker=text).faults


@pytest.mark.parametrize("mended", ["", "required: true, until: 2017-01-01, "])
def test_a_mask_hangs_on_nothing_that_may_be_blank(mended):
    with pytest.raises(BadCatalogue, match="遮蔽的条件“结果”"):
        declared(
            SAMPLING.replace("choices: [合格, 不合格], required: true", f"{mended}choices: [合格, 不合格]")
        )
