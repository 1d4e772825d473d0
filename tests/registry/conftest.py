"""What the tests of the registry share."""

from __future__ import annotations

import pytest

from tests.registry import world
from tirek.registry.models import Person


@pytest.fixture
def person(db: None) -> Person:
    return world.someone()
