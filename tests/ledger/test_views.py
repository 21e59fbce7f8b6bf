"""What the log shows to machines and to people."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.ledger.rules import leaf_bytes, note
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.receipt import Receipt
from gongkai.ledger.services import append, seal
from tests.ledger.conftest import AT, SALT, content, fill, leaf

pytestmark = pytest.mark.django_db


def evidence(serial: int, **changes: object) -> bytes:
    facts = {"content": content(serial), "salt": SALT, "index": serial, "leaf": leaf(serial)}
    return json.dumps({**facts, **changes}, ensure_ascii=False).encode()


@pytest.fixture
def sealed(log):
    fill(260)
    seal(at=AT)
    append(leaf=leaf(260), at=AT)
    return log


def test_checkpoint_is_text_that_the_published_key_signed(client, sealed):
    response = client.get("/ledger/checkpoint")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=5"
    assert response["Access-Control-Allow-Origin"] == "*"
    verifier = note.Verifier.load(client.get("/ledger/key").text)
    assert Checkpoint.opened(response.text, [verifier]).size == 260


@pytest.mark.parametrize(
    ("path", "length"),
    [("0/000", 8192), ("0/001.p/4", 128), ("1/000.p/1", 32), ("0/000.p/7", 224), ("entries/000.p/1", None)],
)
def test_tiles_are_immutable_octets(client, sealed, path, length):
    response = client.get(f"/ledger/tile/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/octet-stream"
    assert "immutable" in response["Cache-Control"]
    assert length is None or len(response.content) == length


@pytest.mark.parametrize(
    "path", ["0/001.p/5", "0/001", "2/000.p/1", "0/../../key", "0/0", "entries/001.p/5", "../key", "x"]
)
def test_tiles_beyond_the_checkpoint_and_other_names_are_not_found(client, sealed, path):
    assert client.get(f"/ledger/tile/{path}").status_code == 404


def test_entry_bundle_holds_the_leaves(client, sealed):
    bundle = client.get("/ledger/tile/entries/001.p/4").content
    first = leaf_bytes(leaf(256))
    assert bundle[:2] == len(first).to_bytes(2, "big")
    assert bundle[2 : 2 + len(first)] == first


def test_receipt_proves_the_leaf_offline(client, sealed):
    response = client.get("/ledger/proofs/17.tlog-proof")
    verifier = note.Verifier.load(client.get("/ledger/key").text)
    receipt = Receipt.parse(response.text)
    assert receipt.verify(client.get("/ledger/leaves/17.json").content, [verifier]).size == 260
    assert receipt.extra == leaf_bytes(leaf(17))


@pytest.mark.parametrize(
    "path",
    ["proofs/260.tlog-proof", "leaves/261.json", f"proofs/{10**20}.tlog-proof", f"leaves/{10**20}.json"],
)
def test_what_is_not_sealed_or_not_there_is_not_found(client, sealed, path):
    assert client.get(f"/ledger/{path}").status_code == 404


def test_unsealed_log_says_so_instead_of_failing(client, log):
    for path in ("checkpoint", "key", "tile/0/000", "proofs/0.tlog-proof", "leaves/0.json"):
        assert client.get(f"/ledger/{path}").status_code == 404
    assert "尚未签署第一个检查点" in client.get("/ledger/").text


def test_page_shows_size_checkpoint_and_key(client, sealed):
    page = client.get("/ledger/").text
    assert "<strong>261</strong>" in page and "<strong>260</strong>" in page
    assert client.get("/ledger/key").text.strip() in page
    assert client.get("/ledger/checkpoint").text.split("\n")[2] in page


def test_check_page_prepares_the_browser_check_of_an_item(client, sealed):
    page = client.get("/ledger/check/", {"item": "330103--2026-0001"}).text
    assert 'data-verify="/items/330103--2026-0001/evidence.json"' in page
    assert "ledger/verify.js" in page


def test_number_is_kept_and_quoted(client, sealed):
    page = client.get("/ledger/check/", {"item": '下政办发〔2017〕61号"><b>'}).text
    assert 'value="下政办发〔2017〕61号&quot;&gt;&lt;b&gt;"' in page
    assert "<b>" not in page
    assert "这不是索引号" in page and "data-verify=" not in page


def upload(client, data: bytes, name: str = "evidence.json"):
    return client.post("/ledger/check/", {"evidence": SimpleUploadedFile(name, data)})


def test_uploaded_evidence_is_proven_step_by_step(client, sealed):
    response = upload(client, evidence(17))
    assert response.status_code == 200
    assert "核验通过：内容与公开时完全一致" in response.text
    assert response.text.count("✓ 通过") == 3


def test_uploaded_evidence_of_changed_content_fails(client, sealed):
    response = upload(client, evidence(17, content={**content(17), "title": "另一标题"}))
    assert "核验未通过" in response.text
    assert "内容已被改动" in response.text


def test_uploaded_evidence_with_a_changed_leaf_fails(client, sealed):
    response = upload(client, evidence(17, leaf=leaf(17, time="2026-01-01T00:00:00+08:00")))
    assert "算不出检查点的根散列值" in response.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\xff\xd8 a picture", "不是本系统的核验数据"),
        (b"[1, 2]", "不是本系统的核验数据"),
        (b"[" * 100_000, "不是本系统的核验数据"),
        (b'{"content": {"a": 1e999}, "salt": "00", "index": 0, "leaf": {}}', "不是本系统的核验数据"),
        (evidence(17, salt="not hex"), "不是本系统的核验数据"),
        (evidence(17, salt=7), "不是本系统的核验数据"),
        (evidence(17, leaf=[]), "不是本系统的核验数据"),
        (b'{"content": "\\ud800", "salt": "00", "index": 0, "leaf": {}}', "不是本系统的核验数据"),
        (evidence(17, index=True), "序号不是整数"),
        (evidence(17, index=-1), "尚未列入"),
        (evidence(260), "尚未列入"),
    ],
)  # fmt: skip
def test_other_files_get_a_sentence_at_the_field(client, sealed, data, sentence):
    assert sentence in upload(client, data).text


def test_upload_without_a_file_or_too_large_is_refused(client, sealed):
    missing = client.post("/ledger/check/")
    assert missing.status_code == 400 and "请选择要核对的文件" in missing.text
    large = upload(client, b" " * (10 * 1024 * 1024 + 1))
    assert large.status_code == 400 and "超过 10 MB" in large.text
