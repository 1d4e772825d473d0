"""Writes ``src/tirek/portal/what_if/people.npz``: the people of the page “What if the law
changed?”, from the made-up country of ``tirek sandbox``, with weights that make them the nation.

``python -m tools.what_if_people`` makes the same file each time. Everybody stands for as many
people as the fund's report of 2022 counts participants for one of them. For each benefit everybody
of its age (and sex) has a weight of its own: the weights add up to the report's recipients, and
are bent evenly with income so that the mean of their average incomes is to all incomes as in the
report. So many people as there are share the noise that a few recipients would have.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tirek.law import law
from tirek.law.book import PAYER_KINDS
from tirek.sandbox.calibration import REPORT
from tirek.sandbox.country import People, drawn
from tirek.sandbox.history import started
from tirek.sandbox.settings import Settings, day, first_day

FILE = Path(__file__).parents[1] / "src/tirek/portal/what_if/people.npz"
PEOPLE, SEED, YEAR = 10_000, 2026, 2026
#: The right to every benefit arises in the middle of the year.
MONTH_OF_RIGHT = YEAR * 12 + 6
#: Of the report of 2022: recipients in the year and the mean of their average incomes (tenge);
#: of childcare those to whom it was assigned in the year.
REPORTED = {
    "job_loss": (110_619, 109_563), "maternity": (251_105, 188_492),
    "childcare": (323_286, 94_737), "disability": (97_645, 117_963),
    "survivor": (61_442, 124_667),
}  # fmt: skip
#: Whose benefit it may be: ages from and to, and whether women alone.
AGES = {
    "job_loss": (20, 60, False), "maternity": (19, 44, True), "childcare": (19, 44, True),
    "disability": (30, 60, False), "survivor": (28, 60, False),
}  # fmt: skip
MOST_CHILDREN = 8
_BEGAN = 2005 * 12
#: Stands for a month that never comes, in four bytes.
_NEVER = 2**30

Array = NDArray[np.generic]
Float = NDArray[np.float64]


def made() -> dict[str, Array]:
    """The arrays of the file: jobs (by person, payer), persons, weights."""
    settings = Settings(PEOPLE, SEED, YEAR * 12, faults=0)
    people = drawn(settings)
    jobs, size = people.jobs, settings.people
    held = jobs.take((jobs.person < size) & (jobs.last >= MONTH_OF_RIGHT - 24))
    held = held.take(np.lexsort((held.payer, held.person)))
    average = _average(people, size)
    weights = {
        f"weight_{name}": _weights(name, people, average).astype(np.float32) for name in REPORTED
    }
    life, persons = people.life, people.persons
    return {
        "person": held.person.astype(np.int32), "payer": held.payer.astype(np.int32),
        "kind": held.kind.astype(np.int8), "income": held.income,
        "first": np.maximum(held.first, MONTH_OF_RIGHT - 24).astype(np.int32),
        "last": np.minimum(held.last, settings.last).astype(np.int32),
        "birth": persons.birth[:size].astype(np.int32), "male": persons.male[:size],
        "insured": np.minimum(life.insured[:size], _NEVER).astype(np.int32),
        "insured_to": np.minimum(life.insured_to[:size], _NEVER).astype(np.int32),
        "participation": _participation(settings, people).astype(np.int16),
        "children": _children(people, size).astype(np.int8),
        "degree": _degrees(settings, people).astype(np.int8),
        "weight": np.array([REPORT.participants / size]), **weights,
    }  # fmt: skip


def _average(people: People, size: int) -> Float:
    """Tenge a month on the average of the two years before the right."""
    jobs = people.jobs
    cap = law().parameters["social_cap_multiple"].at(day(MONTH_OF_RIGHT))
    wage = law().parameters["minimum_wage"].at(day(MONTH_OF_RIGHT))
    assert cap is not None and wage is not None
    found = np.zeros(size)
    for month in range(MONTH_OF_RIGHT - 24, MONTH_OF_RIGHT):
        some = (jobs.first <= month) & (month <= jobs.last) & (jobs.person < size)
        some &= jobs.kind != PAYER_KINDS.index("independent_medical")
        counted = np.minimum(jobs.income[some] / 100, float(cap * wage))
        np.add.at(found, jobs.person[some], counted / 24)
    return found


def _weights(name: str, people: People, average: Float) -> Float:
    """How many recipients each person stands for."""
    size = len(average)
    count, reported = REPORTED[name]
    youngest, oldest, women = AGES[name]
    birth = people.persons.birth[:size]
    age = (first_day(MONTH_OF_RIGHT) - birth) / 365.25
    able = (age >= youngest) & (age < oldest) & (average > 0)
    if women:
        able &= ~people.persons.male[:size]
    wanted = reported / REPORT.mean_income * _mean_income(people, size)
    rank = np.zeros(size)
    rank[np.argsort(average, kind="stable")] = np.arange(size) / size
    low, high = -60.0, 60.0
    bent: Float = np.zeros(size)
    for _ in range(80):
        middle = (low + high) / 2
        bent = np.where(able, np.exp(middle * (rank - 0.5)), 0.0)
        bent *= count / bent.sum()
        low, high = (middle, high) if float(bent @ average) / count < wanted else (low, middle)
    return bent


def _mean_income(people: People, size: int) -> float:
    """Tenge a month of all jobs held in the middle of the year."""
    jobs = people.jobs
    held = (jobs.first <= MONTH_OF_RIGHT) & (jobs.last >= MONTH_OF_RIGHT) & (jobs.person < size)
    held &= jobs.kind != PAYER_KINDS.index("independent_medical")
    return float(jobs.income[held].mean() / 100)


def _participation(settings: Settings, people: People) -> Float:
    """Months of contributions before the right: since the first one, less the gaps of a year."""
    first = np.maximum(started(settings, people, settings.chance("history")), _BEGAN)
    months = np.maximum(MONTH_OF_RIGHT - first, 0) * people.how.months // 12
    found: Float = np.maximum(months, 1)
    return found


def _children(people: People, size: int) -> Float:
    """Children of each, at least one: the order of a birth, the dependants who are left."""
    persons = people.persons
    count = np.zeros(len(persons), np.int64)
    for parent in (persons.mother[persons.grown :], persons.father[persons.grown :]):
        np.add.at(count, parent[parent >= 0], 1)
    found: Float = np.clip(count[:size], 1, MOST_CHILDREN)
    return found


def _degrees(settings: Settings, people: People) -> Float:
    """A degree for everybody, spread as the country's degrees are."""
    held = people.life.disability[1]
    found: Float = settings.chance("degrees").choice(held, settings.people)
    return found


def main() -> None:
    arrays = made()
    np.savez_compressed(FILE, **arrays)  # type: ignore[arg-type]
    print(f"{FILE}: {FILE.stat().st_size:,} bytes, {len(arrays['person']):,} jobs")


if __name__ == "__main__":
    main()
