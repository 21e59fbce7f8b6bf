"""The demonstration district: complete, marked as such, repeatable, resumable, never in production."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongkai.desk.demo import items as demo_items
from gongkai.desk.demo import planning
from gongkai.desk.demo.people import Cast
from gongkai.desk.demo.planning import Plan
from gongkai.desk.demo.source import MARK, abstract, html, samples
from gongkai.items.models import Item, Kind, Version
from gongkai.orgs import services
from gongkai.orgs.models import Act, Organisation, Person
from gongkai.planning.models import Assignment, Evidence, Filing, Task
from gongkai.registers.models import Batch, Register

FOLDER = Path(settings.CATALOGUE) / "samples"


def load():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_samples_are_marked_and_short():
    for sample in samples(FOLDER):
        assert MARK not in sample.title  # added when loaded, so that none can lack it
        assert len(abstract(sample.body)) <= 100
        assert html(sample.body).endswith("<p>本文为演示数据，不是真实的政府信息。</p>")


def test_markup_in_a_sample_is_text():
    assert (
        html("## 甲<b>\n1 < 2")
        == "<h2>甲&lt;b&gt;</h2><p>1 &lt; 2</p><p>本文为演示数据，不是真实的政府信息。</p>"
    )


@pytest.mark.django_db
def test_production_gets_no_demonstration(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="生产环境"):
        load()


@pytest.mark.django_db
def test_the_whole_demonstration():
    said = load()
    assert "gongkai-demo-2017" in said
    public = Item.objects.public()
    assert public.count() >= 40
    assert {kind for kind in public.values_list("kind", flat=True)} == set(Kind.values)
    assert Register.objects.count() >= 77
    assert not Register.objects.filter(is_public=False).exists()
    waiting = Batch.objects.exclude(stage="released").order_by("stage")
    assert [(each.stage, each.counts.get("faulty", 0)) for each in waiting] == [
        ("checked", 3),
        ("submitted", 0),
    ]
    assert Counter(Item.objects.values_list("validity", flat=True))["repealed"] == 1
    assert Counter(Item.objects.values_list("validity", flat=True))["expired"] == 1
    assert Item.objects.filter(is_public=False, address__gt="").count() == 1  # the withdrawn one
    stages = Counter(Version.objects.newest().values_list("stage", flat=True))
    assert all(stages[stage] for stage in ("draft", "review", "secrecy", "signing", "signed"))

    document = public.get(number="330103--2017--0510")
    assert document.current.title == "杭州市下城区2017年政务公开工作要点"
    assert document.kind == "work-points"
    steps = list(document.current.steps.order_by("pk").values_list("verb", flat=True))
    assert steps == ["draft", "submit", "review", "clear", "sign", "publish"]
    assert document.current.steps.values("by").distinct().count() == 4

    unmarked = Version.objects.exclude(title__contains=MARK)
    assert list(unmarked.values_list("item", flat=True)) == [document.pk]
    assert Task.objects.count() == 32
    assert not Task.objects.filter(assignments=None).exists()
    assert Evidence.objects.exists()
    assert set(Filing.objects.values_list("status", flat=True)) >= {"filed", "accepted", "returned"}
    assert not Organisation.objects.exclude(valid_to=None).exists()
    assert all("演示" in name for name in Person.objects.values_list("name", flat=True))

    before = snapshot()
    assert "保留现有内容" in load()
    assert snapshot() == before

    # A machine that went down before the end begins again and doubles nothing.
    Act.objects.filter(verb="load-demo")._raw_delete(using="default")
    load()
    assert snapshot() == before


@pytest.mark.django_db
def test_an_interruption_half_way_leaves_nothing_out_and_nothing_twice():
    catalogue = Path(settings.CATALOGUE)
    at = timezone.now()
    services.load_district(path=catalogue / "districts" / "xiacheng.yaml", as_of=date(2017, 7, 1), at=at)
    call_command("sync_catalogue", stdout=StringIO())
    cast, declared, plan = Cast(at=at), samples(FOLDER), Plan(FOLDER)
    cast.hire(["government-office"])
    guide = next(each for each in declared if each.kind == "guide")
    demo_items.load(replace(guide, stage="review"), cast, at=at)
    paired = next(each for each in declared if each.interpretation and each.publisher == "government-office")
    demo_items.load(replace(paired, stage="draft", interpretation={}), cast, at=at)
    data = (FOLDER / "work-points-2017.txt").read_bytes()
    planning.import_document(plan, data, cast, at=at)

    load()
    titles = Version.objects.filter(serial=1).values_list("title", flat=True)
    assert (
        len(set(titles)) == len(titles) == len(declared) + sum(bool(s.interpretation) for s in declared) + 1
    )
    assert demo_items.find(guide.title).is_public
    assert demo_items.find(paired.title).is_public
    assert Item.objects.public().filter(number="330103--2017--0510").exists()


def snapshot():
    models = (Item, Version, Person, Organisation, Assignment, Filing, Evidence)
    return [model.objects.count() for model in models], Counter(
        Version.objects.values_list("stage", flat=True)
    )


@pytest.mark.django_db
def test_a_title_that_is_not_there_finds_nothing():
    assert demo_items.find("没有这样的信息") is None
