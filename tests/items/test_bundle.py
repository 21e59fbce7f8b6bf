"""A release: document, plan and interpretations, organised, signed and published together."""

from datetime import date

import pytest

from gongkai.items import services
from gongkai.items.models import InterpretationPlan, Item
from gongkai.proofing.rules import Weight
from tests import make
from tests.items.desk import newest, said, url
from tests.items.test_release import interpretation, policy

pytestmark = pytest.mark.django_db
PLAN = {
    "outline": "背景",
    "forms": ["text", "picture"],
    "channels": ["website"],
    "first_interpreter": "王局长",
}


def bundle_of(item, person):
    mine = Item.objects.at_desk(person, at=make.NOW)
    return services.bundles_of(item, among=mine, at=make.NOW)[0]


def test_a_policy_is_not_submitted_without_its_plan_unless_somebody_says_why():
    team = make.staff()
    version = policy(team)
    found = [each for each in services.findings(version, at=make.NOW) if each.code == "interpretation.plan"]
    assert [each.weight for each in found] == [Weight.ASKS]
    with pytest.raises(services.Unready, match="请填写解读方案"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    services.submit(version=version, overruling="县府办已另行报送方案", by=team.clerk, at=make.NOW)
    assert version.steps.filter(reason="县府办已另行报送方案").exists()


def test_with_its_plan_it_is():
    team = make.staff()
    version = policy(team)
    plan = make.planned(team, version)
    assert (plan.drafter, plan.first_interpreter) == (team.organisation, "局长")
    assert services.submit(version=version, by=team.clerk, at=make.NOW).stage == "review"


@pytest.mark.parametrize(
    "disclosure", [{"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部"}]
)
def test_what_is_not_published_needs_no_plan(disclosure):
    team = make.staff()
    assert services.submit(version=policy(team, **disclosure), by=team.clerk, at=make.NOW).stage == "review"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outline": " "}, "outline"),
        ({"forms": []}, "forms"),
        ({"forms": ["dance"]}, "forms"),
        ({"channels": ["moon"]}, "channels"),
        ({"first_interpreter": ""}, "first_interpreter"),
    ],
)
def test_a_plan_names_content_form_way_and_interpreter(wrong, field):
    team = make.staff()
    version = policy(team)
    with pytest.raises(services.Unready) as refused:
        make.planned(team, version, **wrong)
    assert refused.value.findings[0].field == field


def test_only_a_policy_in_draft_is_planned_and_only_by_those_who_draft_it():
    team = make.staff()
    with pytest.raises(services.Unready, match="只有政策文件"):
        make.planned(team, make.drafted(team))
    version = policy(team)
    with pytest.raises(services.NotAllowed):
        services.plan_interpretation(
            item=version.item, by=make.person("clerk", make.organisation("audit")), at=make.NOW, **PLAN
        )
    make.at_signing(team, version=version)
    with pytest.raises(services.IllegalMove):
        make.planned(team, version)


def test_a_plan_is_no_public_content_and_goes_with_a_discarded_draft():
    team = make.staff()
    version = policy(team)
    make.planned(team, version, outline="只给自己看的提纲")
    assert "只给自己看的提纲" not in str(version.content(validity="valid"))
    services.discard(version=version, by=team.clerk, at=make.NOW)
    assert not InterpretationPlan.objects.exists()


def test_an_interpretation_is_checked_for_elements_and_for_copying():
    team = make.staff()
    document = policy(team, body="<p>对小微企业给予房租补贴，每户每年最高五千元。</p>")
    told = interpretation(team, document, body=document.body)
    codes = {each.code for each in services.findings(told, at=make.NOW)}
    assert {"interpretation.elements", "interpretation.excerpt"} <= codes
    assert services.submit(version=told, by=team.clerk, at=make.NOW).stage == "review"  # it only tells


def test_an_interpretation_begins_with_a_section_for_each_element_and_those_left_empty_go_at_once():
    team = make.staff()
    item = policy(team).item
    begun = {"kind": "interpretation", "title": "解读", "publisher": team.organisation}
    told = services.interpret(item=item, by=team.clerk, at=make.NOW, **begun)
    assert told.body.count("<h2") == 10
    found = {each.code: each.sentence for each in services.findings(told, at=make.NOW)}
    assert "送审时自动删去：背景依据、目标任务" in found["interpretation.empty"]
    assert "没有写到：背景依据" in found["interpretation.elements"]  # a bare heading says nothing
    assert any("正文" in each.sentence for each in services.findings(told, at=make.NOW) if not each.code)
    body = f"{told.body}<p>请拨打热线。</p>"  # under the last of them
    ready = {"issuer": "区财政局", "abstract": "解读补贴。", "made_on": make.NOW.date(), "body": body}
    ready |= {"disclosure": "proactive", "obligation": make.obligation()}
    told = services.save(version=told, fields=ready, revision=told.revision, by=team.clerk, at=make.NOW)
    sent = services.submit(version=told, by=team.clerk, at=make.NOW)
    kept = newest(sent.item).body
    assert kept.count("<h2") == 1 and "注意事项" in kept and "请拨打热线。" in kept


def test_an_interpretation_is_proposed_the_row_of_the_catalogue_and_the_theme_of_its_document():
    team = make.staff()
    document = policy(team, theme="财政、金融、审计", obligation=make.obligation("support"))
    begun = {"kind": "interpretation", "title": "解读", "publisher": team.organisation}
    told = services.interpret(item=document.item, by=team.clerk, at=make.NOW, **begun)
    assert (told.obligation, told.theme) == (make.obligation("support"), "财政、金融、审计")
    fields = {"obligation": make.obligation("explained")}
    told = services.save(version=told, fields=fields, revision=0, by=team.clerk, at=make.NOW)
    assert told.obligation == make.obligation("explained")  # proposed, not imposed


def test_the_bundle_says_what_is_missing_and_who_is_to_do_what():
    team = make.staff()
    document = policy(team)
    found = bundle_of(document.item, team.clerk)
    assert found.gaps == ["解读方案没有填写", "还没有解读材料，请由起草单位起草"]
    assert (found.document.next, found.document.people) == ("完成起草并送审", team.clerk.name)
    make.planned(team, document, forms=["text", "picture"])
    told = interpretation(team, document)
    make.at_signing(team, version=document)
    found = bundle_of(told.item, team.signer)
    assert found.document.version == document
    assert (found.document.next, found.document.people) == ("签发", team.signer.name)
    assert found.gaps == ["方案定有“图解”，尚未提供", "文件已到签发阶段，解读还没有到"]
    assert found.forms == ["文字解读", "图解"] and found.channels == ["政府网站"]
    assert [each.version for each in found.materials] == [told]


def test_a_ready_or_public_bundle_lacks_nothing():
    team = make.staff()
    document = policy(team)
    told = interpretation(team, document)
    make.at_signing(team, version=told)
    assert bundle_of(document.item, team.clerk).gaps[-1] == "解读已到签发阶段，文件还没有到"
    make.at_signing(team, version=document)
    assert bundle_of(document.item, team.clerk).gaps == []
    services.sign(version=document, by=team.signer, at=make.NOW)
    assert bundle_of(document.item, team.clerk).gaps == []


def test_another_departments_draft_interpretation_is_not_shown():
    team, others = make.staff(), make.staff(make.organisation("audit"))
    old = date(2016, 5, 4)
    document = make.published(team, version=policy(team, made_on=old, published_on=old))
    told = make.drafted(others, kind="interpretation", title="他部门的解读")
    services.relate(item=told.item, kind="interprets", target=document, by=others.clerk, at=make.NOW)
    assert bundle_of(document, team.clerk).materials == []
    assert len(bundle_of(document, make.person("openness", make.office())).materials) == 1


def test_questions_and_answers_and_conferences_are_told_apart():
    team = make.staff()
    document = policy(team)
    asked = interpretation(team, document, body="<h3>问：谁可以申请？</h3><p>答：小微企业。</p>")
    assert services.forms_of(asked) == ["questions"]
    assert services.forms_of(make.drafted(team, kind="conference")) == ["conference"]
    assert services.forms_of(document) == []


@pytest.fixture
def draft(finance, people):
    make.obligation()
    return make.item(finance, people["clerk"], title="关于扶持小微企业的意见", needs_interpretation=True)


def test_the_plan_is_filled_in_at_the_desk_with_the_head_as_first_interpreter(enter, finance, draft):
    finance.head = "王局长"
    finance.save()
    client = enter("clerk")
    assert 'value="王局长"' in client.get(url("plan", draft)).content.decode()
    refused = client.post(url("plan", draft), {"outline": "背景和内容"})
    assert "请选择解读形式" in refused.content.decode() and "背景和内容" in refused.content.decode()
    client.post(url("plan", draft), PLAN)
    page = client.get(url("bundle", draft)).content.decode()
    assert "第一解读人：王局长" in page and "图解" in page
    assert 'value="picture" id="id_forms_2" checked' in client.get(url("plan", draft)).content.decode()


def test_a_plan_of_a_notice_is_refused_at_the_page(enter, item):
    found = enter("clerk").post(url("plan", item), PLAN)
    assert "只有政策文件需要解读方案" in found.content.decode()


def test_a_submitted_plan_stays_as_it_is(enter, draft):
    newest(draft).__class__.objects.filter(item=draft).update(stage="review")
    response = enter("clerk").get(url("plan", draft), follow=True)
    assert "不能编辑" in said(response)
