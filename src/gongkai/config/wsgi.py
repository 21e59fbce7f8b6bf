"""The application a server runs: finished pages first, Django behind them."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django_application = get_wsgi_application()

from gongkai.publication.server import FinishedServer  # noqa: E402 - settings must be chosen first

application = FinishedServer(django_application, str(settings.PAGES), memory=settings.PAGE_MEMORY)
