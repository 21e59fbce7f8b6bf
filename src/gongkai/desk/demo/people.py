"""Sample people: four for each department, so that nobody checks their own work."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from gongkai.orgs import services
from gongkai.orgs.models import Organisation, Person, Post, Role

PASSWORD = "gongkai-demo-2017"  # noqa: S105 - printed at every start; refused in production
SINCE = date(2017, 1, 1)
STAFF = (Role.CLERK, Role.REVIEWER, Role.SECRECY, Role.SIGNER)
KEEPERS = (("openness", Role.OPENNESS), ("admin", Role.ADMIN))
OFFICE = "government-office"


def account(role: Role, key: str) -> str:
    """Return the account of a department's officer: ``clerk-finance``, ``signer-office``."""
    return f"{role.value}-{'office' if key == OFFICE else key}"


class Cast:
    """Who plays which role where; makes the accounts that are missing."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self.organisations = {each.key: each for each in Organisation.objects.all()}
        self.people = {each.account: each for each in Person.objects.all()}
        self.encoded = make_password(PASSWORD)

    def hire(self, keys: Iterable[str]) -> int:
        """Make the keepers and the staff of these organisations; return how many accounts are new."""
        before = len(self.people)
        for name, role in KEEPERS:
            self._hold(name, role, OFFICE)
        for key in keys:
            for role in STAFF:
                self._hold(account(role, key), role, key)
        return len(self.people) - before

    def lend(self, role: Role, key: str, deputy: Role) -> None:
        """Let somebody be away for two weeks and a colleague act in their post."""
        giver, today = self.of(role, key), localdate(self.at)
        if not giver.delegated.exists():
            services.delegate(
                post=giver.posts.get(role=role.value), deputy=self.of(deputy, key), since=today,
                until=today + timedelta(days=14), reason="外出培训（演示）", by=giver, at=self.at,
            )  # fmt: skip

    def of(self, role: Role, key: str) -> Person:
        return self.people[account(role, key)]

    @property
    def openness(self) -> Person:
        return self.people["openness"]

    def _hold(self, name: str, role: Role, key: str) -> None:
        organisation = self.organisations[key]
        if name not in self.people:
            title = f"{organisation.short_name}{role.label}（演示）"
            self.people[name], _ = services.hire(
                account=name, name=title, encoded=self.encoded, by=None, at=self.at
            )
        person = self.people[name]
        if not Post.objects.filter(person=person, organisation=organisation, role=role.value).exists():
            services.appoint(
                person=person, organisation=organisation, role=role.value, since=SINCE, by=None, at=self.at
            )
