"""Names of months as people write them, in any of the three languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tirek.ledger.files.headings import bare
from tirek.pages.texts import Texts

_SHORTEST, _LONGEST = 3, 20


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
