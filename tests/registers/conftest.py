"""A register of spot checks, kept by one organisation: its clerk fills it in, its signer decides."""

from ipaddress import ip_network

import pytest
from django.utils import timezone

from gongkai.orgs.models import Role
from gongkai.registers import services
from gongkai.registers.models import Register
from gongkai.registers.pulling.rhythm import DAILY, Rhythm
from tests import make
from tests.registers.test_schema import SAMPLING
from tests.webhost import giving, webhost

HEAD = "抽查编号,产品名称,检验人,结果,罚款（元）,街道,抽查日期"
FIRST = [
    "001,演示饼干,张三,不合格,20000,330103003,2017-06-01",
    "002,演示牛奶,李四,合格,,330103003,2017年6月2日",
]


@pytest.fixture
def register():
    body = make.organisation("market")
    make.region("330103003", name="天水街道", parent=body.region)
    obligation = make.obligation("product-quality-checks")
    obligation.publishers.add(body)
    services.apply([services.read(SAMPLING, name="a.yaml")], by=None, at=timezone.now())
    return Register.objects.get()


@pytest.fixture
def clerk(register):
    return make.person(role=Role.CLERK.value, at=make.organisation("market"))


@pytest.fixture
def signer(register):
    return make.person(role=Role.SIGNER.value, at=make.organisation("market"))


@pytest.fixture
def keeper():
    """Somebody of the openness office."""
    return make.person(role=Role.OPENNESS.value, at=make.office())


@pytest.fixture
def host(settings):
    """A web server from which tables may be fetched; it has one."""
    with webhost() as made:
        settings.PULL_FROM = {made.origin: [ip_network("127.0.0.0/8")]}
        serve(made, FIRST)
        yield made


def serve(host, rows, head=HEAD, **more):
    host.pages["/抽查.csv"] = host.pages["/%E6%8A%BD%E6%9F%A5.csv"] = giving(
        "\n".join([head, *rows]).encode("gb18030"), **more
    )


def order(host, clerk, **more):
    said = {"url": f"{host.origin}/%E6%8A%BD%E6%9F%A5.csv", "rhythm": Rhythm(DAILY, 3)} | more
    return services.Order(make.organisation("market"), clerk, **said)


@pytest.fixture
def pull(register, clerk, host, keeper):
    return services.keep_pull(register=register, order=order(host, clerk), by=keeper, at=timezone.now())
