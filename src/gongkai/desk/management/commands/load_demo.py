from datetime import date, datetime
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.desk.demo import items, planning, registers, reports, requests
from gongkai.desk.demo.people import PASSWORD, Cast
from gongkai.desk.demo.source import Sample, samples
from gongkai.orgs import services
from gongkai.orgs.models import Act, Role

AS_OF = date(2017, 7, 1)
AWAY = "finance"  # its signer is on leave: the reviewer acts for them
DONE = "demo:xiacheng"
SHOWN = (
    ("clerk-office、clerk-finance", "区政府办、财政局经办人：起草、送审、填报进展、办理申请"),
    (
        "reviewer-office、secrecy-office、signer-office",
        "区政府办审核、保密审查、签发；其他单位如 reviewer-finance",
    ),
    ("openness", "政务公开科：目录、交办、备案、全区情况"),
    ("admin", "系统管理员：机构、人员、日志"),
)


class Command(BaseCommand):
    help = "装入演示区：2017 年的杭州市下城区、演示账号和演示数据。可重复执行，不覆盖已有的改动。"

    def handle(self, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("生产环境不装演示数据：演示账号的密码是公开的")
        self.began = monotonic()
        if Act.objects.about(DONE).exists():
            self.say("演示数据已经装入，保留现有内容")
        else:
            self.load(Path(settings.CATALOGUE), timezone.now())
        self.stdout.write(f"演示账号（密码均为 {PASSWORD}）：")
        for account, what in SHOWN:
            self.stdout.write(f"  {account}  {what}")

    def load(self, catalogue: Path, at: datetime) -> None:
        """Make everything, in the order in which each needs the one before."""
        loaded = services.load_district(path=catalogue / "districts" / "xiacheng.yaml", as_of=AS_OF, at=at)
        self.say(f"机构 {loaded.organisations} 个（按 {AS_OF} 的状况）")
        call_command("sync_calendar", stdout=self.stdout)
        call_command("sync_catalogue", stdout=self.stdout)
        call_command("sync_wording", stdout=self.stdout)
        folder = catalogue / "samples"
        declared, plan = samples(folder), planning.Plan(folder)
        cast = Cast(at=at)
        publishers = {key for each in declared for key in (each.publisher, *each.cosigners)}
        registers.declare(at=at)
        publishers |= {each.key for each in registers.publishers().values()}
        publishers |= {*requests.organisations(folder), *reports.BODIES}
        hired = cast.hire(sorted(publishers | plan.organisations()))
        cast.lend(Role.SIGNER, AWAY, Role.REVIEWER)
        self.say(f"账号新增 {hired} 个")
        self.load_items(declared, cast, at)
        self.load_plan(plan, cast, at)
        self.load_registers(folder, cast, at)
        self.say(f"演示申请 {requests.load(folder, cast, at=at)} 件")
        self.say(f"演示年度报告 {reports.load(cast, at=at)} 份")
        services.record(verb="load-demo", thing=DONE, by=None, at=at)

    def load_items(self, declared: list[Sample], cast: Cast, at: datetime) -> None:
        for number, sample in enumerate(declared, 1):
            items.load(sample, cast, at=at)
            if number % 10 == 0 or number == len(declared):
                self.say(f"演示信息 {number}/{len(declared)}")

    def load_registers(self, folder: Path, cast: Cast, at: datetime) -> None:
        rows = []
        for release in registers.fill(folder, cast, at=at):
            rows.append(release.added)
            if len(rows) % 10 == 0:
                self.say(f"演示台账 {len(rows)} 个")
        waiting = registers.leave_waiting(folder, cast, at=at)
        registers.leave_a_pull(cast, at=at)
        self.say(f"演示台账 {len(rows)} 个，共 {sum(rows)} 条；待办 {waiting} 批")

    def load_plan(self, plan: planning.Plan, cast: Cast, at: datetime) -> None:
        item = planning.publish(plan, cast, at=at)
        self.say(f"工作要点已公开：{item.number}")
        work_points = planning.assign(plan, item, cast, at=at)
        planning.report(plan, work_points, cast, at=at)
        planning.file(plan, work_points, cast, at=at)
        self.say(f"工作要点已分解为 {work_points.tasks.count()} 项任务并交办")

    def say(self, what: str) -> None:
        self.stdout.write(f"{monotonic() - self.began:5.1f} 秒  {what}")
