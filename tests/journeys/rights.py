"""A small district in which everything stands at every stage, and one person of each kind to knock at it."""

from datetime import date, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.desk import services as desk
from gongkai.desk.models import Notice
from gongkai.items import services
from gongkai.items.models import Approval, Comment, Relation
from gongkai.ledger import services as ledger
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
from gongkai.obligations.services.store import derive, put
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Person
from gongkai.planning import services as planning
from gongkai.planning.models import Filing
from gongkai.proofing import services as proofing
from gongkai.proofing.models import Entry
from gongkai.proofing.phrases import Phrase
from gongkai.registers import services as registers
from gongkai.registers.models import Batch, Register
from gongkai.registers.pulling.rhythm import DAILY, Rhythm
from tests import make
from tests.items import photos
from tests.journeys import requested
from tests.journeys.contested import afterwards
from tests.journeys.lettering import letters
from tests.kept import HOST
from tests.obligations.test_rules import parse
from tests.obligations.test_views import typed
from tests.registers.test_schema import SAMPLING
from tests.requests import annual

SECRET = "秘不示人"
"""Stands in everything that only the finance department and the openness office may see."""
BIKES = """\
register: bikes
title: 共享单车投放
description: 各企业投放的共享单车。
obligation: budget
fields:
  number: {label: 编号, type: code, required: true}
identity: [number]
headline: [number]
columns: [number]
sort: number
"""
FAR = datetime(2099, 1, 1, tzinfo=make.SHANGHAI)


def district() -> SimpleNamespace:
    """Return the items, plans and people of a district; all that is not public belongs to ``finance``."""
    finance, audit, office = make.organisation("finance"), make.organisation("audit"), make.office()
    make.area()
    put(parse().rows[0], origin="f.yaml:13")
    derive()
    team = make.staff(finance)
    people = {
        "stranger": None,
        "outsider": make.person("clerk", audit),
        "clerk": team.clerk,
        "reviewer": team.reviewer,
        "secrecy": team.secrecy,
        "signer": team.signer,
        "openness": make.person("openness", office),
        "admin": make.person("admin", office),
    }
    make.person("admin", office)  # so that one of them may go
    world = SimpleNamespace(people=people, finance=finance, mine=finance)
    items(world, team)
    reviews(world, people)
    points(world, people)
    proofs(world, team)
    tables(world, team)
    pulls(world, team, people["openness"])
    bikes(people["openness"])
    requested.asked(world)
    letters(world, SECRET)
    afterwards(world, team, people["openness"], SECRET)
    annual.stages(world, secret=SECRET)
    world.target = make.person("clerk", audit, account="somebody")
    world.off = make.person(account="switched-off", is_active=False)
    TOTPDevice.objects.create(user=world.target, confirmed=True, name="x")
    world.delegation = orgs.delegate(
        post=team.clerk.posts.get(), deputy=team.reviewer, since=FAR.date(), until=FAR.date(), reason="外出",
        by=team.clerk, at=make.NOW,
    )  # fmt: skip
    world.post = world.target.posts.get()
    world.token, _ = registers.make_token(
        organisation=finance, person=team.clerk, purpose="业务系统", expires_on=timezone.localdate(),
        by=people["openness"], at=timezone.now(),
    )  # fmt: skip
    world.form = typed(parse().rows[0])
    for role, who in people.items():
        if who is not None:
            words = {"title": SECRET if role == "clerk" else "提醒", "href": "/desk/", "at": make.NOW}
            Notice.objects.create(person=who, key="x", kind="returned", **words)
    world.batch = desk.carry_out(
        versions=world.revised.versions.filter(is_newest=True),
        verb="section",
        value="预算科",
        by=team.clerk,
        at=timezone.now(),
    )
    world.notice = Notice.objects.get(person=team.clerk)
    ledger.seal(at=timezone.now())
    return world


def items(world: SimpleNamespace, team: make.Staff) -> None:
    hidden = {"title": f"草稿{SECRET}", "body": f"<p>{SECRET}</p>"}
    world.draft = make.drafted(team, **hidden).item
    version = world.draft.versions.get()
    world.file = services.attach(
        version=version, name=f"{SECRET}.txt", data=SECRET.encode(), by=team.clerk, at=make.NOW
    )
    services.keep(
        person=team.clerk, place=f"version:{version.pk}", values={"title": SECRET}, at=timezone.now()
    )
    world.relation = Relation.objects.create(
        source=world.draft, kind="based-on", cited_title=SECRET, stated_in=1
    )
    world.policy = make.drafted(team, kind="document", **hidden).item
    world.review = make.drafted(team, **hidden).item
    services.submit(version=world.review.versions.get(), by=team.clerk, at=make.NOW)
    world.secrecy = make.drafted(team, **hidden).item
    services.submit(version=world.secrecy.versions.get(), by=team.clerk, at=make.NOW)
    services.review(version=world.secrecy.versions.get(), by=team.reviewer, at=make.NOW)
    world.signing = make.at_signing(team, **hidden).item
    world.signed = make.at_signing(team, **hidden).item
    services.sign(version=world.signed.versions.get(), publish_at=FAR, by=team.signer, at=make.NOW)
    world.public = make.published(team, title="公开的通知")
    special(world, team, hidden)
    world.lapsing = make.published(team, title="有期限的通知", expires_on=date(2098, 1, 1))
    world.revised = make.published(team, title="修改中的通知")
    services.revise(item=world.revised, change="amend", by=team.clerk, at=make.NOW)
    services.save(
        version=world.revised.versions.first(), fields=hidden, revision=0, by=team.clerk, at=make.NOW
    )
    world.withdrawn = make.published(team, title=f"撤回{SECRET}")
    services.withdraw(item=world.withdrawn, reason="有误", by=team.signer, at=make.NOW)
    version = make.drafted(team, title="有附件的通知")
    world.shown = services.attach(
        version=version, name="附件.txt", data="公开".encode(), by=team.clerk, at=make.NOW
    )
    make.published(team, version=version)


def proofs(world: SimpleNamespace, team: make.Staff) -> None:
    """Two phrases looked for, one no more; a draft that holds both, of which one may stand."""
    officer = world.people["openness"]
    for wrong, right in (("布署", "部署"), ("按步就班", "按部就班"), ("峻工", "竣工")):
        world.entry = proofing.add(phrase=Phrase(wrong, right, "typo"), by=officer, at=make.NOW)
    world.retired = proofing.retire(entry=world.entry, reason="误报", by=officer, at=make.NOW)
    world.entry = Entry.objects.get(wrong="布署")
    body = f"<p>布署{SECRET}。</p><p>按步就班{SECRET}。</p>"
    version = make.drafted(team, title=f"草稿{SECRET}", body=body)
    world.flawed = version.item
    world.first, world.second = (
        spot.fingerprint for spot in services.looked_at(version, at=make.NOW).open if spot.finding.replacement
    )
    services.ignore(version=version, fingerprint=world.second, reason="引用原文", by=team.clerk, at=make.NOW)


def special(world: SimpleNamespace, team: make.Staff, hidden: dict[str, str]) -> None:
    """Make what review paths add: a remark, a joint document, one forced into the open, one withheld."""
    world.remark = Comment.objects.create(
        version=world.draft.versions.get(), round=1, text=SECRET, by=team.reviewer, at=make.NOW
    )
    version = make.drafted(team, title="联合发文")  # the outsider's organisation is asked about it
    services.arrange(
        version=version, is_normative=False, cosigners=[make.organisation("audit")], by=team.clerk,
        at=make.NOW,
    )  # fmt: skip
    world.joint = make.at_signing(team, version=version).item
    world.asked = Approval.objects.get(verb="cosign")
    version = services.force(
        version=make.drafted(team, title="紧急通知"), reason="台风", is_unclassified=True, by=team.signer,
        at=make.NOW,
    )  # fmt: skip
    world.forced = version.item
    said = {"disclosure": "withheld", "ground": "E16a", "ground_reason": SECRET}
    version = make.at_signing(team, **hidden, **said)
    world.withheld = services.sign(version=version, by=team.signer, at=make.NOW).item


def reviews(world: SimpleNamespace, people: dict[str, Person]) -> None:
    """Let one review wait for the openness office, and one be ready to be closed."""
    officer = people["openness"]
    make.published(make.Staff(world.finance, people["clerk"], people["reviewer"], people["secrecy"],
                              people["signer"]), title="补贴办法", doc_number="ZJAC01-2017-0001")  # fmt: skip
    begun = {"scope": "normative", "cutoff_on": FAR.date(), "due_on": FAR.date()}
    for name in ("round", "settled"):
        made = services.open_review(title="清理", by=officer, at=make.NOW, **begun)
        setattr(world, name, made)
        world.listed = made.entries.get()
        services.state(entry=world.listed, verdict="repeal", reason=SECRET, by=people["clerk"], at=make.NOW)
    services.accept(entries=[world.listed], by=officer, at=make.NOW)
    world.listed = world.round.entries.get()


def points(world: SimpleNamespace, people: dict[str, Person]) -> None:
    officer, clerk = people["openness"], people["clerk"]
    world.work_points = make.work_points(officer)
    world.another = make.public_item(
        make.office(), kind="work-points", title="2018年政务公开工作要点", body="<p>一、甲</p><p>1、事。</p>"
    )
    first, second = world.work_points.tasks.order_by("number")
    for task in (first, second):
        planning.assign(
            task=task,
            organisation=world.finance,
            is_lead=True,
            due_on=date(2017, 9, 30),
            by=officer,
            at=make.NOW,
        )
    planning.set_filing_due(work_points=world.work_points, due_on=date(2017, 8, 1), by=officer, at=make.NOW)
    world.task = first
    world.filing = Filing.objects.get()
    world.assignment = first.assignments.get()
    for task in (first, second):
        planning.save_line(
            filing=world.filing, task=task, measures=SECRET, due_on=date(2017, 9, 1), revision=0, by=clerk,
            at=make.NOW,
        )  # fmt: skip
    planning.report(
        assignment=world.assignment, status="underway", percent=5, note=SECRET, by=clerk, at=make.NOW
    )


def tables(world: SimpleNamespace, team: make.Staff) -> None:
    """Let tables of a register stand at every stage, the words of those that are not public hidden."""
    make.obligation("product-quality-checks").publishers.add(world.finance)
    registers.apply([registers.read(SAMPLING, name="a.yaml")], by=None, at=make.NOW)
    world.register = Register.objects.get()
    world.columns = table(world, team, ["001,公开的饼干,不合格,2017-06-01"])
    world.released = checked(world.columns, team)
    registers.submit(batch=world.released, reason="例行", by=team.clerk, at=make.NOW)
    registers.release(batch=world.released, by=team.signer, at=make.NOW)
    taken_down(world, team)
    world.columns = table(world, team, [f"004,{SECRET},合格,2017-06-01"])
    world.checked = checked(table(world, team, [f"002,{SECRET},合格,2017-06-01"]), team)
    world.faulty = checked(table(world, team, [f"003,{SECRET},优,2017-06-01"]), team)
    world.submitted = checked(table(world, team, [f"005,{SECRET},合格,2017-06-01"]), team)
    registers.submit(batch=world.submitted, reason=SECRET, by=team.clerk, at=make.NOW)


def taken_down(world: SimpleNamespace, team: make.Staff) -> None:
    """Let the second entry be withdrawn, so that it stands in the archive."""
    given = {"by": team.clerk, "at": make.NOW}
    batch = checked(table(world, team, [f"006,{SECRET},合格,2017-06-01"]), team)
    registers.submit(batch=batch, reason="例行", **given)
    registers.release(batch=batch, by=team.signer, at=make.NOW)
    typed = registers.Typed("withdrawn", {}, serial=2, reason="误报")
    batch = registers.enter(register=world.register, organisation=world.finance, typed=typed, **given)
    registers.release(batch=batch, by=team.signer, at=make.NOW)


def table(world: SimpleNamespace, team: make.Staff, rows: list[str]) -> Batch:
    source = BytesIO("\n".join(["抽查编号,产品名称,结果,抽查日期", *rows]).encode())
    given = {"register": world.register, "organisation": world.finance, "name": "抽查.csv", "source": source}
    return registers.receive(by=team.clerk, at=make.NOW, **given)


def pulls(world: SimpleNamespace, team: make.Staff, office: Person) -> None:
    """Let tables be fetched by themselves, one of them no more."""
    given = {"register": world.register, "by": office, "at": timezone.now()}

    def order(name: str) -> registers.Order:
        return registers.Order(world.finance, team.clerk, f"{HOST}/{name}", Rhythm(DAILY, 3))

    world.pull = registers.keep_pull(order=order("a.csv"), **given)
    kept = registers.keep_pull(order=order("b.csv"), **given)
    world.stopped_pull = registers.stop_pull(pull=kept, by=office, at=timezone.now())


def checked(batch: Batch, team: make.Staff) -> Batch:
    layout = registers.Layout(registers.look(batch).columns)
    return registers.check(
        batch=registers.settle(batch=batch, layout=layout, by=team.clerk, at=make.NOW), at=make.NOW
    )


def retire_it(world: SimpleNamespace) -> None:
    """Let an obligation wait to be restored."""
    budget = Obligation.objects.get(key="budget")
    obligations.retire(obligation=budget, reason="目录调整", by=world.people["openness"], at=make.NOW)


def file_it(world: SimpleNamespace) -> None:
    """Let the plan wait for a decision."""
    planning.file_plan(filing=world.filing, by=world.people["clerk"], at=make.NOW + timedelta(days=1))


def illustrated(world):
    """Return what is sent to put a picture into a text."""
    picture = SimpleUploadedFile("图.png", photos.png())
    return {"illustrate-picture": picture, "illustrate-alternative": "收支", "illustrate-revision": "0"}


def bikes(office: Person) -> None:
    """Declare a register that is kept and one that is kept no longer."""
    old = BIKES.replace("register: bikes", "register: old-bikes")
    both = [registers.read(text, name="声明") for text in (BIKES, old)]
    registers.apply(both, by=office, at=make.NOW)
    retired = Register.objects.get(key="old-bikes")
    registers.retire(register=retired, on=make.NOW.date(), reason="并入", by=office, at=make.NOW)
