import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gongkai.clocks.models import Clock
from gongkai.items import rules, services
from gongkai.items.models import Item, Version
from tests import make

pytestmark = pytest.mark.django_db
MISSION = Path(__file__).parents[2] / "catalogue" / "samples" / "work-points-2017.txt"
OFFICE = {"name": "杭州市下城区人民政府办公室", "short_name": "区政府办"}


def bring(by, data=None, name="work-points-2017.txt", **options):
    data = MISSION.read_bytes() if data is None else data.encode()
    return services.import_file(data=data, name=name, by=by, at=make.NOW, **options)


def office():
    return make.staff(make.organisation("government-office", **OFFICE))


def test_the_mission_document_becomes_a_draft_of_its_office():
    team = office()
    version = bring(team.clerk)
    assert (version.item.kind, version.item.publisher) == ("work-points", team.organisation)
    assert (version.number_wanted, version.title) == (
        "330103--2017--0510",
        "杭州市下城区2017年政务公开工作要点",
    )
    assert (version.made_on, version.published_on) == (date(2017, 7, 1), date(2017, 7, 1))
    assert (version.section, version.doc_number) == ("", "")
    assert version.theme == "综合政务" and "政务公开" in version.keywords
    assert 10 < len(version.abstract) <= 100 and rules.repeats(version.abstract, version.body)
    assert (version.issuer, version.disclosure) == ("杭州市下城区人民政府办公室", "proactive")
    assert not version.needs_interpretation
    cited = version.item.relations.values_list("kind", "cited_number")
    assert list(cited) == [
        ("based-on", "国办发〔2017〕24号"),
        ("based-on", "浙政办发〔2017〕36号"),
        ("based-on", "杭政办函〔2017〕61号"),
        ("based-on", "杭政办函〔2016〕129号"),
    ]
    assert not Clock.objects.exists()


def test_from_when_until_when_is_read_from_the_text():
    team = office()
    force = "本意见自2017年8月1日起施行，有效期三年。"
    lines = "关于扶持小微企业的意见", "", "各街道：", force, "", "区政府办"
    version = bring(team.clerk, "\n".join([*lines, "2017年6月30日"]), "意见.txt", publisher=team.organisation)
    assert (version.effective_on, version.expires_on) == (date(2017, 8, 1), date(2020, 7, 31))
    sources = version.origin.sources
    assert "起施行" in sources["effective_on"] and "有效期" in sources["expires_on"]


def test_the_mission_document_goes_public_at_its_own_number():
    team = office()
    version = bring(team.clerk)
    found = [finding.field for finding in services.findings(version, at=make.NOW)]
    assert found == ["obligation", "published_on"]
    fields = {"abstract": "2017年政务公开的重点任务。", "obligation": make.obligation()}
    version = services.save(version=version, fields=fields, revision=0, by=team.clerk, at=make.NOW)
    item = make.published(team, version=version)
    assert item.address == "/items/330103--2017--0510/"
    assert item.published_on == date(2017, 7, 1)


def test_importing_twice_is_refused_and_leaves_one_draft():
    team = office()
    bring(team.clerk)
    with pytest.raises(services.Unready, match="索引号 330103--2017--0510 已用于"):
        bring(team.clerk)
    assert Item.objects.count() == 1


def test_a_cited_document_that_is_public_here_is_linked():
    team = office()
    cited = make.published(team, doc_number="国办发〔2017〕24号")
    assert bring(team.clerk).item.relations.get(target=cited).cited_number == "国办发〔2017〕24号"


def test_the_officer_may_name_publisher_and_kind():
    team = make.staff()
    version = bring(team.clerk, publisher=team.organisation, kind="notice")
    assert (version.item.publisher, version.item.kind) == (team.organisation, "notice")


def test_an_unknown_publisher_is_asked_for():
    team = make.staff()
    with pytest.raises(services.Unready, match="“区政府办”不在机构名录中"):
        bring(team.clerk)
    with pytest.raises(services.Unready, match="文件没有写明公开部门"):
        bring(team.clerk, data="通知\n\n正文。")


def test_a_clerk_imports_for_the_own_organisation_only():
    office()
    with pytest.raises(services.NotAllowed):
        bring(make.staff().clerk)
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2017年政务公开工作要点", "work-points"),
        ("《关于扶持小微企业的意见》解读", "interpretation"),
        ("政府信息公开指南", "guide"),
        ("2017年政府信息公开工作年度报告", "report"),
        ("关于停水的公告", "notice"),
        ("关于扶持小微企业的意见", "document"),
    ],
)
def test_the_kind_is_told_by_the_title(title, kind):
    assert services.kind_of(title) == kind


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_understood_and_where():
    team = office()
    said = run("import", str(MISSION))
    assert "信息索引号：330103--2017--0510　←　第1行“信息索引号”" in said
    assert "公开方式：主动公开　←　第3行“公开形式”" in said
    assert "国办发〔2017〕24号" in said
    assert "（工作要点）：杭州市下城区2017年政务公开工作要点" in said
    assert Version.objects.get().saved_by == team.clerk


def test_the_command_takes_account_kind_and_organisation():
    team = make.staff()
    arguments = ["--as", team.clerk.account, "--kind", "notice", "--organisation", "finance"]
    run("import", str(MISSION), *arguments)
    assert (Item.objects.get().kind, Version.objects.get().saved_by) == ("notice", team.clerk)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/nowhere/a.txt"], "无法读取文件"),
        ([str(MISSION), "--organisation", "nobody"], "没有代号为“nobody”的机构"),
        ([str(MISSION), "--as", "nobody"], "没有账号“nobody”"),
        ([str(MISSION), "--organisation", "audit"], "没有经办人"),
        ([__file__], "不接受“.py”类型"),
    ],
)
def test_the_command_states_what_is_wrong(arguments, sentence):
    office()
    make.organisation("audit")
    with pytest.raises(CommandError, match=sentence):
        run("import", *arguments)
    assert not Item.objects.exists()


def test_publish_due_and_expire_are_commands():
    team = make.staff()
    version = make.at_signing(team, expires_on=date(2018, 1, 1))
    services.sign(version=version, publish_at=make.moment(2017, 7, 4), by=team.signer, at=make.NOW)
    assert "已公开1项" in run("publish_due")
    # Published today, the text's time is over: it is public as expired from the start.
    assert Item.objects.get().validity == "expired"
    assert "已更新0项" in run("expire")


def test_a_document_never_public_before_keeps_its_need_of_interpretation():
    team = office()
    version = bring(team.clerk, data="公开部门：区政府办\n\n关于扶持小微企业的意见\n\n正文。")
    assert version.needs_interpretation
    assert version.published_on is None


def test_the_command_tells_what_it_did_not_understand(tmp_path):
    office()
    path = tmp_path / "a.txt"
    path.write_text("公开部门：区政府办\n发布日期：某日\n\n意见\n\n按照国办发〔2017〕24号文件执行。")
    said = run("import", str(path))
    assert "注意：第2行“发布日期”" in said
    assert "国办发〔2017〕24号" in said


def test_a_name_that_two_bodies_bore_means_the_one_of_its_day():
    old = office()
    old.organisation.valid_to = date(2021, 3, 11)
    old.organisation.save()
    make.organisation("office-new", **OFFICE, valid_from=date(2021, 3, 12))
    assert services.publisher_of(services.read(MISSION.read_bytes(), "a.txt")) == old.organisation
