"""What a walk through everything public has found, in numbers."""

from collections import Counter

from gongkai.proofing.models import CheckedQuerySet

CODES = {
    "personal": "个人信息",
    "attachments": "附件未能检查",
    "wording.typo": "错别字",
    "wording.banned": "禁用表述",
    "wording.name": "机构和职务旧称",
    "wording.law": "已废止的法律",
    "dates": "日期",
    "numbers": "文号",
    "structure.twice": "重复段落",
    "structure.bracket": "括号和书名号",
    "structure.quote": "引号",
    "structure.numbering": "序号",
    "sums": "合计",
    "links.broken": "失效链接",
    "links.foreign": "非政府网站链接",
    "links.insecure": "非 HTTPS 链接",
    "links.missing": "缺少附件",
    "links.file": "附件文件",
    "alternatives": "图片替代文字",
    "header.catalogue": "公开目录",
    "header.competence": "发布权限",
    "header.backdated": "发布日期",
    "header": "目录信息",
}


def label_of(code: str) -> str:
    """Return what a check is called: by its code, or by the family of it."""
    return CODES.get(code) or CODES.get(code.partition(".")[0], "目录信息")


def by_code(rows: CheckedQuerySet) -> list[tuple[str, int]]:
    """Return how often each check has found something in these rows of a walk, the most frequent first."""
    counted: Counter[str] = Counter()
    for found in rows.exclude(findings=[]).values_list("findings", flat=True).iterator():
        counted.update(each["code"] for each in found)
    return counted.most_common()
