"""Two people, two browsers, two workers in the same moment: nothing is lost, nothing happens twice."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.items import services
from gongkai.items.models import Attachment, Autosave, Item, Relation, Step, Version
from gongkai.ledger.models import Leaf
from gongkai.orgs.models import Act
from gongkai.planning import services as planning
from gongkai.planning.models import Filing, FilingStep, PlanLine, Task, WorkPoints
from gongkai.proofing.models import Run
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement
from tests import make
from tests.items.test_concurrency import at_once, first, on_disk  # noqa: F401 - a fixture

TIMES = 4


def entered(person):
    client = Client()
    client.force_login(person)
    return client


def pressed(client, address, **data):
    """Return a press of a button, to be let go together with others."""
    return lambda: client.post(address, data).status_code


def count(query):
    return first(query.count)


def test_two_clerks_saving_at_once_both_find_their_words_again(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        version = make.drafted(team)
        clerks = [team.clerk, make.person("clerk", team.organisation)]
        return version.item_id, [(each, entered(each)) for each in clerks]

    pk, people = first(prepare)
    presses = [
        pressed(client, f"/desk/items/{pk}/edit/", title=f"由{person.name}改", revision="0", body="x")
        for person, client in people
    ]
    assert sorted(at_once(*presses)) == [302, 409]
    stored = first(Version.objects.get)
    assert stored.revision == 1
    kept = first(Autosave.objects.get)
    assert {stored.title, kept.values["title"]} == {f"由{person.name}改" for person, _ in people}


def test_a_button_pressed_several_times_acts_once(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        return make.drafted(team).item_id, [entered(getattr(team, each)) for each in (
            "clerk", "reviewer", "secrecy", "signer")]  # fmt: skip

    pk, clients = first(prepare)
    for client, verb in zip(clients, ["submit", "approve", "clear", "sign"], strict=True):
        presses = [pressed(client, f"/desk/items/{pk}/{verb}/")] * TIMES
        assert set(at_once(*presses)) == {302}
    verbs = first(lambda: list(Step.objects.order_by("pk").values_list("verb", flat=True)))
    assert verbs == ["draft", "submit", "review", "clear", "sign", "publish"]
    assert first(lambda: list(Announcement.objects.values_list("seq", "event"))) == [(0, "published")]
    assert count(Act.objects.filter(verb="items.sign")) == 1


def test_a_draft_begun_with_two_presses_is_one(on_disk):  # noqa: F811
    client, publisher = first(lambda: (entered((team := make.staff()).clerk), team.organisation.pk))
    typed = {"title": "新通知", "kind": "notice", "publisher": publisher}
    assert set(at_once(*[pressed(client, "/desk/items/new/", **typed)] * TIMES)) == {302}
    assert count(Item.objects.all()) == 1


def test_signing_and_recalling_at_once_do_one_of_both(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        return make.at_signing(team).item_id, entered(team.signer), entered(team.clerk)

    pk, signer, clerk = first(prepare)
    outcomes = at_once(
        pressed(signer, f"/desk/items/{pk}/sign/"),
        pressed(clerk, f"/desk/items/{pk}/recall/"),
        pressed(signer, f"/desk/items/{pk}/return/", reason="再议"),
    )
    assert set(outcomes) == {302}
    version = first(Version.objects.get)
    assert (version.stage, count(Announcement.objects.all())) in {("public", 1), ("draft", 0)}
    assert count(Step.objects.filter(verb__in=["sign", "recall", "return"])) == 1


def test_discarding_while_others_write_leaves_no_defect(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        version = make.drafted(team)
        return version.item_id, [entered(team.clerk) for _ in range(6)]

    pk, clients = first(prepare)
    verbs = {"discard": {}, "edit": {"title": "改", "revision": "0"}, "keep": {"title": "改"}, "submit": {}}
    verbs |= {"relate": {"kind": "based-on", "cited_title": "某文件"}, "forget": {}}
    outcomes = at_once(
        *(pressed(client, f"/desk/items/{pk}/{verb}/", **data)
          for client, (verb, data) in zip(clients, verbs.items(), strict=True))
    )  # fmt: skip
    assert all(isinstance(each, int) and each < 500 for each in outcomes), outcomes


def test_the_same_link_made_twice_is_one(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        public = make.published(team)
        return make.drafted(team).item_id, public.number, entered(team.clerk)

    pk, number, client = first(prepare)
    press = pressed(client, f"/desk/items/{pk}/relate/", kind="based-on", target=number)
    assert set(at_once(*[press] * TIMES)) <= {200, 302}
    assert count(Relation.objects.all()) == 1


def test_files_hung_at_once_stand_one_after_the_other(on_disk):  # noqa: F811
    def prepare():
        team = make.staff()
        return make.drafted(team), team.clerk

    version, clerk = first(prepare)

    def hang(name):
        return lambda: services.attach(
            version=version, name=name, data="同一内容".encode(), by=clerk, at=make.NOW
        )

    at_once(*(hang(f"{n}.txt") for n in range(TIMES)))
    assert first(lambda: sorted(Attachment.objects.values_list("order", flat=True))) == list(range(TIMES))
    assert count(Attachment.objects.values("sha256").distinct()) == 1


def test_work_points_are_adopted_and_plans_filed_once(on_disk):  # noqa: F811
    def prepare():
        officer, clerk = make.person("openness", make.office()), make.person("clerk", make.organisation())
        item = make.public_item(
            make.office(),
            kind="work-points",
            title="2017年政务公开工作要点",
            body="<p>一、甲</p><p>1、事。</p>",
        )
        return item.pk, officer, clerk, entered(officer), entered(clerk)

    pk, officer, clerk, office, department = first(prepare)
    assert set(at_once(*[pressed(office, f"/desk/planning/adopt/{pk}/")] * TIMES)) == {302}
    assert count(WorkPoints.objects.all()) == 1

    def give():
        task, points = Task.objects.get(), WorkPoints.objects.get()
        day = date(2017, 9, 30)
        planning.assign(
            task=task, organisation=make.organisation(), is_lead=True, due_on=day, by=officer, at=make.NOW
        )
        planning.set_filing_due(work_points=points, due_on=day, by=officer, at=make.NOW)
        return task.pk, Filing.objects.get().pk

    task, filing = first(give)
    line = {f"task-{task}-measures": "措施", f"task-{task}-due_on": "2017-09-01", "file": "1"}
    assert set(at_once(*[pressed(department, "/desk/planning/2017/finance/plan/", **line)] * TIMES)) == {302}
    assert (count(PlanLine.objects.all()), count(FilingStep.objects.filter(status="filed"))) == (1, 1)
    accept, send_back = (f"/desk/planning/filings/{filing}/{verb}/" for verb in ("accept", "return"))
    at_once(pressed(office, accept), pressed(office, send_back, reason="不全"), pressed(office, accept))
    assert count(FilingStep.objects.exclude(status="filed")) == 1


def test_one_code_lets_in_one(on_disk):  # noqa: F811
    def prepare():
        person = make.person("clerk")
        device = TOTPDevice.objects.create(user=person, confirmed=True, name="x")
        clients = [Client() for _ in range(TIMES)]
        for client in clients:
            client.post("/desk/sign-in/", {"account": person.account, "password": "secret"})
        return device, clients

    device, clients = first(prepare)
    code = TOTP(device.bin_key)
    code.time = time.time()
    presses = [pressed(client, "/desk/sign-in/code/", code=f"{code.token():06}") for client in clients]
    assert sorted(at_once(*presses)) == [302, 422, 422, 422]


def test_a_walk_begun_by_several_workers_is_one(on_disk):  # noqa: F811
    first(lambda: make.published(make.staff()).pk)
    walks = at_once(*[lambda: services.begin_walk(at=make.NOW).pk] * TIMES)
    assert set(walks) == {first(Run.objects.get).pk}


def workers(tmp_path, number):
    """Run workers side by side on the test's own data until nothing is left to do."""
    settings = connection.settings_dict
    url = f"sqlite:///{settings['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    environment = os.environ | {
        "GONGKAI_HOME": str(tmp_path),
        "GONGKAI_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "gongkai", "work", "--once"],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(number)
    ]
    return [process.communicate(timeout=120)[1] for process in running]


def test_two_workers_publish_render_index_and_seal_once(on_disk, tmp_path):  # noqa: F811
    def prepare():
        team = make.staff()
        for _ in range(12):
            version = make.at_signing(team)
            services.sign(
                version=version,
                publish_at=timezone.now() - timedelta(minutes=1),
                by=team.signer,
                at=make.NOW,
            )

    first(prepare)
    said = workers(tmp_path, 2)
    assert [line for each in said for line in each.splitlines() if "ERROR" in line] == []
    assert first(lambda: list(Announcement.objects.order_by("seq").values_list("seq", flat=True))) == list(
        range(12)
    )
    assert count(Leaf.objects.all()) == 12
    numbers = first(lambda: sorted(Item.objects.values_list("number", flat=True)))
    assert len(set(numbers)) == 12
    assert first(lambda: [str(each) for each in publication.audit()]) == []
