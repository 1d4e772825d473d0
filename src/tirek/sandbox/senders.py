"""How each payer pays: its bank's program, and the days on which its files come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.engine.parameters import day_of
from tirek.law import law
from tirek.sandbox.messages import ENCODINGS, Format, Sender
from tirek.sandbox.payers import Payers
from tirek.sandbox.settings import Bool, Int, Settings, day, first_day
from tirek.sandbox.tables import words

_ENCODING_SHARES = (0.86, 0.09, 0.05)
_CRLF, _NEIGHBOURS = 0.4, 0.04
_EARLY, _LATE = 0.06, 0.06
_LATEST = 25
#: Payers of at least this staff pay in time unless they are planted not to.
LARGE = 40


@dataclass(frozen=True)
class Habits:
    """By payer: the usual day of payment and the number of its format in ``formats``."""

    usual: Int
    format: Int
    formats: list[Format]


def habits(settings: Settings, payers: Payers) -> Habits:
    """How payers send."""
    chance = settings.chance("habits")
    size = len(payers)
    formats = [
        Format(encoding, crlf, neighbours)
        for encoding in ENCODINGS
        for crlf in (False, True)
        for neighbours in (False, True)
    ]
    place = (chance.permutation(size) + 0.5) / size  # in a small country too there are all
    encoding = np.searchsorted(np.cumsum(_ENCODING_SHARES[:-1]), place)
    number = (encoding * 2 + (chance.random(size) < _CRLF)) * 2
    number += chance.random(size) < _NEIGHBOURS
    return Habits(3 + (chance.random(size) ** 0.7 * 22).astype(np.int64), number, formats)


def due_day(month: int) -> int:
    """The last day in time for a month, as the law prints it."""
    number = law().parameters["due_day"].at(day(month))
    assert number is not None
    return first_day(month + 1) + int(number) - 1


def days_of_payment(settings: Settings, payers: Payers, habits: Habits, month: int) -> Int:
    """The day on which each payer's files of a month come: mostly in time, some already in the
    month itself, some late; never on a Saturday or Sunday."""
    chance = settings.chance("days", month)
    size = len(payers)
    last = due_day(month)
    following = first_day(month + 1)
    found = np.minimum(following - 1 + habits.usual + chance.integers(-2, 3, size), last)
    draw = chance.random(size)
    early = following - 1 - chance.integers(0, 6, size)
    late = last + 1 + (chance.random(size) ** 2 * _LATEST).astype(np.int64)
    found = np.where(draw < _EARLY, early, found)
    may = payers.staff < LARGE
    is_late = (draw > 1 - _LATE) & may
    found = np.where(is_late, late, found)
    return working_days(found, is_late)


def working_days(days: Int, forward: Bool) -> Int:
    """Days off moved to the Friday before, or to the Monday after."""
    weekday = (days + 3) % 7
    off = weekday >= 5
    return np.where(off, np.where(forward, days + 7 - weekday, days - weekday + 4), days)


def sender(payers: Payers, number: int) -> Sender:
    """A payer as its messages write it."""
    bank = _banks()[int(payers.bank[number])]
    return Sender(
        payers.account[number], payers.name[number], f"{payers.number[number]:012d}", bank
    )


def _banks() -> list[str]:
    return list(words()["banks"])


def date_path(number: int) -> str:
    """YYYY/MM/DD."""
    return f"{day_of(number):%Y/%m/%d}"
