"""Pure rules of items: clean text, what must be stated before review, who may do what at which stage."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

import nh3
from lxml import html as markup
from lxml.etree import XPath

from gongkai.items.nesting import TooDeep as TooDeep  # noqa: PLC0414 - what `clean` raises
from gongkai.items.nesting import check
from gongkai.law import numbering
from gongkai.proofing.rules import Finding

LONGEST_ABSTRACT = 100  # 内容概述一般不超过100字

# 国办发〔2016〕80号：政策性文件与解读同步组织、同步审签、同步部署。工作要点是对内的任务安排，本身不必解读。
NEEDS_INTERPRETATION = frozenset({"document"})
NEEDS_NO_OBLIGATION = frozenset({"guide", "rule"})


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which something is not disclosed of an agency's own motion."""

    code: str
    title: str
    article: str
    fits: frozenset[str]


_WITHHELD, _EITHER = frozenset({"withheld"}), frozenset({"withheld", "on-request"})
GROUNDS: Mapping[str, Ground] = {
    ground.code: ground
    for ground in [
        Ground("E14a", "国家秘密", "条例第十四条", _WITHHELD),
        Ground("E14b", "法律、行政法规禁止公开", "条例第十四条", _WITHHELD),
        Ground("E14c", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", "条例第十四条", _WITHHELD),
        Ground("E15", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益", "条例第十五条", _EITHER),
        Ground("E16a", "人事管理、后勤管理、内部工作流程等内部事务信息", "条例第十六条第一款", _EITHER),
        Ground("E16b", "讨论记录、过程稿、磋商信函、请示报告等过程性信息", "条例第十六条第二款", _EITHER),
        Ground("E16c", "行政执法案卷信息", "条例第十六条第二款", _EITHER),
        Ground("E36.7", "法律、行政法规对获取另有规定的登记资料等", "条例第三十六条第七项", _EITHER),
        Ground(
            "R27", "不属于应当主动公开的范围，可以依法申请获取", "条例第二十七条", frozenset({"on-request"})
        ),
    ]
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a version states about itself, as far as the rules ask; ``texts`` are its parts by field name."""

    kind: str
    disclosure: str
    ground: str
    ground_reason: str
    title: str
    issuer: str
    abstract: str
    doc_number: str
    number_wanted: str
    made_on: date | None
    effective_on: date | None
    expires_on: date | None
    published_on: date | None
    change_note: str
    has_obligation: bool
    has_content: bool
    is_first: bool
    is_public: bool


def unready(said: Statement, *, today: date) -> list[Finding]:
    """Return what must be mended before ``said`` can be reviewed; nothing if it is ready."""
    return [*_missing(said), *_disclosure(said), *_dates(said, today), *_numbers(said)]


def _missing(said: Statement) -> list[Finding]:
    is_proactive = said.disclosure in {"", "proactive"}  # as long as nothing else was decided
    checks = [
        (said.title, "title", "请填写名称"),
        (said.issuer, "issuer", "请填写发文机关"),
        (said.made_on, "made_on", "请填写成文日期（《政府信息公开条例》第十二条要求目录载明生成日期）"),
        (said.disclosure, "disclosure", "请确定公开形式：主动公开、依申请公开或不予公开"),
        (said.has_content, "body", "请填写正文或者上传附件"),
        (said.abstract or not is_proactive, "abstract", "请填写内容概述（《政府信息公开条例》第十二条）"),
        (
            said.has_obligation or not is_proactive or said.kind in NEEDS_NO_OBLIGATION,
            "obligation",
            "请选择所履行的公开事项",
        ),
        (said.change_note or said.is_first, "change_note", "请说明变更内容，公众将在页面上看到"),
    ]
    found = [Finding(field, sentence) for stated, field, sentence in checks if not stated]
    if len(said.abstract) > LONGEST_ABSTRACT:
        length = f"现为{len(said.abstract)}字"
        found.append(Finding("abstract", f"内容概述不超过{LONGEST_ABSTRACT}字，{length}"))
    return found


def _disclosure(said: Statement) -> list[Finding]:
    if said.disclosure in {"", "proactive"}:
        return []
    found = []
    ground = GROUNDS.get(said.ground)
    if said.is_public:
        found.append(Finding("disclosure", "该信息已经公开，不再公开须先办理撤回"))
    if ground is None:
        found.append(Finding("ground", "不主动公开的，请选择法律依据"))
    elif said.disclosure not in ground.fits:
        found.append(Finding("ground", f"“{ground.title}”（{ground.article}）不适用于所选的公开形式"))
    if not said.ground_reason.strip():
        found.append(Finding("ground_reason", "不主动公开的，请说明理由"))
    return found


def _dates(said: Statement, today: date) -> list[Finding]:
    found = []
    if said.made_on and said.made_on > today:
        found.append(Finding("made_on", "成文日期不能晚于今天"))
    if said.published_on and said.published_on > today:
        found.append(Finding("published_on", "原发布日期不能晚于今天"))
    if said.made_on and said.effective_on and said.effective_on < said.made_on:
        found.append(Finding("effective_on", "施行日期不能早于成文日期"))
    begins = said.effective_on or said.made_on
    if begins and said.expires_on and said.expires_on < begins:
        found.append(Finding("expires_on", "有效期不能在施行之前届满"))
    return found


# 行政规范性文件统一编号，例如 ZJSP00-2018-0001
REGISTERED = re.compile(r"[A-Z]{3,6}\d{2}-\d{4}-\d{4,5}")


def is_registered(doc_number: str) -> bool:
    """Whether a document number is one of the uniform register of normative documents (统一编号)."""
    return REGISTERED.fullmatch(doc_number) is not None


def _numbers(said: Statement) -> list[Finding]:
    found = []
    if said.doc_number and not is_registered(said.doc_number):
        try:
            numbering.normalise_document_number(said.doc_number)
        except numbering.BadNumber as error:
            found.append(Finding("doc_number", str(error)))
    if said.number_wanted:
        try:
            numbering.parse_index_number(said.number_wanted)
        except numbering.BadNumber as error:
            found.append(Finding("number_wanted", str(error)))
    return found


# Who may do what. ``own`` names the roles held in the publishing organisation; ``anywhere`` says that the
# openness office, which answers for the whole platform (条例第四条), may do it for every organisation.
@dataclass(frozen=True, slots=True)
class Right:
    own: frozenset[str]
    anywhere: bool = False
    stages: frozenset[str] = frozenset()


_CLERKS = frozenset({"clerk", "openness"})
_SIGNERS = frozenset({"signer", "openness"})
RIGHTS: Mapping[str, Right] = {
    "draft": Right(_CLERKS),
    "edit": Right(_CLERKS, stages=frozenset({"draft"})),
    "submit": Right(_CLERKS, stages=frozenset({"draft"})),
    "recall": Right(_CLERKS, stages=frozenset({"review", "secrecy", "consent", "signing"})),
    "call-off": Right(_CLERKS | _SIGNERS, stages=frozenset({"review", "secrecy", "consent"})),
    "settle": Right(_CLERKS, stages=frozenset({"draft"})),
    "publish": Right(frozenset({"signer"}), stages=frozenset({"signed"})),
    "exempt": Right(_SIGNERS, True, frozenset({"draft", "review", "secrecy", "consent", "signing"})),
    "force": Right(_SIGNERS, True, frozenset({"draft", "review", "secrecy", "consent", "signing"})),
    "ratify": Right(_SIGNERS, True, frozenset({"public", "superseded"})),
    "repeal": Right(_SIGNERS, True),
    "expire": Right(_SIGNERS, True),
    "withdraw": Right(_SIGNERS, True),
    "restore": Right(_SIGNERS, True),
    "reexamine": Right(_SIGNERS, True),
}
# What is decided at a step of a review path, and at which stages; by whom, each step says itself. Whoever is
# to decide may also remark on the text and send it back.
STEPS: Mapping[str, frozenset[str]] = {
    "review": frozenset({"review", "consent"}),
    "cosign": frozenset({"review", "consent"}),
    "clear": frozenset({"secrecy"}),
    "sign": frozenset({"signing"}),
    "return": frozenset({"review", "secrecy", "consent", "signing"}),
    "comment": frozenset({"review", "secrecy", "consent", "signing"}),
}


TAGS = set("h2 h3 h4 p br hr ul ol li strong em b i u s sup sub blockquote a img".split()) | set(
    "table caption thead tbody tfoot tr th td colgroup col figure figcaption".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"id"} for tag in ("h2", "h3", "h4", "p", "li", "sup")},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
FIRST_HEADING = re.compile(r"(</?)[hH]1\b")
PLAIN_ID = re.compile(r"s\d[0-9p-]{0,30}")
STORED_IMAGE = re.compile(r"/files/[0-9a-f]{64}/[^/\s\"'<>]+")
SAFE_LINK = re.compile(r"https?://[^\s]+|/(?![/\\])[^\s]*|#s[0-9p-]+", re.IGNORECASE)
DOTS = re.compile(r"[1-9]\d{0,4}")
_PATTERNS = {"id": PLAIN_ID, "src": STORED_IMAGE, "href": SAFE_LINK, "width": DOTS, "height": DOTS}
_HIDDEN = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title", "textarea"}


def _allowed(tag: str, name: str, value: str) -> str | None:
    pattern = _PATTERNS.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


def clean(text: str) -> str:
    """Return HTML with nothing in it but the text, its structure, stored images and plain links.

    Headings get an ``id`` by which the table of contents points at them. Cleaning twice changes nothing.
    Raises TooDeep.
    """
    check(text)
    lowered = FIRST_HEADING.sub(r"\1h2", CONTROL.sub("", text))
    parsed = nh3.clean(
        lowered,
        tags=TAGS,
        clean_content_tags=_HIDDEN,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        allowed_classes={"p": {"signature"}},
        url_schemes={"http", "https"},
    )
    safe = CONTROL.sub("", parsed)  # &#1; was none before it was parsed
    check(safe)  # what was hidden from the first look is plain now, and the next parser would lose words
    return _tidy(safe).strip()


_SOURCELESS = XPath(".//img[not(@src)]")
_UNCLASSED = XPath(".//*[@class='']")


def _tidy(text: str) -> str:
    """Give every heading an id, let no id stand twice, and drop images that are not ours."""
    root = markup.fragment_fromstring(text, create_parent="div")
    for image in _SOURCELESS(root):
        image.drop_tree()
    for each in _UNCLASSED(root):
        del each.attrib["class"]
    taken: set[str] = set()
    for position, each in enumerate(root.iter("h2", "h3", "h4", "p", "li", "sup"), start=1):
        wanted = each.get("id") or (f"s0-{position}" if each.tag in {"h2", "h3", "h4"} else "")
        if wanted in taken:
            wanted = f"s0-{position}"
        if wanted:
            each.set("id", wanted)
            taken.add(wanted)
    return inner(root)


def inner(root: markup.HtmlElement) -> str:
    """Return what stands inside an element, as HTML."""
    parts = [markup.tostring(child, encoding="unicode") for child in root]
    return escape(root.text or "", quote=False) + "".join(parts)


_BLOCKS = {
    "h2",
    "h3",
    "h4",
    "p",
    "li",
    "tr",
    "blockquote",
    "caption",
    "figcaption",
    "br",
    "hr",
    "table",
    "div",
}


def plain_text(text: str) -> str:
    """Return the words of clean HTML, one block a line, cells of a row apart by a tab."""
    root = markup.fragment_fromstring(text, create_parent="div")
    pieces: list[str] = []
    _collect(root, pieces)
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def spoken(text: str) -> str:
    """Return the words of clean HTML and those that are read out or shown on touch, such as of pictures."""
    root = markup.fragment_fromstring(text, create_parent="div")
    return "\n".join([plain_text(text), *root.xpath(".//@alt | .//@title")])


def repeats(abstract: str, body: str) -> bool:
    """Return whether every sentence of the abstract, spaces aside, stands in the body already."""
    known, said = (re.sub(r"\s+", "", text) for text in (body, abstract))
    return all(sentence in known for sentence in re.split(r"(?<=[。！？；])", said))


def _collect(element: markup.HtmlElement, pieces: list[str]) -> None:
    is_block = element.tag in _BLOCKS
    pieces.append("\n" if is_block else "\t" if element.tag in {"td", "th"} else "")
    pieces.append((element.text or "").replace("\n", " "))
    for child in element:
        _collect(child, pieces)
        pieces.append((child.tail or "").replace("\n", " "))
    pieces.append("\n" if is_block else "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body: ``level`` 2 to 4, the ``id`` to point at, its words."""

    level: int
    id: str
    text: str


def outline(text: str) -> list[Heading]:
    """Return the headings of clean HTML, in order: a page's table of contents."""
    root = markup.fragment_fromstring(text, create_parent="div")
    return [
        Heading(int(each.tag[1]), each.get("id", ""), each.text_content().strip())
        for each in root.iter("h2", "h3", "h4")
    ]
