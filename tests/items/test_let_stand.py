"""What is let stand stands for itself alone; what is right that day needs no leave; few of many are shown."""

from datetime import date

import pytest

from gongkai.items import services
from gongkai.items.models import Version
from gongkai.proofing import services as proofing
from gongkai.proofing.models import Ignored
from gongkai.proofing.phrases import Phrase
from gongkai.proofing.rules import Weight
from tests import make
from tests.items.desk import url
from tests.items.test_proofing import LATER, MOBILE, codes, seen

pytestmark = pytest.mark.django_db


def let_stand(team, version):
    """Let everything stand that may."""
    for spot in seen(version).open:
        if spot.finding.can_overrule:
            services.ignore(
                version=version, fingerprint=spot.fingerprint, reason="已核实", by=team.clerk, at=LATER
            )
    assert seen(version).kept


def swap(team, version, name, data):
    """Put another file of the same name in the place of one."""
    for file in version.attachments.filter(name=name):
        services.detach(attachment=file, by=team.clerk, at=LATER)
    services.attach(version=version, name=name, data=data, by=team.clerk, at=LATER)


def csv(*numbers):
    return "\n".join(["电话", *map(str, numbers)]).encode()


def test_what_is_left_over_in_one_file_does_not_stand_in_the_next():
    team = make.staff()
    version = make.drafted(team)
    swap(team, version, "名单.csv", csv(*range(13800000000, 13800000300)))
    let_stand(team, version)
    assert codes(version) == []
    later = [*range(13800000000, 13800000200), *range(13900000000, 13900000100)]
    swap(team, version, "名单.csv", csv(*later))
    assert codes(version) == ["personal.more"]


def test_a_file_too_long_to_be_searched_stands_by_itself_only(monkeypatch):
    monkeypatch.setattr("gongkai.items.reading.MOST_WORDS", 10)
    team = make.staff()
    version = make.drafted(team)
    swap(team, version, "说明.txt", "甲".encode() * 20)
    let_stand(team, version)
    swap(team, version, "说明.txt", "乙".encode() * 20)
    assert codes(version) == ["attachments.long"]


def test_a_picture_without_words_stands_by_itself_only():
    team = make.staff()
    body = f"<p>下图。</p><img src='/files/{'a' * 64}/a.png' alt=''>"
    version = make.drafted(team, body=body)
    let_stand(team, version)
    Version.objects.update(body=body.replace("a" * 64, "b" * 64))
    assert codes(Version.objects.get()) == ["links.picture", "alternatives.missing"]


def test_another_sum_of_an_attached_sheet_does_not_stand_with_the_first():
    team = make.staff()
    version = make.drafted(team)
    swap(team, version, "表.csv", "项目,件数\n许可,10\n处罚,20\n合计,31\n".encode())
    let_stand(team, version)
    assert codes(version) == []
    swap(team, version, "表.csv", "项目,件数\n许可,10\n处罚,20\n合计,35\n".encode())
    assert codes(version) == ["sums.total"]


def test_a_column_that_stands_with_its_rows_does_not_stand_with_others():
    team = make.staff()
    table = "<table><tr><th>姓名</th><th>病种</th></tr><tr><td>张某</td><td>肺炎</td></tr></table>"
    version = make.drafted(team, body=table)
    let_stand(team, version)
    assert codes(version) == []
    more = table.replace("</table>", "<tr><td>李某</td><td>肝炎</td></tr></table>")
    Version.objects.update(body=more)
    assert [code.rpartition(".")[0] for code in codes(Version.objects.get())] == ["personal.column"]


def test_of_very_many_findings_some_are_shown_and_all_block(client):
    team = make.staff()
    version = make.drafted(team, body=f"<p>{'）' * 300}电话{MOBILE}</p>")
    client.force_login(team.clerk)
    for page in ("proofing", "review", "submit"):
        text = client.get(url(page, version.item)).text
        assert text.count("没有对应的前半") in (10, 20), page  # on one page for the eye and for the ear
        assert "另有290处没有列出" in text, page
    with pytest.raises(services.Unready, match="共301处") as refused:
        services.submit(version=version, by=team.clerk, at=LATER)
    assert len(refused.value.findings) == 301
    services.submit(version=version, overruling="原文如此", by=team.clerk, at=LATER)
    assert Ignored.objects.count() == 301


def test_the_names_of_the_district_are_right_as_long_as_its_organisations_bear_them():
    officer = make.person("openness", make.office())
    phrase = Phrase("杭州市下城区", "杭州市拱墅区", "name", Weight.TELLS, since=date(2021, 4, 9))
    proofing.add(phrase=phrase, by=officer, at=make.NOW)
    version = make.drafted(
        make.staff(), body="<p>杭州市下城区财政局。</p>", made_on=date(2022, 1, 1), title="通知"
    )
    assert "wording.name" in codes(version)
    body = make.organisation("finance-office", name="杭州市下城区财政局")
    assert "wording.name" not in codes(version)
    type(body).objects.filter(pk=body.pk).update(valid_to=date(2021, 12, 31))
    assert "wording.name" in codes(version)
