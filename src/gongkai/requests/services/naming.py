"""What is noted about a case outlives the data of its applicant: it must not name them."""

from __future__ import annotations

from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Applicant, Request

SHORTEST = 2


class NamesSomebody(Refusal):
    """What is to stay with the case for good names its applicant."""


AT_THE_DESK = "办理记录长期保存，请不要写申请人的名称、证件号码或者电话，称“申请人”即可"
OWN = "请不要写姓名、名称、证件号码或者电话：凭查询码就知道是哪一件申请"
"""What applicants are told, who need not say once more who they are."""


def nameless(request: Request, *texts: str, sentence: str = AT_THE_DESK) -> None:
    """Raise NamesSomebody if one of ``texts`` holds the name, the number or the phone of the applicant."""
    row = Applicant.objects.filter(request=request).first()
    if row is None:
        return
    if any(each in text for each in row.identity.telling if len(each) >= SHORTEST for text in texts):
        raise NamesSomebody(sentence)
