"""An application as a browser sends it: say what differs, get the rest."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.orgs.models import Organisation
from gongkai.requests.slips import DIGITS
from tests import make
from tests.items.photos import png

NUMBER = "11010519491231002X"  # the example of GB 11643
NAME = "陈某某"
CODE = re.compile(r"(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}")
QUESTION = re.compile(r"([一二三四五六七八九])加([一二三四五六七八九])等于几")
CITIZEN = {
    "subject": "information",
    "organisation": "finance",
    "title": "2016年环卫经费支出情况",
    "content": "本区2016年环卫作业经费的预算和实际支出明细。",
    "supply": "electronic",
    "delivery": "online",
    "name": NAME,
    "id_kind": "id-card",
    "id_number": NUMBER,
    "phone": "13800000000",
}
COMPANY = {
    **{name: CITIZEN[name] for name in ("subject", "organisation", "title", "content", "supply", "delivery")},
    "name": "某某环卫有限公司",
    "asker": "business",
    "code": "91110000600037341L",
    "head": "赵某",
    "contact": "钱某",
    "phone": "0571-85000000",
}


def scan(name="证件.png", data=None):
    return SimpleUploadedFile(name, png() if data is None else data)


def organisation() -> Organisation:
    return make.organisation(address="某路1号", phone="0571-85000001")


def opened(client: Client, who="citizen", *, waited=60) -> str:
    """Return the slip of a form that was opened so many seconds ago."""
    page = client.get(f"/requests/apply/{who}/").text
    return slip_in(page, waited=waited)


def slip_in(page: str, *, waited=60) -> str:
    from dataclasses import replace

    from django.utils import timezone

    from gongkai.requests.slips import Slip

    found = Slip.read(re.search(r'name="slip" value="([^"]+)"', page)[1], at=timezone.now())
    return replace(found, begun=found.begun - waited).sealed


def answer_in(page: str) -> str:
    first, second = QUESTION.search(page).groups()
    return str(DIGITS.index(first) + DIGITS.index(second))


def check(client, who="citizen", *, slip=None, **changes):
    """Return the answer to the first step: the page on which it is looked over, or the form with errors."""
    told = {**(CITIZEN if who == "citizen" else COMPANY), **changes, "step": "check"}
    return client.post(f"/requests/apply/{who}/", {**told, "slip": slip or opened(client, who)})


def send(client, who="citizen", *, slip=None, page=None, **changes):
    """Fill in a form, look it over and send it; return the last answer. What is None is left out."""
    last = {name: changes.pop(name) for name in ("answer", "identity", "truth") if name in changes}
    page = page or check(client, who, slip=slip, **changes).text
    last = {"answer": answer_in(page), "truth": "on", "identity": scan(), **last}
    told = {**(CITIZEN if who == "citizen" else COMPANY), **changes, **last}
    sent = {**told, "step": "send", "slip": slip_in(page, waited=0)}
    return client.post(f"/requests/apply/{who}/", {k: v for k, v in sent.items() if v is not None})


def code_of(client) -> str:
    """Return the query code on the receipt that this browser may see."""
    return CODE.search(client.get("/requests/receipt/").text)[0]
