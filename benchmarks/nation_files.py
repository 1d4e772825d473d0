"""A made-up nation as the Parquet tables that ``tirek batch`` reads: the same seed, the same files.

Each person asks for all six benefits on a day of their own and for insured status; 8 to 24 months
with one payer or two (23 rows a person on average), a fifth with a state-insured category.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tirek.nation.disk import write_options

SEED = 20260102
AT_ONCE = 200_000
FIRST_ON, LAST_ON, STATUS_ON = (
    int(np.datetime64(day, "D").astype(int)) for day in ("2021-02-03", "2026-10-17", "2026-10-04")
)

Int = NDArray[np.int64]


def write_nation(folder: Path, people: int, shuffled: bool) -> int:
    """Writes the tables, by person or in no order at all; gives the rows of contributions."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng([SEED, int(shuffled)])
    numbers = np.sort(rng.choice(6 * people, people, replace=False)) + 600_000_000_000
    order = rng.permutation(people) if shuffled else np.arange(people)
    payers = rng.integers(10**11, 10**12 - 2, 300_000)
    writers: dict[str, pq.ParquetWriter] = {}
    rows = 0
    for start in range(0, people, AT_ONCE):
        tables = _tables(rng, numbers[order[start : start + AT_ONCE]], payers, shuffled)
        rows += len(tables["contributions"])
        for name, table in tables.items():
            if name not in writers:
                file = folder / f"{name}.parquet"
                writers[name] = pq.ParquetWriter(file, table.schema, **write_options(table.schema))
            writers[name].write_table(table, row_group_size=1 << 20)
    for writer in writers.values():
        writer.close()
    return rows


def _tables(
    rng: np.random.Generator, person: Int, payers: Int, shuffled: bool
) -> Mapping[str, pa.Table]:
    size = len(person)
    on = rng.integers(FIRST_ON, LAST_ON, size)
    persons = {
        "person": person,
        "birth_date": _days(rng.integers(-5000, 12_600, size)),
        "sex": _words(rng.integers(0, 2, size), ["female", "male"]),
        "status_on": _days(np.full(size, STATUS_ON)),
    }
    category = rng.random(size) < 0.2
    held = int(category.sum())
    codes = ["unemployed", "student", "disabled", "mother_of_many"]
    categories = {
        "person": person[category],
        "code": _words(rng.integers(0, len(codes), held), codes),
        "from": _days(on[category] - 400),
        "until": _days(on[category] + rng.integers(0, 900, held)),
    }
    return {
        "persons": pa.table(persons),
        "contributions": _contributions(rng, person, on, payers, shuffled),
        "categories": pa.table(categories),
        "events": _events(rng, person, on),
    }


def _contributions(
    rng: np.random.Generator, person: Int, on: Int, payers: Int, shuffled: bool
) -> pa.Table:
    size = len(person)
    month = on.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    months, each = rng.integers(8, 25, size), 1 + (rng.random(size) < 0.45)
    lengths = months * each
    owner = np.repeat(np.arange(size), lengths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    back = months[owner] - place // each[owner]
    period = month[owner] - back
    level = rng.lognormal(np.log(18_000_000), 0.7, size)
    income = (level[owner] * rng.uniform(0.8, 1.2, len(owner))).astype(np.int64) + 1
    kind = (rng.random(size) < 0.15)[owner].astype(np.int64)
    payer = payers[rng.integers(0, len(payers), size)][owner] + place % each[owner]
    rows = rng.permutation(len(owner)) if shuffled else slice(None)
    return pa.table(
        {
            "person": person[owner][rows],
            "period": (period // 12 * 100 + period % 12 + 1).astype(np.int32)[rows],
            "payer": payer[rows],
            "kind": _words(kind[rows], ["employee", "entrepreneur"]),
            "income_tiyn": income[rows],
            "accrued_tiyn": (income * 10 // 9)[rows],
        }
    )


def _events(rng: np.random.Generator, person: Int, on: Int) -> pa.Table:
    size = len(person)
    many = rng.integers(1, 4, size)
    children = pa.StructArray.from_arrays(
        [
            _days(np.repeat(on, many) - rng.integers(100, 9000, int(many.sum()))),
            pa.array(["child"] * int(many.sum())),
        ],
        ["birth_date", "relation"],
    )
    offsets = pa.array(np.concatenate(([0], np.cumsum(many))).astype(np.int32))
    return pa.table(
        {
            "event": person * 10 + 1,
            "person": person,
            "on": _days(on),
            "applied_on": _days(on + rng.integers(0, 400, size)),
            "participation_months": pa.array(rng.integers(0, 240, size).astype(np.int32)),
            "job_loss": _struct(months_already_paid=np.zeros(size, np.int64)),
            "maternity": _struct(leave_days=np.full(size, 126)),
            "adoption": _struct(leave_days=np.full(size, 56)),
            "childcare": pa.StructArray.from_arrays(
                [
                    _days(on - rng.integers(1, 300, size)),
                    pa.array(rng.integers(1, 5, size).astype(np.int32)),
                ],
                ["child_birth_date", "child_order"],
            ),
            "disability": pa.StructArray.from_arrays(
                [pa.array(rng.integers(20, 101, size).astype(np.int32)), _days(on + 365)],
                ["degree_percent", "until"],
            ),
            "survivor": pa.StructArray.from_arrays(
                [pa.ListArray.from_arrays(offsets, children)], ["dependants"]
            ),
        }
    )


def _struct(**fields: Int) -> pa.StructArray:
    arrays = [pa.array(values.astype(np.int32)) for values in fields.values()]
    return pa.StructArray.from_arrays(arrays, list(fields))


def _days(days: Int) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _words(numbers: Int, words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(numbers.astype(np.int32), words)
