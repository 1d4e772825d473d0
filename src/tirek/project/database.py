"""The database made ready: the server up, every table there."""

from __future__ import annotations

from tirek.project import setup


def ready() -> None:
    """Sets Django up, starts the embedded server, brings the tables to this version's."""
    setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with connection.cursor() as cursor:  # one at a time
            cursor.execute("SELECT pg_advisory_lock(7238100)")
            try:
                call_command("migrate", verbosity=0)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(7238100)")
