"""Who is there to decide a step. Where nobody is, a text would wait for good and nobody would know."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from gongkai.items.models import Approval, Version
from gongkai.items.paths import PathStep
from gongkai.items.services.paths import asked, facts_of, path_of_version
from gongkai.items.services.rights import require
from gongkai.orgs.models import Organisation, Person, Role
from gongkai.orgs.services import Staff, appointers, staff

Place = tuple[Organisation, str]
"""An organisation and a role that is wanted there."""


@dataclass(frozen=True)
class Vacancy:
    """A step that nobody may decide: nobody holds the role there, or only ``is_taken`` people do.

    Those are taken who have a hand in the same text already: four eyes.
    """

    title: str
    organisation: Organisation
    role: str
    is_taken: bool = False

    @property
    def label(self) -> str:
        return Role(self.role).label

    def __str__(self) -> str:
        who = "没有其他人可以担任" if self.is_taken else "无人担任"
        return f"“{self.title}”环节：{self.organisation.short_name}{who}{self.label}"


@dataclass(frozen=True)
class Gap:
    """A role that nobody holds in an organisation although texts wait for it, or will."""

    organisation: Organisation
    label: str
    titles: tuple[str, ...]
    versions: tuple[Version, ...]


def deciders(
    people: Staff, role: str, *, at: Organisation | int, publisher: int, but: Iterable[int | None] = ()
) -> set[int]:
    """Return who may decide a step of ``role`` in an organisation: as ``models.held_as`` says of one person.

    The openness office reviews for every organisation (条例第四条).
    """
    place = at if isinstance(at, int) else at.pk
    eyes = {each for each in but if each is not None}
    if role == Role.OPENNESS.value:
        return people.anywhere(role, but=eyes)
    found = people.of(place, role, but=eyes)
    if role == Role.REVIEWER.value and place == publisher:
        found |= people.anywhere(Role.OPENNESS.value, but=eyes)
    return found


def vacancies(version: Version, *, by: Person | None = None, at: datetime) -> list[Vacancy]:
    """Return the steps of a draft's path that nobody could decide if ``by`` submitted it now.

    Raises Unready if the path names an organisation that does not exist.
    """
    path, people = path_of_version(version).needed(facts_of(version)), staff(localdate(at))
    places = [(step, place) for step in path for place in asked(step, version)]
    eyes = {by.pk, getattr(require(by, "submit", version, at=at), "pk", None)} if by else set()
    return list(_vacant(people, places, version.item.publisher_id, eyes))


def _vacant(
    people: Staff, places: list[tuple[PathStep, Organisation]], publisher: int, eyes: set[int | None]
) -> Iterator[Vacancy]:
    clearing: set[int] = set()
    for step, place in places:
        also = clearing if step.verb == "sign" and len(clearing) == 1 else set()
        found = deciders(people, step.role, at=place, publisher=publisher, but=eyes | also)
        clearing = found if step.verb == "clear" else clearing
        if not found:
            anybody = deciders(people, step.role, at=place, publisher=publisher)
            yield Vacancy(step.title, place, step.role, is_taken=bool(anybody))


def vacant(rows: Iterable[Approval], version: Version, *, at: datetime) -> set[int]:
    """Return the keys of those of a version's open steps that nobody may decide."""
    still = [row for row in rows if not row.decision]
    people = staff(localdate(at)) if still else None
    return {row.pk for row in still if people and not answerers(people, row, version)}


def answerers(people: Staff, row: Approval, version: Version) -> set[int]:
    """Return who may decide one step of a version under review."""
    eyes = [version.submitted_by_id, version.submitted_for_id]
    if row.verb == "sign":
        eyes += [version.cleared_by_id, version.cleared_for_id]
    publisher = version.item.publisher_id
    return deciders(people, row.role, at=row.organisation_id, publisher=publisher, but=eyes)


def gaps(*, at: datetime) -> list[Gap]:
    """Return the roles that texts under review wait for and nobody holds, the most wanted first."""
    rows = Approval.objects.of_round().filter(decision="").select_related("organisation", "version__item")
    rows = rows.defer("version__body", "version__ground_reason").order_by("version__submitted_at", "pk")
    found: dict[tuple[int, str], list[Approval]] = {}
    people = staff(localdate(at)) if rows else Staff({}, {})
    for row in rows:
        if not answerers(people, row, row.version):
            found.setdefault((row.organisation_id, row.role), []).append(row)
    return sorted((_gap(each) for each in found.values()), key=lambda gap: -len(gap.versions))


def _gap(rows: list[Approval]) -> Gap:
    versions = {row.version_id: row.version for row in rows}
    titles = [title for title, _ in Counter(row.title for row in rows).most_common()]
    label = Role(rows[0].role).label
    return Gap(rows[0].organisation, label, tuple(titles), tuple(versions.values()))


def whom_to_ask(*, at: datetime) -> str:
    """Say who can fill a post that nobody holds."""
    names = "、".join(each.name for each in appointers(localdate(at)))
    return f"请联系系统管理员（{names}）任命" if names else "请联系系统管理员任命"
