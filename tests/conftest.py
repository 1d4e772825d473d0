"""What all tests share: how hypothesis searches. On CI the same examples are tried each time."""

import os

from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings

settings.register_profile("tirek", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tirek")


def _flushing_what_only_grows(self: DatabaseOperations, sql_list: list[str]) -> None:
    """Between tests even the tables are emptied that refuse it in earnest."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for sql in sql_list:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = _flushing_what_only_grows
