"""What the tests of the registry share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.registry import world
from tirek.registry.models import Person


@pytest.fixture
def person(db: None) -> Person:
    return world.someone()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers() -> Iterator[None]:
    """Tests that commit (``django_db(transaction=True)``) end with empty tables: past the triggers,
    which refuse that to everybody else."""
    empty = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        past = "SET session_replication_role = {}"
        empty(self, [past.format("replica"), *sql_list, past.format("origin")])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield
