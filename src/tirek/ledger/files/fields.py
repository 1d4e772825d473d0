"""Block 4 as fields: ``:70:`` and the like with their sub-fields ``/KNP/`` and the like.

A line that begins neither a field nor a sub-field goes on with the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r":([0-9]{2}[A-Z]?):").match
_SUB = re.compile(r"/{1,2}([A-Z][A-Z0-9]{0,7})/").match
_AMOUNT = re.compile(r"([0-9]{1,16})(?:,([0-9]{0,2}))?", re.ASCII).fullmatch
_SIGNED = re.compile(r"-[0-9]{1,16}(?:,[0-9]{0,2})?", re.ASCII).fullmatch
_PERIOD = re.compile(r"(0[1-9]|1[0-2])((?:19|20)[0-9]{2})").fullmatch
_DATE = re.compile(r"[0-9]{8}", re.ASCII).fullmatch

AMOUNT_FORM, PERIOD_FORM, BIRTH_FORM = "4250,00", "MMYYYY", "YYYYMMDD"


class Piece(NamedTuple):
    """One field or sub-field; ``name`` is ``""`` for what stands on the field's own line.

    ``prefix`` is what begins its line, ``raw`` the rest of that line as it stands, ``value`` the
    text without spaces around, its further lines (``lines`` in all) joined by a space.
    """

    tag: str
    name: str
    value: str
    line: int
    prefix: str
    raw: str
    lines: int

    @property
    def title(self) -> str:
        """How people know it: ``:20:`` or ``/KNP/``."""
        return f"/{self.name}/" if self.name else f":{self.tag}:"


def pieces(lines: Sequence[str], first_line: int) -> list[Piece]:
    """Fields and sub-fields in order. What is no field has the tag ``""``."""
    found: list[Piece] = []
    further: list[str] = []
    tag = ""
    for line, text in enumerate(lines, first_line):
        start = _TAG(text) if text[:1] == ":" else None
        if start:
            tag = start[1]
        begin = start.end() if start else 0
        sub = _SUB(text, begin) if tag and (not start or tag == "70") else None
        if not sub and not start and tag and not text.startswith(":"):
            further.append(text)
            continue
        if further:
            found[-1], further = _longer(found[-1], further), []
        if sub:
            found.append(_piece(tag, sub[1], text, line, sub.end()))
        elif start:
            found.append(_piece(tag, "", text, line, begin))
        else:
            found.append(_piece("", "", text, line, 0))
    if further:
        found[-1] = _longer(found[-1], further)
    return found


def _piece(tag: str, name: str, text: str, line: int, end: int) -> Piece:
    return Piece(tag, name, text[end:].strip(), line, text[:end], text[end:], 1)


def _longer(piece: Piece, further: Sequence[str]) -> Piece:
    """A piece with its further lines, however many: joined once."""
    value = " ".join(part for text in (piece.value, *further) if (part := text.strip()))
    return piece._replace(value=value, lines=piece.lines + len(further))


def tiyn(text: str) -> int | None:
    """Tiyn from ``4250,00``; None where it is no amount."""
    match = _AMOUNT(text)
    if match is None:
        return None
    tenge, rest = match.groups()
    return int(tenge) * 100 + int((rest or "").ljust(2, "0"))


def below_zero(text: str) -> bool:
    return _SIGNED(text) is not None


def amount_text(amount: int) -> str:
    """``4250,00`` from tiyn."""
    return f"{amount // 100},{amount % 100:02d}"


@lru_cache(maxsize=4096)
def period(text: str) -> int:
    """YYYYMM from MMYYYY; 0 where it is no month."""
    match = _PERIOD(text)
    return int(match[2]) * 100 + int(match[1]) if match else 0


def period_text(number: int) -> str:
    """MMYYYY from YYYYMM."""
    return f"{number % 100:02d}{number // 100:04d}"


@lru_cache(maxsize=65536)
def is_day(text: str) -> bool:
    """Whether a text is a day as YYYYMMDD."""
    return bool(_DATE(text)) and day(text[:4], text[4:6], text[6:]) is not None


def day(year: str, month: str, of_month: str) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return None
