"""Which column of a list holds what: names of columns in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tirek.ledger.files.problems import FileProblem
from tirek.ledger.files.titles import columns

#: Rows in which column names are looked for; titles and addresses may stand above them.
SEARCHED = 20
_NEEDED = ("iin", "surname", "name")
_NAMES = ("surname", "name", "patronymic")


class Heading(NamedTuple):
    """The row of column names: its place and what was found, column -> place from 0."""

    row: int
    places: Mapping[str, int]
    problems: tuple[FileProblem, ...]
    #: Whether no more than one column may be the income.
    one_income: bool = True

    @property
    def amount(self) -> str:
        """Which amount of the list is taken: what is paid, where an income stands beside it."""
        return "sum" if "sum" in self.places else "income"


def find_heading(rows: Sequence[Sequence[str]], lines: Sequence[int], period: bool) -> Heading:
    """The row with most known names; ``lines``: where the rows stand, from 1.

    ``period``: whether the caller knows the month, so that its column may be missing.
    """
    best, places = 0, dict[str, list[int]]()
    for number, row in enumerate(rows[:SEARCHED]):
        known = _known(row)
        if len(known) > len(places):
            best, places = number, known
    line = lines[best] if lines else 1
    if len(places) < 2:
        return Heading(best, {}, (FileProblem("no_header", "envelope", line, "iin"),))
    problems = [
        _problem("repeated_column", line, name, found[1],
                 "», «".join(rows[best][at] for at in found))
        for name, found in places.items()
        if len(found) > 1 and (name != "income" or "sum" not in places)
    ]  # fmt: skip
    for name in _missing(places, period):
        problems.append(_problem("missing_column", line, name))
    return Heading(
        best, {name: found[0] for name, found in places.items()}, tuple(problems),
        len(places.get("income", ())) <= 1,
    )  # fmt: skip


def _known(row: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(row):
        if len(text) <= 80 and (name := _names().get(bare(text))):
            found.setdefault(name, []).append(place)
    return found


def _missing(places: Mapping[str, object], period: bool) -> list[str]:
    whole = "full_name" in places
    missing = [name for name in _NEEDED if name not in places and not (whole and name in _NAMES)]
    if "sum" not in places and "income" not in places:
        missing.append("sum")
    if not period and "period" not in places:
        missing.append("period")
    return missing


def _problem(code: str, line: int, name: str, place: int = -1, value: str = "") -> FileProblem:
    return FileProblem(code, "envelope", line, name, value, column=place + 1)


def is_total(row: Sequence[str]) -> bool:
    """Whether a row without an ИИН is the list's own total."""
    return any(bare(text).partition(" ")[0] in _totals() for text in row if text)


def bare(text: str) -> str:
    """A name of a column to compare: small letters, digits and single spaces."""
    small = text.casefold().replace("ё", "е")
    return " ".join("".join(c if c.isalnum() else " " for c in small).split())


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset(map(bare, columns()["totals"]))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {
        bare(known): name
        for name, column in columns().items()
        if name != "totals"
        for known in column["names"]
    }
