"""Jobs: who works for whom, in which months, at what income."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.law import law
from tirek.law.book import PAYER_KINDS
from tirek.sandbox import calibration
from tirek.sandbox.life import Life
from tirek.sandbox.payers import KINDS, PAYS_AS, PAYS_SELF_AS, Payers, begins, staffed
from tirek.sandbox.persons import NEVER, Persons
from tirek.sandbox.settings import Bool, Int, Settings, day, months_of
from tirek.sandbox.tables import Float

#: Months before the first one for which jobs are held, so that two years can be looked back on.
BEFORE = 24
#: Who stays with a payer from one year to the next, by whether the whole year is worked.
_STAY_YEAR, _STAY_SEASON = 0.75, 0.5
_SECOND, _CONTRACT = 0.06, 0.03
#: Of all jobs this share has an income at the edge of the law's floor or cap, to the tiyn.
_EDGE = 0.01


@dataclass
class Jobs:
    """Jobs in order of payer and person; ``first`` to ``last`` are months (NEVER: still held),
    ``kind`` a number of the law's PAYER_KINDS, ``rank`` 0 for a person's main job."""

    person: Int
    payer: Int
    kind: Int
    first: Int
    last: Int
    income: Int
    rank: Int

    def __len__(self) -> int:
        return len(self.person)

    def take(self, chosen: Int | Bool) -> Jobs:
        """Some of the jobs."""
        return Jobs(
            self.person[chosen], self.payer[chosen], self.kind[chosen], self.first[chosen],
            self.last[chosen], self.income[chosen], self.rank[chosen],
        )  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """How each of those who work takes part: ``income`` (tenge a month, of the base year, less
    the pension contribution) and ``months`` a year, which begin ``offset`` months after the
    first month of the country."""

    income: Float
    months: Int
    offset: Int


def pattern(settings: Settings) -> Pattern:
    """Incomes and months drawn together: few months go with low income."""
    chance = settings.chance("pattern")
    size = settings.people
    level = chance.standard_normal(size)
    with_it = calibration.TOGETHER
    other = with_it * level + np.sqrt(1 - with_it**2) * chance.standard_normal(size)
    rank = np.empty(size)
    rank[np.argsort(other, kind="stable")] = (np.arange(size) + 0.5) / size
    income = calibration.INCOME_MIDDLE * np.exp(calibration.INCOME_SPREAD * level)
    months = calibration.months_a_year(rank)
    return Pattern(income, months, chance.integers(0, 12, size))


def jobs(settings: Settings, persons: Persons, payers: Payers, life: Life, how: Pattern) -> Jobs:
    """Every job of the months and of two years before; sets the regions of those who work."""
    chance = settings.chance("jobs")
    places = np.repeat(np.arange(len(payers)), np.where(staffed(payers), payers.staff, 0))
    own = np.full(settings.people, -1)
    mine = np.flatnonzero((payers.owner >= 0) & (payers.owner < settings.people))
    own[payers.owner[mine]] = mine
    main = own.copy()
    others = np.flatnonzero(own < 0)
    main[others] = _shared(places, len(others), chance)
    near = chance.random(settings.people) < 0.9
    home = payers.region[main]
    persons.region[: settings.people][near] = home[near]
    parts = [
        _whole_years(settings, how, main, own, places, chance),
        _seasons(settings, how, main, own, places, chance),
        _second(settings, how, own, payers, places, chance),
        _independent(settings, payers),
    ]
    found = Jobs(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    found.kind = _kinds(found, persons, payers)
    found.income = _incomes(settings, found, chance)
    found = _clipped(found, persons, payers, life)
    return _apart(found.take(np.lexsort((found.first, found.person, found.payer))))


_Columns = tuple[Int, Int, Int, Int, Int, Int, Int]


def _shared(places: Int, count: int, chance: np.random.Generator) -> Int:
    """A place for each of some people: every place once, then again."""
    rounds = -(-count // len(places))
    return np.concatenate([chance.permutation(places) for _ in range(rounds)])[:count]


def _drawn(places: Int, count: int, chance: np.random.Generator) -> Int:
    found: Int = places[chance.integers(0, len(places), count)]
    return found


def _columns(person: Int, payer: Int, first: Int, last: Int, income: Float, rank: int) -> _Columns:
    zero = np.zeros(len(person), np.int64)
    return person, payer, zero, first, last, income.astype(np.int64), zero + rank


def _whole_years(
    settings: Settings, how: Pattern, main: Int, own: Int, places: Int, chance: np.random.Generator
) -> _Columns:
    """People of twelve months a year: one payer, or one after another."""
    person = np.flatnonzero(how.months == 12)
    start = settings.first - BEFORE
    span = settings.months + BEFORE
    hired = start - chance.integers(0, 120, len(person))
    leaves = (chance.random(len(person)) > _STAY_YEAR ** (span / 12)) & (own[person] < 0)
    change = start + 1 + chance.integers(0, span - 1, len(person))
    last = np.where(leaves, change - 1, NEVER)
    moved = np.flatnonzero(leaves)
    second = _drawn(places, len(moved), chance)
    raised = how.income[person[moved]] * chance.uniform(0.95, 1.15, len(moved))
    return _columns(
        np.concatenate((person, person[moved])),
        np.concatenate((main[person], second)),
        np.concatenate((hired, change[moved])),
        np.concatenate((last, np.full(len(moved), NEVER))),
        np.concatenate((how.income[person], raised)) * 100,
        0,
    )


def _seasons(
    settings: Settings, how: Pattern, main: Int, own: Int, places: Int, chance: np.random.Generator
) -> _Columns:
    """People of fewer months: as many in a row every year, often for another payer."""
    person = np.flatnonzero(how.months < 12)
    parts: list[_Columns] = []
    for year in range(-BEFORE // 12 - 1, -(-settings.months // 12) + 1):
        first = settings.first + 12 * year + how.offset[person]
        last = first + how.months[person] - 1
        payer = main[person].copy()
        other = (chance.random(len(person)) > _STAY_SEASON) & (own[person] < 0)
        payer[other] = _drawn(places, int(other.sum()), chance)
        income = how.income[person] * chance.uniform(0.92, 1.08, len(person)) * 100
        parts.append(_columns(person, payer, first, last, income, 0))
    person, payer, kind, first, last, income, rank = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    keep = (last >= settings.first - BEFORE) & (first <= settings.last)
    return tuple(c[keep] for c in (person, payer, kind, first, last, income, rank))  # type: ignore[return-value]


def _second(
    settings: Settings, how: Pattern, own: Int, payers: Payers, places: Int,
    chance: np.random.Generator,
) -> _Columns:  # fmt: skip
    """Second jobs beside the main one, and civil contracts, both for whole years."""
    size = settings.people
    busy = np.flatnonzero((chance.random(size) < _SECOND) & (how.months == 12))
    part = chance.uniform(0.2, 0.9, len(busy))
    columns = [(busy, _drawn(places, len(busy), chance), how.income[busy] * part)]
    agents = np.flatnonzero(payers.kind == KINDS.index("civil_contract_agent"))
    if len(agents):
        some = np.flatnonzero(chance.random(size) < max(_CONTRACT, 4 / size))
        part = chance.uniform(0.05, 0.8, len(some))
        columns.append((some, _drawn(agents, len(some), chance), how.income[some] * part))
    person, payer, income = (np.concatenate(column) for column in zip(*columns, strict=True))
    first = settings.first - chance.integers(0, 40, len(person))
    return _columns(person, payer, first, np.full(len(person), NEVER), income * 100, 1)


def _independent(settings: Settings, payers: Payers) -> _Columns:
    """People without income who pay for medical insurance themselves."""
    payer = np.flatnonzero(payers.kind == KINDS.index("independent"))
    first = np.full(len(payer), settings.first - BEFORE)
    none = np.zeros(len(payer))
    return _columns(payers.owner[payer], payer, first, np.full(len(payer), NEVER), none, 0)


def _kinds(jobs: Jobs, persons: Persons, payers: Payers) -> Int:
    """The kind of the law by the payer's, and by whether a person pays for himself."""
    with_staff = np.array([PAYER_KINDS.index(name) for name in PAYS_AS])
    alone = np.array([PAYER_KINDS.index(name or "employee") for name in PAYS_SELF_AS])
    kind = payers.kind[jobs.payer]
    found: Int = np.where(payers.owner[jobs.payer] == jobs.person, alone[kind], with_staff[kind])
    return found


def _incomes(settings: Settings, jobs: Jobs, chance: np.random.Generator) -> Int:
    """Accrued incomes in tiyn, from incomes less pension contributions: in hundreds of tenge,
    some to the tiyn, some at the edge of the law's floor and cap."""
    middle = settings.first + settings.months // 2
    parameters = law().parameters
    on = day(middle)
    rate, wage = parameters["pension_contribution_rate"].at(on), parameters["minimum_wage"].at(on)
    cap = parameters["social_cap_multiple"].at(on)
    assert rate is not None and wage is not None and cap is not None
    grown = jobs.income * calibration.growth(middle // 12) / float(1 - rate)
    exact = chance.random(len(jobs)) < 0.05
    income = np.where(exact, grown, np.round(grown / 10_000) * 10_000).astype(np.int64)
    income = np.maximum(income, 100_000)
    edges = [int(wage * 100), int(wage * 100 / (1 - rate)), int(cap * wage * 100 / (1 - rate))]
    near = np.flatnonzero((chance.random(len(jobs)) < _EDGE) & (income < 4 * edges[2]))
    pick = chance.integers(0, 3, len(near))
    income[near] = np.array(edges)[pick] + chance.integers(-1, 3, len(near))
    return income


def _apart(jobs: Jobs) -> Jobs:
    """Jobs without those that begin before another one for the same payer has ended."""
    while True:
        again = (jobs.payer[1:] == jobs.payer[:-1]) & (jobs.person[1:] == jobs.person[:-1])
        again &= jobs.first[1:] <= jobs.last[:-1]
        if not again.any():
            return jobs
        jobs = jobs.take(np.concatenate(([True], ~again)))


def _clipped(jobs: Jobs, persons: Persons, payers: Payers, life: Life) -> Jobs:
    """Jobs within what people live through: grown up, alive, not on leave with a child; and
    within what the law and the registers have."""
    who = jobs.person
    adult = months_of(persons.birth[who] + 18 * 365 + 5)
    starts = np.array([begins(name) for name in PAYER_KINDS])[jobs.kind]
    first = np.maximum(np.maximum(jobs.first, adult), starts)
    first = np.maximum(first, months_of(payers.registered[jobs.payer]))
    death = np.where(persons.death[who] < NEVER, months_of(persons.death[who] % NEVER), NEVER)
    last = np.minimum(jobs.last, death)
    leave, back = life.leave[who], life.back[who]
    during = (first >= leave) & (first < back)
    first = np.where(during, back, first)
    last = np.where((first < leave) & (last >= leave), leave - 1, last)
    jobs.first, jobs.last = first, last
    return jobs.take(first <= last)
