"""proofing: how many public documents a minute `gongkai proof --all` checks, with one process and with two.

Documents of some thousand characters in a dozen paragraphs, with a table that adds up and a phrase to find in
one of ten; every check, every write included. Aim: at least 2,000 a minute on two cores.
"""

import random
import resource
import subprocess
import sys
import time
from datetime import date

from bench.documents import body, vocabulary
from bench.home import fresh_home
from bench.table import show

COUNT, CHARACTERS = 1500, 1000
TABLE = (
    "<table><tbody><tr><th>项目</th><th>金额（万元）</th><th>占比</th></tr><tr><td>教育</td><td>{0}.5</td><td>50%</td></tr>"
    "<tr><td>医疗</td><td>{1}.5</td><td>50%</td></tr><tr><td>合计</td><td>{2}.0</td><td>100%</td></tr></tbody></table>"
)
FLAW = "<p>请抓紧布署，于2017年2月30日前报送，详见国办发(2017)第24号。</p>"


def text(chance: random.Random, words) -> str:
    lines = [line for line in body(words, chance, CHARACTERS).split("\n\n") if line]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    first, second = chance.randint(1, 999), chance.randint(1, 999)
    flaw = FLAW if chance.random() < 0.1 else ""
    return f"<h2>一、总体情况</h2>{paragraphs}{TABLE.format(first, second, first + second + 1)}{flaw}"


def fill() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from gongkai.items.models import Item, Version
    from gongkai.orgs.models import Organisation, Person, Region

    call_command("migrate", verbosity=0)
    call_command("sync_wording", verbosity=0)
    region = Region.objects.create(code="330103", name="下城区")
    office = Organisation.objects.create(
        key="finance", name="下城区财政局", short_name="财政局", kind="department", region=region,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip
    people = [Person.objects.create(account=f"p{n}", name=f"人员{n}") for n in range(2)]
    chance, words, now = random.Random(2017), vocabulary(), timezone.now()
    items = [
        Item(pk=n, publisher=office, kind="notice", created_by=people[0], created_at=now)
        for n in range(1, COUNT + 1)
    ]
    Item.objects.bulk_create(items)
    Version.objects.bulk_create(
        Version(
            pk=item.pk,
            item=item,
            serial=1,
            title=f"关于第{item.pk}件事的通知",
            body=text(chance, words),
            made_on=date(2017, 7, 1),
            disclosure="proactive",
            stage="public",
            issuer="下城区财政局",
            abstract="公开有关情况。",
            saved_by=people[0],
            saved_at=now,
            submitted_by=people[0],
            submitted_at=now,
            signed_by=people[1],
            signed_at=now,
            published_at=now,
        )  # fmt: skip
        for item in items
    )
    for item in items:
        item.number, item.current_id, item.is_public = f"330103--2017--{item.pk:04}", item.pk, True
    Item.objects.bulk_update(items, ["number", "current", "is_public"])


def walk(jobs: int) -> tuple[float, float]:
    """Return documents a minute, and a minute of processor time; the start of the processes included."""
    begun, used = time.perf_counter(), processor()
    command = [sys.executable, "-m", "gongkai", "proof", "--all", "--jobs", str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"检查 {COUNT} 条" in done.stdout, done.stdout
    return COUNT / (time.perf_counter() - begun) * 60, COUNT / (processor() - used) * 60


def processor() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    with fresh_home():
        fill()
        rows = []
        for jobs, aim in ((1, ""), (2, "≥ 2,000")):
            pace, work = walk(jobs)
            rows.append([str(jobs), f"{pace:,.0f}", f"{work:,.0f}", aim])
        show(
            "gongkai proof --all",
            ["processes", "documents a minute", "a minute of one processor", "aim"],
            rows,
        )


if __name__ == "__main__":
    main()
