"""Months as people write them: by their names in any of the three languages, with their year, or by
a short number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tirek.ledger.files.headings import bare
from tirek.pages.texts import Texts

_SHORTEST, _LONGEST = 3, 20
_LONGEST_MONTH = 80
#: Words that stand beside a month and its year.
_BESIDE = frozenset(
    ("г", "год", "года", "ж", "жыл", "жылы", "жылғы", "жылдың", "ай", "айы", "айына", "за", "for")
)


@lru_cache(maxsize=1)
def _named() -> Sequence[tuple[str, int]]:
    found = Texts("tirek.pages").catalogue
    return [
        (bare(word), number)
        for section in ("months", "months_of_days") for number in range(1, 13)
        for word in found[section][f"m{number}"].values()
    ]  # fmt: skip


def number_of(typed: str) -> int:
    """The month from 1 that has this name, or begins with these three letters or more; 0 where
    none or several do."""
    name = bare(typed) if len(typed) <= _LONGEST else ""
    if len(name) < _SHORTEST:
        return 0
    found = {number for word, number in _named() if word.startswith(name)}
    return found.pop() if len(found) == 1 else 0


def month(typed: str, whole_year: bool = False) -> int:
    """A month by its name and year, or as 3.26 (YYYYMM); 0 where it is none. ``whole_year``: what
    may be a day of a month as well ("мар.26") is none."""
    words = [one for one in bare(typed[:_LONGEST_MONTH]).split() if one not in _BESIDE]
    if len(words) != 2:
        return 0
    year = next((one for one in words if one.isascii() and len(one) == 4 and one.isdigit()), "")
    if whole_year and not year:
        return 0
    year = year or words[1]
    [name] = [one for one in words if one != year] or [""]
    if len(year) == 2:
        year = f"20{year}"
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year[:2] in ("19", "20")):
        return 0
    if name.isascii() and name.isdigit():
        number = int(name) if len(name) <= 2 and len(words[1]) == 2 else 0
        return int(year) * 100 + number if 1 <= number <= 12 else 0
    number = number_of(name)
    return int(year) * 100 + number if number else 0
