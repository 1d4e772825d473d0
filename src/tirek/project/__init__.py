"""The Django project: settings, the business clock, the database that Tirek brings along, tasks.

What every app stands on; nothing of insurance lives here.
"""

from __future__ import annotations

import os


def setup() -> None:
    """Makes Django ready in this process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.project.settings")
    django.setup()
