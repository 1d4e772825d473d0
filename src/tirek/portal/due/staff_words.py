"""What columns of a staff list are called, and the words for kinds and sexes in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tirek.contract.messages import LANGUAGES
from tirek.law.acts import categories as held_categories
from tirek.law.acts import category_codes
from tirek.law.book import SEXES
from tirek.ledger.files import titles
from tirek.ledger.files.headings import bare
from tirek.pages.documents import document
from tirek.pages.texts import language
from tirek.portal.due.asked import KINDS
from tirek.portal.texts import catalogue

#: Of the columns of payment lists those that are read here; all others are only copied.
_SHARED = {"period": "month", "income": "income", "birth_date": "birth", "iin": "iin"}
_OWN = {"kind": "kind", "pension": "pension", "elsewhere": "elsewhere", "sex": "sex",
        "categories": "categories", "citizenship": "citizenship",
        "birth_date": "birth", "income": "income"}  # fmt: skip
#: Rows in which the heading is looked for.
SEARCHED = 20


class Heading(NamedTuple):
    """``row``: its place among the rows; ``places``: column -> place from 0; ``unclear``: the
    places of each column that more than one name fits, with none of them the sample's own."""

    row: int
    places: Mapping[str, int]
    unclear: Mapping[str, Sequence[int]]


@lru_cache(maxsize=1)
def _document() -> Mapping[str, Any]:
    found: Mapping[str, Any] = document("tirek.portal.due", "columns.yaml")
    return found


@lru_cache(maxsize=1)
def _columns() -> Mapping[str, str]:
    found = {
        bare(name): column
        for shared, column in _SHARED.items() for name in titles.columns()[shared]["names"]
    }  # fmt: skip
    own = _document()["columns"]
    return found | {bare(name): column for key, column in _OWN.items() for name in own[key]}


#: Names of a column that only counts the rows ("№" has no letters).
ROW_NUMBERS = ("", "n", "no", "p n", "п п", "р с", "рет саны", "номер", "number")


def is_base_pay(name: str) -> bool:
    """Whether a column of income is called what is but a part of it."""
    return bare(name) in _words("base_pay")


@lru_cache(maxsize=1)
def naming() -> frozenset[str]:
    """What columns are called that say which row it is: a number, a name."""
    names = [
        bare(name)
        for column in ("surname", "name", "patronymic", "full_name")
        for name in titles.columns()[column]["names"]
    ]
    people = map(bare, catalogue()["staff"]["person"].values())
    return frozenset([*ROW_NUMBERS, *names, *people, *_words("people")])


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


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, str]:
    held = held_categories()
    named = {
        bare(name): code for code in category_codes() for name in held[code].title.values()
    }  # fmt: skip
    coded = {bare(code): code for code in category_codes()}
    return {**named, **coded, **_words("categories"), **_words("wider")}


def categories(typed: str) -> list[str] | None:
    """The categories of a cell, parted by semicolons, commas or line ends; None where a word of it
    is none. One that only a wider word names is left out: who need not belong to it pays."""
    found = _categories_told(typed)
    return None if found is None else sorted({code for _, code in found} - {*wider(typed)})


def wider(typed: str) -> list[str]:
    """Of the categories of a cell those that only an everyday word names whose meaning is wider
    than the law's category: the person need not belong to it."""
    found, wide = _categories_told(typed) or [], _words("wider")
    return sorted({code for _, code in found} - {code for word, code in found if word not in wide})


@lru_cache(maxsize=1024)
def _categories_told(typed: str) -> list[tuple[str, str]] | None:
    """The words of a cell that name categories, and which; None where one names none. The law's
    own names hold commas, so the whole cell is looked at first."""
    known, nothing = _categories(), _words("none").keys() | _words("no_category").keys()
    for mark in ("", "[;\n]", "[;,\n]"):
        words = [bare(one) for one in (re.split(mark, typed) if mark else [typed])]
        words = [one for one in words if one and one not in nothing]
        found = [known.get(one) or known.get(_without_group(one)) for one in words]
        if all(found):
            return [(word, one) for word, one in zip(words, found, strict=True) if one]
    return None


def _without_group(words: str) -> str:
    """The name of a category without the group of a disability, by number or by word; as it stands
    where no group is named."""
    groups, pieces = _words("groups"), words.split()
    if "group" not in {groups.get(one) for one in pieces}:
        return words
    return " ".join(one for one in pieces if one not in groups)


@lru_cache(maxsize=1024)
def is_foreign(typed: str) -> bool:
    """Whether a cell of citizenship names another country than Kazakhstan."""
    words = f" {bare(typed[:80])} "
    for beside in sorted(_words("beside_country"), key=len, reverse=True):
        words = words.replace(f" {beside} ", " ")
    country = words.strip()
    return bool(country) and country not in _words("citizens") and country not in _words("none")


@lru_cache(maxsize=32)
def _words(section: str) -> dict[str, str]:
    return {bare(word): code for code, words in _document()[section].items() for word in words}


def find_heading(rows: Sequence[Sequence[str]]) -> Heading | None:
    """The row with most known names, an income among them."""
    best, found = -1, dict[str, list[int]]()
    for number, row in enumerate(rows[:SEARCHED]):
        known: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            column = _columns().get(bare(cell)) if len(cell) <= 80 else None
            if column is not None:
                known.setdefault(column, []).append(place)
        if "income" in known and len(known) > len(found):
            best, found = number, known
    if best < 0:
        return None
    fitting = {column: _own(column, places, rows[best]) for column, places in found.items()}
    for adding in ("iin", "citizenship"):  # it only adds to a list: no reason to refuse one
        if len(fitting.get(adding, ())) > 1:
            del fitting[adding]
    return Heading(
        best, {column: places[0] for column, places in fitting.items()},
        {column: places for column, places in fitting.items() if len(places) > 1},
    )  # fmt: skip


def _own(column: str, places: Sequence[int], row: Sequence[str]) -> Sequence[int]:
    """Of the places whose names fit a column the one that is called as in the sample; all of them
    where that leaves a choice."""
    own = {bare(name) for words in _titles(column) for name in words.values()}
    named = [at for at in places if bare(row[at]) in own]
    return named if len(named) == 1 else places


def title(column: str) -> str:
    """What a column is called in the template, or by the page: a name that it is known by."""
    return _titles(column)[0][language()]


@lru_cache(maxsize=16)
def _titles(column: str) -> Sequence[Mapping[str, str]]:
    """What the samples, and the page itself, call a column, in each language."""
    shared = {own: name for name, own in _SHARED.items()}
    words = catalogue()
    own, of_page = f"column_{column}", f"{column}_short"
    found = [words["staff"][own]] if own in words["staff"] else []
    if column in shared:
        found.append({lang: titles.title(shared[column], lang) for lang in LANGUAGES})
    return found + ([words["due"][of_page]] if of_page in words["due"] else [])
