"""People and payers from registers of the state, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from tirek.project import clock
from tirek.registry import bulk, payers, people
from tirek.registry.bulk import Overlap
from tirek.registry.iin import births, valid_bins, valid_ibans
from tirek.registry.load import (
    PAYERS,
    PEOPLE,
    Bools,
    Faults,
    Loaded,
    missing,
    one_of,
    periods,
    whole,
)
from tirek.registry.models import Account, PayerKind, PayerVersion, Person, PersonVersion, Sex, Size
from tirek.registry.names import name_keys, sort_keys
from tirek.registry.people import LONGEST_NAME, NAME, REGION
from tirek.registry.problems import Refused

_NAMES = ("surname", "name", "patronymic")
#: Of people who are known: which rows say something else than the newest version.
_CHANGED = """
SELECT s.n, i.person_id FROM staged s
JOIN registry_iin i ON i.number = s.iin
JOIN registry_personversion v
  ON v.person_id = i.person_id AND v.known_until IS NULL AND v.valid_until IS NULL
WHERE (s.surname, s.name, s.patronymic, s.died_on, s.citizen, s.region)
  IS DISTINCT FROM (v.surname, v.name, v.patronymic, v.died_on, v.citizen, v.region)
"""


def load_persons(batches: Iterator[Any], faults: Faults, at: datetime) -> Loaded:
    """People: new ones are entered, of those known what is said otherwise is changed from today."""
    bulk.hold_all("registry_iin", "registry_personversion")
    new = same = changed = 0
    refused = Faults("persons")  # another thread adds to the others meanwhile
    for rows, names, first in _ahead(_prepared(batches, faults)):
        if not faults.count:
            known = np.zeros(rows.num_rows, np.bool_)
            if not bulk.is_empty("registry_iin"):
                known = bulk.found(PEOPLE, rows["iin"]) > 0
            fresh, held = pa.array(~known), pa.array(known)
            _enter(rows.filter(fresh), names.filter(fresh), at)
            others = _change(rows.filter(held), np.flatnonzero(known) + first, refused, at)
            new += int((~known).sum())
            changed += others
            same += int(known.sum()) - others
    faults.told += refused.told
    faults.count += refused.count
    if new:
        bulk.analyze("registry_person", "registry_iin", "registry_personversion")
    return Loaded("persons", new, same, changed)


def _ahead(items: Iterator[tuple[Any, Any, int]]) -> Iterator[tuple[Any, Any, int]]:
    """The same, each made while the one before is written."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, items, None)
            yield item


def _prepared(batches: Iterator[Any], faults: Faults) -> Iterator[tuple[Any, Any, int]]:
    """Checked rows, the keys of their names, and how many rows came before."""
    first = 0
    for table in batches:
        rows = _person_rows(table.combine_chunks(), faults, first)
        parts = [rows[name].to_pylist() for name in _NAMES]
        yield rows, pa.table({"name_key": name_keys(*parts), "sort_key": sort_keys(*parts)}), first
        first += rows.num_rows


def _person_rows(table: Any, faults: Faults, first: int) -> Any:
    """The rows as columns of a version, checked."""
    numbers, born = table["iin"], table["birth_date"].cast(pa.date32())
    for name in ("iin", "surname", "name", "sex", "birth_date", "citizen", "region"):
        faults.where(missing(table[name]), "missing_value", name, first)
    told, male = births(pc.fill_null(numbers, "").to_pylist())
    right = ~np.isnat(told)
    faults.where(~right & ~missing(numbers), "bad_iin", "iin", first)
    days = born.to_numpy().astype("datetime64[D]")
    faults.where(
        right & (told != days), "iin_contradicts.birth_date", "birth_date", first, value=""
    )
    faults.where(one_of(table["sex"], Sex.values), "unknown_sex", "sex", first, value="")
    of_man = pc.fill_null(pc.equal(table["sex"], "male"), False).to_numpy()
    faults.where(right & (of_man != male), "iin_contradicts.sex", "sex", first, value="")
    names = {name: pc.fill_null(table[name], "") for name in _NAMES}
    for name, column in names.items():
        faults.where(_misnamed(column, name), "bad_name", name, first, hi=LONGEST_NAME)
    faults.where(_unlike(table["region"], REGION), "bad_region", "region", first, value="")
    died = table["death_date"].cast(pa.date32())
    early = pc.fill_null(pc.less(died, born), False).to_numpy()
    faults.where(early, "died_before_birth", "death_date", first, value="")
    faults.where(_repeated(numbers), "twice", "iin", first)
    return pa.table({
        "iin": numbers, **names, "sex": table["sex"], "birth_date": born, "died_on": died,
        "citizen": table["citizen"], "region": table["region"],
    })  # fmt: skip


def _misnamed(column: Any, name: str) -> Bools:
    bad = [
        text for text in pc.unique(column).to_pylist()
        if not (NAME.fullmatch(text) and len(text) <= LONGEST_NAME)
        and (text or name != "patronymic")
    ]  # fmt: skip
    found: Bools = pc.is_in(column, value_set=pa.array(bad, pa.string())).to_numpy()
    return found


def _unlike(column: Any, form: Any) -> Bools:
    bad = [text for text in pc.unique(column).to_pylist() if text and not form.fullmatch(text)]
    found: Bools = pc.is_in(column, value_set=pa.array(bad, pa.string())).to_numpy()
    return found


def _repeated(column: Any) -> Bools:
    """Which values stood before."""
    codes = pc.dictionary_encode(column.combine_chunks()).indices.to_numpy(False)
    again = np.ones(len(codes), np.bool_)
    again[np.unique(codes, return_index=True)[1]] = False
    return again


def _enter(rows: Any, names: Any, at: datetime) -> None:
    """New people: their rows, numbers and versions; ``names``: the keys."""
    size = rows.num_rows
    if not size:
        return
    ids = pa.array(bulk.ids("registry_person", size))
    bulk.copy("registry_person", pa.table({
        "id": ids, "iin": rows["iin"], "name_key": names["name_key"],
        "sort_key": names["sort_key"], "sex": rows["sex"],
        "birth_date": rows["birth_date"], "died_on": rows["died_on"],
    }))  # fmt: skip
    moment = pa.repeat(pa.scalar(at.isoformat()), size)
    bulk.copy(
        "registry_iin", pa.table({"number": rows["iin"], "person_id": ids, "known_from": moment})
    )
    source = pa.repeat(pa.scalar("persons.parquet"), size)
    since = pc.coalesce(rows["died_on"], rows["birth_date"])
    last = pa.table({
        "person_id": ids, **{name: rows[name] for name in rows.column_names},
        "resident": pa.repeat(pa.scalar(True), size), "valid_from": since,
        "valid_until": pa.nulls(size, pa.date32()), "known_from": moment, "source": source,
    })  # fmt: skip
    bulk.copy("registry_personversion", last)
    lived = last.filter(pc.fill_null(pc.greater(rows["died_on"], rows["birth_date"]), False))
    if lived.num_rows:
        at_birth = {"valid_from": lived["birth_date"], "valid_until": lived["died_on"],
                    "died_on": pa.nulls(lived.num_rows, pa.date32())}  # fmt: skip
        columns = {name: at_birth.get(name, lived[name]) for name in lived.column_names}
        bulk.copy("registry_personversion", pa.table(columns))


def _change(rows: Any, places: Any, faults: Faults, at: datetime) -> int:
    """People who are known, of whom something else is said; gives how many."""
    if not rows.num_rows:
        return 0
    numbered = rows.append_column("n", pa.array(np.arange(rows.num_rows)))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged")
        cursor.execute(
            "CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT iin, surname, name, patronymic, sex,"
            " birth_date, died_on, citizen, region, 0 AS n FROM registry_personversion WITH NO DATA"
        )
    bulk.copy("staged", numbered)
    bulk.analyze("staged")
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        found = cursor.fetchall()
    today = clock.today()
    for place, person_id in found:
        row = rows.slice(place, 1).to_pylist()[0]
        person = Person.objects.get(pk=person_id)
        values = {name: row[name] for name in (*_NAMES, "citizen", "region")}
        newest = PersonVersion.objects.known().filter(person=person).latest("valid_from")
        try:
            people.change(
                person, max(today, newest.valid_from), at=at, source="persons.parquet", **values
            )
            if row["died_on"] != person.died_on:
                people.died(person, row["died_on"], at=at, source="persons.parquet")
        except Refused as refused:
            faults.add(refused.key, int(places[place]) + 1, "iin", **refused.details)
    return len(found)


def load_payers(batches: Iterator[Any], faults: Faults, at: datetime) -> Loaded:
    """Payers, the days on which they are registered, and their accounts."""
    table = whole(batches)
    numbers = table["number"]
    for name in ("number", "name"):
        faults.where(missing(table[name]), "missing_value", name)
    texts = pc.fill_null(numbers, "").to_pylist()
    of_person = ~np.isnat(births(texts)[0])
    faults.where(~of_person & ~valid_bins(texts), "bad_bin", "number")
    faults.where(one_of(table["kind"], PayerKind.values), "unknown_payer_kind", "kind", value="")
    faults.where(one_of(table["size"], Size.values), "unknown_size", "size", value="")
    faults.where(_unlike(table["region"], REGION), "bad_region", "region", value="")
    accounts = pc.fill_null(table["account"], "").to_pylist()
    held = ~missing(table["account"])
    faults.where(held & ~valid_ibans(accounts), "bad_iban", "account")
    owners = bulk.found(PEOPLE, numbers)
    faults.where(of_person & (owners == 0), "person_unknown", "number")
    days = periods(faults, table, "registered_from", "registered_until")
    faults.check()
    bulk.hold_all("registry_payer", "registry_payerversion", "registry_account")
    ids = _payers(table, owners, of_person)
    size = table.num_rows
    rows = pa.table({
        "payer_id": pa.array(ids), "name": table["name"], "kind": table["kind"],
        "size": table["size"], "region": table["region"],
        "branch": pa.repeat(pa.scalar(""), size), "valid_from": days["valid_from"],
        "valid_until": days["valid_until"],
    })  # fmt: skip
    account = pa.table({
        "iban": table["account"], "person_id": pa.nulls(size, pa.int64()),
        "payer_id": rows["payer_id"], "valid_from": rows["valid_from"],
        "valid_until": rows["valid_until"],
    }).filter(pa.array(held))  # fmt: skip
    column = "registered_from"
    try:
        done = bulk.replace(PayerVersion, rows, at, "payers.parquet")
        column = "account"
        bulk.replace(Account, account, at, "payers.parquet")
    except Overlap as overlap:
        place = overlap.row if column != "account" else int(np.flatnonzero(held)[overlap.row])
        faults.add("overlap", place + 1, column)
        raise faults from None
    payers.refresh([key for (key,) in done.keys])
    return Loaded("payers", done.new, done.same, done.changed)


def _payers(table: Any, owners: Any, of_person: Bools) -> Any:
    """The ids of payers, new ones entered; of several rows of one payer the last is shown."""
    ids = bulk.found(PAYERS, table["number"])
    fresh = np.flatnonzero(ids == 0)
    numbers = table["number"].take(pa.array(fresh))
    last = dict(zip(numbers.to_pylist(), fresh.tolist(), strict=True))
    if not last:
        return ids
    new = bulk.ids("registry_payer", len(last))
    places = np.array(list(last.values()))
    shown = table.take(pa.array(places))
    bulk.copy("registry_payer", pa.table({
        "id": pa.array(new), "number": shown["number"], "name": shown["name"],
        "kind": shown["kind"], "region": shown["region"], "size": shown["size"],
        "person_id": pa.array(owners[places], mask=~of_person[places]),
    }))  # fmt: skip
    ids[fresh] = new[pc.index_in(numbers, shown["number"].combine_chunks()).to_numpy()]
    return ids
