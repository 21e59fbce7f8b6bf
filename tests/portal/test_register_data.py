"""Registers as files: whole or as asked for, with hashes, headers and limits; and what machines are told."""

import hashlib
import io
import json

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils import timezone
from rdflib import Graph

from gongkai.portal.registers import sending
from gongkai.registers import services
from tests.registers.conftest import clerk, register, signer  # noqa: F401 - fixtures
from tests.registers.test_batches import FIRST, NOW, released
from tests.registers.test_dcat import faults
from tests.registers.test_export import read_csv

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"),
]
HOME = "/registers/product-checks/"
FILE = f"{HOME}product-checks"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def public(register, clerk, signer):  # noqa: F811
    """The register with two entries of which there is a snapshot and no file yet."""
    released(register, clerk, signer, FIRST)
    services.rebuild_waiting(at=NOW)
    return register


def body(response):
    return b"".join(response.streaming_content)


def test_the_whole_register_is_made_once_and_sent_with_its_hash(client, public):
    assert services.write_waiting(at=NOW) == 1
    assert services.write_waiting(at=NOW) == 0, "what is there is not made again"
    made = services.files_of(reader=services.reader(key=public.key))
    assert list(made) == ["csv", "xlsx", "json", "parquet"]
    for format, file in made.items():
        response = client.get(f"{FILE}.{format}")
        data = body(response)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
        assert file.rows == 2
        assert response["ETag"] == f'"{file.sha256}"'
        assert response["Content-Type"] == services.FORMATS[format]
    assert (
        "filename=\"product-checks.parquet\"; filename*=UTF-8''%E4%BA%A7" in response["Content-Disposition"]
    )
    assert (
        client.get(f"{FILE}.csv", headers={"If-None-Match": client.get(f"{FILE}.csv")["ETag"]}).status_code
        == 304
    )


def test_part_of_a_file_is_sent_to_who_goes_on_with_it(client, public):
    services.write_waiting(at=NOW)
    whole = body(client.get(f"{FILE}.csv"))
    part = client.get(f"{FILE}.csv", headers={"Range": "bytes=10-19"})
    assert (part.status_code, body(part), part["Content-Range"]) == (
        206,
        whole[10:20],
        f"bytes 10-19/{len(whole)}",
    )
    assert client.get(f"{FILE}.csv", headers={"Range": "bytes=999999-"}).status_code == 416
    changed = client.get(f"{FILE}.csv", headers={"Range": "bytes=10-19", "If-Range": '"another"'})
    assert (changed.status_code, body(changed)) == (200, whole)


def test_what_is_asked_for_is_written_as_it_is_sent(client, public):
    response = client.get(f"{FILE}.csv?result=不合格")
    assert response.streaming
    assert [row[2] for row in read_csv(response.streaming_content)] == ["产品名称", "演示饼干"]
    assert "%E7%AD%9B%E9%80%89" in response["Content-Disposition"], "its name says that it is not all"
    again = client.get(f"{FILE}.csv?result=不合格", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    other = client.get(f"{FILE}.csv?result=合格", headers={"If-None-Match": response["ETag"]})
    assert other.status_code == 200
    other.close()


def test_every_format_answers_a_question_before_files_are_made(client, public):
    found = json.loads(body(client.get(f"{FILE}.json?q=牛奶")))
    assert [each["product"] for each in found["entries"]] == ["演示牛奶"]
    assert found["filter"] == "含有“牛奶”"
    assert body(client.get(f"{FILE}.xlsx")).startswith(b"PK")
    assert body(client.get(f"{FILE}.parquet?q=牛奶")).startswith(b"PAR1")


def test_a_question_that_is_not_understood_gives_no_data(client, public):
    response = client.get(f"{FILE}.csv?fine.min=很多")
    assert response.status_code == 400
    assert "罚款：“很多”不是数" in response.content.decode()


@pytest.mark.parametrize(
    "address", [f"{FILE}.exe", f"{HOME}other.csv", "/registers/none/none.csv", "/registers/none/data/"]
)
def test_what_is_not_there_is_not_found(client, public, address):
    assert client.get(address).status_code == 404


def test_who_asks_for_headers_has_nothing_written(client, public, monkeypatch):
    monkeypatch.setattr(services.downloads.walking, "texts", lambda *said: 1 / 0)
    response = client.head(f"{FILE}.csv?result=合格")
    assert (response.status_code, response.headers.get("Content-Length")) == (200, None)
    assert response["ETag"]


def test_only_so_many_are_written_at_once_and_a_turn_comes_back(client, public, monkeypatch):
    monkeypatch.setattr(sending, "turns", sending.BoundedSemaphore(1))
    first = client.get(f"{FILE}.csv?result=合格")
    second = client.get(f"{FILE}.csv?result=合格")
    assert (second.status_code, second["Retry-After"]) == (503, "30")
    assert "请半分钟后再试" in second.content.decode()
    body(first)
    third = client.get(f"{FILE}.csv?result=合格")
    request_finished.disconnect(close_old_connections)  # as the client does where it reads to the end
    third.close()  # given up before it was read
    assert client.get(f"{FILE}.csv?result=合格").status_code == 200


def test_a_download_that_takes_too_long_is_cut(client, public, settings):
    settings.DOWNLOAD_SECONDS = -1
    with pytest.raises(sending.TooLong):
        body(client.get(f"{FILE}.csv?result=合格"))


def test_files_of_earlier_releases_go_with_them(public, register, clerk, signer, client):  # noqa: F811
    services.write_waiting(at=NOW)
    before = services.files_of(reader=services.reader(key=public.key))["csv"].path
    released(register, clerk, signer, [FIRST[0].replace("饼干", "面包")])
    services.rebuild_waiting(at=timezone.now())
    assert "演示面包" in body(client.get(f"{FILE}.csv")).decode(), "written until it lies there"
    services.write_waiting(at=NOW)
    assert not before.exists()
    assert "演示面包" in body(client.get(f"{FILE}.csv")).decode()


def test_the_page_of_the_data_tells_what_there_is_and_how_to_check_it(client, public):
    early = client.get(f"{HOME}data/").content.decode()
    assert "文件正在生成" in early
    services.write_waiting(at=NOW)
    page = client.get(f"{HOME}data/").content.decode()
    made = services.files_of(reader=services.reader(key=public.key))
    for words in (
        *(file.sha256 for file in made.values()), "sha256sum", "数据字典", "结果为合格时只留姓氏",
        "可自由使用", "datapackage.json", "共 2 行", "引用格式",
    ):  # fmt: skip
        assert words in page, words
    told = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (told["@type"], len(told["distribution"])) == ("Dataset", 4)
    assert told["distribution"][0]["sha256"] == made["csv"].sha256


def test_the_package_tells_of_the_files(client, public):
    services.write_waiting(at=NOW)
    told = client.get(f"{HOME}datapackage.json").json()
    made = services.files_of(reader=services.reader(key=public.key))
    assert {each["format"]: each["hash"] for each in told["resources"]} == {
        format: f"sha256:{file.sha256}" for format, file in made.items()
    }
    fields = {each["name"]: each for each in told["resources"][0]["schema"]["fields"]}
    assert fields["抽查编号"]["constraints"]["required"] is True
    assert "required" not in fields["罚款（万元）"].get("constraints", {})


def test_the_catalogue_of_data_names_every_register_whose_files_lie_ready(client, public):
    empty = Graph().parse(data=client.get("/catalogue.jsonld").content, format="json-ld")
    assert not faults(empty)
    assert "product-checks" not in empty.serialize()
    services.write_waiting(at=NOW)
    for address, form in (("/catalogue.jsonld", "json-ld"), ("/catalogue.rdf", "xml")):
        graph = Graph().parse(io.BytesIO(client.get(address).content), format=form)
        assert not faults(graph)
        assert "registers/product-checks/product-checks.csv" in graph.serialize()
