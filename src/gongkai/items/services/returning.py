"""What came back is changed or answered before it is sent again: nobody reads one text twice for nothing."""

from gongkai.items.models import Step, Verb, Version
from gongkai.items.services.approvals import snapshot
from gongkai.items.services.errors import Unready
from gongkai.proofing.rules import Finding

LONGEST = 300
UNCHANGED = "退回以后没有改动：请按退回意见修改，或者简要答复为何不改"
ROUNDS = (Verb.SUBMIT.value, Verb.RECALL.value, Verb.RETURN.value)


def came_back(version: Version) -> Step | None:
    """Return with what a draft was returned, None if it was not or has been sent on since."""
    last = version.steps.filter(verb__in=ROUNDS).select_related("by").order_by("at", "pk").last()
    return last if last is not None and last.verb == Verb.RETURN.value else None


def is_unchanged(version: Version) -> bool:
    """Whether header, text and files read as they did when they were last sent."""
    sent = version.submissions.filter(round=version.round).first()
    files = {each.sha256: each.name for each in version.attachments.all()}
    now = (snapshot(version), version.body, files)
    return sent is not None and now == (sent.header, sent.body, sent.files)


def replied(version: Version, reply: str) -> str:
    """Return what is said to the return of a draft, empty where it did not come back or nothing is said.

    Raises Unready for one that came back, was not changed, and of which nothing is said.
    """
    if came_back(version) is None:
        return ""
    plain = reply.strip()[:LONGEST]
    if not plain and is_unchanged(version):
        raise Unready([Finding("reply", UNCHANGED)])
    return plain
