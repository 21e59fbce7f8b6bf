"""gongkai verify and the other commands, over files and over a real loopback site."""

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from gongkai.ledger.fetching import Unreachable, fetch
from gongkai.ledger.folder import Folder
from gongkai.ledger.rules import digest, note
from gongkai.ledger.services import append, seal
from tests.ledger.conftest import AT, SALT, content, fill, leaf

ATTACHMENT = b"%PDF-1.4 a signed page"
WITH_FILE = {**content(3), "attachments": [{"sha256": hashlib.sha256(ATTACHMENT).hexdigest()}]}
EVIDENCE = {
    "content": WITH_FILE,
    "salt": SALT,
    "index": 3,
    "leaf": leaf(3, content=digest(WITH_FILE, SALT)),
}


ODD = {"plain": "<h1>403</h1>", "list": "[]", "text": '{"index": "3"}', "binary": b"\xff\xfe\xfd"}


def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """What the portal answers, from one item; another answers something else."""
    if number in ODD:
        return HttpResponse(ODD[number])
    return JsonResponse(EVIDENCE) if number == "330103--2026-0003" else HttpResponse(status=404)


urlpatterns = [
    path("items/<path:number>/evidence.json", evidence),
    path("", include("gongkai.ledger.urls")),
]


@pytest.fixture
def case(log, tmp_path, db):
    """A folder with everything a citizen downloads."""
    fill(3)
    append(leaf=EVIDENCE["leaf"], at=AT)
    fill(3, start=4)
    seal(at=AT)
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "evidence.json").write_text(json.dumps(EVIDENCE))
    (folder / "3.tlog-proof").write_text(Folder(log).receipt(3).text)
    (folder / "other.json").write_text("[]")
    (folder / "附件.pdf").write_bytes(ATTACHMENT)
    return folder


def verify(*arguments: object) -> str:
    out = StringIO()
    call_command("verify", *map(str, arguments), stdout=out)
    return out.getvalue()


def public_key(log) -> str:
    return (log / "key.pub").read_text().strip()


@pytest.mark.parametrize(("name", "ticks"), [("evidence.json", 3), ("3.tlog-proof", 3), ("附件.pdf", 4)])
def test_downloaded_files_are_proven(case, log, name, ticks):
    told = verify(case / name, "--key", public_key(log))
    assert told.count("✓") == ticks
    assert "核验通过：内容与公开时完全一致" in told
    assert "同一网站" not in told


def test_key_may_lie_in_a_file_or_beside(case, log):
    assert "核验通过" in verify(case / "evidence.json", "--key", log / "key.pub")
    (case / "key.pub").write_text(public_key(log))
    told = verify(case / "evidence.json")
    assert "核验通过" in told and "注意" not in told


def test_the_key_of_this_installation_says_no_more_than_that(case):
    assert "公钥取自本机" in verify(case / "evidence.json")
    with pytest.raises(CommandError, match="没有这个公钥文件"):
        verify(case / "evidence.json", "--key", "nowhere.pub")


def test_receipt_alone_proves_the_leaf_and_says_what_was_not_checked(case):
    (case / "evidence.json").unlink()
    assert "未核验文件内容" in verify(case / "3.tlog-proof")


def test_changed_content_is_not_proven(case):
    changed = {**EVIDENCE, "content": {**WITH_FILE, "title": "另一标题"}}
    (case / "evidence.json").write_text(json.dumps(changed))
    with pytest.raises(CommandError, match="核验未通过"):
        verify(case / "evidence.json")


def test_changed_attachment_is_not_proven(case):
    (case / "附件.pdf").write_bytes(ATTACHMENT + b" ")
    with pytest.raises(CommandError, match="没有提到 附件.pdf"):
        verify(case / "附件.pdf")


def test_another_key_is_not_enough(case):
    stranger = note.Signer.make("gongkai.example/330103").verifier.dump()
    with pytest.raises(CommandError, match="核验未通过"):
        verify(case / "evidence.json", "--key", stranger)


def test_receipt_of_another_document_is_not_proven(case, log):
    fourth = {"content": content(4), "salt": SALT, "index": 4, "leaf": leaf(4)}
    (case / "evidence.json").write_text(json.dumps(fourth))
    with pytest.raises(CommandError, match="旁边没有第 4 条的证明文件"):
        verify(case / "evidence.json")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("\n7\n", "\n3\n", "不在 3 条之中"),
        ("\n7\n", "\n6\n", "过"),
        ("index 3", "index 2", "没有第 3 条"),
        ("\n7\n", "\n07\n", "不是规范的数字"),
    ],
)
def test_tampered_receipt_is_not_proven(case, capsys, old, new, sentence):
    receipt = case / "3.tlog-proof"
    receipt.write_text(receipt.read_text().replace(old, new, 1))
    with pytest.raises(CommandError) as refused:
        call_command("verify", str(case / "evidence.json"))
    assert sentence in capsys.readouterr().out + str(refused.value)


@pytest.mark.parametrize(
    ("spoil", "name", "sentence"),
    [
        (lambda case: None, "nowhere.json", "没有这个文件"),
        (lambda case: (case / "3.tlog-proof").unlink(), "evidence.json", "旁边没有第 3 条的证明文件"),
        (lambda case: (case / "3.tlog-proof").write_text("x"), "3.tlog-proof", "不是 c2sp"),
        (lambda case: (case / "3.tlog-proof").write_bytes(b"\xff"), "3.tlog-proof", "不是证明文件"),
        (lambda case: (case / "evidence.json").write_text("{}"), "evidence.json", "不是本系统的核验数据"),
        (lambda case: (case / "key.pub").write_text(""), "evidence.json", "没有公钥"),
    ],
)
def test_what_is_wrong_is_said(case, spoil, name, sentence):
    spoil(case)
    with pytest.raises(CommandError, match=sentence):
        verify(case / name)


@pytest.mark.urls("tests.ledger.test_verify")
@pytest.mark.parametrize("ending", ["", "/", "/evidence.json", "/?from=list"])
def test_page_of_a_site_is_proven(case, live_server, ending):
    told = verify(f"{live_server.url}/items/330103--2026-0003{ending}")
    assert "核验通过" in told and "公钥取自同一网站" in told


@pytest.mark.urls("tests.ledger.test_verify")
def test_page_that_is_not_there_is_said(case, live_server):
    with pytest.raises(CommandError, match="无法取得"):
        verify(f"{live_server.url}/items/下政办发〔2017〕61号/")
    with pytest.raises(CommandError, match="无法取得"):
        verify("http://127.0.0.1:1/items/1/")
    for address in [f"{live_server.url}/items/{each}" for each in ODD] + ["http://[x/", "http://a:port/"]:
        with pytest.raises(CommandError, match="没有给出本系统的核验数据"):
            verify(address)
    with pytest.raises(Unreachable, match="只支持 http 和 https"):
        fetch("file:///etc/items/1/")


def test_seal_command_tells_what_it_signed(log, db):
    fill(3)
    out = StringIO()
    call_command("seal", stdout=out)
    call_command("seal", stdout=out)
    assert out.getvalue() == "已签署检查点：3 条\n没有新条目\n"


def test_seal_command_fails_when_the_log_does_not_continue(case, log):
    (log / "key").unlink()
    append(leaf=leaf(7), at=AT)
    with pytest.raises(CommandError, match="签名私钥缺失"):
        call_command("seal")


def test_audit_command_goes_through_everything(case, log):
    out = StringIO()
    call_command("ledger_audit", stdout=out)
    assert "7 条全部一致" in out.getvalue()
    (log / "tile/entries/000.p/7").write_bytes(b"")
    with pytest.raises(CommandError, match="条目包 0"):
        call_command("ledger_audit")


def test_audit_before_the_first_checkpoint_has_nothing_to_do(log, db):
    out = StringIO()
    call_command("ledger_audit", stdout=out)
    assert "0 条全部一致" in out.getvalue()
