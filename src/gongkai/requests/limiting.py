"""How often one place on the net may do what needs no name; the numbers are settings."""

from django.conf import settings

from gongkai.ui.limiting import Limit

HOUR, QUARTER, MINUTE = 3600, 900, 60


def forms() -> Limit:
    """Return how often the steps of the application form may be sent."""
    return Limit("request-forms", settings.REQUEST_FORMS_PER_HOUR, HOUR)


def sends() -> Limit:
    """Return how often an application may be made."""
    return Limit("request-sends", settings.REQUEST_SENDS_PER_HOUR, HOUR)


def searches() -> Limit:
    """Return how often it may be looked up what is public already."""
    return Limit("request-searches", settings.REQUEST_SEARCHES_PER_HOUR, HOUR)


def tries() -> Limit:
    """Return how often a query code may be given."""
    return Limit("request-codes", settings.REQUEST_CODES_PER_QUARTER, QUARTER)


def wrong_codes() -> Limit:
    """Return after how many wrong query codes none is looked at for a while."""
    return Limit("request-wrong-codes", settings.REQUEST_WRONG_CODES_PER_QUARTER, QUARTER)


def acts() -> Limit:
    """Return how often an applicant may reply, withdraw, rate and complain."""
    return Limit("request-acts", settings.REQUEST_ACTS_PER_HOUR, HOUR)


def figures() -> Limit:
    """Return how often the public figures may be asked for."""
    return Limit("request-figures", settings.REQUEST_FIGURES_PER_MINUTE, MINUTE)
