"""The shape of a person's lines: what is the same for all who have it, and where the values stand.

People of one message mostly have the same shape (or two: with and without ``/FT/``), so a shape
found once by the careful reader is compiled, and from then on such a person is one match. Writing
fills the shape again, so that nothing more than the values is kept of a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tirek.ledger.files.fields import Piece

#: Columns in the order in which a match gives them.
SLOTS = ("number", "amount", "surname", "name", "patronymic", "birth_date", "iin", "period")
SUBS = {
    "FM": "surname", "NM": "name", "FT": "patronymic", "DT": "birth_date", "IDN": "iin",
    "PERIOD": "period",
}  # fmt: skip
_VALUE = r"(?:\S(?:[^\n]*\S)?)?"
_FORMS = {
    "number": r"[1-9][0-9]{0,6}",
    "amount": r"(?:0|[1-9][0-9]{0,12}),[0-9]{2}",
    "period": r"(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}",
}
#: After a person comes another, the total or the end.
_NEXT = r"(?=:21:|:32A:|-\})"
_MOST_LINES, _LONGEST = 20, 80


#: For each line of a person what begins it and the column that follows, ``""`` for none.
Parts = tuple[tuple[str, str], ...]


class Shape(NamedTuple):
    """Lines compiled to be matched and written."""

    parts: Parts
    pattern: re.Pattern[str]
    order: tuple[int, ...]  #: the groups of a match in the order of SLOTS
    places: dict[str, int]  #: column -> lines after the person's first
    template: str

    @property
    def lines(self) -> int:
        return len(self.parts)


@lru_cache(maxsize=1024)
def shape(parts: Parts) -> Shape:
    """A shape from its lines; each column at most once."""
    pattern, groups, places, template = "", [], {}, ""
    for line, (prefix, slot) in enumerate(parts):
        pattern += re.escape(prefix)
        template += prefix.replace("{", "{{").replace("}", "}}")
        if slot:
            groups.append(slot)
            places[slot] = line
            pattern += f"({_FORMS.get(slot, _VALUE)})"
            template += f"{{{SLOTS.index(slot)}}}"
        pattern += r"\n"
        template += "\n"
    missing = [slot for slot in SLOTS if slot not in groups]
    pattern += _NEXT + "()" * len(missing)
    groups += missing
    order = tuple(groups.index(slot) + 1 for slot in SLOTS)
    return Shape(parts, re.compile(pattern), order, places, template)


def parts_of(read: Sequence[Piece], slots: dict[int, str]) -> Parts | None:
    """The parts of a person whose pieces are ``read``; ``slots``: piece -> column.

    None where no shape would give the very same lines (continued ones, something unusually long),
    or where something is amiss: no amount, a column twice, what is no field.
    """
    if "amount" not in slots.values():
        return None
    if len(read) > _MOST_LINES or any(piece.lines > 1 for piece in read):
        return None
    parts = []
    for number, piece in enumerate(read):
        slot = slots.get(number, "")
        if not slot and (not piece.tag or piece.name in SUBS or piece.tag == "32B"):
            return None
        prefix = piece.prefix if slot else piece.prefix + piece.raw
        if slot == "amount":
            prefix += "KZT"
        if len(prefix) > _LONGEST or "\r" in prefix:
            return None
        parts.append((prefix, slot))
    return tuple(parts)
