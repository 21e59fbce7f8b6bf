"""What a view of the workbench is given, whichever app it belongs to."""

from django.http import HttpRequest

from gongkai.orgs.models import Person


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person
