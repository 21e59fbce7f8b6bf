"""The openness office declares a register at the desk: typed, compared, looked at, in force."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Act, Role
from gongkai.registers import services
from gongkai.registers.declaring_forms import FIRST
from gongkai.registers.models import Register
from tests import make
from tests.registers.test_schema import SAMPLING

pytestmark = pytest.mark.django_db
ROOT = "/desk/registers/declare/"
KEY = "product-checks"


@pytest.fixture
def office(client):
    make.obligation("product-quality-checks", level2="产品质量抽查")
    client.force_login(person := make.person(role=Role.OPENNESS.value, at=make.office()))
    return person


def declared(text=SAMPLING, by=None):
    services.apply([services.read(text, name="a.yaml")], by=by, at=timezone.now())
    return Register.objects.get(key=KEY)


def shown(answer):
    return answer.content.decode()


HEAD = {
    "head-register": "shared-bikes",
    "head-title": "共享单车投放",
    "head-description": "各企业投放的共享单车。",
    "head-obligation": "产品质量抽查（product-quality-checks）",
    "head-chart": "bar",
}
BIKES = (
    *FIRST,
    {"label": "状态", "type": "choice", "choices": "在用\n回收", "facets": True},
    {"label": "联系人", "type": "person", "mask": "surname"},
)


def sent(rows=BIKES, act="check", **more):
    """Return what a browser sends of the form."""
    typed = {f"row-{at}-{name}": said for at, row in enumerate(rows) for name, said in row.items()}
    frame = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0, "row-MIN_NUM_FORMS": 1, "base": ""}
    return HEAD | frame | typed | {"act": act} | more


def test_from_nothing_to_a_register_in_force_and_its_workbook(client, office):
    page = shown(client.post(f"{ROOT}form/", sent()))
    assert "新台账" in page and "公开后的样子" in page and "按状态统计" in page
    assert not Register.objects.exists(), "looking changes nothing"
    text = client.post(f"{ROOT}form/", sent()).context["compared"].declared.text
    done = client.post(f"{ROOT}apply/", {"text": text, "seen": ""}, follow=True)
    assert done.redirect_chain[-1][0] == f"{ROOT}of/shared-bikes/"
    assert "下一步：填写第一批数据" in shown(done)
    register = Register.objects.get()
    assert (register.definition.by, register.file_digest) == (office, "")
    assert Act.objects.get(verb="declare").account == office.account
    book = client.get("/desk/registers/shared-bikes/template.xlsx")
    assert book.content.startswith(b"PK")


ACTS = [
    ("add", 5, "联系人"),
    ("drop-0", 3, "名称"),
    ("up-1", 4, "名称"),
    ("drop-9", 4, "编号"),
    ("up-x", 4, "编号"),
]


@pytest.mark.parametrize(("act", "count", "first"), ACTS)
def test_rows_are_added_dropped_and_moved_without_script_and_what_was_typed_stays(
    client, office, act, count, first
):
    answer = client.post(f"{ROOT}form/", sent(act=act))
    rows = answer.context["rows"]
    assert len(rows.forms) == count
    assert first in [row["label"].value() for row in rows.forms][: 1 if act != "add" else 5]
    assert 'value="共享单车投放"' in shown(answer)
    assert "在用\n回收" in shown(answer)


def test_what_is_wrong_is_told_at_the_row_with_its_name_and_what_was_typed_stays(client, office):
    rows = (
        *BIKES[:2],
        {"label": "状态", "type": "choice", "choices": "在用"},
        {"label": "编号", "type": "text"},
    )
    answer = client.post(f"{ROOT}form/", sent(rows))
    assert answer.status_code == 422
    assert "选项应有 2 至 500 项" in str(answer.context["rows"].forms[2].non_field_errors())
    assert "已经是字段" in str(answer.context["rows"].forms[3].non_field_errors())
    assert "<b>第 3 列“状态”</b>：选项应有 2 至 500 项" in shown(answer)
    assert "choices: [" not in shown(answer), "who fills in a form sees no YAML"
    answer = client.post(f"{ROOT}form/", sent(**{"head-register": "共享单车"}))
    assert "只能用小写英文、数字和连字符" in shown(answer)
    answer = client.post(f"{ROOT}form/", sent(**{"head-obligation": "没有的事项", "row-0-label": ""}))
    assert answer.status_code == 422
    assert "目录里没有这个公开事项，请从列表中选择" in shown(answer)
    assert 'value="没有的事项"' in shown(answer)


def test_two_obligations_of_one_name_are_not_guessed_between(client, office):
    make.obligation("other", level2="产品质量抽查")
    answer = client.post(f"{ROOT}form/", sent(**{"head-obligation": "产品质量抽查"}))
    assert "有几个同名的公开事项" in shown(answer)
    assert Obligation.objects.count() == 2


def test_yaml_is_uploaded_or_typed_and_every_fault_shown_with_its_line(client, office):
    wrong = SAMPLING.replace("facets: [result, street]", "facets: [road]").replace("as: surname", "as: blur")
    answer = client.post(f"{ROOT}yaml/", {"text": wrong})
    assert answer.status_code == 422
    assert [each["line"] for each in answer.context["excerpts"]] == [20, 25]
    assert [number for number, is_wrong in answer.context["numbers"] if is_wrong] == [20, 25]
    assert "facets: [road]" in shown(answer)
    assert client.post(f"{ROOT}yaml/", {"text": ""}).status_code == 422
    file = SimpleUploadedFile("a.yaml", SAMPLING.encode("gb18030"))
    page = shown(client.post(f"{ROOT}yaml/", {"file": file}))
    assert "新台账" in page and "下面用的是声明里的示例" in page


def test_differences_are_named_and_what_is_refused_cannot_come_into_force(client, office):
    declared()
    text = SAMPLING.replace("  told_on: {label: 公布日期, type: date}\n", "").replace(
        "  - {that: not-before, fields: [told_on], of: checked_on}\n", ""
    )
    answer = client.post(f"{ROOT}yaml/", {"text": text})
    assert "不能删除，请用 until 停用" in shown(answer)
    assert not answer.context["may_apply"]
    refused = client.post(f"{ROOT}apply/", {"text": text, "seen": answer.context["compared"].seen})
    assert refused.status_code == 422
    assert "不能删除" in shown(refused)
    assert Register.objects.get().definitions.count() == 1
    same = client.post(f"{ROOT}yaml/", {"text": SAMPLING})
    assert "说的完全一样" in shown(same) and not same.context["may_apply"]


def test_nothing_comes_into_force_that_was_compared_with_an_older_declaration(client, office):
    first = declared()
    seen = first.definition.digest
    declared(SAMPLING.replace("title: 产品质量抽查", "title: 抽查结果"), office)
    again = client.post(f"{ROOT}apply/", {"text": SAMPLING, "seen": seen})
    assert again.status_code == 422
    assert "声明又有变化，请重新核对" in shown(again)
    assert "title: 产品质量抽查" in shown(again), "what was typed stays"
    client.post(f"{ROOT}apply/", {"text": "register: ["})
    client.post(f"{ROOT}apply/", {})
    assert Register.objects.get().title == "抽查结果"


def test_the_form_opens_with_what_is_in_force_and_keeps_what_it_does_not_show(client, office):
    declared()
    page = client.get(f"{ROOT}form/?of={KEY}")
    given = [row.initial for row in page.context["rows"].forms]
    rows = [{name: said for name, said in row.items() if said not in ("", False, None)} for row in given]
    head = {f"head-{name}": said for name, said in page.context["head"].initial.items()}
    answer = client.post(f"{ROOT}form/", sent(rows, base=page.context["base"], **head))
    assert answer.context["compared"].found == []
    opened = client.post(f"{ROOT}form/", {"act": "open", "base": SAMPLING})
    assert opened.context["head"].initial["title"] == "产品质量抽查"
    assert client.get(f"{ROOT}form/?of=nothing").status_code == 200


def test_definitions_are_kept_with_who_when_and_what_changed(client, office):
    declared()
    declared(SAMPLING.replace("title: 产品质量抽查", "title: 抽查结果"), office)
    page = shown(client.get(f"{ROOT}of/{KEY}/"))
    assert "第 2 版" in page and office.name in page and "目录文件" in page
    page = client.get(f"{ROOT}of/{KEY}/versions/2/")
    assert ("gone", "title: 产品质量抽查") in page.context["lines"]
    assert ("come", "title: 抽查结果") in page.context["lines"]
    assert client.get(f"{ROOT}of/{KEY}/versions/3/").status_code == 404


def test_a_register_is_retired_from_a_day_with_a_reason_and_comes_back(client, office):
    register = declared()
    assert client.post(f"{ROOT}of/{KEY}/retire/", {"on": "2017-12-31", "reason": ""}).status_code == 422
    client.post(f"{ROOT}of/{KEY}/retire/", {"on": "2017-12-31", "reason": "并入其他台账"})
    register.refresh_from_db()
    assert register.retired_on == date(2017, 12, 31)
    assert Act.objects.get(verb="retire").detail["reason"] == "并入其他台账"
    twice = client.post(f"{ROOT}of/{KEY}/retire/", {"on": "2018-12-31", "reason": "再停"})
    assert "已定于 2017-12-31 停用" in shown(twice)
    assert "已停用" in shown(client.get(ROOT))
    client.post(f"{ROOT}of/{KEY}/restore/")
    register.refresh_from_db()
    assert register.retired_on is None
    assert "没有停用" in shown(client.post(f"{ROOT}of/{KEY}/restore/", follow=True))


def test_the_list_tells_state_origin_and_version_and_finds_by_name(client, office):
    declared()
    page = shown(client.get(ROOT))
    assert "目录文件" in page and "尚未填报" in page
    assert "产品质量抽查" not in shown(client.get(f"{ROOT}?q=预算")).split("<main")[1]
    assert "product-checks" in shown(client.get(f"{ROOT}?q=抽查"))


def test_others_do_not_declare(client):
    client.force_login(make.person(role=Role.CLERK.value))
    for path in ("", "form/", "yaml/", f"of/{KEY}/"):
        assert client.get(ROOT + path).status_code == 404
