"""The people: who takes part, children, pensioners and people without work; as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.engine.batch import Batch
from tirek.law import law
from tirek.law.book import PERSON, SEXES
from tirek.sandbox import calibration, names, numbers
from tirek.sandbox.calibration import REPORT
from tirek.sandbox.names import Names
from tirek.sandbox.settings import Bool, Int, Settings, day, first_day
from tirek.sandbox.tables import AGES, Float, Population, population, regions

#: What stands for "never" among days and months.
NEVER = 1 << 40
_ADULT = 18
_FATHERS, _WORKING_MOTHERS = 0.88, 0.6


@dataclass
class Persons:
    """Everybody; the first ``working`` take part in insurance, then come other grown-ups, then
    children, whose ``mother`` and ``father`` are numbers of persons (-1: none held)."""

    working: int
    grown: int
    birth: Int
    male: Bool
    iin: Int
    names: Names
    death: Int
    citizen: Bool
    region: Int
    mother: Int
    father: Int
    pension_day: Int

    def __len__(self) -> int:
        return len(self.birth)


def persons(settings: Settings) -> Persons:
    """The people of a country. ``region`` of those who work is set anew with their payers."""
    table = population(settings.first // 12)
    total = round(
        settings.people * (table.men.sum() + table.women.sum()) * 1000 / REPORT.participants
    )
    chance = settings.chance("people")
    birth, male = _working(settings, table, chance)
    more_birth, more_male = _others(settings, table, total, chance)
    adults = day_years_before(settings, _ADULT)
    child = more_birth > adults
    order = np.argsort(child, kind="stable")
    birth = np.concatenate((birth, more_birth[order]))
    male = np.concatenate((male, more_male[order]))
    grown = settings.people + int((~child).sum())
    mother, father = _parents(settings, birth, male, grown, table)
    held = _named(birth, male, grown, mother, father, settings.chance("names"))
    size = len(birth)
    draw = settings.chance("more of people")
    region = draw.choice(len(regions()[0]), size, p=regions()[1])
    region[grown:] = np.where(mother[grown:] >= 0, region[mother[grown:]], region[grown:])
    return Persons(
        settings.people, grown, birth, male,
        numbers.iins(birth, male, int(draw.integers(9000))), held,
        _deaths(settings, table, birth, male, draw), draw.random(size) < 0.993, region,
        mother, father, pension_days(birth, male),
    )  # fmt: skip


def day_years_before(settings: Settings, years: int) -> int:
    """The day some years before the first month."""
    return first_day(settings.first - 12 * years)


def pension_days(birth: Int, male: Bool) -> Int:
    """The day on which each reaches pension age, by the law."""
    plan = law().plan(("pension_day",))
    sex = np.where(male, SEXES.index("male"), SEXES.index("female"))
    found: Int = plan.run(
        Batch(PERSON, len(birth), {"birth_date": birth, "sex": sex}), checked=True
    )["pension_day"].astype(np.int64)
    return found


def _born(settings: Settings, age: Int, chance: np.random.Generator) -> Int:
    """A birth date for each age in whole years on the first day of the first month."""
    latest = np.array([day_years_before(settings, years) for years in range(AGES + 1)])
    room = latest[age] - latest[age + 1]
    found: Int = latest[age] - (chance.random(len(age)) * room).astype(np.int64)
    return found


def _working(
    settings: Settings, table: Population, chance: np.random.Generator
) -> tuple[Int, Bool]:
    """Those who take part: below pension age, on the average as old as the report says."""
    ages = np.arange(AGES)
    known = np.array(calibration.AT_WORK)
    share = np.interp(ages, known[:, 0], known[:, 1], left=0.0)
    male = chance.random(settings.people) < calibration.MEN
    age = np.empty(settings.people, np.int64)
    parameters = law().parameters
    for people, of_sex, name in (
        (table.men, male, "pension_age_men"), (table.women, ~male, "pension_age_women"),
    ):  # fmt: skip
        limit = parameters[name].at(day(settings.first))
        assert limit is not None
        weight = np.where(ages * 12 < int(limit), people * share, 0.0)
        weight = _tilted(weight, ages, REPORT.mean_age - settings.months / 24)
        age[of_sex] = chance.choice(AGES, int(of_sex.sum()), p=weight)
    birth = _born(settings, age, chance)
    over = pension_days(birth, male) <= first_day(settings.first)
    birth[over] += 366 * 3
    return birth, male


def _tilted(weight: Float, ages: Int, mean: float) -> Float:
    """Weights bent evenly so that the mean age is met."""
    low, high = -0.2, 0.2
    bent: Float = weight / weight.sum()
    for _ in range(60):
        middle = (low + high) / 2
        bent = weight * np.exp(middle * (ages - 40))
        bent /= bent.sum()
        low, high = (middle, high) if float(bent @ (ages + 0.5)) < mean else (low, middle)
    return bent


def _others(
    settings: Settings, table: Population, total: int, chance: np.random.Generator
) -> tuple[Int, Bool]:
    """Everybody else, and the children born in the course of the months."""
    ages = np.arange(AGES)
    known = np.array(calibration.AT_WORK)
    idle = 1 - 0.7 * np.interp(ages, known[:, 0], known[:, 1], left=0.0, right=0.0)
    weight = np.concatenate((table.men * idle, table.women * idle))
    cell = chance.choice(2 * AGES, total - settings.people, p=weight / weight.sum())
    birth, male = _born(settings, cell % AGES, chance), cell < AGES
    newborn = (table.men[0] + table.women[0]) / (table.men.sum() + table.women.sum())
    count = round(total * newborn * settings.months / 12)
    first, end = first_day(settings.first), first_day(settings.last + 1)
    births = first + (chance.random(count) * (end - first)).astype(np.int64)
    return np.concatenate((birth, births)), np.concatenate((male, chance.random(count) < 0.515))


def _parents(
    settings: Settings, birth: Int, male: Bool, grown: int, table: Population
) -> tuple[Int, Int]:
    """For each child a mother of a likely age, more often one who works, and mostly a father some
    years older."""
    size, chance = len(birth), settings.chance("parents")
    mother, father = np.full(size, -1), np.full(size, -1)
    children = np.arange(grown, size)
    years = chance.choice(AGES, len(children), p=table.births) + chance.random(len(children))
    wanted = birth[children] - (years * 365.25).astype(np.int64)
    anyone = _near(birth, ~male, grown, wanted, chance)
    worker = _near(birth, ~male, settings.people, wanted, chance)
    mother[children] = np.where(chance.random(len(children)) < _WORKING_MOTHERS, worker, anyone)
    older = (chance.normal(3.0, 3.0, len(children)) * 365.25).astype(np.int64)
    found = _near(birth, male, grown, np.minimum(wanted - older, birth[children] - 6600), chance)
    father[children] = np.where(chance.random(len(children)) < _FATHERS, found, -1)
    return mother, father


def _near(birth: Int, of_sex: Bool, grown: int, wanted: Int, chance: np.random.Generator) -> Int:
    """Grown-ups of a sex born near the days wanted; -1 where nobody is near enough."""
    people = np.flatnonzero(of_sex[:grown])
    people = people[np.argsort(birth[people], kind="stable")]
    place = np.searchsorted(birth[people], wanted)
    spread = max(2, len(people) // 500)
    place = np.clip(place + chance.integers(-spread, spread, len(wanted)), 0, len(people) - 1)
    near = np.abs(birth[people[place]] - wanted) < 3 * 365
    found: Int = np.where(near, people[place], -1)
    return found


def _named(
    birth: Int, male: Bool, grown: int, mother: Int, father: Int, chance: np.random.Generator
) -> Names:
    adults = names.given(grown, male[:grown], chance)
    of_mother, of_father = mother[grown:], father[grown:]
    alone = names.given(len(birth) - grown, male[grown:], chance)

    def of(parent: Int, part: str) -> Int:
        own: Int = np.where(parent >= 0, getattr(adults, part)[parent], getattr(alone, part))
        return own

    parts = ("people", "surname", "name", "patronymic")
    mothers = Names(*(of(of_mother, part) for part in parts))
    fathers = Names(*(of(of_father, part) for part in parts))
    children = names.of_children(mothers, fathers, of_father >= 0, male[grown:], chance)
    return Names(
        *(np.concatenate((getattr(adults, part), getattr(children, part))) for part in parts)
    )


def _deaths(
    settings: Settings, table: Population, birth: Int, male: Bool, chance: np.random.Generator
) -> Int:
    """The day of death within the months, or NEVER; a few at least of those who work."""
    first, end = first_day(settings.first), first_day(settings.last + 1)
    age = np.clip((first - birth) // 365, 0, AGES - 1)
    dying = np.where(male, table.men_dying[age], table.women_dying[age]) * settings.months / 12
    dead = chance.random(len(birth)) < dying
    dead[chance.choice(settings.people, 3, replace=False)] = True
    on = np.maximum(birth, first) + 1
    days = on + (chance.random(len(birth)) * np.maximum(end - on, 1)).astype(np.int64)
    found = np.where(dead, np.minimum(days, end - 1), NEVER)
    # Some died before: a line for one of them is a fault from the first month on.
    idle = np.flatnonzero((age >= 25) & (age < 55))
    idle = idle[idle >= settings.people]
    gone = chance.choice(idle, min(len(idle), max(6, len(idle) // 250)), replace=False)
    found[gone] = first - 1 - chance.integers(0, 700, len(gone))
    return found
