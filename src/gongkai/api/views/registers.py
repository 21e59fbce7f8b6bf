"""Registers: which there are, what they are, their entries page by page, one entry with its history."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.timezone import localtime
from ninja import Query, Router
from ninja.params import functions as given

from gongkai.api import addresses, dictionary
from gongkai.api.interface import refuse
from gongkai.api.problems import Fault, Problem, no_words
from gongkai.api.shapes.registers import (
    EntriesAsked,
    EntryLine,
    EntryPage,
    EntryVersion,
    EntryWhole,
    Facet,
    FacetValue,
    RegisterList,
    RegisterWhole,
)
from gongkai.registers import services
from gongkai.registers.asking import Question, read, sentence, shown_as
from gongkai.registers.models import Change, Register
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services import Reader, Version
from gongkai.registers.snapshot.answering import Shown

router = Router(tags=["台账"])
KEY = given.Path(description="台账代号", example="food-sampling", pattern=r"^[-a-zA-Z0-9_]{1,60}$")
LARGEST_SERIAL = 2**63 - 1


@router.get("registers", response={200: RegisterList, **refuse()}, summary="台账列表")
def registers(request: HttpRequest) -> RegisterList:
    """有内容公开的台账。"""
    no_words(request)
    found = Register.objects.filter(is_public=True).select_related("obligation__area")
    rows = [dictionary.line(each) for each in found]
    return RegisterList(total=len(rows), registers=rows)


@router.get("registers/{key}", response={200: RegisterWhole, **refuse(404)}, summary="一个台账")
def register(request: HttpRequest, response: HttpResponse, key: str = KEY) -> RegisterWhole:
    """一个台账的说明、数据字典、最近一次公开和各个入口。"""
    no_words(request)
    reader = _reader(key)
    _dated(response, reader)
    return dictionary.whole(reader)


@router.get(
    "registers/{key}/entries",
    response={200: EntryPage, **refuse(404, 410)},
    by_alias=True,
    summary="台账条目",
    openapi_extra={"parameters": [dictionary.WORDS]},
)
def entries(
    request: HttpRequest, response: HttpResponse, asked: Query[EntriesAsked], key: str = KEY
) -> EntryPage:
    """台账的条目，与页面用同样的查询词。

    翻页固定在一次公开的内容上：翻页途中台账更新了，`next` 的地址得到 410，请从第一页重新读起；
    只要变化的部分，读 `changes`。
    """
    reader = _reader(key)
    question = _question(request, reader)
    _dated(response, reader)
    page, following = _page(request, reader, question, asked)
    counts = reader.answer(question).counts if asked.facets else None
    return EntryPage(
        register_key=key,
        release=reader.edition[0],
        definition=reader.edition[1],
        sentence=sentence(question, reader.said, reader.names),
        total=reader.total(question),
        entries=[_line(reader, each) for each in page],
        facets=None if counts is None else [_facet(reader, *each) for each in counts.items()],
        next=following,
    )


@router.get(
    "registers/{key}/entries/{int:serial}",
    response={200: EntryWhole, **refuse(404, 410)},
    summary="一个条目",
)
def entry(
    request: HttpRequest,
    key: str = KEY,
    serial: int = given.Path(description="序号", example=1, ge=1, le=LARGEST_SERIAL),
) -> EntryWhole:
    """一个条目现在的内容和它的历史。撤下、信用修复、展示期满的条目得到 410。"""
    no_words(request)
    reader = _reader(key)
    history = services.history(register=reader.register, serial=serial)
    if not history:
        raise Problem(404, "没有公开过这个条目。")
    if history[0].change in ENDING:
        raise _ended(history[0])
    shown = reader.entry(serial)
    if shown is None:
        raise Problem(404, "这个条目刚刚公开，正在准备，请稍后再试。")
    fields = [field for field in reader.said.fields.values() if field.key in shown.values]
    return EntryWhole(
        **_line(reader, shown).model_dump(),
        shown={
            field.heading: shown_as(field, str(shown.values[field.key]), reader.names)
            if field.type.word in reader.names
            else field.type.show(shown.values[field.key])
            for field in fields
        },
        history=[_version(each) for each in history],
    )


def _reader(key: str) -> Reader:
    try:
        return services.reader(key=key)
    except services.NoSuchRegister:
        raise Problem(404, "没有公开这样的台账，或者它刚刚公开，正在准备。") from None


def _question(request: HttpRequest, reader: Reader) -> Question:
    """Return what is asked in the words of the register's page. Raises Problem for one it does not know."""
    query = {
        name: values for name, values in request.GET.lists() if name not in {"limit", "cursor", "facets"}
    }
    known = {*dictionary.words(reader.said), "q", "sort"}
    faults = [Fault(name, "这个台账没有这个查询词") for name in query if name not in known]
    if "q" in query and not reader.said.search:
        faults.append(Fault("q", "这个台账不能按文字查找"))
    asked = read(query, reader.said)
    faults += [Fault("", told) for told in asked.misunderstood]
    if any("\0" in value for values in query.values() for value in values):
        faults.append(Fault("", "含有不能使用的字符"))
    if faults:
        raise Problem(422, errors=faults)
    return asked.question


def _page(
    request: HttpRequest, reader: Reader, question: Question, asked: EntriesAsked
) -> tuple[list[Shown], str | None]:
    """Return the entries of a page and the address of the next one, bound to the release."""
    try:
        after = _after(asked.cursor, reader.edition) if asked.cursor else None
        found, is_more = reader.portion(question, size=asked.limit, after=after)
    except (ValueError, LookupError):
        raise Problem(422, errors=[Fault("cursor", "不是本接口给出的，请从第一页读起")]) from None
    if not is_more:
        return list(found), None
    query = request.GET.copy()
    query["cursor"] = ".".join(map(str, (*reader.edition, found[-1].serial)))
    return list(found), addresses.api("registers", reader.said.key, "entries", query=query.urlencode())


def _after(cursor: str, edition: tuple[int, int]) -> int:
    """Return behind which entry to go on.

    Raises Problem where its release is gone, ValueError for what is no cursor.
    """
    release, definition, serial = (int(part) for part in cursor.split("."))
    if (release, definition) != edition:
        raise Problem(410, "翻页途中台账已经更新，原来的内容不再提供，请从第一页重新读起。")
    if not 0 < serial <= LARGEST_SERIAL:
        raise ValueError(serial)
    return serial


def _dated(response: HttpResponse, reader: Reader) -> None:
    made = reader.register.releases.filter(number=reader.edition[0]).first()
    if made is not None:
        response.headers["Last-Modified"] = http_date(made.at.timestamp())


def _line(reader: Reader, shown: Shown) -> EntryLine:
    key = reader.said.key
    return EntryLine(
        serial=shown.serial,
        version=shown.version,
        organisation=shown.organisation,
        values=shown.values,
        url=addresses.page(f"/registers/{key}/entries/{shown.serial}/"),
        api=addresses.api("registers", key, "entries", shown.serial),
    )


def _facet(reader: Reader, key: str, counts: list[tuple[str, int]]) -> Facet:
    field = reader.said.fields[key]
    names: Mapping[str, Mapping[str, str]] = reader.names
    values = [
        FacetValue(value=value, name=shown_as(field, value, names), count=count) for value, count in counts
    ]
    return Facet(key=key, label=field.label, values=values)


def _version(version: Version) -> EntryVersion:
    return EntryVersion(
        number=version.number,
        change=version.change,
        at=localtime(version.at),
        organisation=version.organisation,
        release=version.release,
        reason=version.reason,
        values=dict(version.values),
    )


def _ended(last: Version) -> Problem:
    reason = f"理由：{last.reason}。" if last.reason else ""
    at = {"withdrawn_at": localtime(last.at).isoformat()}
    return Problem(410, f"这个条目已经不再展示（{Change(last.change).label}）。{reason}", more=at)
