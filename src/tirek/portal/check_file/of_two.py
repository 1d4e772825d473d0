"""One ИИН with two people: somebody's payment would go to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tirek.ledger.files import Lines, cells
from tirek.ledger.files.garbled import garbled
from tirek.registry.names import name_keys, same_name


class OfTwo(NamedTuple):
    """A person (the place of the portion and the place in it), and the one before who has the same
    ИИН and another name."""

    portion: int
    place: int
    first_portion: int
    first_place: int


def found(portions: Sequence[Lines]) -> Iterator[OfTwo]:
    """People whose ИИН stands with another name before, in any message of a file."""
    first: dict[str, tuple[int, int, str]] = {}
    for at, lines in enumerate(portions):
        keys = name_keys(lines.surname, lines.name, lines.patronymic)
        for place, (iin, key) in enumerate(zip(lines.iin, keys, strict=True)):
            if not cells.is_iin(iin) or not _readable(lines, place):
                continue
            before = first.setdefault(iin, (at, place, key))
            if not _agree(before[2], key):
                yield OfTwo(at, place, *before[:2])


def _readable(lines: Lines, place: int) -> bool:
    """Whether there is a name to compare; one that cannot be read is told anyway."""
    surname, name = lines.surname[place], lines.name[place]
    return bool(surname and name) and not garbled(f"{surname} {name}")


def _agree(one: str, other: str) -> bool:
    """Whether two keys may be one person's: an initial is as good as a name."""
    if same_name(one, other):
        return True
    (surname, name, *_), (other_surname, other_name, *_) = one.split("|"), other.split("|")
    initial = min(len(name), len(other_name)) == 1 and name[:1] == other_name[:1]
    return surname == other_surname and initial
