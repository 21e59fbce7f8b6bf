"""A review path laid out for one organisation and one kind of text: who decides each step today."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.clocks.loading import limits
from gongkai.items.models import Disclosure, Kind
from gongkai.items.paths import COSIGNERS, OWN, Facts, PathStep, ReviewPath, path_for
from gongkai.items.services.paths import declared
from gongkai.items.services.staffing import deciders
from gongkai.orgs.models import Organisation, Person, Role
from gongkai.orgs.services import Staff, staff


@dataclass(frozen=True)
class Seat:
    """One step as it is drawn: where it is decided, when it is needed, and who decides it today.

    ``is_known`` is false for the co-signers of a document: each document has its own.
    """

    step: PathStep
    where: str
    conditions: tuple[str, ...]
    limit: str
    people: tuple[Person, ...] = ()
    is_known: bool = True

    @property
    def role(self) -> str:
        return Role(self.step.role).label


def path_of_kind(organisation: Organisation, kind: str) -> ReviewPath:
    """Return the path that the texts of this kind take in an organisation."""
    return path_for(declared(), Facts(organisation.key, kind, Disclosure.PROACTIVE.value, False))


def laid_out(*, path: ReviewPath, organisation: Organisation, kind: str, at: datetime) -> list[Seat]:
    """Return the steps of a path that a text of this kind may pass, with the people of today."""
    on, people = localdate(at), staff(localdate(at))
    steps = [step for step in path.steps if not step.when.kinds or kind in step.when.kinds]
    known = {each.key: each for each in Organisation.objects.filter(key__in=[step.at for step in steps])}
    places = {OWN: organisation, **known}
    found = {step.key: _deciders(people, step, places.get(step.at), organisation) for step in steps}
    named = Person.objects.in_bulk({pk for each in found.values() for pk in each})
    return [
        Seat(
            step=step,
            where=_where(step, places.get(step.at)),
            conditions=conditions(step),
            limit=_limit(step, on),
            people=tuple(sorted((named[pk] for pk in found[step.key]), key=lambda each: each.name)),
            is_known=step.at != COSIGNERS,
        )
        for step in steps
    ]


def _deciders(people: Staff, step: PathStep, place: Organisation | None, publisher: Organisation) -> set[int]:
    return deciders(people, step.role, at=place, publisher=publisher.pk) if place else set()


def _where(step: PathStep, place: Organisation | None) -> str:
    if step.at == COSIGNERS:
        return "每个会签机构"
    return place.short_name if place else f"{step.at}（没有这个机构）"


def conditions(step: PathStep) -> tuple[str, ...]:
    """Say when a step is needed, but for the kind; nothing if always."""
    said = []
    if step.at == COSIGNERS:
        said.append("联合发文")
    if step.when.disclosures:
        said.append("、".join(Disclosure(each).label for each in step.when.disclosures))
    if step.when.normative is not None:
        said.append("规范性文件" if step.when.normative else "非规范性文件")
    return tuple(said)


def _limit(step: PathStep, on: date) -> str:
    limit = limits().in_force(step.limit, on) if step.limit else None
    return limit.text if limit else ""


def scope(path: ReviewPath) -> str:
    """Say to which organisations and kinds a path applies."""
    names = dict(Organisation.objects.filter(key__in=path.organisations).values_list("key", "short_name"))
    places = "、".join(names.get(key, key) for key in path.organisations) or "各单位"
    kinds = "、".join(Kind(each).label for each in path.kinds) or "各类信息"
    return f"{places}的{kinds}"
