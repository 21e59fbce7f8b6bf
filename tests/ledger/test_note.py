"""Signed notes, checkpoints and receipts: published vectors and what must be refused."""

import base64

import pytest

from gongkai.ledger.rules import note, tree
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.receipt import Receipt

# The example of the documentation of golang.org/x/mod/sumdb/note.
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PETER = note.Signer.load(SKEY)
LEAVES = [tree.leaf_hash(f"leaf {n}".encode()) for n in range(300)]


def test_published_note_is_reproduced_byte_for_byte():
    assert note.sign(TEXT, [PETER]) == f"{TEXT}\n{LINE}"


def test_published_keys_round_trip():
    assert PETER.verifier.dump() == VKEY
    assert PETER.dump() == SKEY
    assert note.Verifier.load(VKEY) == PETER.verifier


def test_published_note_opens():
    assert note.opened(f"{TEXT}\n{LINE}", [note.Verifier.load(VKEY)]) == TEXT


def test_changed_text_is_refused():
    with pytest.raises(note.WrongNote, match="签名无效"):
        note.opened(f"{TEXT}\n{LINE}".replace("answer", "question"), [PETER.verifier])


def test_unknown_lines_are_passed_over_but_not_enough():
    witness = note.Signer.make("witness.example")
    signed = note.sign(TEXT, [witness, PETER])
    assert note.opened(signed, [PETER.verifier]) == TEXT
    with pytest.raises(note.WrongNote, match="没有受信任的密钥"):
        note.opened(note.sign(TEXT, [witness]), [PETER.verifier])


def test_same_name_with_another_key_is_unknown():
    with pytest.raises(note.WrongNote, match="没有受信任的密钥"):
        note.opened(note.sign(TEXT, [note.Signer.make("PeterNeumann")]), [PETER.verifier])


def test_both_keys_of_a_rotation_open_the_note():
    fresh = note.Signer.make("PeterNeumann")
    signed = note.sign(TEXT, [fresh, PETER])
    assert note.opened(signed, [PETER.verifier]) == note.opened(signed, [fresh.verifier]) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "", "no blank line\n", TEXT, f"{TEXT}\n", f"{TEXT}\n{LINE}trailing", f"{TEXT}\n{LINE[:-1]}",
        f"{TEXT}\nno dash\n", f"{TEXT}\n— PeterNeumann\n", f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\n— Peter+Neumann x08go/ZJkuA=\n", f"{TEXT}\n— PeterNeumann ???\n", f"{TEXT}\r\n{LINE}",
        f"{TEXT}\n{LINE * 101}", "a" * 1_000_001,
    ],
)  # fmt: skip
def test_misshapen_notes_are_refused(text):
    with pytest.raises(note.WrongNote):
        note.opened(text, [PETER.verifier])


@pytest.mark.parametrize(
    "key",
    [
        "",
        "PeterNeumann",
        "Peter Neumann+c74f20a3+ARpc2Q==",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY[:-4],
        VKEY + "?",
    ],
)
def test_wrong_public_keys_are_refused(key):
    with pytest.raises(note.WrongNote):
        note.Verifier.load(key)


@pytest.mark.parametrize("key", [VKEY, SKEY.replace("c74f20a3", "c74f20a4"), SKEY[:-8]])
def test_wrong_private_key_is_refused_without_repeating_it(key):
    with pytest.raises(note.WrongNote) as caught:
        note.Signer.load(key)
    assert "AYEKFALV" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b"])
def test_names_have_no_spaces_and_no_plus(name):
    with pytest.raises(note.WrongNote, match="密钥名称"):
        note.Signer.make(name)


def test_text_to_sign_ends_with_a_newline():
    with pytest.raises(note.WrongNote, match="换行"):
        note.sign("open end", [PETER])


def test_checkpoint_is_three_lines():
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    checkpoint = Checkpoint("example.com/behind-the-sofa", 20852163, root)
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert checkpoint.text == text
    assert Checkpoint.parse(text) == checkpoint
    assert Checkpoint.parse(text + "an extension\n") == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "", "o\n1\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n", "o\n1\n???\n",
        f"\n1\n{base64.b64encode(bytes(32)).decode()}\n", f"o\n1\n{base64.b64encode(bytes(32)).decode()}",
        f"o\n9999999999999999999\n{base64.b64encode(bytes(32)).decode()}\n",
    ],
)  # fmt: skip
def test_misshapen_checkpoints_are_refused(text):
    with pytest.raises(note.WrongNote):
        Checkpoint.parse(text)


def test_checkpoint_of_another_log_is_refused():
    other = Checkpoint("other.example", 1, bytes(32))
    with pytest.raises(note.WrongNote, match="另一日志"):
        Checkpoint.opened(note.sign(other.text, [PETER]), [PETER.verifier])


def receipt(index: int, size: int) -> Receipt:
    node = tree.in_memory(LEAVES)
    checkpoint = Checkpoint(PETER.name, size, tree.root(node, size))
    path = tuple(tree.inclusion(node, index, size))
    return Receipt(index, path, note.sign(checkpoint.text, [PETER]), f"leaf {index}".encode())


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (4, 7), (255, 256), (256, 257), (123, 300)])
def test_receipt_round_trips_and_verifies(index, size):
    read = Receipt.parse(receipt(index, size).text)
    assert read == receipt(index, size)
    assert read.verify(f"leaf {index}".encode(), [PETER.verifier]).size == size


def test_receipt_looks_as_specified():
    lines = receipt(4, 7).text.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1] == "extra " + base64.b64encode(b"leaf 4").decode()
    assert lines[2] == "index 4"
    assert len(lines[3:6]) == 3 and lines[6] == "" and lines[7:9] == ["PeterNeumann", "7"]


def test_receipt_without_extra_is_read():
    text = "\n".join(line for line in receipt(4, 7).text.split("\n") if not line.startswith("extra"))
    assert Receipt.parse(text).verify(b"leaf 4", [PETER.verifier]).size == 7


def test_receipt_of_another_leaf_is_refused():
    with pytest.raises(tree.WrongProof, match="得不出"):
        receipt(4, 7).verify(b"leaf 5", [PETER.verifier])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tlog-proof@v1", "tlog-proof@v2"), ("index 4", "index 04"), ("index 4", "place 4"),
        ("index 4", "index -4"), ("extra ", "extra ?"), ("index 4\n", "index 4\nAAAA\n"),
    ],
)  # fmt: skip
def test_misshapen_receipts_are_refused(old, new):
    with pytest.raises(note.WrongNote):
        Receipt.parse(receipt(4, 7).text.replace(old, new))
