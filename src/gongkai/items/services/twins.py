"""The same document twice: read in a second time, or drafted by two colleagues."""

from gongkai.items.models import Version
from gongkai.law.chinese import titled
from gongkai.proofing.rules import Finding, Weight


def twins(version: Version) -> list[Finding]:
    """Return a finding if another item has the document number of this one.

    A public one must be answered with a reason; a draft of the same desk is only told of, and a draft of
    another desk is nobody's to know.
    """
    if not version.doc_number:
        return []
    others = Version.objects.exclude(item=version.item_id).filter(doc_number=version.doc_number)
    public = others.filter(current_of__is_public=True).select_related("current_of").first()
    if public is not None:
        sentence = f"文号 {version.doc_number} 已公开：{titled(public.title)}（{public.current_of.number}）"
        return [Finding("doc_number", sentence, "header.twin", Weight.ASKS, remedy="核对是否重复")]
    draft = others.newest().filter(item__publisher=version.item.publisher_id, item__address="").first()
    if draft is not None:
        sentence = f"本部门另有一份草稿也用文号 {version.doc_number}：{titled(draft.title)}"
        return [Finding("doc_number", sentence, "header.twin", Weight.TELLS, remedy="核对是否重复")]
    return []
