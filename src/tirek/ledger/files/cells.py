"""Cells of employers' lists: amounts, days, months and numbers in the forms that people write.

Nothing is guessed: ``1,234`` could be tenge with thousands or a slip, and is no amount.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tirek.contract.reading import check_digit_fits
from tirek.ledger.files import month_names
from tirek.ledger.files.fields import day

_GAP = "[ \u00a0\u202f'’]"
_AMOUNTS = tuple(
    re.compile(form, re.ASCII).fullmatch
    for form in (
        rf"([0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]{{0,2}}))?",
        r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,2})",
        r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})",
        r"([0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3}){2,})()",
    )
)
_CURRENCY = re.compile(r"\s*(?:₸|тг\.?|тенге|теңге|kzt)$", re.IGNORECASE)
_DAYS = tuple(
    re.compile(form, re.ASCII).fullmatch
    for form in (
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?:[T ]00:00(?::00)?)?",
        r"(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>[0-9]{4})(?: 0?0:00(?::00)?)?",
    )
)
_MONTHS = tuple(
    re.compile(form, re.ASCII).fullmatch
    for form in (
        r"(?P<m>0?[1-9]|1[0-2])[./-]?(?P<y>(?:19|20)[0-9]{2})",
        r"(?P<y>(?:19|20)[0-9]{2})[./-]?(?P<m>0[1-9]|1[0-2])",
    )
)
_MOST_DIGITS = 16
_LONGEST_AMOUNT = 64
_IIN_DIGITS = 12
#: What people put between the digits of a number: spaces and dashes of any kind.
_APART = re.compile("[\\s\u2010-\u2015\u2212-]")


def amount(text: str) -> int | None:
    """Tiyn; None where it is no amount; below zero as it stands."""
    if len(text) > _LONGEST_AMOUNT:
        return None
    bare = _CURRENCY.sub("", text)
    sign = -1 if bare.startswith(("-", "−")) else 1
    bare = bare.removeprefix("-").removeprefix("−").strip()
    for form in _AMOUNTS:
        if match := form(bare):
            tenge = "".join(c for c in match[1] if c.isdigit())
            if len(tenge) > _MOST_DIGITS:
                return None
            return sign * (int(tenge) * 100 + int((match[2] or "").ljust(2, "0")))
    return None


@lru_cache(maxsize=65536)
def birth_date(text: str) -> str | None:
    """The day as YYYYMMDD; None where it is none."""
    for form in _DAYS:
        if (match := form(text)) and day(match["y"], match["m"], match["d"]):
            return f"{match['y']}{match['m']:0>2}{match['d']:0>2}"
    return None


@lru_cache(maxsize=4096)
def period(text: str) -> int:
    """The month by its number or its name, or that of a day, as YYYYMM; 0 where it is none."""
    for form in _MONTHS:
        if match := form(text):
            return int(match["y"]) * 100 + int(match["m"])
    of_day = birth_date(text)
    if of_day:
        return int(of_day[:6]) if of_day[:2] in ("19", "20") else 0
    return month_names.month(text, whole_year=True)


def iin(text: str) -> str:
    """An ИИН without the spaces and dashes that part its digits; zeros that a spreadsheet dropped
    are put back if the last digit fits. What is no ИИН even so stays as it stands."""
    bare = text.removeprefix("'").strip()
    digits = _APART.sub("", bare)
    if is_iin(digits):
        return digits
    if 7 <= len(digits) < 12 and check_digit_fits(digits.zfill(12)):
        return digits.zfill(12)
    return bare


def is_padded(text: str) -> bool:
    """Whether an ИИН in a cell is one only with zeros that a spreadsheet has dropped."""
    return is_iin(iin(text)) and sum(map(str.isdigit, text)) < _IIN_DIGITS


def is_iin(text: str) -> bool:
    return len(text) == _IIN_DIGITS and text.isascii() and text.isdigit()


def full_name(text: str) -> tuple[str, str, str]:
    """Surname, name and patronymic (whatever follows) from one text."""
    surname, name, patronymic = [*text.split(maxsplit=2), "", "", ""][:3]
    return surname, name, patronymic
