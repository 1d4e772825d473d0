"""What columns of a staff list are called, and the words for kinds and sexes in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from tirek.law.book import SEXES
from tirek.ledger.files import titles
from tirek.ledger.files.headings import bare
from tirek.pages.texts import language
from tirek.portal.due.asked import KINDS
from tirek.portal.texts import catalogue, text

#: Of the columns of payment lists those that are read here; all others are only copied.
_SHARED = {"period": "month", "income": "income", "birth_date": "birth"}
_OWN = {"kind": "kind", "pension": "pension", "elsewhere": "elsewhere", "sex": "sex",
        "birth_date": "birth", "income": "income"}  # fmt: skip
#: Rows in which the heading is looked for.
SEARCHED = 20


class Heading(NamedTuple):
    """``row``: its place among the rows; ``places``: column -> place from 0."""

    row: int
    places: Mapping[str, int]


@lru_cache(maxsize=1)
def _document() -> Mapping[str, Any]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.portal.due").joinpath("columns.yaml")
    found: Mapping[str, Any] = yaml.load(file.read_bytes(), Loader=loader)
    return found


@lru_cache(maxsize=1)
def _columns() -> Mapping[str, str]:
    found = {
        bare(name): column
        for shared, column in _SHARED.items() for name in titles.columns()[shared]["names"]
    }  # fmt: skip
    own = _document()["columns"]
    return found | {bare(name): column for key, column in _OWN.items() for name in own[key]}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, str]:
    """Every word for a kind: its code, its name in each language, what people write."""
    named = {
        bare(name): kind for kind in KINDS for name in catalogue()["kinds"][kind].values()
    }  # fmt: skip
    coded = {bare(kind): kind for kind in KINDS}
    return named | coded | _words("kinds")


@lru_cache(maxsize=1)
def sexes() -> Mapping[str, str]:
    return _words("sexes") | {sex: sex for sex in SEXES}


def _words(section: str) -> dict[str, str]:
    return {bare(word): code for code, words in _document()[section].items() for word in words}


def find_heading(rows: Sequence[Sequence[str]]) -> Heading | None:
    """The row with most known names, an income among them; the first of a name counts."""
    best: Heading | None = None
    for number, row in enumerate(rows[:SEARCHED]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            column = _columns().get(bare(cell)) if len(cell) <= 80 else None
            if column is not None:
                places.setdefault(column, place)
        if "income" in places and (best is None or len(places) > len(best.places)):
            best = Heading(number, places)
    return best


def title(column: str) -> str:
    """What a column is called in the template: the name that it is known by."""
    shared = {own: name for name, own in _SHARED.items()}
    if column in shared:
        return titles.title(shared[column], language())
    return text(f"staff.column_{column}")
