"""A district with an open and an ended case in which everything personal is a word found nowhere else.

The applicant does what applicants do, through the public pages; the department does its part by its services;
then everything that runs by itself has run once.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.channels import services as channels
from gongkai.desk import services as desk
from gongkai.items import services as items
from gongkai.ledger import services as ledger
from gongkai.orgs.models import Post
from gongkai.registers import services as registers
from gongkai.registers.models import Register
from gongkai.requests import services
from gongkai.requests.models import Group, Kinship, Request
from gongkai.search import services as search
from tests import make
from tests.items.photos import png
from tests.journeys import rights
from tests.requests import annual, applying, cases
from tests.requests.letters import Office

STATUS = "/requests/status/"
WHO = {
    "name": "欧阳隐泉",
    "id_number": "330103198504121736",
    "phone": "13987650173",
    "email": "yinquan173@example.net",
    "address": "暗香弄一百七十三号九幢",
}
ASKED = {"title": "密云渠迁坟补偿台账", "content": "密云渠沿线迁坟补偿的逐户清册"}
ENDED = {"title": "玄武堤加固决算清单", "content": "玄武堤加固工程逐项决算"}
SAID = {
    "proof": "证件影像壹柒叁号底片",
    "reply": "补正只要二〇一六年丙字卷",
    "third": "赤峰暗礁贸易行",
    "contact": "暗礁行掌柜处零零柒信箱",
    "question": "暗礁行报价可否示人",
    "opinion": "报价属暗礁行独门秘方",
    "weighing": "秘方之说不足采信甲字第九",
    "paper": "附页所载戊字密语",
    "material": "合同原件己字密语",
    "note": "庚字经办札记",
    "searched": "辛字库房第三排",
    "asked_back": "请写明壬字年度",
    "later": "癸字档案繁多须展期",
    "complaint": "经办拖延子字怨言",
    "suggestion": "请丑字整改到位",
    "answered": "寅字情形如下所附",
    "rating": "卯字评语尚可",
    "court": "辰字裁判要点摘录",
    "use": "巳字用途供学位论文",
}
MARKS = WHO | ASKED | {f"ended {name}": words for name, words in ENDED.items()} | SAID
"""What may be seen by those whom it concerns, and by nobody else. The codes and the session come to them."""


def marked() -> SimpleNamespace:
    """Return the district: ``case`` is open, ``ended`` is not, ``other`` is somebody else's."""
    finance = applying.organisation()
    audit, office = make.organisation("audit"), make.office()
    team = make.staff(finance)
    world = SimpleNamespace(finance=finance, team=team, marks=dict(MARKS))
    world.openness = make.person("openness", office)
    world.people = {
        "clerk of another department": make.person("clerk", audit),
        "reviewer of another department": make.person("reviewer", audit),
        "signer of another department": make.person("signer", audit),
        "secrecy reviewer of the department": team.secrecy,
        "administrator": make.person("admin", office),
    }
    opened(world)
    closed(world)
    somebody_else(world)
    public(world)
    afterwards(world)
    return world


def browser_of(code: str) -> Client:
    """Return a browser that has entered with a query code."""
    browser = Client()
    browser.post(STATUS, {"code": code})
    return browser


def proof() -> SimpleUploadedFile:
    return applying.scan(f"{WHO['name']}的身份证.png", png() + SAID["proof"].encode())


def opened(world: SimpleNamespace) -> None:
    """Let a citizen ask and correct, and the department ask a third party and write."""
    asker = Client()
    applying.send(asker, identity=proof(), **WHO, **ASKED)
    world.code = applying.code_of(asker)
    world.case = Request.objects.get(code_digest=services.digest_of(world.code))
    asker.post(STATUS, {"code": world.code})
    at = Office(world.case, world.team.clerk, world.team.signer, timezone.now())
    world.letters = [at.sent("correction", way="online", body=SAID["asked_back"])]
    asker.post(
        f"{STATUS}reply/", {"words": SAID["reply"], "seen": at.case.number_of_events, "first": proof()}
    )
    at.case.refresh_from_db()
    at.at = timezone.now()
    told = {"name": SAID["third"], "contact": SAID["contact"], "question": SAID["question"]}
    by = {"by": world.team.clerk, "at": at.at}
    asked = services.consult(request=at.case, kind="third-party", key="第三方甲", **told, **by)
    asked.request = at.case
    world.letters.append(at.serve(at.sent("consult", asked)))
    at.hear(asked, "objection", reasons=SAID["opinion"])
    services.weigh(consultation=asked, is_overridden=True, weighing=SAID["weighing"], **by)
    world.consultation = asked
    world.letters += [at.sent("override", asked, body=SAID["weighing"])]
    world.letters += [at.sent("extension", way="online", body=SAID["later"])]
    services.note(request=at.case, words=SAID["note"], **by)
    services.note_search(
        request=at.case, where=SAID["searched"], how="逐卷", searcher="某人", on=timezone.localdate(),
        is_found=True, result="有", **by,
    )  # fmt: skip
    for purpose in ("other", "material"):
        name = "paper" if purpose == "other" else purpose
        file = {"name": f"{SAID[name]}.txt", "data": SAID[name].encode()}
        services.keep(request=at.case, purpose=purpose, is_for_applicant=purpose == "other", **file, **by)
    asker.post("/requests/complaint/", {"words": SAID["complaint"]})
    world.complaint = at.case.complaints.get()
    world.session = asker.cookies["sessionid"].value
    world.marks |= {"code": world.code, "session": world.session}


def closed(world: SimpleNamespace) -> None:
    """Let the same citizen have been answered, on the web; they rate that and go to court."""
    now, today = timezone.now(), timezone.localdate()
    told = {**WHO, **ENDED, "use": SAID["use"], "id_kind": "id-card"}
    made = cases.request(world.finance, at=now, **told)
    at = Office(made.request, world.team.clerk, world.team.signer, now)
    world.ended, world.marks["ended code"] = made.request, made.code
    letter = at.sent("answer", way="online", outcome="granted", given={"manner": SAID["answered"]})
    world.letters.append(letter)
    reader = browser_of(made.code)
    reader.get(f"{STATUS}letters/{letter.pk}/")
    reader.post("/requests/rating/", {"stars": "2", "words": SAID["rating"]})
    at.case.refresh_from_db()
    by = {"by": world.team.clerk, "at": timezone.now()}
    begun = {"route": "review", "body": "区政府", "applied_on": today, "begun_on": today}
    world.proceeding = services.contest(request=at.case, **begun, **by)
    services.conclude(proceeding=world.proceeding, result="upheld", on=today, words=SAID["court"], **by)
    Kinship.objects.filter(request__in=[world.case, world.ended]).delete()
    world.group = Group.objects.create(organisation=world.finance, begun_at=now, last_on=today)
    for each in (world.case, world.ended):
        Kinship.objects.create(request=each, group=world.group, percent=90)


def somebody_else(world: SimpleNamespace) -> None:
    """Let another citizen ask the same department for something, and be written to."""
    made = cases.request(world.finance, at=timezone.now(), title="他人所求", content="他人所求之事")
    world.other_code = made.code
    at = Office(made.request, world.team.clerk, world.team.signer, timezone.now())
    at.sent("extension", way="online")


def public(world: SimpleNamespace) -> None:
    """Let the department publish: an item with a file, a register, the report of a year, a suggestion."""
    version = make.drafted(world.team, title="有附件的通知")
    file = {"name": "附件.txt", "data": "公开".encode()}
    world.file = items.attach(version=version, **file, by=world.team.clerk, at=make.NOW)
    world.item = make.published(world.team, version=version)
    make.obligation("product-quality-checks").publishers.add(world.finance)
    registers.apply([registers.read(rights.SAMPLING, name="a.yaml")], by=None, at=make.NOW)
    world.register = Register.objects.get()
    batch = rights.checked(rights.table(world, world.team, ["001,饼干,不合格,2017-06-01"]), world.team)
    registers.submit(batch=batch, reason="例行", by=world.team.clerk, at=make.NOW)
    registers.release(batch=batch, by=world.team.signer, at=make.NOW)
    world.report = annual.published(world.finance, by=world.team.clerk, year=2023)
    said = {"organisation": world.finance, "problem": "reasons", "words": SAID["suggestion"]}
    about, now = {"request": world.case, "complaint": world.complaint}, timezone.now()
    due_on = timezone.localdate(now) + timedelta(days=10)
    world.suggestion = services.suggest(**said, due_on=due_on, about=about, by=world.openness, at=now)


def afterwards(world: SimpleNamespace) -> None:
    """Let everything that runs by itself run once: notices of what is late, mail, index, ledger, tables."""
    now = timezone.now()
    for each in Post.objects.select_related("person"):
        each.person.email = f"{each.person.account}@example.gov.cn"
        each.person.save()
    late = Request.objects.get(pk=world.case.pk).due_at + timedelta(days=1)
    services.compare_waiting(at=now)
    desk.choose_digest(digest="at-once", by=world.team.clerk, at=now)
    desk.notify(at=late)
    desk.tell(at=late)
    channels.deliver(at=late)
    world.mail = [(each.to, each.subject, each.body, each.extra_headers) for each in mail.outbox]
    services.tidy(at=now)
    search.index()
    registers.rebuild_waiting(at=now)
    registers.write_waiting(at=now)
    ledger.seal(at=now)
