"""Made-up requests in any number: some years of them to some bodies, most answered, some overdue."""

import random
from datetime import date, datetime, time, timedelta

from bench.names import ESTATES, ROADS

MATTERS = (
    "环卫经费 绿化养护 停车收费 房屋征收补偿 危房鉴定 学区划分 公租房分配 食品抽检 环评审批 夜间施工 "
    "垃圾分类 养老补贴 物业维修资金 加装电梯补助 违法建筑拆除 河道整治 公厕建设 校车运营 招标采购 信访答复"
).split()
PAPERS = "支出情况 实施方案 批复 合同 名单 验收报告 会议纪要 依据 标准 统计数据".split()
OUTCOMES = [
    *["granted"] * 3,
    *"partly secret third-party deliberative not-existing not-ours repeated petition".split(),
]
ASKERS = ["citizen"] * 12 + ["business", "research", "legal", "other"]
AT_ONCE = 2000


def made(count: int, *, until: date, years: int, bodies: list, chance: random.Random) -> list:
    """Return requests, not saved, spread evenly over so many years up to ``until``."""
    from gongkai.requests.models import Request

    span, found = 365 * years, []
    for number in range(count):
        received = until - timedelta(days=span - 1 - number * span // count)
        took = chance.randint(1, 45)
        counted = received + timedelta(days=took)
        is_open = counted > until
        about = "".join(chance.choice(words) for words in (ROADS, ESTATES, MATTERS, PAPERS))
        title = f"{received.year}年{about}"
        outcome = "" if is_open else chance.choice(OUTCOMES)
        answered = None if is_open else counted
        found.append(
            Request(
                organisation=bodies[number % len(bodies)], year=received.year, serial=number + 1,
                code_digest=f"{number:064}", asker=chance.choice(ASKERS), title=title,
                content=f"申请公开{title}及相关材料。", supply="electronic", delivery="online", channel="web",
                registered_at=datetime.combine(received, time(9), until_zone()), received_on=received,
                stage="handling" if is_open else "closed", time="running" if is_open else "over",
                decision=outcome, service="none" if is_open else "served", contest="none",
                due_on=received + timedelta(days=28), counted_on=answered, counted_as=outcome,
                due_at=datetime.combine(received + timedelta(days=29), time(), until_zone()),
                answered_on=answered, decided_on=answered, number_of_events=2,
            )
        )  # fmt: skip
    return found


def until_zone():
    from gongkai.law.deadlines import SHANGHAI

    return SHANGHAI


def fill(count: int, *, until: date, years: int = 5, bodies: int = 30, seed: int = 2026) -> None:
    """Store so many requests with their applicants."""
    from gongkai.orgs.models import Organisation, Region
    from gongkai.requests.models import Applicant, Request

    chance = random.Random(seed)
    region, _ = Region.objects.get_or_create(code="330103", defaults={"name": "下城区"})
    places = [
        Organisation.objects.get_or_create(
            key=f"body-{number}",
            defaults={
                "name": f"演示单位{number}", "short_name": f"单位{number}", "kind": "department",
                "valid_from": date(2000, 1, 1), "region": region,
            },
        )[0]
        for number in range(bodies)
    ]  # fmt: skip
    for some in pieces(made(count, until=until, years=years, bodies=places, chance=chance)):
        rows = Request.objects.bulk_create(some)
        Applicant.objects.bulk_create(
            Applicant(request=each, sealed="", fingerprint=f"{chance.randrange(count):064}") for each in rows
        )


def pieces(rows: list) -> list:
    return [rows[place : place + AT_ONCE] for place in range(0, len(rows), AT_ONCE)]


def keep_marks(since: datetime) -> int:
    """Keep the marks of all requests registered since, as comparing one after another would have done."""
    from gongkai.requests.models import Kinship, Mark, Request
    from gongkai.requests.rules.likeness import marks, sketch
    from gongkai.requests.services.alike import KEPT_MARKS

    rows = Request.objects.filter(registered_at__gte=since, kinship=None).order_by("pk")
    for some in pieces(list(rows)):
        Kinship.objects.bulk_create(Kinship(request=each) for each in some)
        Mark.objects.bulk_create(
            Mark(organisation_id=each.organisation_id, request=each, value=value)
            for each in some
            for value in dict.fromkeys(marks(sketch(each.title, each.content), KEPT_MARKS))
        )
    return Mark.objects.count()
