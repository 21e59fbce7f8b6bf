"""Where one person stands at one moment: asked once a page, in two queries, however much follows from it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.items.models import Version, VersionQuerySet
from gongkai.orgs import rules
from gongkai.orgs.models import Organisation, Person, Post, Role


@dataclass(frozen=True)
class Standing:
    """The roles of ``person`` at ``at``, and by role the organisations whose papers that role deals with."""

    person: Person
    at: datetime
    by_role: dict[str, frozenset[int]]

    @property
    def on(self) -> date:
        return localdate(self.at)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.by_role)

    @property
    def is_openness(self) -> bool:
        return Role.OPENNESS.value in self.by_role

    @property
    def may_draft(self) -> bool:
        return not self.roles.isdisjoint({Role.CLERK.value, Role.OPENNESS.value})

    @property
    def sees_people(self) -> bool:
        """Whether organisations and people may be looked up."""
        return rules.allows(self.roles, "see-people")

    @property
    def own(self) -> frozenset[int]:
        """The organisations on whose papers the person works: what a dissolved one owed is its heir's."""
        return self.where(*self.by_role)

    def where(self, *roles: str) -> frozenset[int]:
        """Return the organisations whose papers are dealt with in any of these roles."""
        return frozenset().union(*(self.by_role.get(role, frozenset()) for role in roles))

    @property
    def desks(self) -> frozenset[int] | None:
        """The same as ``items.models.item.desks_of``, without asking again: None means everyone's papers."""
        return None if self.is_openness else self.own

    def versions(self) -> VersionQuerySet:
        """Return the newest versions of the items on which the person works."""
        return Version.objects.newest().of_desks(self.desks)


def standing(person: Person, *, at: datetime) -> Standing:
    """Return where ``person`` stands at ``at``."""
    on = localdate(at)
    held: dict[str, set[int]] = {}
    for place, role, _ in Post.objects.exercised(person, on=on):
        held.setdefault(role, set()).add(place)
    passed = Organisation.objects.passed(on=on) if held else {}
    kept = {role: frozenset(rules.whose_papers(places, passed)) for role, places in held.items()}
    return Standing(person, at, kept)
