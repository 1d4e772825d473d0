"""What could not be taken: one line a row or event, with its reason in three languages."""

from __future__ import annotations

import sys
from typing import Any

import pyarrow as pa

from tirek.contract.problems import Problem
from tirek.nation.columns import MOST_NUMBER
from tirek.nation.schema import ERRORS_OUT


class Errors:
    """Errors of one part, in the order in which they were found; of more than ``most`` only their
    number is kept."""

    def __init__(self, most: int = sys.maxsize) -> None:
        self.count, self._most = 0, most
        self._columns: dict[str, list[Any]] = {name: [] for name in ERRORS_OUT.names}

    def __len__(self) -> int:
        return len(self._columns["code"])

    def add(self, table: str, problem: Problem, **where: int | None) -> None:
        """A row that cannot be taken; ``where`` says which (person, event, period, payer), null
        for a number that its column cannot hold."""
        self.count += 1
        if self.count > self._most:
            return
        told = problem.as_dict()["error"]
        assert isinstance(told, dict)
        line = {"table": table, "code": told["code"], "at": told["at"]}
        line |= {name: _held(name, number) for name, number in where.items()}
        line |= {f"message_{lang}": text for lang, text in told["message"].items()}
        for name, values in self._columns.items():
            values.append(line.get(name))

    def table(self) -> pa.Table:
        """All errors; those of a person together, otherwise in a fixed order."""
        found = pa.table(self._columns, schema=ERRORS_OUT)
        names = ("person", "table", "event", "period", "payer", "code", "at", "message_en")
        return found.sort_by([(name, "ascending") for name in names])


def _held(name: str, number: int | None) -> int | None:
    bits = ERRORS_OUT.field(name).type.bit_width
    return number if number is not None and -(2 ** (bits - 1)) <= number < 2 ** (bits - 1) else None


def wrong_person(number: int | None) -> Problem:
    """What is wrong with a person's number by which nobody is found."""
    if number is None:
        return Problem("missing_fact", "/person", key="person")
    if not 0 <= number <= MOST_NUMBER:
        return Problem("out_of_bounds.person", "/person", value=number, lo=0, hi=MOST_NUMBER)
    return Problem("unknown_person", "/person", value=number)
