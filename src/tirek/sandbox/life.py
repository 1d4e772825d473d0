"""What people live through: births and leave, disability, study, loss of work; the categories
that the state insures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.law.acts import category_codes
from tirek.sandbox.calibration import REPORT
from tirek.sandbox.persons import NEVER, Persons
from tirek.sandbox.settings import Int, Settings, first_day, first_days, months_of

#: Leave with a child: months before the birth, months after it at the most.
_LEAVE_BEFORE, _LEAVE_AFTER = 2, 18
_OF_MANY, _STUDY_UNTIL = 6, 22
DEGREES = (35, 50, 60, 70, 80, 90, 100)


@dataclass
class Life:
    """By person: the months of leave with a child (``leave`` to before ``back``), and the month
    from which (``insured``) to which (``insured_to``) a category insures who works too; NEVER
    where there is none. Tables of intervals: person, code or degree, first and last day."""

    leave: Int
    back: Int
    insured: Int
    insured_to: Int
    categories: tuple[Int, Int, Int, Int]
    disability: tuple[Int, Int, Int, Int]


def life(settings: Settings, persons: Persons) -> Life:
    """The events of a country's people."""
    chance = settings.chance("life")
    size = len(persons)
    leave, back = _leaves(settings, persons, chance)
    table: list[tuple[Int, str, Int, Int]] = []
    insured, insured_to = np.full(size, NEVER), np.full(size, NEVER)

    def insure(people: Int, code: str, first: Int, last: Int) -> None:
        table.append((people, code, first, last))
        insured[people] = months_of(first)
        insured_to[people] = np.where(last < NEVER, months_of(last % NEVER), NEVER)

    students = np.flatnonzero(_aged(settings, persons, 18, _STUDY_UNTIL))
    students = students[chance.random(len(students)) < 0.35]
    started = first_day(settings.first - 12) - chance.integers(0, 700, len(students))
    ends = first_day(settings.first) + chance.integers(100, 1000, len(students))
    insure(students, "student", started, ends)
    many = np.flatnonzero(
        np.bincount(persons.mother[persons.grown :] + 1, minlength=size + 1)[1:] >= _OF_MANY
    )
    insure(
        many,
        "mother_of_many",
        first_day(settings.first) - chance.integers(30, 3000, len(many)),
        np.full(len(many), NEVER),
    )
    disability = _disability(settings, persons, chance)
    insure(disability[0], "disabled", disability[2], disability[3])
    old = np.flatnonzero(persons.pension_day < first_day(settings.last + 1))
    insure(old, "pensioner", persons.pension_day[old], np.full(len(old), NEVER))
    mothers = np.flatnonzero(leave < NEVER)
    born = leave[mothers] + _LEAVE_BEFORE
    table.append(
        (mothers, "on_maternity_leave", first_days(leave[mothers]), first_days(born + 2) - 1)
    )
    table.append(
        (mothers, "raising_child_under_3", first_days(born + 2), first_days(back[mothers]) - 1)
    )
    codes = category_codes()
    person = np.concatenate([row[0] for row in table])
    return Life(
        leave, back, insured, insured_to,
        (
            person,
            np.concatenate([np.full(len(row[0]), codes.index(row[1])) for row in table]),
            np.concatenate([row[2] for row in table]),
            np.concatenate([row[3] for row in table]),
        ),
        disability,
    )  # fmt: skip


def _aged(settings: Settings, persons: Persons, low: int, high: int) -> np.ndarray:
    age = (first_day(settings.first) - persons.birth) // 365
    return (age >= low) & (age < high)


def _leaves(settings: Settings, persons: Persons, chance: np.random.Generator) -> tuple[Int, Int]:
    """Leave of mothers whose youngest child is born in the months or not long before."""
    leave, back = np.full(len(persons), NEVER), np.full(len(persons), NEVER)
    children = np.arange(persons.grown, len(persons))
    born = months_of(persons.birth[children])
    mother = persons.mother[children]
    young = (born > settings.first - _LEAVE_AFTER) & (mother >= 0)
    children, born, mother = children[young], born[young], mother[young]
    order = np.argsort(-born, kind="stable")
    leave[mother[order]] = born[order] - _LEAVE_BEFORE  # the eldest of the young ones stays
    stays = 6 + chance.integers(0, _LEAVE_AFTER - 5, len(persons))
    on_leave = leave < NEVER
    back[on_leave] = leave[on_leave] + _LEAVE_BEFORE + stays[on_leave]
    return leave, back


def _disability(
    settings: Settings, persons: Persons, chance: np.random.Generator
) -> tuple[Int, Int, Int, Int]:
    """People with a disability: more with age, on the whole as many as the report counts."""
    age = np.clip((first_day(settings.first) - persons.birth) / 365.25, 18, 70)
    grown = np.arange(persons.grown)
    weight = (age[grown] - 14) ** 1.6
    share = 1.15 * REPORT.disabled / REPORT.participants
    likely = weight / weight[: settings.people].mean() * share
    people = grown[chance.random(len(grown)) < likely]
    forced = chance.choice(settings.people, 3, replace=False)
    people = np.union1d(people, forced)
    degree = np.array(DEGREES)[chance.choice(len(DEGREES), len(people), p=_DEGREE_SHARES)]
    first = first_day(settings.last) - chance.integers(0, 3000, len(people))
    first = np.maximum(first, persons.birth[people] + 6600)
    term = first + 365 * chance.integers(1, 4, len(people))
    last = np.where(
        (chance.random(len(people)) < 0.4) & (term > first_day(settings.last)), term, NEVER
    )
    return people, degree, first, last


_DEGREE_SHARES = (0.22, 0.16, 0.2, 0.2, 0.12, 0.06, 0.04)
