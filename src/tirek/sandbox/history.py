"""Contributions of earlier years, back to 2005, for people old enough to have paid them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.sandbox import calibration, dues
from tirek.sandbox.jobs import Jobs
from tirek.sandbox.persons import NEVER
from tirek.sandbox.senders import due_day
from tirek.sandbox.settings import Int, Settings, first_day, months_of
from tirek.sandbox.texts import iin_texts

if TYPE_CHECKING:
    from tirek.sandbox.country import People

#: Social insurance began; both funds had purposes of payment of their own from.
_BEGAN = min(span["social"].first for span in kinds().values() if "social" in span)
_MEDICAL = kinds()["employee"]["medical"].first
_SCHEMA = pa.schema(
    [
        ("iin", pa.string()), ("payer", pa.string()), ("period", pa.int32()),
        ("purpose", pa.string()), ("amount_tiyn", pa.int64()), ("paid_on", pa.date32()),
    ]
)  # fmt: skip


def write(path: Path, settings: Settings, people: People) -> float:
    """Writes the rows month by month; gives the mean months of participation of those who take
    part, before the first month."""
    chance = settings.chance("history")
    size = settings.people
    persons, how = people.persons, people.how
    begun = started(settings, people, chance)
    payer = _usual_payers(people, size)
    everyone = np.flatnonzero(payer >= 0)
    paid_days = chance.integers(1, 24, size)
    months = np.zeros(size, np.int64)
    iins, numbers = iin_texts(persons.iin[:size]), iin_texts(people.payers.number)
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as file:
        for month in range(_BEGAN, settings.first):
            turn = (month - settings.first - how.offset[everyone]) % 12
            on_leave = (people.life.leave[everyone] <= month) & (month < people.life.back[everyone])
            some = everyone[(begun[everyone] <= month) & (turn < how.months[everyone]) & ~on_leave]
            jobs = _jobs(settings, people, month, some, payer[some])
            for purpose, amount in zip(
                dues.purposes(max(month, _MEDICAL)), dues.due(month, jobs, persons, people.life),
                strict=False,
            ):  # fmt: skip
                paid = np.flatnonzero(amount)
                if not len(paid):
                    continue
                who = some[paid]
                if purpose == dues.purposes(settings.first)[0]:
                    months[who] += 1
                on = first_day(month + 1) + paid_days[who]
                columns: Sequence[object] = (
                    iins.take(pa.array(who)), numbers.take(pa.array(payer[who])),
                    pa.array(np.full(len(who), month // 12 * 100 + month % 12 + 1), pa.int32()),
                    pa.array([purpose]).take(pa.array(np.zeros(len(who), np.int64))),
                    pa.array(amount[paid]),
                    pa.array(np.minimum(on, due_day(month)).astype(np.int32)).cast(pa.date32()),
                )  # fmt: skip
                file.write_table(pa.table(list(columns), schema=_SCHEMA))
    return float(months.mean())


def started(settings: Settings, people: People, chance: np.random.Generator) -> Int:
    """The month in which each began to take part."""
    age = calibration.START_AGE + calibration.START_SPREAD * chance.random(settings.people) ** 1.5
    birth = people.persons.birth[: settings.people]
    return months_of(birth + (age * 365.25).astype(np.int64))


def _usual_payers(people: People, size: int) -> Int:
    """The payer of each one's earliest main job that is held; -1 for none."""
    jobs = people.jobs
    main = np.flatnonzero((jobs.rank == 0) & (jobs.person < size))
    found = np.full(size, -1)
    order = main[np.argsort(-jobs.first[main], kind="stable")]
    found[jobs.person[order]] = jobs.payer[order]
    return found


def _jobs(settings: Settings, people: People, month: int, some: Int, payer: Int) -> Jobs:
    """The jobs of an earlier month: employees, and people who paid for themselves then too."""
    owner = people.payers.owner[payer] == some
    kind = np.where(owner, PAYER_KINDS.index("entrepreneur"), PAYER_KINDS.index("employee"))
    grown = calibration.growth(month // 12)
    income = (people.how.income[some] * grown).astype(np.int64) // 90 * 100 * 100
    none = np.zeros(len(some), np.int64)
    return Jobs(some, payer, kind, none, none + NEVER, np.maximum(income, 100), none)
