"""What all tests share: how hypothesis searches. On CI the same examples are tried each time."""

import gc
import os

from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings

from tests.unguarded import unguarded

settings.register_profile("tirek", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tirek")


def _flushing_what_only_grows(self: DatabaseOperations, sql_list: list[str]) -> None:
    """Between tests even the tables are emptied that refuse it in earnest."""
    with unguarded() as cursor:
        for sql in sql_list:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = _flushing_what_only_grows


def pytest_collection_finish() -> None:
    """The many tests themselves are looked through no more by the collector of garbage: a whole
    look at them can take longer than a page may spend on a file."""
    gc.collect()
    gc.freeze()
