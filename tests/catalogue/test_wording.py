"""The lists of phrases: read without a problem, mended for good, and silent on texts that are right."""

from datetime import date
from html import escape

from django.conf import settings

from gongkai.items import rules, spots
from gongkai.proofing import dates, names, numbers, source, structure, wording
from gongkai.proofing.phrases import DATED, Matcher
from tests.each import each_of

PHRASES = source.read_folder(settings.CATALOGUE / "wording")
EVER = Matcher(each for each in PHRASES if each.family not in DATED)
OLD = Matcher(each for each in PHRASES if each.family in DATED)
RIGHT = """
公务员招考录用结果公示。各单位应当按照既定目标部署工作，并将进展情况报送区政府办公室。农业部门、文化部门
会同有关部门，对标的的来源进行核实。立即使用新系统，为了了解情况，实行饱和和谐的管理。每年末能源消耗下降，
给予防护装备。征集到期问卷三百份，机构通知当事人。录入员工信息，工资询价；教授与学生座谈。全部份额转让。
其中问题突出的，责令改正。河北韩家庄、云南韩村。防治金属污染，整治金额核减。村长期规划、历史上最严格。
"""


def test_there_are_several_hundred_phrases_of_every_family():
    assert len(PHRASES) > 800
    assert {each.family for each in PHRASES} == {"typo", "banned", "name", "law"}


@each_of(each for each in PHRASES if each.right)
def test_what_is_mended_is_not_found_again(phrase):
    ever = Matcher([phrase])
    assert [each for each in ever.find(phrase.right)] == []


def test_nothing_is_found_in_sentences_that_are_right():
    text = RIGHT.replace("\n", "")
    assert [each.phrase.wrong for each in EVER.find(text)] == []


def test_nothing_is_found_in_the_work_points_of_2017():
    text = (settings.CATALOGUE / "samples" / "work-points-2017.txt").read_text()
    body = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    pieces = spots.apart(rules.clean(body)).pieces
    found = [
        *wording.check(pieces, EVER),
        *names.check(pieces, OLD, on=date(2017, 7, 1)),
        *dates.check(pieces, dates.Dated(date(2017, 7, 1))),
        *numbers.check(pieces),
        *structure.check(pieces),
    ]
    assert [each.sentence for each in found] == []
