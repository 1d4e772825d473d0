"""The marks of a curve, numbered; those that follow each other evenly are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tirek.pages.texts import language
from tirek.portal.curves.drawn import UNKNOWN, Drawn
from tirek.portal.curves.kinds import KINDS
from tirek.portal.curves.marks import Mark, marks_of
from tirek.portal.patience import Patience, TookTooLong

#: A right that begins with less than this, at less than this, is not worth a mark (tiyn).
_NOTHING = 100
#: Of work at one curve: marks take a tenth of it, except on a curve that has no straight piece.
_SECONDS = 4.0


@dataclass(frozen=True)
class Told:
    """A mark, or some that follow each other at equal distances by equal jumps, with its number;
    ``last`` is the last of them."""

    number: int
    mark: Mark
    last: Mark
    apart: int = 0


@lru_cache(maxsize=64)
def _marks(kind: str, given: tuple[tuple[str, Any], ...], lang: str) -> tuple[Drawn, list[Mark]]:
    drawn = Drawn(KINDS[kind], dict(given))
    if drawn.points([drawn.span[0], drawn.span[1]])[1].state == UNKNOWN:
        return drawn, []
    drawn.patience = Patience(_SECONDS)
    try:
        return drawn, marks_of(drawn, lang)
    except TookTooLong:
        drawn.restless = True
        return drawn, []
    finally:
        drawn.patience = None


def drawn_of(kind: str, given: dict[str, Any]) -> tuple[Drawn, list[Told]]:
    """A curve and its marks; raises Problem where the question cannot be asked."""
    drawn, marks = _marks(kind, tuple(sorted(given.items())), language())
    return drawn, _numbered(drawn, marks)


def _numbered(drawn: Drawn, marks: Sequence[Mark]) -> list[Told]:
    shown = [mark for mark in marks if not _is_nothing(drawn, mark)]
    found: list[Told] = []
    at = 0
    while at < len(shown):
        run = _run(shown, at)
        first, last = shown[at], shown[at + run - 1]
        apart = shown[at + 1].at - first.at if run > 1 else 0
        found.append(Told(len(found) + 1, first, last, apart))
        at += run
    return found


def _is_nothing(drawn: Drawn, mark: Mark) -> bool:
    return (
        drawn.kind.axis == "income" and mark.what == "begins" and mark.at < _NOTHING
        and abs(mark.by) < _NOTHING
    )  # fmt: skip


def _run(marks: Sequence[Mark], at: int) -> int:
    """How many marks from one on are the same jump at equal distances; 1 where fewer than three."""
    first = marks[at]
    count = 1
    while at + count < len(marks):
        this, before = marks[at + count], marks[at + count - 1]
        same = (this.what, this.by, this.line, this.cause.why) == (
            "jump", first.by, first.line, first.cause.why)  # fmt: skip
        if not same or first.what != "jump" or (
            count > 1 and this.at - before.at != marks[at + 1].at - first.at
        ):  # fmt: skip
            break
        count += 1
    return count if count > 2 else 1
