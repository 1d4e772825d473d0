"""A small world for the tests of the registry: made-up numbers and people."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

from tirek.contract.reading import check_digit_fits
from tirek.registry.models import Iin, Person
from tirek.registry.names import name_key, sort_key

KNOWN = datetime(2020, 1, 1, tzinfo=UTC)
_serials = itertools.count()


def numbered(stem: str) -> str:
    """Eleven digits and the one that fits; the stem's last digits go on where none does."""
    while True:
        for digit in "0123456789":
            if check_digit_fits(stem + digit):
                return stem + digit
        stem = f"{int(stem) + 1:011d}"


def iin(birth: date = date(1990, 5, 17), sex: str = "male") -> str:
    """A number that nobody has yet."""
    century = {18: 1, 19: 3, 20: 5}[birth.year // 100] + (sex == "female")
    return numbered(f"{birth:%y%m%d}{century}{next(_serials) * 2 % 10_000:04d}")


def bin_of(month: str = "1504") -> str:
    """A БИН that nobody has yet."""
    return numbered(f"{month}40{next(_serials) * 2:05d}")


def iban() -> str:
    """An account that nobody has yet."""
    body = f"125KZT{next(_serials):010d}"
    rest = int("".join(str(int(c, 36)) for c in f"{body}KZ00")) % 97
    return f"KZ{98 - rest:02d}{body}"


def someone(birth: date = date(1990, 5, 17), sex: str = "male") -> Person:
    """A row that versions may lean on, without versions of its own."""
    number = iin(birth, sex)
    key, order = name_key("Қасымов", "Әли"), sort_key("Қасымов", "Әли")
    one = Person.objects.create(iin=number, name_key=key, sort_key=order, sex=sex, birth_date=birth)
    Iin.objects.create(number=number, person=one, known_from=KNOWN)
    return one
