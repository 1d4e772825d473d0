"""One part of a nation, from its tables to its answers. Local runs and clusters call this."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from tirek.engine.graph import Law
from tirek.nation.asked import Asked, say_withheld
from tirek.nation.benefits import Benefits, people_of
from tirek.nation.dues import Dues
from tirek.nation.errors import Errors
from tirek.nation.events import read_events
from tirek.nation.people import read_categories, read_persons
from tirek.nation.rows import levels_of, read_rows
from tirek.nation.schema import TABLES
from tirek.nation.status import Status


class Answering:
    """Everything that is compiled for one law and one set of questions."""

    def __init__(self, law: Law, asked: Asked) -> None:
        self.asked = asked
        self.benefits = Benefits(law, asked.kinds, asked.sums)
        self.status = Status(law)
        self.dues = Dues(law)

    def compile(self) -> None:
        """Compiles what will be run, before threads ask for it."""
        if self.asked.kinds:
            self.benefits.compile()
        if self.asked.status:
            self.status.compile()
        if self.asked.dues:
            self.dues.compile()


def answer(
    tables: Mapping[str, pa.Table | None],
    answering: tuple[Answering, ...],
    errors: Errors | None = None,
) -> list[dict[str, pa.Table]]:
    """The answers of one part's people, under each law: tables by name as in OUTPUTS.

    ``tables``: persons, and where they are there contributions, categories and events of the
    same people, in any order. Errors are the same under each law and stand with the first.
    """
    errors = Errors() if errors is None else errors
    given = tables["persons"]
    assert given is not None
    persons = read_persons(given, errors)
    rows = read_rows(_table(tables, "contributions"), persons, errors)
    intervals = read_categories(tables.get("categories"), persons, errors)
    levels = levels_of(rows, persons, errors)
    say_withheld(persons, rows, answering[0].asked, errors)
    events = read_events(_table(tables, "events"), persons, errors)
    people = people_of(persons, levels, events)
    found: list[dict[str, pa.Table]] = []
    for one in answering:
        answers: dict[str, pa.Table] = {}
        if one.asked.kinds:
            answers["benefits"] = one.benefits.answered(persons, events, people)
        if one.asked.status:
            answers["status"] = one.status.answered(persons, rows, intervals)
        if one.asked.dues:
            answers["contributions"] = one.dues.answered(persons, rows, intervals)
        found.append(answers)
    found[0]["errors"] = errors.table()
    return found


def _table(tables: Mapping[str, pa.Table | None], name: str) -> pa.Table:
    """A table, or an empty one of its needed columns."""
    table = tables.get(name)
    if table is None:
        needed = [(c.name, c.type) for c in TABLES[name].columns if c.needed]
        return pa.schema(needed).empty_table()
    return table
