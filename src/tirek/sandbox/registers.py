"""The registers beside the bank files, as Parquet tables: the state's knowledge of the country."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tirek.law.acts import category_codes
from tirek.law.book import PAYER_KINDS
from tirek.sandbox.jobs import Jobs, Pattern
from tirek.sandbox.life import Life
from tirek.sandbox.payers import KINDS, SIZES, Payers
from tirek.sandbox.persons import NEVER, Persons
from tirek.sandbox.settings import Int, Settings, first_days
from tirek.sandbox.tables import regions
from tirek.sandbox.texts import iin_texts, names_of

#: Of those without work between two seasons, so many register as unemployed.
_REGISTERED = 0.057


def write(
    folder: Path, settings: Settings, persons: Persons, payers: Payers, jobs: Jobs, life: Life,
    how: Pattern,
) -> None:  # fmt: skip
    """Writes every register."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "persons.parquet", _persons(persons))
    _save(folder / "payers.parquet", _payers(payers))
    _save(folder / "employment.parquet", _employment(persons, payers, jobs))
    unemployed = _unemployed(settings, how, jobs, life)
    _save(folder / "unemployment.parquet", _intervals(persons, *unemployed))
    person, code, first, last = life.categories
    lost = np.full(len(unemployed[0]), category_codes().index("unemployed"))
    whole = [np.concatenate(pair) for pair in zip(
        (person, code, first, last), (unemployed[0], lost, *unemployed[1:]), strict=True
    )]  # fmt: skip
    codes = pa.array(category_codes()).take(pa.array(whole[1]))
    _save(folder / "categories.parquet",
          _intervals(persons, whole[0], whole[2], whole[3], {"code": codes}))  # fmt: skip
    person, degree, first, last = life.disability
    _save(folder / "disability.parquet",
          _intervals(persons, person, first, last, {"degree": pa.array(degree)}))  # fmt: skip
    _save(folder / "families.parquet", _families(persons))


def _save(path: Path, table: Any) -> None:
    pq.write_table(table, path, compression="zstd", row_group_size=1_000_000)


def _dates(days: Int) -> Any:
    """Days as dates; null for never."""
    never = days >= NEVER
    return pa.array(np.where(never, 0, days).astype(np.int32), mask=never).cast(pa.date32())


def _coded(values: list[str] | tuple[str, ...], number: Any) -> Any:
    return pa.array(list(values)).take(pa.array(np.asarray(number, np.int64)))


def _persons(persons: Persons) -> Any:
    order = np.argsort(persons.iin, kind="stable")
    surname, name, patronymic = names_of(persons, order)
    return pa.table({
        "iin": iin_texts(persons.iin[order]), "surname": surname, "name": name,
        "patronymic": patronymic,
        "sex": _coded(("female", "male"), persons.male[order]),
        "birth_date": _dates(persons.birth[order]),
        "death_date": _dates(persons.death[order]),
        "citizen": pa.array(persons.citizen[order]),
        "region": _coded(regions()[0], persons.region[order]),
    })  # fmt: skip


def _payers(payers: Payers) -> Any:
    return pa.table({
        "number": iin_texts(payers.number), "kind": _coded(KINDS, payers.kind),
        "name": pa.array(payers.name), "size": _coded(SIZES, payers.size),
        "region": _coded(regions()[0], payers.region),
        "registered_from": _dates(payers.registered), "registered_until": _dates(payers.ended),
        "account": pa.array(payers.account), "staff": pa.array(payers.staff),
    })  # fmt: skip


def _employment(persons: Persons, payers: Payers, jobs: Jobs) -> Any:
    last = np.where(jobs.last < NEVER, first_days(jobs.last % NEVER + 1) - 1, NEVER)
    return pa.table({
        "payer": iin_texts(payers.number).take(pa.array(jobs.payer)),
        "iin": iin_texts(persons.iin).take(pa.array(jobs.person)),
        "kind": _coded(PAYER_KINDS, jobs.kind),
        "from": _dates(first_days(jobs.first)), "until": _dates(last),
        "income_tiyn": pa.array(jobs.income),
    })  # fmt: skip


def _intervals(
    persons: Persons, person: Int, first: Int, last: Int, more: Mapping[str, Any] | None = None
) -> Any:
    table = pa.table({
        "iin": iin_texts(persons.iin).take(pa.array(person)), **(more or {}),
        "from": _dates(first), "until": _dates(last),
    })  # fmt: skip
    return table.sort_by([("iin", "ascending"), ("from", "ascending")])


def _families(persons: Persons) -> Any:
    child = np.arange(persons.grown, len(persons))
    parts = []
    for parent, relation in ((persons.mother[child], "mother"), (persons.father[child], "father")):
        held = parent >= 0
        iins = iin_texts(persons.iin)
        parts.append(pa.table({
            "parent": iins.take(pa.array(parent[held])), "child": iins.take(pa.array(child[held])),
            "relation": pa.array([relation]).take(pa.array(np.zeros(int(held.sum()), np.int64))),
        }))  # fmt: skip
    return pa.concat_tables(parts).sort_by([("parent", "ascending"), ("child", "ascending")])


def _unemployed(settings: Settings, how: Pattern, jobs: Jobs, life: Life) -> tuple[Int, Int, Int]:
    """Some of those who are between two seasons of work in the months: person, first and last
    day."""
    chance = settings.chance("unemployed")
    twice = np.zeros(len(how.months), np.bool_)
    second = jobs.person[jobs.rank > 0]
    twice[second[second < len(twice)]] = True
    able = (how.months <= 10) & ~twice & (life.leave[: len(twice)] >= NEVER)
    people = np.flatnonzero(able)
    people = people[chance.random(len(people)) < max(_REGISTERED, 6 / (1 + len(people)))]
    first = settings.first + how.offset[people] + how.months[people]
    end = settings.first + how.offset[people] + 12
    return people, first_days(first), first_days(end) - 1
