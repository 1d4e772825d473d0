"""Numbers of people (ИИН), of organisations (БИН) and of bank accounts (IBAN): what they say and
whether they can be right. One at a time, and whole columns at once.

An ИИН is YYMMDD, a digit for century and sex, four of a serial and a check digit; a БИН is YYMM
of the registration, a kind (4 resident, 5 non-resident, 6 joint business), a part (0 head, 1
branch, 2 representation, 3 farm), five of a serial and a check digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tirek.contract.reading import check_digit_fits

Bools = NDArray[np.bool_]
Days = NDArray[np.datetime64]
Digits = NDArray[np.int64]

_FIRST = np.arange(1, 12)
_SECOND = np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
#: The seventh digit: century, and odd for men.
_CENTURIES = (0, 1800, 1800, 1900, 1900, 2000, 2000)
#: Digits of a Kazakh IBAN; what a character counts in it, -1 where it may not stand.
_IBAN = 20
_COUNTS = np.full(256, -1)
_COUNTS[48:58] = np.arange(10)
_COUNTS[65:91] = np.arange(10, 36)
_NO_DAY = np.datetime64("NaT", "D")


class Told(NamedTuple):
    """What an ИИН says of its person."""

    birth_date: date
    sex: str


def told_by(number: str) -> Told | None:
    """What a valid ИИН says; None for anything else."""
    if not check_digit_fits(number):
        return None
    century = int(number[6])
    if not 1 <= century <= 6:
        return None
    year = _CENTURIES[century] + int(number[:2])
    try:
        birth = date(year, int(number[2:4]), int(number[4:6]))
    except ValueError:
        return None
    return Told(birth, "male" if century % 2 else "female")


def is_bin(number: str) -> bool:
    """Whether this is a БИН: check digit, month, kind and part."""
    if not check_digit_fits(number):
        return False
    return 1 <= int(number[2:4]) <= 12 and number[4] in "456" and number[5] in "0123"


def is_iban(text: str) -> bool:
    """Whether this is a Kazakh IBAN: KZ, two check digits, a bank, an account; mod 97 is 1."""
    return bool(valid_ibans([text])[0])


# ------------------------------------------------------------------ columns


def valid_iins(numbers: Sequence[str]) -> Bools:
    """Whether each is an ИИН: check digit, century, and a day that there was."""
    return ~np.isnat(births(numbers)[0])


def births(numbers: Sequence[str]) -> tuple[Days, Bools]:
    """The birth date that each ИИН tells (NaT where it is none), and whether it is a man's."""
    digits, right = _digits(numbers)
    century = digits[:, 6]
    year = np.array((*_CENTURIES, 0, 0, 0))[century] + digits[:, 0] * 10 + digits[:, 1]
    month, day = digits[:, 2] * 10 + digits[:, 3], digits[:, 4] * 10 + digits[:, 5]
    right &= (century >= 1) & (century <= 6) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(right, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    right &= days.astype("datetime64[M]") == months
    return np.where(right, days, _NO_DAY), century % 2 == 1


def valid_bins(numbers: Sequence[str]) -> Bools:
    """:func:`is_bin` for a column."""
    digits, right = _digits(numbers)
    month = digits[:, 2] * 10 + digits[:, 3]
    kind, part = digits[:, 4], digits[:, 5]
    right &= (month >= 1) & (month <= 12) & (kind >= 4) & (kind <= 6) & (part <= 3)
    return right


def valid_ibans(texts: Sequence[str]) -> Bools:
    """:func:`is_iban` for a column."""
    codes = _codes(texts, _IBAN)
    counts = _COUNTS[codes]
    right = (counts >= 0).all(axis=1) & (codes[:, 0] == ord("K")) & (codes[:, 1] == ord("Z"))
    right &= (counts[:, 2:4] < 10).all(axis=1)
    rest = np.zeros(len(codes), np.int64)
    for place in (*range(4, _IBAN), 0, 1, 2, 3):
        count = counts[:, place]
        rest = (rest * np.where(count < 10, 10, 100) + count) % 97
    found: Bools = right & (rest == 1)
    return found


def _digits(numbers: Sequence[str]) -> tuple[Digits, Bools]:
    """Twelve digits of each, and whether they are digits and the last one fits."""
    codes = _codes(numbers, 12)
    digits = codes.astype(np.int64) - ord("0")
    right: Bools = np.all((digits >= 0) & (digits <= 9), axis=1)
    digits[~right] = 0
    rest = digits[:, :11] @ _FIRST % 11
    rest = np.where(rest == 10, digits[:, :11] @ _SECOND % 11, rest)
    return digits, right & (rest == digits[:, 11])


def _codes(texts: Sequence[str], size: int) -> NDArray[np.uint8]:
    """The characters of texts of one length, a row each; spaces for texts that are not so."""
    whole = "".join(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    if not whole.isascii() or (lengths != size).any():
        blank = " " * size
        whole = "".join(t if len(t) == size and t.isascii() else blank for t in texts)
    return np.frombuffer(whole.encode("ascii"), np.uint8).reshape(-1, size)
