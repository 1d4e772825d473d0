"""What could not be taken: one line a row or event, with its reason in three languages."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from tirek.contract.problems import Problem
from tirek.nation.schema import ERRORS_OUT


class Errors:
    """Errors of one part, in the order in which they were found."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in ERRORS_OUT.names}

    def __len__(self) -> int:
        return len(self._columns["code"])

    def add(self, table: str, problem: Problem, **where: int | None) -> None:
        """A row that cannot be taken; ``where`` says which (person, event, period, payer)."""
        told = problem.as_dict()["error"]
        assert isinstance(told, dict)
        line = {"table": table, "code": told["code"], "at": told["at"], **where}
        line |= {f"message_{lang}": text for lang, text in told["message"].items()}
        for name, values in self._columns.items():
            values.append(line.get(name))

    def table(self) -> pa.Table:
        """All errors; those of a person together, otherwise in a fixed order."""
        found = pa.table(self._columns, schema=ERRORS_OUT)
        names = ("person", "table", "event", "period", "payer", "code", "at", "message_en")
        return found.sort_by([(name, "ascending") for name in names])
