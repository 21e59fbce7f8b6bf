"""Who holds which role where, asked for all at once: by what looks at many papers and many people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from gongkai.orgs.models import Delegation, Organisation, Person, Post

Hands = set[tuple[int, int]]
"""Who may act, each with the person whose post it is: themselves, or whoever lent it to them."""


@dataclass(frozen=True)
class Staff:
    """Who holds which role where; ``passed`` says whose papers went to whom."""

    posts: dict[tuple[str, int], Hands]
    passed: dict[int, int]

    def of(self, organisation: int, *roles: str, but: Collection[int] = ()) -> set[int]:
        """Return who deals in these roles with the papers of an organisation, or of those it became.

        Without those who are, or act for, anybody of ``but``.
        """
        places, place = {organisation}, self.passed.get(organisation)
        while place is not None and place not in places:
            places.add(place)
            place = self.passed.get(place)
        return _without(but, *(self.posts.get((role, place), set()) for role in roles for place in places))

    def anywhere(self, role: str, *, but: Collection[int] = ()) -> set[int]:
        return _without(but, *(hands for (held, _), hands in self.posts.items() if held == role))


def _without(but: Collection[int], *found: Hands) -> set[int]:
    return {who for hands in found for who, whose in hands if who not in but and whose not in but}


def staff(on: date) -> Staff:
    """Return who holds which post ``on`` a day, of their own or lent to them. Three queries."""
    posts: dict[tuple[str, int], Hands] = {}
    held = Post.objects.current(on=on).filter(person__is_active=True)
    for role, place, who in held.order_by().values_list("role", "organisation_id", "person_id"):
        posts.setdefault((role, place), set()).add((who, who))
    lent = Delegation.objects.current(on=on).order_by()
    rows = lent.values_list("post__role", "post__organisation_id", "deputy_id", "giver_id")
    for role, place, deputy, giver in rows:
        posts.setdefault((role, place), set()).add((deputy, giver))
    return Staff(posts, Organisation.objects.passed(on=on))


def appointers(on: date) -> list[Person]:
    """Return those who can give anybody any post."""
    keepers = Post.objects.administrators(on=on).order_by().values("person")
    return list(Person.objects.filter(pk__in=keepers).order_by("name"))
