"""What an applicant thought of how their case was dealt with: asked once, and without a name."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.orgs.rules import Refusal
from gongkai.requests.declared import law
from gongkai.requests.models import Rating, Request
from gongkai.requests.services.naming import OWN, nameless


class NotRateable(Refusal):
    """There is no answer yet, or the time for changing one's mind is over."""


@transaction.atomic
def rate(*, request: Request, stars: int, words: str, at: datetime) -> Rating:
    """Keep the rating of a case that was answered, or change it within the days declared.

    Raises NotRateable, NamesSomebody.
    """
    if request.answered_on is None:
        raise NotRateable("收到答复后可以评价")
    nameless(request, words, sentence=OWN)
    found = Rating.objects.filter(request=request).first()
    if found is None:
        try:
            with transaction.atomic():
                return Rating.objects.create(request=request, stars=stars, words=words.strip(), given_at=at)
        except IntegrityError:
            found = Rating.objects.get(request=request)
    days = law().rating_days
    if not found.is_changeable(days=days, at=at):
        raise NotRateable(f"评价已满{days}天，不能再修改")
    found.stars, found.words, found.changed_at = stars, words.strip(), at
    found.save(update_fields=["stars", "words", "changed_at"])
    return found
