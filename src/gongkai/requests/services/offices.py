"""Which organisation the openness office is: whom complaints go to, who issues suggestions."""

from datetime import datetime

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person, Post, Role


def office_of(person: Person | None, *, at: datetime) -> Organisation | None:
    """Return the organisation for whose openness office ``person`` acts, by own post or a lent one."""
    if person is None:
        return None
    posts = Post.objects.exercised(person, on=local_day(at))
    places = sorted(place for place, role, _ in posts if role == Role.OPENNESS.value)
    return Organisation.objects.filter(pk__in=places[:1]).first()


def any_office(*, at: datetime) -> Organisation | None:
    """Return the openness office that was there first; None where nobody holds such a post."""
    posts = Post.objects.current(on=local_day(at)).filter(role=Role.OPENNESS.value)
    found = posts.select_related("organisation").order_by("valid_from", "pk").first()
    return found.organisation if found else None
