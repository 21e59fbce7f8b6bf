"""Registers are declared by files: looked at first, all or none, and only by adding to what was."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongkai.obligations.node import BadCatalogue
from gongkai.orgs.models import Act, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers import services
from gongkai.registers.models import Register
from tests import make
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def folder(settings, tmp_path):
    make.obligation("product-quality-checks")
    laws = (settings.CATALOGUE / "limits.yaml").read_text()
    settings.CATALOGUE = tmp_path
    (tmp_path / "limits.yaml").write_text(laws)
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "product-checks.yaml").write_text(SAMPLING)
    return tmp_path / "registers"


def run(*words):
    out = StringIO()
    call_command("registers", *words, stdout=out)
    return out.getvalue()


def again(folder, old, new):
    path = folder / "product-checks.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def test_a_register_is_checked_then_compared_then_applied(folder):
    assert "1 个台账声明无误" in run("check")
    assert "新增：台账“产品质量抽查”" in run("diff")
    assert not Register.objects.exists(), "looking changes nothing"
    assert "新增：台账“产品质量抽查”" in run("apply")
    register = Register.objects.get()
    assert register.definition.said.title == "产品质量抽查"
    assert Act.objects.filter(verb="declare", thing="register:product-checks").count() == 1
    assert "没有变化" in run("apply")
    assert register.definitions.count() == 1


def test_a_definition_grows_and_its_earlier_versions_stay(folder):
    run("apply")
    again(folder, "  maker:", "  lot: {label: 批号, type: code}\n  maker:")
    assert "新增：字段“批号”（编号）" in run("apply")
    register = Register.objects.get()
    assert [each.number for each in register.definitions.all()] == [2, 1]
    assert "lot" not in register.definitions.last().said.fields


REFUSED = [
    (
        "  told_on: {label: 公布日期, type: date}\n",
        "",
        "不能删除",
        ("  - {that: not-before, fields: [told_on], of: checked_on}\n", ""),
    ),
    ("maker: {label: 生产企业, type: text}", "maker: {label: 生产企业, type: note}", "不能由文字改为说明"),
    ("label: 罚款, type: money, unit: 万元", "label: 罚款, type: money, unit: 元", "单位不能改"),
    (
        "choices: [合格, 不合格]",
        "choices: [不合格, 未检]",
        "选项不能减少（合格）",
        ("{result: 合格}", "{result: 不合格}"),
    ),
    ("identity: [number]", "identity: [number, product]", "识别条目的字段不能改"),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_was_public_stays_readable(folder, case):
    old, new, sentence, *also = case
    run("apply")
    for each in (old, new), *also:
        again(folder, *each)
    with pytest.raises(CommandError, match=sentence):
        run("apply")
    assert Register.objects.get().definitions.count() == 1


def test_a_field_is_retired_by_a_date(folder):
    run("apply")
    again(
        folder,
        "inspector: {label: 检验人, type: person}",
        "inspector: {label: 检验人, type: person, until: 2018-01-01}",
    )
    assert "停用：字段“检验人”自 2018-01-01 起停用" in run("apply")


def test_all_problems_of_all_files_are_told_at_once_and_nothing_is_stored(folder):
    (folder / "broken.yaml").write_text("register: [1")
    (folder / "twice.yaml").write_text(SAMPLING)
    with pytest.raises(CommandError) as raised:
        run("apply")
    told = str(raised.value)
    assert "broken.yaml 第" in told  # the two scanners of YAML name the line before or after the end
    assert "twice.yaml 第1行：台账“product-checks”已在 product-checks.yaml 声明" in told
    assert not Register.objects.exists()


@pytest.mark.parametrize("act", ["check", "diff", "apply"])
def test_a_register_without_obligation_is_told_with_its_line(folder, act):
    again(folder, "product-quality-checks", "nothing-such")
    with pytest.raises(CommandError, match="product-checks.yaml 第5行：目录里没有公开事项“nothing-such”"):
        run(act)
    assert not Register.objects.exists()


LOOSE = [
    ("obligation: product-quality-checks", "obligation: [product-quality-checks, none-such]", 5, "none-such"),
    ("{label: 生产企业, type: text}", "{label: 生产企业, type: link, register: no-such}", 9, "no-such"),
    ("months: 600", "limit: no-such-limit", 27, "limits.yaml 没有代号为“no-such-limit”的时限"),
    ("months: 600", "limit: emergency-information", 27, "没有写明多少天"),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), LOOSE)
def test_what_a_register_names_outside_of_itself_must_be_there(folder, old, new, line, sentence):
    again(folder, old, new)
    again(folder, "search: [product, maker]", "search: [product]")
    with pytest.raises(CommandError, match=f"第{line}行：.*{sentence}"):
        run("check")


def test_a_link_leads_to_a_register_whose_entries_one_value_names(folder):
    again(folder, "{label: 生产企业, type: text}", "{label: 生产企业, type: link, register: makers}")
    makers = SAMPLING.replace("register: product-checks", "register: makers")
    (folder / "makers.yaml").write_text(makers)
    assert "2 个台账声明无误" in run("check")
    run("apply")
    (folder / "makers.yaml").write_text(makers.replace("identity: [number]", "identity: [number, product]"))
    with pytest.raises(CommandError, match="由几个字段识别"):
        run("check")


def test_whoever_publishes_under_a_further_duty_fills_the_register_in_too(folder):
    body = make.organisation("market")
    make.obligation("more-checks").publishers.add(body)
    run("apply")
    assert not Register.objects.filled_by(body).exists()
    again(folder, "obligation: product-quality-checks", "obligation: [product-quality-checks, more-checks]")
    assert "变更：公开事项" in run("apply")
    assert Register.objects.filled_by(body).get().obligation.key == "product-quality-checks"


def test_what_the_desk_changed_lasts_until_the_folder_says_something_new(folder):
    run("apply")
    first, office = SAMPLING, make.person(role=Role.OPENNESS.value)
    changed = services.read(first.replace("title: 产品质量抽查", "title: 抽查结果"), name="工作台")
    services.apply([changed], by=office, at=NOW)
    assert "没有变化" in run("apply"), "the folder is what it was"
    assert Register.objects.get().title == "抽查结果"
    services.apply([services.read(first, name="工作台")], by=office, at=NOW)
    assert Register.objects.get().title == "产品质量抽查", "the desk may go back to what the folder says"
    services.apply([changed], by=office, at=NOW)
    again(folder, "title: 产品质量抽查", "title: 产品抽查")
    assert "变更：名称" in run("apply")


def test_a_choice_may_become_one_of_several_but_not_the_other_way(folder):
    flaws = "  flaws: {label: 缺陷, type: choice, choices: [标签, 包装]}\n"
    again(folder, "  maker:", f"{flaws}  maker:")
    run("apply")
    again(folder, "[标签, 包装]", "[标签, 包装], many: true")
    assert "变更：字段“缺陷”" in run("apply")
    again(folder, ", many: true", "")
    with pytest.raises(CommandError, match="不能由选项（可多选）改为选项"):
        run("apply")


def test_a_register_that_left_the_folder_is_retired_and_may_come_back(folder):
    run("apply")
    text = (folder / "product-checks.yaml").read_text()
    (folder / "product-checks.yaml").unlink()
    assert "停用：不在目录中" in run("apply")
    assert not Register.objects.current(timezone.localdate()).exists()
    (folder / "product-checks.yaml").write_text(text)
    assert "恢复：台账“产品质量抽查”" in run("apply")
    assert Register.objects.current(timezone.localdate()).exists()


def test_single_files_retire_nothing(folder, tmp_path):
    run("apply")
    other = tmp_path / "other.yaml"
    other.write_text(SAMPLING.replace("register: product-checks", "register: other-checks"))
    run("apply", str(other))
    assert Register.objects.current(timezone.localdate()).count() == 2


def test_a_file_that_is_not_there_is_told(folder, tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        run("check", str(tmp_path / "none.yaml"))


def test_only_the_openness_office_declares(folder):
    office = make.person(role=Role.OPENNESS.value)
    clerk = make.person(role=Role.CLERK.value)
    declared = services.folder()
    with pytest.raises(NotAllowed):
        services.apply(declared, by=clerk, at=NOW)
    assert not services.can(None, "declare", at=NOW)
    assert not services.can(clerk, "retire", at=NOW)
    services.apply(declared, by=office, at=NOW + timedelta(seconds=1))
    assert Register.objects.get().definition.by == office


def test_a_definition_is_refused_with_its_sentence_when_read(folder):
    with pytest.raises(BadCatalogue, match="不认识的词"):
        services.read(SAMPLING.replace("title:", "titel:"), name="上传文件")
