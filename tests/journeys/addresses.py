"""What everybody may do at every address of the site: who sees it, who may act there, with what is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.items.models import Origin
from gongkai.obligations import services as obligations
from gongkai.orgs.services.organisations import fingerprint
from gongkai.proofing import services as proofing
from tests import make
from tests.journeys.rights import file_it, illustrated, retire_it
from tests.obligations.test_rules import FILE

ROLES = ["stranger", "outsider", "clerk", "reviewer", "secrecy", "signer", "openness", "admin"]
TEAM = {"clerk", "reviewer", "secrecy", "signer", "openness"}
DESK = set(ROLES) - {"stranger"}
ALL = set(ROLES)
NOBODY: set[str] = set()
OFFICE, KEEPERS, ADMIN = {"openness"}, {"openness", "admin"}, {"admin"}
DRAFTERS = {"outsider", "clerk", "openness"}
GET_ONLY, POST_ONLY = "GET", "POST"
Made = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """Who gets the page (others 404), and whose POST of ``data`` changes something (others: nothing).

    ``status`` is what those who see get; ``turned_away`` what those get who see but may not act.
    """

    sees: set[str]
    does: set[str] = field(default_factory=set)
    args: Made = lambda world: {}
    data: Made = lambda world: {}
    only: str = ""
    status: int = 200
    turned_away: int = 404
    before: Callable[[Any], None] = lambda world: None


def of(name: str, **more: Made) -> Made:
    """Return the arguments of an address about the item ``name`` of the district."""
    return lambda world: {
        "pk": getattr(world, name).pk,
        **{key: getattr(world, value).pk for key, value in more.items()},
    }


def read_from_a_file(world: Any) -> None:
    version = world.draft.versions.get(is_newest=True)
    Origin.objects.get_or_create(version=version, defaults={"name": "通知.docx", "sha256": "0" * 64})


def act(item: str, does: set[str], **data: Any) -> Rule:
    """A decision about an item: whoever may not is sent back to the item."""
    return Rule(TEAM, does, of(item), lambda world: data, POST_ONLY, turned_away=302)


def asked(item: str, does: set[str], **data: Any) -> Rule:
    """A decision that is asked for on a page of its own."""
    return Rule(does, does, of(item), lambda world: data, turned_away=302)


def public(args: Made = lambda world: {}, *, status: int = 200, only: str = GET_ONLY) -> Rule:
    return Rule(ALL, args=args, status=status, only=only)


def keyed(**fields: Any) -> Made:
    return lambda world: fields


def account(name: str) -> Made:
    return lambda world: {"account": getattr(world, name).account}


def number(world: Any) -> dict[str, Any]:
    return {"number": world.public.number}


def signed(does: set[str], args: Made, data: Made = lambda world: {}) -> Rule:
    return Rule(does, does, args, data, POST_ONLY)


EDITOR = {"title": "新名称", "revision": "0", "body": "<p>x</p>", "disclosure": "proactive"}
PASSWORD = {"present": "secret", "password": "Xiacheng-2017-open", "again": "Xiacheng-2017-open"}
PHRASE = {"wrong": "气侯", "right": "气候", "family": "typo", "weight": "asks"}
PHRASES = "family: typo\nwords:\n  - {wrong: 松驰, right: 松弛}\n"
PLAN = {"outline": "背景", "forms": "text", "channels": "website", "first_interpreter": "局长"}
DAY = "2017-07-01"


def organisation(world: Any) -> dict[str, Any]:
    return {
        "name": "新局", "short_name": "新局", "kind": "department", "valid_from": DAY, "order": "5",
        "index_template": "{region}--{year}--{serial:04}", "key": "new-body", "region": "330103",
    }  # fmt: skip


def changed_organisation(world: Any) -> dict[str, Any]:
    return organisation(world) | {"seen": fingerprint(world.finance)}


def obligation(world: Any) -> dict[str, Any]:
    return world.form | {"key": "budget-two"}


def uploaded(world: Any) -> dict[str, Any]:
    text = FILE.replace("key: budget", "key: budget-three")
    return {"text": text, "seen": obligations.preview(text).token}


def line(world: Any) -> dict[str, Any]:
    tasks = world.work_points.tasks.order_by("number")
    return {f"task-{task.pk}-{name}": value for task in tasks for name, value in
            {"measures": "新措施", "due_on": "2017-09-02", "revision": "1"}.items()}  # fmt: skip


def assigned(world: Any) -> dict[str, Any]:
    audit = make.organisation("audit")
    return {"tasks": [world.task.pk], "organisations": [audit.pk], "due_on": "2017-12-31"}


RULES: dict[str, Rule] = {
    # the desk
    "desk:home": Rule(DESK, only=GET_ONLY),
    "desk:search": Rule(DESK, only=GET_ONLY),
    "desk:due": Rule(DESK, only=GET_ONLY),
    "desk:due-board": Rule(DESK, only=GET_ONLY),
    "desk:due-calendar": Rule(DESK, only=GET_ONLY),
    "desk:open-feed": Rule(DESK, DESK, only=POST_ONLY),
    "desk:close-feed": Rule(DESK, only=POST_ONLY),
    "desk:feed": public(keyed(token="x" * 32), status=404),
    "desk:notices": Rule(DESK, only=GET_ONLY),
    "desk:notice": Rule({"clerk"}, {"clerk"}, of("notice"), only=POST_ONLY),
    "desk:read-notices": Rule(DESK, DESK, only=POST_ONLY),
    "desk:digest": Rule(DESK, DESK, data=keyed(digest="weekly"), only=POST_ONLY),
    "desk:figures": Rule(DESK, only=GET_ONLY),
    "desk:office": Rule(OFFICE, only=GET_ONLY),
    "desk:office-rows": Rule(OFFICE, args=keyed(name="returns"), only=GET_ONLY),
    "desk:export": Rule(OFFICE, only=GET_ONLY),
    "desk:bulk": Rule(
        {"clerk"},
        {"clerk"},
        data=lambda world: {"items": [world.review.pk], "verb": "recall", "confirm": "1"},
        only=POST_ONLY,
        turned_away=302,
    ),
    "desk:batch": Rule({"clerk"}, args=of("batch"), only=GET_ONLY),
    "desk:undo": Rule({"clerk"}, {"clerk"}, of("batch"), only=POST_ONLY),
    "desk:save-filter": Rule(DESK, DESK, data=keyed(name="我的", query="stage=draft"), only=POST_ONLY),
    "desk:drop-filter": Rule(DESK, only=POST_ONLY),
    "desk:manual": Rule(DESK, only=GET_ONLY),
    "desk:chapter": Rule(DESK, args=keyed(key="clerk"), only=GET_ONLY),
    "desk:picture": Rule(DESK, args=keyed(name="desk.png"), only=GET_ONLY),
    "desk:finish-tour": Rule(DESK, DESK, only=POST_ONLY),
    "desk:repeat-tour": Rule(DESK, only=POST_ONLY),
    "items:index": Rule(DESK, only=GET_ONLY),
    "items:new": Rule(
        DRAFTERS,
        DRAFTERS,
        data=lambda world: {"title": "新", "kind": "notice", "publisher": world.mine.pk},
    ),
    "items:upload": Rule(
        DRAFTERS,
        DRAFTERS,
        data=lambda world: {"publisher": world.mine.pk, "uploads": make_file("关于某事的通知\n正文。")},
    ),
    "items:paths": Rule(KEEPERS, only=GET_ONLY),
    "items:answers": Rule(DESK, only=GET_ONLY),
    "items:calendar": Rule(DESK, only=GET_ONLY),
    "items:reviews": Rule(DESK, only=GET_ONLY),
    "items:review-open": Rule(
        OFFICE,
        OFFICE,
        data=keyed(title="清理", scope="normative", cutoff_on="2098-01-01", due_on="2098-12-31"),
    ),
    "items:review-round": Rule(TEAM, args=of("round"), only=GET_ONLY),
    "items:review-accept": signed(OFFICE, of("round")),
    "items:review-close": Rule(OFFICE, OFFICE, of("settled"), keyed(basis="清理决定", since=DAY)),
    "items:review-entry": Rule(
        TEAM, {"clerk", "signer"}, of("listed"), keyed(verdict="keep", reason="继续执行"), turned_away=302
    ),
    "items:review-return": signed(OFFICE, of("listed"), keyed(note="理由不足")),
    "items:detail": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:preview": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "portal:preview": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:version": Rule(TEAM, args=lambda w: {"pk": w.revised.pk, "serial": 2}, only=GET_ONLY),
    "items:attachment": Rule(TEAM, args=of("draft", attachment="file"), only=GET_ONLY),
    "items:edit": Rule({"clerk"}, {"clerk"}, of("draft"), keyed(**EDITOR)),
    "items:keep": Rule({"clerk"}, {"clerk"}, of("draft"), keyed(**EDITOR), POST_ONLY),
    "items:others": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:forget": Rule(TEAM, {"clerk"}, of("draft"), only=POST_ONLY, turned_away=302),
    "items:header": Rule({"clerk"}, NOBODY, of("draft"), keyed(**EDITOR), POST_ONLY),
    "items:obligations": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:kinds": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:targets": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:attach": Rule(
        {"clerk"}, {"clerk"}, of("draft"), lambda world: {"uploads": make_file("公开")}, POST_ONLY
    ),
    "items:append": Rule({"clerk"}, {"clerk"}, of("draft"), illustrated, POST_ONLY),
    "items:take": Rule({"clerk"}, {"clerk"}, of("draft"), illustrated, POST_ONLY),
    "items:describe": Rule({"clerk"}, {"clerk"}, of("draft"), keyed(**{"describe-revision": "0"}), POST_ONLY),
    "items:detach": Rule({"clerk"}, {"clerk"}, of("draft", attachment="file"), only=POST_ONLY),
    "items:relate": Rule(
        {"clerk"}, {"clerk"}, of("draft"), keyed(kind="based-on", cited_title="某文件"), POST_ONLY
    ),
    "items:unrelate": Rule({"clerk"}, {"clerk"}, of("draft", relation="relation"), only=POST_ONLY),
    "items:proofing": Rule(TEAM, args=of("flawed"), only=GET_ONLY),
    "items:mend": Rule(
        {"clerk"}, {"clerk"}, of("flawed"), lambda w: {"fingerprint": w.first, "revision": "0"}, POST_ONLY
    ),
    "items:ignore": Rule(
        {"clerk"},
        {"clerk"},
        of("flawed"),
        lambda w: {"fingerprint": w.first, "reason": "引用原文"},
        POST_ONLY,
    ),
    "items:mind": Rule({"clerk"}, {"clerk"}, of("flawed"), lambda w: {"fingerprint": w.second}, POST_ONLY),
    "items:live": Rule({"clerk"}, NOBODY, of("flawed"), keyed(**EDITOR), POST_ONLY),
    "items:proofs": Rule(DESK, only=GET_ONLY),
    "items:review": Rule(TEAM, args=of("review"), only=GET_ONLY),
    "items:compare": Rule(TEAM, args=of("revised"), only=GET_ONLY),
    "items:comment": act("review", {"reviewer", "openness"}, place="1", text="此处不妥"),
    "items:settle": Rule(TEAM, {"clerk"}, of("draft", remark="remark"), only=POST_ONLY, turned_away=302),
    "items:arrange": Rule({"clerk"}, {"clerk"}, of("draft"), keyed(is_normative="on")),
    "items:call-off": Rule(
        {"clerk", "signer"},
        {"clerk", "signer"},
        of("joint", approval="asked"),
        keyed(reason="改为单独发文"),
        turned_away=302,
    ),
    "items:cosign": Rule(TEAM | {"outsider"}, NOBODY, of("joint"), keyed(note="同意"), POST_ONLY),
    "items:force": asked("review", {"signer", "openness"}, reason="台风", is_unclassified="on"),
    "items:ratify": asked("forced", {"openness"}, is_ratified="yes"),
    "items:reexamine": asked("withheld", {"signer", "openness"}, is_opened="no", reason="仍属内部流程"),
    "items:bundle": Rule(TEAM, args=of("draft"), only=GET_ONLY),
    "items:plan": Rule({"clerk"}, {"clerk"}, of("policy"), keyed(**PLAN)),
    "items:ask": Rule(
        {"clerk"}, {"clerk"}, of("draft"), keyed(revision="0", question_1="谁可以申请？", answer_1="小微企业")
    ),
    "items:picture": Rule(
        {"clerk"}, {"clerk"}, of("draft"), keyed(title="一图读懂", heading_1="谁可以申请", text_1="小微企业")
    ),
    "items:submit": asked("draft", {"clerk"}, overruling="确属应当公开"),
    "items:mask": Rule({"clerk"}, {"clerk"}, of("draft"), keyed(key="all", revision=0), POST_ONLY),
    "items:recall": act("review", {"clerk"}),
    "items:return": act("review", {"reviewer", "openness"}, reason="请修改"),
    "items:approve": act("review", {"reviewer", "openness"}, note="同意"),
    "items:clear": act("secrecy", {"secrecy"}, note="不涉密"),
    "items:sign": act("signing", {"signer"}),
    "items:publish": act("signed", {"signer"}),
    "items:exempt": act("signing", {"signer", "openness"}, exempt_reason="仅转发上级文件"),
    "items:discard": act("draft", {"clerk"}),
    "items:confirm": Rule({"clerk"}, {"clerk"}, of("draft"), only=POST_ONLY, before=read_from_a_file),
    "items:revise": asked("public", {"clerk"}, change="amend"),
    "items:repeal": asked("public", {"signer", "openness"}, basis="清理决定", since=DAY),
    "items:expire": asked("public", {"signer", "openness"}, basis="清理决定", since=DAY),
    "items:assess": asked("lapsing", {"clerk", "signer", "openness"}, outcome="lapse", reason="不再需要"),
    "items:withdraw": asked("public", {"signer", "openness"}, reason="有误"),
    "items:restore": asked("withdrawn", {"signer", "openness"}, reason="已改正"),
    # the catalogue
    "obligations:index": Rule(DESK, only=GET_ONLY),
    "obligations:detail": Rule(DESK, args=keyed(key="budget"), only=GET_ONLY),
    "obligations:add": Rule(OFFICE, OFFICE, data=obligation),
    "obligations:upload": Rule(OFFICE, NOBODY, data=keyed(text="obligations: []")),
    "obligations:apply": signed(OFFICE, keyed(), uploaded),
    "obligations:change": Rule(
        OFFICE, OFFICE, keyed(key="budget"), lambda w: w.form | {"level2": "新的名称"}
    ),
    "obligations:retire": Rule(OFFICE, OFFICE, keyed(key="budget"), keyed(reason="目录调整")),
    "obligations:restore": Rule(OFFICE, OFFICE, keyed(key="budget"), keyed(reason="有误"), before=retire_it),
    # the lists of proofing
    "proofing:index": Rule(DESK, only=GET_ONLY),
    "proofing:entry": Rule(DESK, args=of("entry"), only=GET_ONLY),
    "proofing:download": Rule(DESK, args=keyed(family="typo"), only=GET_ONLY),
    "proofing:add": Rule(OFFICE, OFFICE, data=keyed(**PHRASE)),
    "proofing:change": Rule(OFFICE, OFFICE, of("entry"), keyed(**PHRASE)),
    "proofing:retire": Rule(OFFICE, OFFICE, of("entry"), keyed(reason="误报")),
    "proofing:restore": Rule(OFFICE, OFFICE, of("retired"), keyed(reason="仍须检查")),
    "proofing:upload": Rule(OFFICE, NOBODY, data=keyed(text=PHRASES)),
    "proofing:apply": signed(
        OFFICE, keyed(), lambda world: {"text": PHRASES, "seen": proofing.preview(PHRASES).token}
    ),
    # work points
    "planning:index": Rule(DESK, only=GET_ONLY),
    "planning:adopt": signed(OFFICE, of("another")),
    "planning:year": Rule(DESK, args=keyed(year=2017), only=GET_ONLY),
    "planning:renew": Rule(OFFICE, OFFICE, keyed(year=2017), keyed(seen="1")),
    "planning:assign": signed(OFFICE, keyed(year=2017), assigned),
    "planning:filings": Rule(DESK, args=keyed(year=2017), only=GET_ONLY),
    "planning:filing-due": signed(OFFICE, keyed(year=2017), keyed(due_on="2017-10-01")),
    "planning:mine": Rule(TEAM - OFFICE, args=keyed(year=2017, key="finance"), only=GET_ONLY),
    "planning:plan": Rule(
        {"clerk", "reviewer", "signer"},
        {"clerk", "reviewer", "signer"},
        keyed(year=2017, key="finance"),
        line,
    ),
    "planning:filing": Rule(TEAM, args=of("filing"), only=GET_ONLY),
    "planning:accept": Rule(OFFICE, OFFICE, of("filing"), only=POST_ONLY, before=file_it),
    "planning:return": Rule(OFFICE, OFFICE, of("filing"), keyed(reason="不全"), POST_ONLY, before=file_it),
    "planning:assignment": Rule(TEAM, args=of("assignment"), only=GET_ONLY),
    "planning:report": signed(
        {"clerk", "reviewer", "signer"},
        of("assignment"),
        keyed(status="underway", percent="40", note="进展"),
    ),
    "planning:unassign": signed(OFFICE, of("assignment")),
    # organisations, people, one's own account
    "orgs:sign-in": Rule(ALL, ALL, data=keyed(account="nobody", password="x")),  # the failure is logged
    "orgs:code": Rule(ALL, status=302),
    "orgs:sign-out": Rule(ALL, DESK, only=POST_ONLY),
    "orgs:account": Rule(DESK),
    "orgs:password": Rule(DESK, DESK, data=keyed(**PASSWORD)),
    "orgs:second-factor": Rule(DESK, DESK),
    "orgs:drop-second-factor": Rule(DESK, only=POST_ONLY),
    "orgs:delegate": Rule(DESK, NOBODY, data=keyed(since=DAY, until=DAY)),  # whom, is not said
    "orgs:revoke": signed({"clerk"}, of("delegation")),
    "orgs:organisations": Rule(KEEPERS),
    "orgs:found": Rule(KEEPERS, KEEPERS, data=organisation),
    "orgs:organisation": Rule(KEEPERS, args=keyed(key="finance")),
    "orgs:change": Rule(KEEPERS, KEEPERS, keyed(key="finance"), changed_organisation),
    "orgs:close": Rule(KEEPERS, KEEPERS, keyed(key="finance"), keyed(closed_on=DAY)),
    "orgs:people": Rule(KEEPERS),
    "orgs:hire": Rule(ADMIN, ADMIN, data=keyed(account="new-one", name="新人")),
    "orgs:person": Rule(KEEPERS, args=account("target")),
    "orgs:change-person": Rule(ADMIN, ADMIN, account("target"), keyed(name="改名")),
    "orgs:appoint": signed(
        KEEPERS,
        account("target"),
        lambda w: {"organisation": w.finance.pk, "role": "reviewer", "since": DAY},
    ),
    "orgs:dismiss": Rule(
        KEEPERS, KEEPERS, lambda w: {"account": w.target.account, "pk": w.post.pk}, keyed(last_day=DAY)
    ),
    "orgs:deactivate": signed(ADMIN, account("target")),
    "orgs:reactivate": signed(ADMIN, account("off")),
    "orgs:disable-totp": signed(ADMIN, account("target")),
    "orgs:reset-password": signed(ADMIN, account("target")),
    "orgs:log": Rule(KEEPERS),
    # the public site
    **{
        f"portal:{name}": public()
        for name in (
            "home help accessibility areas themes genres catalogue catalogue-print statutory "
            "catalogue-organisations organisations guide rules reports work-points sitemap sitemap-columns "
            "robots"
        ).split()
    },
    "portal:area": public(keyed(key="fiscal")),
    "portal:area-page": public(keyed(key="fiscal", number=1)),
    "portal:kind": public(keyed(kind="notice")),
    "portal:kind-page": public(keyed(kind="notice", number=1)),
    "portal:theme": public(keyed(serial=1)),
    "portal:theme-page": public(keyed(serial=1, number=1)),
    "portal:genre": public(keyed(serial=1)),
    "portal:genre-page": public(keyed(serial=1, number=1)),
    "portal:year": public(keyed(year=2017)),
    "portal:year-page": public(keyed(year=2017, number=1)),
    "portal:catalogue-organisation": public(keyed(key="finance")),
    "portal:obligation": public(keyed(key="budget")),
    "portal:obligation-page": public(keyed(key="budget", number=1)),
    "portal:obligation-moved": public(keyed(key="budget"), status=301),
    "portal:organisation": public(keyed(key="finance")),
    "portal:organisation-page": public(keyed(key="finance", number=1)),
    "portal:work-points-year": public(keyed(year=2017)),
    "portal:item": public(number),
    "portal:version": public(lambda w: number(w) | {"serial": 1}),
    "portal:evidence": public(number),
    "portal:file": public(lambda w: {"sha256": w.shown.sha256, "name": w.shown.name}),
    "portal:feed": public(keyed(format="atom")),
    "portal:feed-area": public(keyed(key="fiscal", format="rss")),
    "portal:feed-organisation": public(keyed(key="finance", format="json")),
    "portal:feed-obligation": public(keyed(key="budget", format="atom")),
    "portal:feed-kind": public(keyed(kind="notice", format="atom")),
    "portal:feed-theme": public(keyed(serial=1, format="atom")),
    "portal:feed-genre": public(keyed(serial=1, format="atom")),
    "portal:feed-year": public(keyed(year=2017, format="atom")),
    "portal:sitemap-items": public(keyed(portion=1)),
    "search:search": public(),
    "search:suggest": public(),
    "ledger:home": public(),
    "ledger:check": public(only=""),
    "ledger:checkpoint": public(),
    "ledger:tile": public(keyed(path="0/000.p/5"), status=0),
    "ledger:key": public(),
    "ledger:proof": public(keyed(index=0)),
    "ledger:leaf": public(keyed(index=0)),
}


def make_file(words: str) -> Any:
    return SimpleUploadedFile("文件.txt", words.encode())
