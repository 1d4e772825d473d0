"""The web application, for gunicorn."""

from tirek.project import setup

setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (after the settings are named)

application = get_wsgi_application()
