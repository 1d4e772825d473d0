"""What a page shows as rows: the same template for every table, cards on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``note``: smaller words under it; ``href``: where it leads."""

    text: str
    href: str = ""
    note: str = ""

    @property
    def day(self) -> bool:
        """Whether it is a day that a line could break at its hyphens."""
        return _DAY.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``number``: its cells hold numbers."""

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``state`` is a mark of style; ``whole``: one text over all columns after the first;
    ``total``: sums up what stands before."""

    cells: list[tuple[Column, Cell]]
    state: str = ""
    whole: str = ""
    total: bool = False


@dataclass(slots=True)
class Table:
    """``caption`` is read aloud and not shown; ``wide``: many columns, cards come earlier;
    ``months``: the first column holds months as YYYY-MM."""

    caption: str
    columns: list[Column]
    wide: bool = False
    months: bool = False
    rows: list[Row] = field(default_factory=list)

    @property
    def rest(self) -> int:
        """How many columns stand after the first."""
        return len(self.columns) - 1

    def add(
        self, cells: Iterable[Cell | str], state: str = "", whole: str = "", total: bool = False
    ) -> None:
        """Adds a row, its cells in the order of the columns."""
        there = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
        self.rows.append(Row(list(zip(self.columns, there, strict=False)), state, whole, total))
