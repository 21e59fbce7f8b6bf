"""The parts of a register that name its fields: facets, masks, charts and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gongkai.law.deadlines import Length, Unit
from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date, Month
from gongkai.registers.fields.picks import Choice, Region
from gongkai.registers.fields.words import Code, Note, Text
from gongkai.registers.schema.definition import (
    Among,
    Chart,
    Check,
    Field,
    Mask,
    Measure,
    Ranking,
    Retention,
    Sort,
    Stages,
    When,
)  # fmt: skip
from gongkai.registers.schema.masking import MANNERS, PARTLY

T = TypeVar("T")

FORMS = {
    "bar": "条形图",
    "line": "折线图",
    "stack": "堆叠条形图",
    "share": "占比图",
    "map": "街道分布图",
    "tree": "树形图",
}
STEPS = {"year": "按年", "quarter": "按季", "month": "按月"}
CHART_WORDS = {
    "key": "在网址中的代号",
    "title": "标题",
    "form": "图形，见上表",
    "by": "分类或时间字段；树形图可以写几个，由外到内",
    "measure": "count 条数（默认）、sum 合计、mean 平均",
    "of": "合计或平均哪个数字字段；可以并列几个",
    "split": "再按这个字段分组",
    "step": "按期归并，见下表",
    "when": "只统计这些字段为这些值的条目，值可以写一个或几个",
    "pick": "这些筛选项每次只看一个值，默认最新的一期或第一个值",
    "all": "true：逐项列出全部选项，没有条目的也列出，不相加",
    "per": "resident：表中加一列，按常住人口计算人均",
}
PER = {"resident": "按常住人口计算人均"}
MEASURES = ("count", "sum", "mean")
CHECKS = {
    "sum": "各项之和等于",
    "at-most": "不大于",
    "not-before": "不早于",
    "equal": "等于",
    "filled": "必须填写",
    "past": "已经发生的事，不晚于填报当天",
    "total": "表中的合计行等于各行之和",
}
MASK_WORDS = ("field", "as", "when", "drop")
RETENTION_WORDS = ("after", "months", "days", "working_days", "limit", "then", "basis", "when")
LENGTHS = {"months": Unit.MONTHS, "days": Unit.CALENDAR_DAYS, "working_days": Unit.WORKING_DAYS}
THEN = {"archive": "归档", "erase": "删除"}
RANKING_WORDS = ("title", "by", "within", "when")
STAGES_WORDS = ("field", "chain")
CHECK_WORDS = ("that", "fields", "of", "when")
MOST_FACETS, MOST_MONTHS, MOST_DAYS = 12, 1200, 36_600


def optional(words: Mapping[str, Node], word: str, read: Callable[[Node], T], default: T) -> T:
    """Return what ``word`` says, or ``default`` where it is not there."""
    return read(words[word]) if word in words else default


def _is_axis(kind: FieldType) -> bool:
    """Return whether values come back; codes do not, but how they begin does where that is declared."""
    return kind.is_facet or isinstance(kind, (Text, Date)) or (isinstance(kind, Code) and bool(kind.levels))


@dataclass(frozen=True)
class Names:
    """The declared fields, by which everything else speaks."""

    fields: Mapping[str, Field]

    def one(self, node: Node) -> str:
        key = node.text(60)
        if key not in self.fields:
            raise Wrong(node.line, f"没有叫“{key}”的字段，可用的有：{'、'.join(self.fields)}")
        return key

    def some(self, node: Node) -> tuple[str, ...]:
        """Return a list of fields, not empty, each once."""
        for each in node.items():
            self.one(each)
        if not node.items():
            raise Wrong(node.line, "至少写一个字段")
        return node.texts(60)

    def which(self, node: Node, fits: Callable[[FieldType], bool], wanted: str) -> str:
        """Return a field whose type fits."""
        key = self.one(node)
        if not fits(self.fields[key].type):
            raise Wrong(node.line, f"“{self.fields[key].label}”是{self.fields[key].type.title}，{wanted}")
        return key

    def axis(self, node: Node) -> str:
        """Return a field whose values come back, so that entries can be counted by it."""
        return self.which(node, _is_axis, "不能用来筛选和分类")

    def lone(self, node: Node) -> str:
        """Return the same where each entry has one value: it stands at one place."""
        return self.which(node, lambda kind: _is_axis(kind) and not kind.is_many, "不能用来分组")

    def facets(self, node: Node) -> tuple[str, ...]:
        for each in node.items():
            self.axis(each)
        if len(node.items()) > MOST_FACETS:
            raise Wrong(node.line, f"筛选项最多 {MOST_FACETS} 个")
        return self.some(node)

    def searchable(self, node: Node) -> tuple[str, ...]:
        for each in node.items():
            self.which(each, lambda kind: isinstance(kind, (Text, Note, Code)), "不能按字查找")
        return self.some(node)

    def day(self, node: Node) -> str:
        return self.which(node, lambda kind: isinstance(kind, Date), "这里应是日期字段")

    def number(self, node: Node) -> str:
        return self.which(node, lambda kind: kind.is_number, "这里应是数字字段")

    def group(self, node: Node) -> str:
        return self.which(node, lambda kind: kind.is_facet and not kind.is_many, "不能用来分组")

    def sort(self, node: Node) -> Sort:
        text = node.text(60)
        bare = Node(text.removeprefix("-"), node.line)
        key = self.which(bare, lambda kind: not isinstance(kind, Note), "不能用来排序")
        return Sort(key, text.startswith("-"))

    def when(self, node: Node) -> When:
        """Return a condition: each of these fields has this value."""
        wanted = node.mapping(known=self.fields)
        for key, value in wanted.items():
            kind = self.fields[key].type
            if not isinstance(kind, Choice) or kind.is_many:
                raise Wrong(value.line, f"条件只能用单选的选项字段，“{self.fields[key].label}”不是")
            value.choice(kind.choices)
        return tuple((key, value.text()) for key, value in wanted.items())

    def among(self, words: Mapping[str, Node]) -> Among:
        """Return of which entries a part speaks, all where it does not say: values or lists of them."""
        if "when" not in words:
            return ()
        wanted = words["when"].mapping(known=self.fields)
        return tuple((key, self._one_of(key, node)) for key, node in wanted.items())

    def _one_of(self, key: str, node: Node) -> tuple[str, ...]:
        values = node.items() if isinstance(node.value, list) else [node]
        for each in values:
            self.when(Node({key: each}, node.line))
        return tuple(each.text() for each in values)

    def whenever(self, words: Mapping[str, Node]) -> When:
        """Return the condition of a part, one that always holds where it states none."""
        return self.when(words["when"]) if "when" in words else ()

    def certain(self, words: Mapping[str, Node]) -> When:
        """Return a condition that every entry answers: a blank would leave open what is to be masked."""
        when = self.whenever(words)
        for field in (self.fields[key] for key, _ in when):
            if not field.is_required or field.until is not None:
                raise Wrong(words["when"].line, f"遮蔽的条件“{field.label}”必须是必填、没有停用的字段")
        return when

    def masks(self, node: Node) -> tuple[Mask, ...]:
        return tuple(map(self._mask, node.items()))

    def _mask(self, node: Node) -> Mask:
        words = node.mapping(known=MASK_WORDS, needed=MASK_WORDS[:2])
        manner = words["as"].choice(MANNERS)
        return Mask(
            field=self._hidden(words["field"], manner),
            manner=manner,
            when=self.certain(words),
            is_dropped=optional(words, "drop", Node.flag, False),
        )

    def _hidden(self, node: Node, manner: str) -> str:
        """Return a field whose values stay values of its type when they are hidden so."""
        key = self.which(node, lambda kind: not kind.is_number, "数字不能遮蔽")
        if manner in PARTLY:
            self.which(node, lambda kind: isinstance(kind, (Text, Note, Code)), "只能用 hide 遮蔽")
        return key

    def retention(self, node: Node) -> tuple[Retention, ...]:
        return tuple(map(self._retention, node.items()))

    def _retention(self, node: Node) -> Retention:
        words = node.mapping(known=RETENTION_WORDS, needed=("after", "then", "basis"))
        said = [word for word in (*LENGTHS, "limit") if word in words]
        if len(said) != 1:
            raise Wrong(node.line, "展示期写 months、days、working_days、limit 之一")
        return Retention(
            after=self.day(words["after"]),
            length=_length(words[said[0]], LENGTHS[said[0]]) if said[0] in LENGTHS else None,
            limit=optional(words, "limit", lambda each: each.text(60), ""),
            is_erased=words["then"].choice(THEN) == "erase",
            basis=words["basis"].text(),
            when=self.whenever(words),
        )

    def charts(self, node: Node) -> tuple[Chart, ...]:
        charts = tuple(map(self._chart, node.items()))
        for place, chart in enumerate(charts):
            if chart.key in {each.key for each in charts[:place]}:
                raise Wrong(node.items()[place].line, f"图表“{chart.key}”写了两次")
        return charts

    def _chart(self, node: Node) -> Chart:
        words = node.mapping(known=CHART_WORDS, needed=("key", "title", "form", "by"))
        form = words["form"].choice(FORMS)
        by, *below = self._axes(words["by"], form)
        if "step" in words and not isinstance(self.fields[by].type, (Date, Month)):
            raise Wrong(words["step"].line, "只有日期和月份可以按年、季、月归并")
        if form == "tree" and ("split" in words or len(self._measure(words, node).fields) > 1):
            raise Wrong(node.line, "树形图只画一个数，不能再分组")
        if form == "map" and not isinstance(self.fields[by].type, Region):
            raise Wrong(words["by"].line, "分布图要按区划字段画")
        return Chart(
            key=words["key"].text(40),
            title=words["title"].text(60),
            form=form,
            by=by,
            measure=self._measure(words, node),
            split=optional(words, "split", self.group, ""),
            step=optional(words, "step", lambda each: each.choice(STEPS), ""),
            when=self.among(words),
            below=tuple(below),
            pick=optional(words, "pick", self.facets, ()),
            is_whole=optional(words, "all", self._whole(by), False),
            is_per_head=bool(optional(words, "per", lambda each: each.choice(PER), "")),
        )

    def _axes(self, node: Node, form: str) -> tuple[str, ...]:
        """Return the axis of a chart, of a tree also those of its inner levels."""
        if form == "tree" and isinstance(node.value, list):
            for each in node.items():
                self.lone(each)
            return self.facets(node)
        return (self.which(node, lambda kind: _is_axis(kind) and not kind.is_many, "不能作横轴"),)

    def _whole(self, by: str) -> Callable[[Node], bool]:
        def read(node: Node) -> bool:
            if not isinstance(self.fields[by].type, Choice):
                raise Wrong(node.line, "all 只用于选项字段：列出全部选项")
            return node.flag()

        return read

    def _measure(self, words: Mapping[str, Node], node: Node) -> Measure:
        verb = optional(words, "measure", lambda each: each.choice(MEASURES), "count")
        if (verb == "count") == ("of" in words):
            raise Wrong(node.line, "sum 和 mean 要写明 of，count 不要")
        if verb == "count":
            return Measure()
        of = words["of"]
        several = tuple(map(self.number, of.items())) if isinstance(of.value, list) else (self.number(of),)
        if len(several) > 1 and "split" in words:
            raise Wrong(of.line, "几个字段并列时不能再用 split 分组")
        return Measure(verb, several)

    def rankings(self, node: Node) -> tuple[Ranking, ...]:
        return tuple(map(self._ranking, node.items()))

    def _ranking(self, node: Node) -> Ranking:
        words = node.mapping(known=RANKING_WORDS, needed=RANKING_WORDS[:2])
        by = self.sort(words["by"])
        if not self.fields[by.field].type.is_ordered:
            raise Wrong(words["by"].line, f"“{self.fields[by.field].label}”没有大小，不能排名")
        within = optional(words, "within", self.lone, "")
        when = self.among(words)
        return Ranking(words["title"].text(60), by.field, by.is_descending, within, when)

    def stages(self, node: Node) -> Stages:
        words = node.mapping(known=STAGES_WORDS, needed=STAGES_WORDS)
        field = self.which(
            words["field"],
            lambda kind: isinstance(kind, Choice) and not kind.is_many,
            "阶段应是单选的选项字段",
        )
        kind = self.fields[field].type
        return Stages(field, self.one(words["chain"]), kind.choices if isinstance(kind, Choice) else ())

    def checks(self, node: Node) -> tuple[Check, ...]:
        return tuple(map(self._check, node.items()))

    def _check(self, node: Node) -> Check:
        words = node.mapping(known=CHECK_WORDS, needed=CHECK_WORDS[:2])
        verb, fields = words["that"].choice(CHECKS), self.some(words["fields"])
        when = self.among(words)
        if verb == "filled":
            if "of" in words or not when:
                raise Wrong(node.line, "filled 要写明 when，不要 of")
            return Check(verb, fields, "", when)
        if verb == "total":
            return self._total(words, fields, node)
        if verb == "past":
            return self._past(words, fields, node, when)
        if "of" not in words:
            raise Wrong(node.line, "缺少：of")
        if verb != "sum" and len(fields) != 1:
            raise Wrong(words["fields"].line, "这种核对只能写一个字段")
        of = self.one(words["of"])
        self._comparable(node, verb, (*fields, of), of)
        return Check(verb, fields, of, when)

    def _past(self, words: Mapping[str, Node], fields: tuple[str, ...], node: Node, when: Among) -> Check:
        if "of" in words:
            raise Wrong(node.line, "past 不要 of：与填报当天比较")
        for each in words["fields"].items():
            self.which(each, lambda kind: isinstance(kind, (Date, Month)), "past 只用于日期和月份")
        return Check("past", fields, "", when)

    def _total(self, words: Mapping[str, Node], fields: tuple[str, ...], node: Node) -> Check:
        if "of" in words or "when" in words:
            raise Wrong(node.line, "total 只写 fields：合计行是对整张表说的")
        for each in words["fields"].items():
            self.number(each)
        return Check("total", fields)

    def _comparable(self, node: Node, verb: str, fields: Sequence[str], of: str) -> None:
        for key in fields:
            kind = self.fields[key].type
            if verb == "sum" and not kind.is_number:
                raise Wrong(node.line, f"“{self.fields[key].label}”不是数字，不能相加")
            if not kind.is_ordered or type(kind) is not type(self.fields[of].type):
                raise Wrong(node.line, f"“{self.fields[key].label}”与“{self.fields[of].label}”不能比较")


def _length(node: Node, unit: Unit) -> Length:
    most = MOST_MONTHS if unit is Unit.MONTHS else MOST_DAYS
    if node.number() > most:
        raise Wrong(node.line, f"展示期最多 {MOST_MONTHS} 个月、{MOST_DAYS} 天")
    return Length(node.number(), unit)
