"""In which regions a person works with work points, and in which they decide about them."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from gongkai.orgs.models import Kind, Organisation, Person, Region, Role

DOERS = [Role.CLERK.value, Role.REVIEWER.value, Role.SIGNER.value]
OFFICES = [Kind.GOVERNMENT.value, Kind.OFFICE.value]


def regions_of(person: Person, *, at: datetime) -> QuerySet[Region]:
    """Return the regions whose work points concern ``person``: those of their organisations, and above."""
    own = Organisation.objects.kept_by(person, on=localdate(at))
    above = own.exclude(region__parent=None).values("region__parent")
    return Region.objects.filter(Q(pk__in=own.values("region")) | Q(pk__in=above))


def regions_decided(person: Person, *, at: datetime) -> QuerySet[Region]:
    """Return the regions for which ``person`` is the openness office: an office of a street has none above.

    Of what an organisation succeeded, only a government or its office brings its region along: a street that
    took over a department of the district does not decide for the district.
    """
    on = localdate(at)
    own = Organisation.objects.where(person, Role.OPENNESS.value, on=on)
    kept = Organisation.objects.kept_by(person, Role.OPENNESS.value, on=on)
    deciding = kept.filter(Q(pk__in=own.order_by().values("pk")) | Q(kind__in=OFFICES))
    return Region.objects.filter(pk__in=deciding.order_by().values("region"))
