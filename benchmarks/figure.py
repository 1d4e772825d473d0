"""A figure of the table."""

from typing import NamedTuple


class Figure(NamedTuple):
    """One row of the table; `reach` is the design's aim in the same unit, where it names one."""

    name: str
    value: float
    unit: str
    reach: float | None = None


def sign(unit: str) -> str:
    """Whether the aim is a floor or a ceiling."""
    return "≥" if unit.endswith(("/s", "times")) else "≤"
