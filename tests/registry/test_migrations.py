"""A filled database of the first tables is brought to today's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.registry import world
from tirek.registry import people

KNOWN = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def back(transactional_db: None) -> Iterator[None]:
    """Whatever happens, the other tests find today's tables."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("back")
def test_people_of_the_first_tables_are_there_after_the_last_migration() -> None:
    executor = MigrationExecutor(connection)
    first = ("registry", "0001_initial")
    executor.migrate([first])
    old = executor.loader.project_state([first]).apps
    number = world.iin()
    person = old.get_model("registry", "Person").objects.create(
        iin=number, name_key="А|Б|", sort_key="АБ", sex="male", birth_date=date(1990, 5, 17)
    )
    old.get_model("registry", "Iin").objects.create(number=number, person=person, known_from=KNOWN)
    old.get_model("registry", "PersonVersion").objects.create(
        person=person, surname="А", name="Б", sex="male", birth_date=date(1990, 5, 17),
        region="75", valid_from=date(1990, 5, 17), known_from=KNOWN,
    )  # fmt: skip
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    found = people.find(number)
    assert found is not None and found.versions.known().get().iin == number
    assert people.change(found, date(2025, 5, 1), surname="В") and found.name_key == "В|Б|"
