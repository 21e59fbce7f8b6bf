"""What every page knows of the site, and what its footer must show (国办发〔2017〕47号)."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return ``site``: name, code, url, domain, sponsor, contact, icp, police and the error-report link."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "code": settings.SITE_CODE,
            "url": settings.SITE_URL,
            "domain": settings.SITE_URL.split("://", 1)[-1],
            "sponsor": settings.SITE_SPONSOR,
            "contact": settings.SITE_CONTACT,
            "icp": settings.SITE_ICP,
            "police": settings.SITE_POLICE,
            "mistakes": settings.SITE_MISTAKES,
        },
    }
