"""Who may do what with registers."""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.orgs.services import NotAllowed
from gongkai.registers.models import Batch, Register
from gongkai.registers.models.batch import DECIDERS, FILLERS

DECLARE = frozenset({"declare", "retire", "restore", "hold"})
FILL = frozenset({"fill", "submit", "drop", "recheck", "undo"})
RECALL, PULL_NOW = "recall", "pull-now"
TOKENS = frozenset({"keep-tokens", "keep-pulls"})
DECIDE = frozenset({"release", "return"})
READ = frozenset({"read-archive"})

Thing = Register | Batch | Organisation | None


def can(person: Person | None, verb: str, thing: Thing = None, *, at: datetime) -> bool:
    """Return whether ``person`` may do ``verb`` at ``at``.

    The openness office declares and retires registers and holds their display periods, it and administrators
    keep tokens and say where tables are fetched from; clerks fill in for their organisation and what it has
    succeeded; a reviewer or signer of it decides, never about what they began or submitted themselves, or
    what came by a token or pull of theirs. Only who began or submitted a batch takes it back. The archive of
    a register is read by the openness office and by those who fill in or decide for an organisation that has
    made something of it public.
    """
    if person is None or not person.is_authenticated:
        return False
    if verb in DECLARE or verb in TOKENS:
        return _keeps(person, verb, at=at)
    if verb in READ and isinstance(thing, Register):
        return _may_read(person, thing, at=at)
    organisation = thing.organisation if isinstance(thing, Batch) else thing
    if not isinstance(organisation, Organisation):
        raise ValueError(f"{verb} needs a batch or an organisation")
    is_own = isinstance(thing, Batch) and person.pk in thing.makers
    return _acts(person, verb, organisation, is_own=is_own, at=at)


def _keeps(person: Person, verb: str, *, at: datetime) -> bool:
    roles = Post.objects.of(person, on=localdate(at)).roles()
    return Role.OPENNESS.value in roles or (verb in TOKENS and Role.ADMIN.value in roles)


def _acts(person: Person, verb: str, organisation: Organisation, *, is_own: bool, at: datetime) -> bool:
    if verb in FILL:
        return _holds(person, organisation, FILLERS, at=at)
    if verb == PULL_NOW:
        return _keeps(person, "keep-pulls", at=at) or _holds(person, organisation, FILLERS, at=at)
    if verb == RECALL:
        return is_own and _holds(person, organisation, FILLERS, at=at)
    if verb in DECIDE:
        return not is_own and _holds(person, organisation, DECIDERS, at=at)
    raise ValueError(f"unknown verb {verb}")


def _may_read(person: Person, register: Register, *, at: datetime) -> bool:
    if Role.OPENNESS.value in Post.objects.of(person, on=localdate(at)).roles():
        return True
    own = Organisation.objects.kept_by(person, *FILLERS, on=localdate(at))
    return register.releases.filter(organisation__in=own).exists()


def _holds(person: Person, organisation: Organisation, roles: tuple[str, ...], *, at: datetime) -> bool:
    own = Organisation.objects.kept_by(person, *roles, on=localdate(at))
    return own.filter(pk=organisation.pk).exists()


def demand(person: Person | None, verb: str, thing: Thing = None, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may; None is the system itself, which may."""
    if person is not None and not can(person, verb, thing, at=at):
        raise NotAllowed("您的岗位没有这项权限")
