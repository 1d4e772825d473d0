"""``undetermined``: the values that an answer rests on and that the law does not hold yet."""

from __future__ import annotations

from collections.abc import Sequence

from tirek.contract import writing
from tirek.engine.plan import Run


def undetermined(run: Run, person: int, names: Sequence[str]) -> list[dict[str, object]]:
    """The unknown parameters, each with its day, behind some named values of a person."""
    unknown = run.unknown
    if unknown is None or not any(unknown.rests_on(name)[person] for name in names):
        return []
    asked = sorted(
        {
            (name, f"{writing.month(day)}-01" if monthly else writing.day(day))
            for name, day, monthly in unknown.dates(person, names)
        }
    )
    return [{"parameter": name, "on": on} for name, on in asked]
