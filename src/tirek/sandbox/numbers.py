"""Numbers with check digits: ИИН, БИН, IBAN."""

from __future__ import annotations

import numpy as np

from tirek.sandbox.settings import Bool, Int, first_days, months_of

_FIRST = np.arange(1, 12)
_SECOND = np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
_CENTURIES = {18: 1, 19: 3, 20: 5}
#: Serial numbers are handed out in rounds; who gets a number that is not used (the check digit
#: would be ten) is asked again in the next round's range.
_ROUNDS = ((0, 9000), (9000, 400), (9400, 200), (9600, 100), (9700, 50))
#: Serials that nobody gets: a valid number out of it is nobody's.
NOBODY = 9800


def check_digits(eleven: Int) -> Int:
    """The twelfth digit for numbers of eleven digits; 10 where the number is not used."""
    digits = eleven[:, None] // 10 ** np.arange(10, -1, -1) % 10
    rest: Int = digits @ _FIRST % 11
    return np.where(rest == 10, digits @ _SECOND % 11, rest)


def iin_stems(birth: Int, male: Bool) -> Int:
    """The first seven digits: birth date, century and sex."""
    months = months_of(birth)
    day = birth - first_days(months) + 1
    year = months // 12
    century = (year // 100 - 18) * 2 + 1 + ~male
    return ((year % 100 * 100 + months % 12 + 1) * 100 + day) * 10 + century


def iins(birth: Int, male: Bool, offset: int) -> Int:
    """A number for each person, no two alike; ``offset`` shifts the serials."""
    stems = iin_stems(birth, male)
    found = np.zeros(len(birth), np.int64)
    left = np.arange(len(birth))
    for start, room in _ROUNDS:
        some = stems[left]
        order = np.argsort(some, kind="stable")
        ordered = some[order]
        begins = np.concatenate(([True], ordered[1:] != ordered[:-1]))
        rank = np.arange(len(left)) - np.flatnonzero(begins)[np.cumsum(begins) - 1]
        if len(rank) and int(rank.max()) >= room:
            raise ValueError("more people are born on one day than there are serial numbers")
        serial = np.empty(len(left), np.int64)
        serial[order] = start + (rank * 7 + offset) % room
        eleven = some * 10_000 + serial
        digit = check_digits(eleven)
        found[left] = eleven * 10 + digit
        left = left[digit == 10]
        if not len(left):
            break
    return found


def bins(registered: Int, offset: int) -> Int:
    """БИН of legal persons: month of registration, 4, 0, a serial of five digits, check digit."""
    months = months_of(registered)
    stems = ((months // 12 % 100) * 100 + months % 12 + 1) * 100 + 40
    order = np.argsort(stems, kind="stable")
    found = np.zeros(len(stems), np.int64)
    last, serial = -1, 0
    for place, stem in zip(order.tolist(), stems[order].tolist(), strict=True):
        serial = serial + 1 if stem == last else offset % 1000
        last = stem
        eleven = stem * 100_000 + serial
        while (digit := _digit(eleven)) == 10:
            serial += 1
            eleven += 1
        found[place] = eleven * 10 + digit
    return found


def _digit(eleven: int) -> int:
    digits = [int(c) for c in f"{eleven:011d}"]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return 10


def check_digit(eleven: str) -> int:
    """The check digit of one number; 10 where the number is not used."""
    return _digit(int(eleven))


def iban(bank: str, account: int) -> str:
    """An account of a bank (three letters or digits), thirteen digits of its own."""
    body = f"{bank}{account:013d}"
    text = "".join(str(int(c, 36)) for c in f"{body}KZ00")
    return f"KZ{98 - int(text) % 97:02d}{body}"
