"""Review paths as data: what a file may say, what it may not, and which path and steps a version gets."""

import pytest
from django.conf import settings

from gongkai.items.models import Kind
from gongkai.items.paths import Facts, parse_paths, path_for
from gongkai.items.services.paths import declared
from gongkai.obligations import source
from gongkai.obligations.node import BadCatalogue, Wrong

HEAD, CLEAR = (
    "{key: a, title: 审核, order: 1, role: reviewer}",
    "{key: b, title: 保密, order: 2, role: secrecy}",
)
SIGN = "{key: z, title: 签发, order: 9, role: signer}"


def parse(*steps, more=""):
    text = f"paths:\n  - key: p\n    title: 路径\n{more}    steps:\n" + "".join(
        f"      - {s}\n" for s in steps
    )
    return parse_paths(source.read(text, source="x.yaml"), kinds=Kind.values)


def facts(**fields):
    values = {"organisation": "finance", "kind": "notice", "disclosure": "proactive", "is_normative": False}
    return Facts(**{**values, **fields})


def keys(**fields):
    return [step.key for step in path_for(declared(), facts(**fields)).needed(facts(**fields))]


def test_the_declared_path_asks_more_of_some_papers():
    plain = ["section-head", "secrecy", "cosign", "signing"]
    assert keys() == plain
    assert keys(kind="document", disclosure="withheld") == ["attribute", *plain]
    assert keys(disclosure="withheld") == plain
    assert keys(is_normative=True) == [*plain[:3], "legality", "signing"]


def test_a_step_knows_what_is_done_there_and_at_which_stage():
    beside = "{key: c, title: 会签, order: 3, role: signer, at: cosigners}"
    other = "{key: d, title: 法制, order: 3, role: legality, at: legal-office}"
    (path,) = parse(HEAD, CLEAR, beside, other, SIGN)
    assert [(step.verb, step.stage) for step in path.steps] == [
        ("review", "review"), ("clear", "secrecy"), ("cosign", "consent"), ("review", "consent"),
        ("sign", "signing"),
    ]  # fmt: skip


def test_the_first_path_that_fits_is_taken():
    own = "\n".join(
        ["paths:"]
        + [
            line
            for key, more in (("own", "    organisations: [finance]\n    kinds: [notice]\n"), ("all", ""))
            for line in [f"  - key: {key}", "    title: 路径", more.rstrip() or "    # 其余", "    steps:"]
            + [f"      - {step}" for step in (HEAD, CLEAR, SIGN)]
        ]
    )
    paths = parse_paths(source.read(own, source="x.yaml"), kinds=Kind.values)
    assert path_for(paths, facts()).key == "own"
    assert path_for(paths, facts(kind="document")).key == "all"
    assert path_for(paths, facts(organisation="audit")).key == "all"


@pytest.mark.parametrize(
    ("steps", "line", "sentence"),
    [
        ([HEAD, SIGN], 2, "保密审查环节"),
        ([HEAD, CLEAR, CLEAR.replace("b,", "c,"), SIGN], 2, "保密审查环节"),
        ([HEAD, CLEAR[:-1] + ", when: {normative: true}}", SIGN], 2, "保密审查环节"),
        ([HEAD, CLEAR], 2, "签发"),
        ([HEAD, CLEAR, SIGN[:-1] + ", at: cosigners}"], 2, "签发"),
        ([CLEAR, SIGN], 2, "无条件审核环节"),
        ([HEAD[:-1] + ", when: {kinds: [document]}}", CLEAR, SIGN], 2, "无条件审核环节"),
        ([CLEAR, HEAD, SIGN], 6, "由小到大"),
        ([HEAD, HEAD, CLEAR, SIGN], 6, "重复"),
        ([HEAD.replace("reviewer", "boss"), CLEAR, SIGN], 5, "不在允许的范围"),
        ([HEAD[:-1] + ", when: {kinds: [memo]}}", CLEAR, SIGN], 5, "不在允许的范围"),
        ([HEAD[:-1] + ", if: x}", CLEAR, SIGN], 5, "不认识的词"),
        ([HEAD[:-1] + ", silence: consent}", CLEAR, SIGN], 5, "时限"),
        ([HEAD.replace("order: 1", "order: 0"), CLEAR, SIGN], 5, "大于零"),
    ],
)
def test_what_a_path_may_not_say_is_named_with_its_line(steps, line, sentence):
    with pytest.raises(Wrong, match=sentence) as caught:
        parse(*steps)
    assert caught.value.line == line


def test_the_last_path_is_for_everybody():
    with pytest.raises(Wrong, match="最后一条"):
        parse(HEAD, CLEAR, SIGN, more="    kinds: [notice]\n")
    with pytest.raises(Wrong, match="至少"):
        parse_paths(source.read("paths: []", source="x.yaml"), kinds=Kind.values)


def test_a_limit_must_be_known_and_the_file_is_named(tmp_path):
    path = tmp_path / "review-paths.yaml"
    text = (settings.CATALOGUE / "review-paths.yaml").read_text()
    path.write_text(text.replace("limit: review-cosigning", "limit: nobody-knows"))
    with pytest.raises(BadCatalogue, match="review-paths.yaml.*nobody-knows"):
        declared(path)
    path.write_text(text.replace("role: openness", "role: boss"))
    with pytest.raises(BadCatalogue, match="review-paths.yaml 第14行"):
        declared(path)
