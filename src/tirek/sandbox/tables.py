"""The few tables of the population that a country is drawn from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Float = NDArray[np.float64]
#: Ages by the year: the last is everyone older.
AGES = 101


@dataclass(frozen=True)
class Population:
    """By year of age: people of each sex (thousands), deaths a year per person, and how births
    are spread over the mother's age."""

    men: Float
    women: Float
    men_dying: Float
    women_dying: Float
    births: Float


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("tirek.sandbox").joinpath("data", name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=8)
def population(year: int) -> Population:
    """The people of a year: 2020 to 2025 between the two tables, later and earlier as those."""
    rows = _rows("population.csv")
    part = min(max((year - 2020) / 5, 0.0), 1.0)

    def column(name: str) -> Float:
        return np.array([float(row[name]) for row in rows])

    def people(sex: str) -> Float:
        mixed = column(f"{sex}_2020") * (1 - part) + column(f"{sex}_2025") * part
        return _by_year(mixed / 5)

    births = _by_year(column("births"))
    return Population(
        people("men"),
        people("women"),
        _by_year(column("men_dying")),
        _by_year(column("women_dying")),
        births / births.sum(),
    )


def _by_year(groups: Float) -> Float:
    return np.repeat(groups, 5)[:AGES]


@lru_cache(maxsize=1)
def regions() -> tuple[list[str], Float, Float]:
    """Codes of regions, the share of people and the share of work in each."""
    rows = _rows("regions.csv")
    people = np.array([float(row["people"]) for row in rows])
    work = people * np.array([float(row["drawn"]) for row in rows])
    return [row["code"] for row in rows], people / people.sum(), work / work.sum()


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words that names are made from."""
    file = resources.files("tirek.sandbox").joinpath("data", "names.yaml")
    held: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return held
