"""The people of a part: their tables as arrays, checked row by row, ordered by person.

A row that cannot be taken is an error with its reason, and its person is *withheld*: with a
month missing, any amount would be wrong. Nothing else stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tirek.contract import reading
from tirek.contract.problems import Problem
from tirek.engine.calendar import MONTHS, plus_months
from tirek.engine.ops import FIRST_DAY, LAST_DAY
from tirek.engine.parameters import day_number, day_of
from tirek.law import law
from tirek.law.acts import categories, category_codes
from tirek.law.book import SEXES
from tirek.nation import loops
from tirek.nation.columns import MOST_NUMBER, Columns, row_at
from tirek.nation.errors import Errors, wrong_person

Array = NDArray[Any]

DAY_SPAN = (reading.EARLIEST, reading.LATEST)


@dataclass
class Persons:
    """Persons by number; ``withheld`` are those of whom something could not be taken."""

    ids: Array
    birth: Array
    sex: Array
    status_on: Array
    withheld: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


def read_persons(table: pa.Table, errors: Errors) -> Persons:
    """Persons in the order of their numbers; one that stands twice is withheld."""
    columns = Columns(table)
    number = columns.number("person")
    order = np.argsort(number, kind="stable")
    ids = number[order]
    birth = columns.day("birth_date", FIRST_DAY)[order]
    sex = columns.code("sex", SEXES)[order]
    status_on = columns.optional_day("status_on", FIRST_DAY)[order]
    again = np.zeros(len(ids), np.bool_)
    again[1:] = ids[1:] == ids[:-1]
    bad = again | ~_between(birth) | (sex < 0) | (ids < 0)
    asked = status_on != FIRST_DAY
    bad |= asked & (~_between(status_on) | (status_on < birth))
    for at in np.flatnonzero(bad).tolist():
        row = row_at(table, int(order[at]))
        errors.add("persons", _wrong_person(row, bool(again[at])), person=row["person"])
    keep = ~again & (ids >= 0)
    place = np.cumsum(keep) - 1
    withheld = np.zeros(int(keep.sum()), np.bool_)
    withheld[place[bad & (ids >= 0)]] = True
    birth = np.clip(birth, *DAY_SPAN)  # of those withheld, too: others reckon with it
    return Persons(ids[keep], birth[keep], sex[keep], status_on[keep], withheld)


def _wrong_person(row: Mapping[str, Any], again: bool) -> Problem:
    """What is wrong with a row of persons."""
    try:
        if row["person"] is None or not 0 <= row["person"] <= MOST_NUMBER:
            raise wrong_person(row["person"])
        for name in ("birth_date", "sex"):
            reading.needed(row, name, "")
        birth = reading.day(str(row["birth_date"]), "/birth_date")
        reading.code(row["sex"], SEXES, "/sex")
        if row.get("status_on") is not None:
            on = reading.day(str(row["status_on"]), "/status_on")
            if on < birth:
                raise Problem("event_date_conflict.before_birth", "/birth_date")
    except Problem as problem:
        return problem
    assert again
    return Problem("same_person_twice", "/person", value=row["person"])


def _between(days: Array) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = (days >= DAY_SPAN[0]) & (days <= DAY_SPAN[1])
    return within


# ---------------------------------------------------------------------- categories


@dataclass
class Intervals:
    """State-insured categories by person, that of children with them; ``starts`` as in Rows."""

    starts: Array
    code: Array
    first: Array
    last: Array

    @cached_property
    def first_month(self) -> Array:
        return cast(Array, MONTHS[self.first - FIRST_DAY])

    @cached_property
    def last_month(self) -> Array:
        return cast(Array, MONTHS[np.minimum(self.last, LAST_DAY - 1) - FIRST_DAY])


def read_categories(table: pa.Table | None, persons: Persons, errors: Errors) -> Intervals:
    """The categories of the persons, clipped to the days on which the law has them."""
    codes = category_codes()
    size = len(persons)
    adult = _adult_on(persons.birth) - 1
    child = np.full(size, codes.index("child"))
    person, code, first, last = np.arange(size), child, persons.birth, adult
    if table is not None and len(table):
        given = _given_categories(table, persons, errors)
        person = np.concatenate((given[0], person))
        code, first, last = (
            np.concatenate(pair) for pair in zip(given[1:], (code, first, last), strict=True)
        )
    since = np.array([day_number(categories()[name].since) for name in codes])
    first = np.maximum(first, since[code])
    keep = first <= last
    person, code, first, last = person[keep], code[keep], first[keep], last[keep]
    order = np.argsort(person, kind="stable")
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(person, minlength=size), out=starts[1:])
    return Intervals(starts, code[order], first[order], last[order])


def _given_categories(
    table: pa.Table, persons: Persons, errors: Errors
) -> tuple[Array, Array, Array, Array]:
    columns = Columns(table)
    codes = category_codes()
    person = loops.places(persons.ids, columns.number("person"))
    code = columns.code("code", codes)
    first, last = columns.day("from", FIRST_DAY), columns.day("until", LAST_DAY)
    open_ended = ~columns.there("until")
    bad = (person < 0) | (code < 0) | ~_between(first) | ~(_between(last) | open_ended)
    bad |= last < first
    for at in np.flatnonzero(bad).tolist():
        row = row_at(table, at)
        errors.add("categories", _wrong_category(row, int(person[at])), person=row["person"])
    persons.withheld[person[bad & (person >= 0)]] = True
    keep = ~bad
    return person[keep].astype(np.int64), code[keep], first[keep], last[keep]


def _wrong_category(row: Mapping[str, Any], person: int) -> Problem:
    try:
        if person < 0:
            raise wrong_person(row["person"])
        reading.code(reading.needed(row, "code", ""), category_codes(), "/code")
        first = reading.day(str(reading.needed(row, "from", "")), "/from")
        until = row.get("until")
        if until is not None and reading.day(str(until), "/until") < first:
            raise Problem("event_date_conflict.interval", "/until")
    except Problem as problem:
        return problem
    raise AssertionError("a category was refused without a reason")


def _adult_on(birth: Array) -> Array:
    """The 18th birthday."""
    age = law().parameters["dependant_age_limit"].at(day_of(int(LAST_DAY) - 1))
    assert age is not None
    return plus_months(np.clip(birth, *DAY_SPAN), int(age) * 12)
