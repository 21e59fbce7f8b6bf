"""A desk of four people and the public before it, driven over HTTP; the audit looks on after every act."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from gongkai.config import work
from gongkai.items.models import Item
from gongkai.publication import services as publication
from gongkai.search.finding import Query, find
from tests import make

HEADER = {
    "issuer": "下城区财政局",
    "made_on": "2017-06-30",
    "abstract": "扶持小微企业的政策。",
    "disclosure": "proactive",
    "audience": "面向社会",
    "retention": "长期公开",
    "obligation": "fiscal-monthly",
    "body": "<p>对小微企业给予房租补贴。</p>",
}
QUICK = {"publish", "expire", "pages", "index", "seal"}
STEPS = [("reviewer", "approve"), ("secrecy", "clear"), ("signer", "sign")]


class District:
    """One department and the reader; every act is a request, after every act the worker runs."""

    def __init__(self) -> None:
        self.finance = make.organisation("finance", short_name="财政局")
        make.obligation()
        self.desks = {role: Client() for role in ("clerk", "reviewer", "secrecy", "signer")}
        self.people = {role: make.person(role, self.finance) for role in self.desks}
        for role, client in self.desks.items():
            client.force_login(self.people[role])
        self.reader = Client()

    def settle(self, at=None):
        """Let the worker finish what is to be done; everything must agree afterwards."""
        todo = [job for job in work.jobs() if job.name in QUICK]
        while work.run_once(todo, at=at or timezone.now()):
            pass
        assert [str(each) for each in publication.audit()] == []

    def post(self, role, verb, item, **fields):
        response = self.desks[role].post(reverse(f"items:{verb}", args=[item.pk]), fields, follow=True)
        assert response.status_code == 200, f"{verb}: {response.status_code}"
        self.settle()
        return response.content.decode()

    def draft(self, title, kind="document", **fields):
        begun = {"title": title, "kind": kind, "publisher": self.finance.pk}
        self.desks["clerk"].post(reverse("items:new"), begun)
        item = Item.objects.latest("pk")
        self.edit(item, title=title, **fields)
        return item

    def edit(self, item, **fields):
        revision = item.versions.latest("serial").revision
        return self.post("clerk", "edit", item, **{**HEADER, "revision": revision, **fields})

    def plan(self, item):
        plan = {"outline": "背景和内容", "forms": "text", "channels": "website", "first_interpreter": "局长"}
        return self.post("clerk", "plan", item, **plan)

    def to_signing(self, item):
        if item.kind == "document":
            self.plan(item)
        self.post("clerk", "submit", item)
        for role, verb in STEPS[:2]:
            self.post(role, verb, item)

    def publish(self, item):
        self.to_signing(item)
        self.post("signer", "sign", item)
        item.refresh_from_db()
        assert item.is_public, item.versions.latest("serial").stage
        return item

    def read(self, path, status=200):
        response = self.reader.get(path)
        assert response.status_code == status, f"{path} answered {response.status_code}"
        return response.content.decode()

    def top(self, item):
        """Return what stands above everything else on the page of an item."""
        tree = html.fromstring(self.read(item.get_absolute_url()))
        return " ".join(tree.xpath("string((//*[contains(@class, 'notice')])[1])").split())

    def found(self, text):
        return {hit.entry.address for hit in find(Query(text=text)).hits}
