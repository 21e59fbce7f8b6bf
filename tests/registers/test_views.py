"""The desk pages of registers over HTTP: what a clerk does, what a second person decides, what others see."""

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.desk import services as desk
from gongkai.desk.models import Notice
from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.models import Batch, Entry, Source, Stage
from gongkai.registers.services import looking
from gongkai.registers.views.lists import identity
from tests import make
from tests.registers.test_batches import FIRST, HEAD, NOW, received, released, settled, shown

pytestmark = pytest.mark.django_db
PLACE = "/desk/registers/of/product-checks/market"
TYPED = {
    "cell-number": "003",
    "cell-product": "演示糕点",
    "cell-result": "合格",
    "cell-checked_on": "2017-06-03",
}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk_of(clerk):
    return signed_in(clerk)


def table(*rows, name="抽查.csv", head=HEAD):
    made = io.BytesIO("\n".join([head, *rows]).encode("gb18030"))
    made.name = name
    return made


def uploaded(client, *rows, **options):
    answer = client.post(f"{PLACE}/upload/", {"table": table(*rows, **options)})
    assert answer.status_code == 302, answer.text
    return Batch.objects.order_by("pk").last()


def confirmed(client, batch, **more):
    columns = services.look(batch).columns
    said = {f"column-{each.index}-field": each.field for each in columns}
    said |= {f"column-{each.index}-unit": each.unit for each in columns}
    return client.post(f"/desk/registers/batches/{batch.pk}/columns/", said | more)


def page(client, batch, rest=""):
    return client.get(f"/desk/registers/batches/{batch.pk}/{rest}")


def act(client, batch, verb, **data):
    return client.post(f"/desk/registers/batches/{batch.pk}/{verb}/", data)


def test_a_table_goes_from_upload_to_the_public_by_two_people(desk_of, register, clerk, signer):
    batch = uploaded(desk_of, *FIRST)
    assert "检验人" in page(desk_of, batch, "columns/").text
    assert confirmed(desk_of, batch)["Location"] == f"/desk/registers/batches/{batch.pk}/"
    waiting = page(desk_of, batch)
    assert "正在核对" in waiting.text
    assert 'hx-get="/desk/registers/batches' in waiting.text
    services.check_waiting(is_small=True, at=NOW)
    assert page(desk_of, batch, "progress/")["HX-Refresh"] == "true"
    checked = page(desk_of, batch).text
    assert "演示饼干 不合格" in checked
    assert "公众看到：李×" in checked
    assert act(desk_of, batch, "submit", reason="").status_code == 302
    assert act(desk_of, batch, "release").status_code == 404, "not by who submitted it"
    second = signed_in(signer)
    assert "同意公开" in page(second, batch).text
    assert "等我审核" in second.get("/desk/registers/").text
    assert "等我审核的台账" in second.get("/desk/").text
    assert "已公开" in second.post(f"/desk/registers/batches/{batch.pk}/release/", follow=True).text
    assert len(shown(register)) == 2
    act(second, batch, "release")
    register.refresh_from_db()
    assert register.release == 1, "the second press does nothing"


def test_a_refused_file_is_told_at_the_field(desk_of):
    for made, sentence in (
        (table(*FIRST, name="抽查.docx"), "请上传 .xlsx"),
        (table("", head="<html>", name="抽查.csv"), "没有找到表头"),
        (table(*FIRST, name="抽查.xlsx"), "与它的扩展名不符"),
    ):
        answer = desk_of.post(f"{PLACE}/upload/", {"table": made})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert not Batch.objects.exists()


def test_a_file_that_is_too_large_is_told_so(desk_of, register, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = desk_of.post(f"{PLACE}/upload/", {"table": table("1,x" * 400_000)})
    assert answer.status_code == 422
    assert "文件超过1 MB，请压缩或者拆分后再上传" in answer.text


def test_what_is_unclear_is_asked_before_the_rows_are_read(desk_of, register):
    batch = uploaded(desk_of, *FIRST, head=HEAD.replace("（元）", ""))
    assert "没有写明金额单位" in page(desk_of, batch, "columns/").text
    answer = confirmed(desk_of, batch)
    assert answer.status_code == 422
    assert "没有写明金额单位" in answer.text
    answer = confirmed(desk_of, batch, **{"column-4-unit": "元", "column-1-field": ""})
    assert "没有找到必填的列：产品名称" in answer.text
    assert confirmed(desk_of, batch, **{"column-4-unit": "元"}).status_code == 302
    services.check_waiting(is_small=True, at=NOW)
    assert {"罚款（万元）": "2"}.items() <= {
        each.label: each.now for each in looking.changes(Batch.objects.get())[0].fields
    }.items()


def test_a_sheet_that_the_file_does_not_have_is_not_written_down(desk_of, register):
    batch = uploaded(desk_of, *FIRST)
    for name in ("x" * 101, "a\0b"):
        assert confirmed(desk_of, batch, sheet=name).status_code == 302
        batch.refresh_from_db()
        assert batch.sheet == ""


def test_what_was_chosen_is_proposed_for_the_next_file(desk_of, register):
    batch = uploaded(desk_of, *FIRST, head=HEAD.replace("产品名称", "货"))
    confirmed(desk_of, batch, **{"column-1-field": "product"})
    again = uploaded(desk_of, FIRST[0], head=HEAD.replace("产品名称", "货"))
    text = page(desk_of, again, "columns/").text
    assert "沿用上次" in text


def test_a_table_like_the_last_one_is_checked_without_asking(desk_of, register):
    head = HEAD.replace("产品名称", "货").replace("检验人", "备注")
    first = uploaded(desk_of, *FIRST, head=head)
    confirmed(desk_of, first, **{"column-1-field": "product", "column-2-field": "", "is_whole": "on"})
    services.check_waiting(is_small=True, at=NOW)
    told = desk_of.post(
        f"{PLACE}/upload/?instead={first.pk}", {"table": table(*FIRST, head=head)}, follow=True
    ).text
    batch = Batch.objects.order_by("pk").last()
    assert "已直接核对" in told
    assert (batch.stage, batch.is_whole) == (Stage.CHECKING, True)
    services.check_waiting(is_small=True, at=NOW)
    assert "改列的对应" in page(desk_of, batch).text
    assert page(desk_of, batch, "columns/").context["form"]["is_whole"].value() is True
    assert looking.changes(Batch.objects.get(pk=batch.pk))[0].title == "演示饼干 不合格"


@pytest.mark.parametrize("other", [HEAD.replace("检验人", "备注"), HEAD.replace("（元）", "")])
def test_a_table_that_says_anything_otherwise_is_asked_about(desk_of, register, other):
    confirmed(desk_of, uploaded(desk_of, *FIRST))
    again = uploaded(desk_of, *FIRST, head=other)
    assert again.stage == Stage.RECEIVED


def test_faults_are_listed_and_come_back_as_a_marked_workbook(desk_of, register):
    batch = uploaded(desk_of, "001,饼干,,优,,,2017-06-01")
    confirmed(desk_of, batch)
    services.check_waiting(is_small=True, at=NOW)
    text = page(desk_of, batch).text
    assert "D2" in text
    assert "“优”不在列表中" in text
    assert "提交审核</button>" not in text
    answer = page(desk_of, batch, "marked/")
    assert "filename*=utf-8''%E6%8A%BD%E6%9F%A5" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.worksheets[0]["D2"].comment is not None
    assert "1 行有错" in act(desk_of, batch, "submit", reason="").text


def test_a_table_uploaded_anew_ends_the_batch_before(desk_of, register):
    batch = uploaded(desk_of, "001,饼干,,优,,,2017-06-01")
    form = desk_of.get(f"{PLACE}/upload/?instead={batch.pk}")
    assert "自动放弃" in form.text
    desk_of.post(f"{PLACE}/upload/?instead={batch.pk}", {"table": table(*FIRST)})
    batch.refresh_from_db()
    assert batch.stage == Stage.DROPPED
    assert Batch.objects.exclude(pk=batch.pk).get().stage == Stage.RECEIVED
    assert desk_of.get(f"{PLACE}/upload/?instead=x").status_code == 200


def test_what_is_returned_is_told_with_the_reason(desk_of, register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    second = signed_in(signer)
    answer = act(second, batch, "return", answer=" ")
    assert answer.status_code == 422
    assert "请写明退回的理由" in answer.text
    act(second, batch, "return", answer="名称不全")
    assert "名称不全" in page(desk_of, batch).text
    assert "名称不全" in desk_of.get("/desk/").text


def test_what_was_submitted_is_taken_back_and_can_be_changed_again(desk_of, register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    act(desk_of, batch, "submit", reason="例行")
    assert "撤回提交</button>" in page(desk_of, batch).text
    assert "撤回提交" not in page(signed_in(signer), batch).text
    assert act(signed_in(signer), batch, "recall").status_code == 404
    text = desk_of.post(f"/desk/registers/batches/{batch.pk}/recall/", follow=True).text
    for told in ("已撤回", "提交审核</button>", "重新上传", "例行"):
        assert told in text


def test_what_was_overtaken_is_told_with_a_button(register, clerk, signer):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    released(register, clerk, signer, [FIRST[0]])
    second = signed_in(signer)
    text = page(second, batch).text
    assert "重新核对" in text
    assert "同意公开" not in text
    assert "重新核对后再公开" in second.post(f"/desk/registers/batches/{batch.pk}/release/", follow=True).text
    act(second, batch, "recheck")
    services.check_waiting(is_small=True, at=NOW)
    old, batch = batch.rows, Batch.objects.get(pk=batch.pk)
    assert f'name="seen" value="{batch.rows}"' in page(second, batch).text
    told = second.post(f"/desk/registers/batches/{batch.pk}/release/", {"seen": old}, follow=True).text
    assert "请再看一遍" in told
    act(second, batch, "release", seen=batch.rows)
    assert len(shown(register)) == 2


def test_a_long_difference_is_paged_and_filtered(desk_of, register, clerk, signer):
    released(register, clerk, signer, FIRST)
    rows = [f"{n:03},演示{n}号,,合格,,,2017-06-03" for n in range(2, 60)]
    batch = settled(received(register, clerk, rows), clerk)
    text = page(desk_of, batch).text
    assert "共 58 条，第 1 / 2 页" in text
    assert "演示59号" not in text
    assert "演示59号" in page(desk_of, batch, "?page=2").text
    amended = page(desk_of, batch, "?change=amended").text
    assert "改了 4 项" in amended
    assert "<td><del>演示牛奶</del></td><td><ins>演示2号</ins></td>" in amended
    assert "演示3号" not in amended
    assert page(desk_of, batch, "?change=x&page=99").status_code == 200


def test_a_release_is_undone_from_its_page(desk_of, register, clerk, signer):
    made = released(register, clerk, signer, FIRST)
    assert "撤销这一批" in page(desk_of, made.batch).text
    assert act(desk_of, made.batch, "undo", reason="").status_code == 422
    assert act(desk_of, made.batch, "undo", reason="报错了表").status_code == 302
    batch = Batch.objects.get(source=Source.UNDO)
    assert "已经在办理" in act(desk_of, made.batch, "undo", reason="报错了表").text
    services.check_waiting(is_small=False, at=NOW)
    assert "撤下" in page(desk_of, batch).text


def test_an_entry_is_typed_and_told_what_is_wrong_where_it_is(desk_of, register):
    text = desk_of.get(f"{PLACE}/enter/").text
    assert "罚款（万元）" in text
    assert "天水街道" in text
    assert text.count('class="help"') == 0, "what is plain from the name of a field is not said again"
    answer = desk_of.post(f"{PLACE}/enter/", TYPED | {"cell-fine": "很多", "cell-product": ""})
    assert answer.status_code == 422
    assert "“很多”不是数" in answer.text
    assert "“产品名称”必须填写" in answer.text
    assert 'value="很多"' in answer.text
    assert desk_of.post(f"{PLACE}/enter/", TYPED).status_code == 302
    assert Batch.objects.get().stage == Stage.SUBMITTED


def test_an_entry_is_found_and_corrected_under_its_number(
    desk_of, register, clerk, signer, settings, tmp_path
):
    settings.HOME = tmp_path
    released(register, clerk, signer, FIRST)
    services.rebuild_waiting(at=NOW)
    found = desk_of.get("/desk/registers/of/product-checks/?q=牛奶").text
    assert f"{PLACE}/entries/2/corrected/" in found
    assert "饼干" not in found.split("填报批次")[0]
    address = f"{PLACE}/entries/2/corrected/"
    assert 'value="演示牛奶"' in desk_of.get(address).text
    typed = {"cell-product": "演示酸奶", "cell-result": "合格", "cell-checked_on": "2017-06-02"}
    assert "请写明理由" in desk_of.post(address, typed).text
    assert desk_of.post(address, typed | {"reason": "录入有误", "cell-number": "999"}).status_code == 302
    services.release(batch=Batch.objects.get(source=Source.FORM), by=signer, at=NOW)
    newest = Entry.objects.newest().get(serial=2)
    assert (newest.key, newest.change, newest.values["product"]) == ("002", "corrected", "演示酸奶")


def test_entries_of_one_name_are_told_apart_in_words(register):
    said = replace(register.definition.said, columns=("product", "street"))
    reader = SimpleNamespace(said=said, names={"region": {"330103003": "天水街道"}})
    told = list(identity(reader, {"number": "002", "product": "演示牛奶", "street": "330103003"}))
    assert told == ["抽查编号：002", "街道：天水街道"]


def test_a_returned_entry_is_mended_with_what_was_typed(desk_of, register, signer):
    desk_of.post(f"{PLACE}/enter/", TYPED)
    batch = Batch.objects.get()
    services.give_back(batch=batch, answer="名称不全", by=signer, at=NOW)
    address = f"{PLACE}/enter/?instead={batch.pk}"
    assert address in page(desk_of, batch).text
    assert 'value="演示糕点"' in desk_of.get(address).text
    desk_of.post(address, TYPED | {"cell-product": "演示绿豆糕"})
    assert [each.stage for each in Batch.objects.order_by("pk")] == [Stage.DROPPED, Stage.SUBMITTED]


@pytest.mark.parametrize(
    "change, status", [("withdrawn", 200), ("repaired", 200), ("recorded", 404), ("x", 404)]
)
def test_only_what_can_be_done_to_an_entry_has_a_page(desk_of, register, clerk, signer, change, status):
    released(register, clerk, signer, FIRST)
    assert desk_of.get(f"{PLACE}/entries/1/{change}/").status_code == status
    assert desk_of.get(f"{PLACE}/entries/9/{change}/").status_code == 404


def test_a_repair_without_its_day_is_told_at_the_field(desk_of, register, clerk, signer):
    released(register, clerk, signer, FIRST)
    address = f"{PLACE}/entries/1/repaired/"
    assert "请填写日期" in desk_of.post(address, {"reason": "已履行"}).text
    assert "不晚于今天" in desk_of.post(address, {"reason": "已履行", "repaired_on": "2999-01-01"}).text
    assert desk_of.post(address, {"reason": "已履行", "repaired_on": "2017-08-01"}).status_code == 302


def test_another_department_learns_nothing(register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    stranger = signed_in(make.person(role=Role.SIGNER.value, at=make.organisation("drugs")))
    for address in (
        "batches/{0}/",
        "batches/{0}/columns/",
        "of/product-checks/",
        "of/product-checks/market/enter/",
    ):
        assert stranger.get("/desk/registers/" + address.format(batch.pk)).status_code == 404
    assert "产品质量抽查" not in stranger.get("/desk/registers/").text


def test_the_registers_one_fills_in_tell_how_they_stand(desk_of, register, clerk, signer):
    assert "尚未公开" in desk_of.get("/desk/registers/").text
    released(register, clerk, signer, FIRST)
    received(register, clerk, FIRST, name="又.csv")
    text = desk_of.get("/desk/registers/").text
    assert "及时" in text
    assert "又.csv" in text


def test_who_decides_and_who_submitted_are_told_once(register, clerk, signer):
    reviewer = make.person(role=Role.REVIEWER.value, at=make.organisation("market"))
    batch = settled(received(register, clerk, FIRST), clerk)
    services.submit(batch=batch, reason="", by=clerk, at=NOW)
    desk.notify(at=NOW)
    desk.notify(at=NOW)
    told = Notice.objects.filter(href=f"/desk/registers/batches/{batch.pk}/")
    assert {each.person for each in told.filter(kind="waiting")} == {signer, reviewer}
    assert told.count() == 2
    services.give_back(batch=batch, answer="名称不全", by=signer, at=NOW)
    desk.notify(at=NOW)
    assert told.get(kind="returned").words == "名称不全"
    assert told.get(kind="returned").person == clerk


def test_a_batch_whose_files_are_gone_says_so(desk_of, register, clerk):
    batch = settled(received(register, clerk, FIRST), clerk)
    services.papers.path_of(batch.rows).unlink()
    assert "请放弃后重新上传" in page(desk_of, batch).text
