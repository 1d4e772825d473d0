"""What a run is asked for, and whose questions are left without an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from tirek.contract.problems import Problem
from tirek.engine.ops import FIRST_DAY
from tirek.law.benefits import BENEFITS
from tirek.nation.errors import Errors
from tirek.nation.people import Persons
from tirek.nation.rows import Rows


@dataclass(frozen=True)
class Asked:
    """What a run asks for, told by the columns of its tables; ``sums``: whether rows may give
    the sum received in place of the income."""

    kinds: tuple[str, ...]
    status: bool
    dues: bool
    sums: bool

    @property
    def outputs(self) -> tuple[str, ...]:
        """The tables that answer."""
        asked = {"benefits": self.kinds, "contributions": self.dues, "status": self.status}
        return tuple(name for name, wanted in asked.items() if wanted)

    @classmethod
    def by(cls, columns: Mapping[str, Collection[str]]) -> Asked:
        """``columns``: for each table that is there, its columns."""
        return cls(
            tuple(kind for kind in BENEFITS if kind in columns.get("events", ())),
            "status_on" in columns["persons"],
            "accrued_tiyn" in columns.get("contributions", ()),
            "contribution_tiyn" in columns.get("contributions", ()),
        )


def say_withheld(persons: Persons, rows: Rows, asked: Asked, errors: Errors) -> None:
    """A line for each withheld person's insured status, and for what is due of all the person's
    rows, where they were asked for (an event has a line of its own)."""
    questions = {
        ("persons", "/status_on"): asked.status & (persons.status_on != FIRST_DAY),
        ("contributions", "/accrued_tiyn"): asked.dues & rows.asking,
    }
    for (table, at), asks in questions.items():
        for place in np.flatnonzero(persons.withheld & asks).tolist():
            person = int(persons.ids[place])
            errors.add(table, Problem("withheld", at, value=person), person=person)
