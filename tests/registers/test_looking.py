"""What people look at before they decide: differences, faults, the table with its cells marked."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from gongkai.registers import services
from gongkai.registers.models import Change
from gongkai.registers.services import looking
from tests import make
from tests.registers.test_batches import FIRST, HEAD, NOW, received, released, settled

pytestmark = pytest.mark.django_db
SECOND = [FIRST[1].replace("合格", "不合格", 1), "003,演示糕点,王五,合格,,,2017-06-03"]


def compared(register, clerk, signer):
    released(register, clerk, signer, FIRST)
    return settled(received(register, clerk, SECOND), clerk, is_whole=True)


def test_old_and_new_stand_side_by_side_with_what_the_public_sees(register, clerk, signer):
    batch = compared(register, clerk, signer)
    amended, recorded, withdrawn = looking.changes(batch)
    assert (amended.change, amended.title, amended.serial, amended.number) == (
        Change.AMENDED, "演示牛奶 不合格", 2, 2
    )  # fmt: skip
    assert amended.fields == [looking.Said("结果", "合格", "不合格")]
    assert (recorded.change, recorded.serial) == (Change.RECORDED, 0)
    assert looking.Said("检验人", "", "王五", "王×") in recorded.fields
    assert withdrawn.change == Change.WITHDRAWN
    assert looking.Said("街道", "天水街道", "") in withdrawn.fields
    assert [each.change for each in looking.changes(batch, change="amended")] == [Change.AMENDED]
    assert (looking.total(batch), looking.total(batch, "recorded")) == (3, 1)
    assert looking.changes(batch, page=2) == []


def test_the_same_can_be_looked_up_after_the_files_are_gone(register, clerk, signer):
    batch = compared(register, clerk, signer)
    services.submit(batch=batch, reason="例行公布", by=clerk, at=NOW)
    before = looking.changes(batch, change="amended")
    services.release(batch=batch, by=signer, at=NOW)
    batch.refresh_from_db()
    services.papers.path_of(batch.rows).unlink()
    [after] = looking.changes(batch, change="amended")
    assert (after.title, after.fields) == (before[0].title, before[0].fields)
    assert looking.total(batch) == len(looking.changes(batch)) == 3


def test_faults_and_skipped_rows_are_listed_apart(register, clerk):
    batch = settled(received(register, clerk, ["001,饼干,,优,x,,2017-06-31", ",合计,,,,,"]), clerk)
    assert [fault.place for fault in looking.faults(batch)] == ["D2", "E2", "G2"]
    assert looking.faults(batch, page=2) == []
    assert [each.reason for each in looking.skipped(batch)] == ["合计行"]


def workbook():
    book = Workbook()
    sheet = book.active
    sheet.title = "抽查"
    sheet["A1"] = "抽查结果"
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True)
    for row in (HEAD.split(","), ["001", "演示饼干", "张三", "优", 20000, "天水街道", "2017-06-31"]):
        sheet.append(row)
    sheet["H3"] = "=E3*2"
    sheet["D3"].comment = Comment("原有批注", "某科")
    book.create_sheet("说明")["A1"] = "另一张表"
    made = io.BytesIO()
    book.save(made)
    return made


def uploaded(register, clerk, source, name):
    source.seek(0)
    organisation = make.organisation("market")
    batch = services.receive(
        register=register, organisation=organisation, name=name, source=source, by=clerk, at=NOW
    )
    return settled(batch, clerk)


def test_a_workbook_comes_back_as_it_was_with_the_faulty_cells_marked(register, clerk):
    batch = uploaded(register, clerk, workbook(), "抽查.xlsx")
    book = load_workbook(looking.marked(batch))
    sheet = book["抽查"]
    assert sheet["D3"].comment.text.startswith("原有批注\n“优”不在列表中")
    assert sheet["G3"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A3"].comment is None
    assert sheet["H3"].value == "=E3*2"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:H1"]
    assert sheet["A1"].font.bold
    assert book.sheetnames == ["抽查", "说明", "问题清单"]
    assert [cell.value for cell in book["问题清单"][2]][:3] == ["D3", "结果", "优"]


def test_a_text_comes_back_as_a_workbook_with_the_same_rows(register, clerk):
    rows = ["001,=1+1,张三,优,,330103003,2017-06-01", "001,演示牛奶,,合格,,,2017-06-01"]
    batch = settled(received(register, clerk, rows), clerk)
    sheet = load_workbook(looking.marked(batch)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEAD.split(",")
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s"), "a text, no formula"
    assert (sheet["A2"].value, sheet["F2"].value) == ("001", "330103003")
    assert "不在列表中" in sheet["D2"].comment.text
    assert sheet["A2"].comment is None


def test_a_large_workbook_is_written_anew_row_by_row(register, clerk, monkeypatch):
    monkeypatch.setattr(looking, "MOST_CELLS", 0)
    batch = uploaded(register, clerk, workbook(), "抽查.xlsx")
    sheet = load_workbook(looking.marked(batch)).worksheets[0]
    assert sheet["E3"].value == 20000
    assert "不在列表中" in sheet["D3"].comment.text


def test_what_cannot_be_marked_is_refused_with_a_sentence(register, clerk, monkeypatch):
    batch = settled(received(register, clerk, ["001,饼干,,优,,,2017-06-01"]), clerk)
    monkeypatch.setattr("gongkai.proofing.apart.run", lambda *_, **__: b"")
    with pytest.raises(services.Refused, match="无法标注"):
        looking.marked(batch)
