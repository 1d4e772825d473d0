"""Registers of the state as a folder of Parquet tables, into an empty or a filled registry.

A table goes in whole, in one transaction, or not at all; the same again changes nothing. Days
``until`` in the files are the last ones on which something holds. What a file says of a payer, an
employment, a category or a tie is all that holds of it from then on; of a person it says what
holds now, so that a change begins on the day of the load.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction
from numpy.typing import NDArray

from tirek.law.acts import category_codes
from tirek.law.book import MOST_MONEY, PAYER_KINDS
from tirek.project import clock
from tirek.registry import bulk
from tirek.registry.bulk import Overlap
from tirek.registry.models import Category, Employment, Relation, Tie
from tirek.registry.problems import Refused

Bools = NDArray[np.bool_]
#: Faults of a table that are told one by one; the others are counted.
MOST_TOLD = 100
#: People read at once.
ROWS = 50_000
PEOPLE = "SELECT number, person_id FROM registry_iin WHERE number = ANY(%s)"
PAYERS = "SELECT number, id FROM registry_payer WHERE number = ANY(%s)"


class Loaded(NamedTuple):
    """What became of a table: rows that were new, said already, changed something."""

    table: str
    new: int
    same: int
    changed: int


@dataclass
class Faults(Exception):
    """What is wrong with a table; nothing of it was taken. Rows count from 1."""

    table: str
    told: list[Refused] = field(default_factory=list)
    count: int = 0

    def add(self, code: str, row: int, column: str, **details: object) -> None:
        """A fault of one row."""
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Refused(code, f"/{self.table}/{row}/{column}", **details))

    def where(
        self, wrong: Bools, code: str, column: str, first: int = 0, **details: object
    ) -> None:
        """A fault of each row that is marked; ``first`` rows came before."""
        places = np.flatnonzero(wrong)
        for place in places[:MOST_TOLD].tolist():
            self.add(code, first + place + 1, column, **details)
        self.count += max(0, len(places) - MOST_TOLD)

    def check(self) -> None:
        """:raises Faults: there are some"""
        if self.count:
            raise self


def load(folder: Path, *, at: datetime | None = None) -> Iterator[Loaded]:
    """Loads the tables that a folder has, one after another, each told when it is in.

    :raises Refused: a file that cannot be read, or has not the columns
    :raises Faults: rows that cannot be; the tables before are in, this one is not
    """
    from tirek.registry.load_people import load_payers, load_persons

    tables: dict[str, tuple[Sequence[str], Callable[[Any, Faults, datetime], Loaded]]] = {
        "persons": (("iin", "surname", "name", "patronymic", "sex", "birth_date", "death_date",
                     "citizen", "region"), load_persons),
        "payers": (("number", "kind", "name", "size", "region", "registered_from",
                    "registered_until", "account"), load_payers),
        "employment": (("payer", "iin", "kind", "from", "until", "income_tiyn"), _employment),
        "categories": (("iin", "code", "from", "until"), _categories),
        "families": (("parent", "child", "relation"), _families),
    }  # fmt: skip
    for name, (columns, take) in tables.items():
        path = folder / f"{name}.parquet"
        if not path.exists():
            continue
        batches = _read(path, columns)
        with transaction.atomic():
            faults = Faults(name)
            done = take(batches, faults, at or clock.now())
            faults.check()
        yield done


def _read(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """The rows of a file in tables of at most ``ROWS``."""
    try:
        file = pq.ParquetFile(path)
        missing = [name for name in columns if name not in file.schema_arrow.names]
        if missing:
            raise Refused("missing_columns", f"/{path.stem}", allowed=", ".join(missing))
        return (
            pa.Table.from_batches([batch])
            for batch in file.iter_batches(ROWS, columns=list(columns))
        )
    except (OSError, pa.ArrowException) as error:
        raise Refused("cannot_read", f"/{path.stem}", value=error) from None


def whole(batches: Iterator[Any]) -> Any:
    """All rows of a file as one table without chunks."""
    return pa.concat_tables(list(batches)).combine_chunks()


def one_of(column: Any, allowed: Sequence[str]) -> Bools:
    """Which values are none of those allowed."""
    found: Bools = ~pc.is_in(column, value_set=pa.array(allowed)).to_numpy()
    return found


def missing(column: Any) -> Bools:
    """Which values are not there."""
    found: Bools = column.is_null().to_numpy()
    return found


def periods(faults: Faults, table: Any, since: str = "from", until: str = "until") -> Any:
    """``valid_from`` and ``valid_until`` from a first and a last day."""
    first, last = table[since].cast(pa.date32()), table[until].cast(pa.date32())
    end = pc.add(last.cast(pa.int32()), pa.scalar(1, pa.int32()))
    faults.where(missing(first), "missing_value", since)
    faults.where(
        pc.fill_null(pc.less_equal(end, first.cast(pa.int32())), False).to_numpy(),
        "ends_before", until,
    )  # fmt: skip
    return pa.table({"valid_from": first, "valid_until": end.cast(pa.date32())})


def replaced(
    faults: Faults, model: type[Employment | Category | Relation], rows: Any, at: datetime,
    column: str,
) -> Loaded:  # fmt: skip
    """Puts checked rows in; ``column``: where an overlap is told."""
    faults.check()
    try:
        done = bulk.replace(model, rows, at, f"{faults.table}.parquet")
    except Overlap as overlap:
        faults.add("overlap", overlap.row + 1, column)
        raise faults from None
    return Loaded(faults.table, done.new, done.same, done.changed)


def people(faults: Faults, table: Any, column: str) -> Any:
    """The ids of people by their numbers, as an Arrow array."""
    ids = bulk.found(PEOPLE, table[column])
    faults.where(ids == 0, "person_unknown", column)
    return pa.array(ids)


def _employment(batches: Iterator[Any], faults: Faults, at: datetime) -> Loaded:
    table = whole(batches)
    payer = bulk.found(PAYERS, table["payer"])
    faults.where(payer == 0, "payer_unknown", "payer")
    faults.where(one_of(table["kind"], PAYER_KINDS), "unknown_employment", "kind", value="")
    income = table["income_tiyn"].cast(pa.int64())
    held = pc.fill_null(income, 0).to_numpy()
    faults.where(
        (held < 0) | (held > MOST_MONEY), "income_out_of_bounds", "income_tiyn", hi=MOST_MONEY
    )
    days = periods(faults, table)
    rows = pa.table({
        "person_id": people(faults, table, "iin"), "payer_id": pa.array(payer),
        "kind": table["kind"], "income_tiyn": income, **_columns(days),
    })  # fmt: skip
    faults.check()
    return replaced(faults, Employment, _summed(rows), at, "from")


def _summed(rows: Any) -> Any:
    """Two jobs of one kind at one payer count as one: on the days of both, what is accrued is
    their sum."""
    twice = bulk.overlapping(Employment.KEY, rows)
    if not len(twice):
        return rows
    key = [rows[name].to_numpy() for name in ("person_id", "payer_id")]
    pairs = {(key[0][place], key[1][place]) for place in twice.tolist()}
    of_pairs = np.fromiter(
        (pair in pairs for pair in zip(*key, strict=True)), np.bool_, rows.num_rows
    )
    jobs: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(pa.array(of_pairs)).to_pylist():
        jobs[tuple(row[name] for name in Employment.KEY)].append(row)
    summed = [row for of_key in jobs.values() for row in _sum(of_key)]
    more = pa.Table.from_pylist(summed, schema=rows.schema)
    return pa.concat_tables([rows.filter(pa.array(~of_pairs)), more]).combine_chunks()


def _sum(jobs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Jobs of one key as periods that do not overlap."""
    ends = [job["valid_until"] or date.max for job in jobs]
    days = sorted({*(job["valid_from"] for job in jobs), *ends})
    for since, until in pairwise(days):
        held = [
            job for job, end in zip(jobs, ends, strict=True)
            if job["valid_from"] <= since and until <= end
        ]  # fmt: skip
        if held:
            incomes = [job["income_tiyn"] for job in held if job["income_tiyn"] is not None]
            yield held[0] | {
                "valid_from": since, "valid_until": None if until == date.max else until,
                "income_tiyn": sum(incomes) if incomes else None,
            }  # fmt: skip


def _categories(batches: Iterator[Any], faults: Faults, at: datetime) -> Loaded:
    table = whole(batches)
    faults.where(one_of(table["code"], category_codes()), "unknown_category", "code", value="")
    days = periods(faults, table)
    rows = pa.table({
        "person_id": people(faults, table, "iin"), "code": table["code"], **_columns(days),
    })  # fmt: skip
    return replaced(faults, Category, rows, at, "from")


def _families(batches: Iterator[Any], faults: Faults, at: datetime) -> Loaded:
    """A parent is so from the child's birth on, which stands in the child's row."""
    table = whole(batches)
    parents = pc.is_in(table["relation"], value_set=pa.array(["mother", "father"]))
    kind = pc.if_else(parents, Tie.PARENT.value, table["relation"])
    faults.where(
        one_of(kind, Tie.values), "unknown_relation", "relation", value="",
        allowed=", ".join(Tie.values),
    )  # fmt: skip
    person, other = people(faults, table, "parent"), people(faults, table, "child")
    faults.where(
        (person.to_numpy() == other.to_numpy()) & (person.to_numpy() != 0),
        "relation_to_oneself", "child",
    )  # fmt: skip
    born = bulk.found(
        "SELECT i.number, p.birth_date - DATE '1970-01-01' FROM registry_iin i "
        "JOIN registry_person p ON p.id = i.person_id WHERE i.number = ANY(%s)",
        table["child"],
    )
    since = pa.array(born.astype(np.int32)).cast(pa.date32())
    rows = pa.table({
        "person_id": person, "other_id": other, "kind": kind, "valid_from": since,
        "valid_until": pa.nulls(len(since), pa.date32()),
    })  # fmt: skip
    return replaced(faults, Relation, rows, at, "child")


def _columns(table: Any) -> dict[str, Any]:
    return {name: table[name] for name in table.column_names}
