"""What a law is made of is shared by all who ask it, and cannot be changed by any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import tirek.engine
import tirek.law
from tirek.engine.values import Level

#: Made for one question or one run, and filled step by step.
OF_A_RUN = {"Batch", "Run", "Plan", "Steps", "Unknown", "_Search", "_Body"}
#: Filled while the law is written.
WRITTEN = {"RuleBook"}


def shared(package: ModuleType) -> Iterator[type]:
    """The dataclasses of the modules of a package."""
    for file in sorted(Path(package.__path__[0]).glob("[a-z]*.py")):
        module = import_module(f"{package.__name__}.{file.stem}")
        for one in vars(module).values():
            if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__:
                yield one


CLASSES = [
    one
    for package in (tirek.engine, tirek.law)
    for one in shared(package)
    if one.__name__ not in OF_A_RUN | WRITTEN
]


@pytest.mark.parametrize("shared_class", CLASSES, ids=lambda one: one.__name__)
def test_it_cannot_be_changed(shared_class: type) -> None:
    one = object.__new__(shared_class)
    with pytest.raises(FrozenInstanceError):
        setattr(one, fields(shared_class)[0].name, None)  # type: ignore[arg-type]


def test_levels_are_told_apart_even_if_they_are_called_the_same() -> None:
    person = Level("person")
    assert Level("month", person, 12) != Level("month", person, 12)
    assert person == person and len({person, Level("person")}) == 2
