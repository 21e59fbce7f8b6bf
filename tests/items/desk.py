"""What the tests of the desk pages share: a header that is ready, addresses, messages."""

from django.urls import reverse

from gongkai.items import services
from tests import make

ROLES = ["clerk", "reviewer", "secrecy", "signer"]

READY = {
    "title": "关于公开预算的通知",
    "issuer": "下城区财政局",
    "made_on": "2017-06-30",
    "abstract": "公开2017年部门预算。",
    "disclosure": "proactive",
    "audience": "面向社会",
    "retention": "长期公开",
    "body": "<p>现公开预算。</p>",
    "obligation": "fiscal-monthly",
    "revision": "0",
}


def url(name, item, *args):
    return reverse(f"items:{name}", args=[item.pk, *args])


def fill(client, item, **fields):
    make.obligation()
    return client.post(url("edit", item), READY | {"revision": newest(item).revision} | fields)


def newest(item):
    return item.versions.first()


def said(response):
    """Return the newest message of the page."""
    return [str(each) for each in response.context["messages"]][-1]


def at_signing(item, people):
    version = newest(item)
    services.submit(version=version, overruling="解读方案另行报送", by=people["clerk"], at=make.NOW)
    services.review(version=version, by=people["reviewer"], at=make.NOW)
    services.clear(version=version, by=people["secrecy"], at=make.NOW)
