"""Reading the plain parts of a question: money, dates, months, codes, whole numbers.

Each function takes the value and its JSON pointer and raises :class:`Problem` with that place.
Dates come out as day numbers, months as month numbers, money as tiyn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import cast

import orjson

from tirek.contract.problems import Problem
from tirek.engine.parameters import EPOCH
from tirek.law.book import MOST_MONEY

_MONEY = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?", re.ASCII).fullmatch
_PLAIN_MONEY = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?", re.ASCII).fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII).fullmatch
FIRST_YEAR, LAST_YEAR = 1900, 2099
EARLIEST = date(FIRST_YEAR, 1, 1).toordinal() - EPOCH
LATEST = date(LAST_YEAR, 12, 31).toordinal() - EPOCH
_MOST_DIGITS = len(str(MOST_MONEY // 100))

MONTHS = {
    f"{year:04d}-{month:02d}": year * 12 + month - 1
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for month in range(1, 13)
}

_BOM = b"\xef\xbb\xbf"  # editors of Windows put it before a text

Object = Mapping[str, object]


#: What a JSON value is called, in signs that need no language.
_KINDS = {
    "list": "[…]", "dict": "{…}", "str": '"…"', "int": "№", "float": "№", "bool": "true",
    "NoneType": "null",
}  # fmt: skip
#: A word of the contract: told as it stands. Any other text may be a person's and is not repeated.
_WORD = re.compile(r"[a-z][a-z_]{0,39}").fullmatch
#: A key that is longer is shortened where it is told.
_LONGEST_KEY = 60


def parse(text: bytes | str) -> Object:
    """A JSON object; refuses anything else."""
    if isinstance(text, bytes):
        text = text.removeprefix(_BOM)
    if not text.strip():
        raise Problem("invalid_json.empty", "")
    try:
        loaded = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem("invalid_json", "", lo=error.lineno, hi=error.colno) from None
    if type(loaded) is not dict:
        raise Problem("invalid_json.not_object", "", text=_told(loaded))
    return cast(Object, loaded)


def _told(value: object) -> str:
    """A value that has the wrong kind, as a message shows it."""
    if isinstance(value, str) and _WORD(value):
        return f'"{value}"'
    return _KINDS.get(type(value).__name__, "")


def only(entry: Object, allowed: frozenset[str], at: str) -> None:
    """Refuses keys that the contract does not name."""
    if not entry.keys() <= allowed:
        key = next(key for key in entry if key not in allowed)
        raise Problem("unknown_key", f"{at}/{pointer(key)}", key=key, allowed=sorted(allowed))


def pointer(key: str) -> str:
    """A key as a part of a JSON pointer; one that nobody would write on purpose is cut."""
    key = key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"
    return key.replace("~", "~0").replace("/", "~1")


def needed(entry: Object, key: str, at: str) -> object:
    """The value of a key that must be there."""
    value = entry.get(key)
    if value is None:
        raise Problem("missing_fact", f"{at}/{key}", key=key)
    return value


def entry_of(value: object, at: str, fields: frozenset[str] = frozenset()) -> Object:
    """An object; ``fields``: what may stand in it, for who wrote something else in its place."""
    if type(value) is not dict:
        key = "invalid_json.not_object_of" if fields else "invalid_json.not_object"
        raise Problem(key, at, text=_told(value), allowed=sorted(fields))
    return cast(Object, value)


def entries_of(value: object, at: str) -> Sequence[object]:
    if type(value) is not list:
        raise Problem("invalid_json.not_list", at, text=_told(value))
    return cast("Sequence[object]", value)


def tiyn(value: object) -> int:
    """Tiyn from a plain string of tenge, fast; -1 for anything that :func:`money` must judge."""
    match = _PLAIN_MONEY(value) if type(value) is str else None
    if match is None:
        return -1
    tenge, rest = match.groups()
    return int(tenge) * 100 + (int(rest) * (10 if len(rest) == 1 else 1) if rest else 0)


def money(value: object, at: str) -> int:
    """Tiyn from a string of tenge with at most two decimals, not negative."""
    match = _MONEY(value) if type(value) is str else None
    if match is None:
        raise Problem("not_money_string", at, value=value)
    sign, tenge, tiyn = match.groups()
    if sign:
        raise Problem("negative_amount", at, value=value)
    tenge = tenge.lstrip("0") or "0"
    if len(tenge) > _MOST_DIGITS:
        raise Problem("out_of_bounds.money", at, value=value, lo="0", hi=MOST_MONEY // 100)
    amount = int(tenge) * 100 + (int(tiyn.ljust(2, "0")) if tiyn else 0)
    if amount > MOST_MONEY:
        raise Problem("out_of_bounds.money", at, value=value, lo="0", hi=MOST_MONEY // 100)
    return amount


def day(value: object, at: str) -> int:
    """A day number from YYYY-MM-DD, in the years 1900 to 2099."""
    number = _day_number(value) if type(value) is str else None
    if number is None:
        raise Problem("bad_date", at, value=value)
    if not EARLIEST <= number <= LATEST:
        raise Problem("out_of_bounds.date", at, value=value, lo=FIRST_YEAR, hi=LAST_YEAR)
    return number


@lru_cache(maxsize=65536)
def _day_number(text: str) -> int | None:
    if not _DAY(text):
        return None
    try:
        return date.fromisoformat(text).toordinal() - EPOCH
    except ValueError:
        return None


def month(value: object, at: str) -> int:
    """A month number from YYYY-MM, in the years 1900 to 2099."""
    number = MONTHS.get(value) if type(value) is str else None
    if number is not None:
        return number
    if type(value) is str and _MONTH(value):
        raise Problem("out_of_bounds.date", at, value=value, lo=FIRST_YEAR, hi=LAST_YEAR)
    raise Problem("bad_month", at, value=value)


def code(value: object, allowed: Sequence[str], at: str) -> str:
    """One of the names allowed."""
    if type(value) is not str or value not in allowed:
        raise Problem("bad_enum", at, value=value, allowed=allowed)
    return value


def flag(value: object, at: str) -> bool:
    if type(value) is not bool:
        raise Problem("bad_enum.flag", at, value=value, allowed=("true", "false"))
    return value


def whole(value: object, lo: int, hi: int, at: str) -> int:
    """A whole number within bounds."""
    if type(value) is not int or not lo <= value <= hi:
        raise Problem("out_of_bounds.integer", at, value=value, lo=lo, hi=hi)
    return value


@lru_cache(maxsize=65536)
def check_digit_fits(text: str) -> bool:
    """Whether twelve digits are an ИИН or БИН by their last digit."""
    if len(text) != 12 or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(c) for c in text]
    rest = sum(n * d for n, d in enumerate(digits[:11], 1)) % 11
    if rest == 10:
        weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
        rest = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
    return rest == digits[11]


def identifier(value: object, at: str) -> str:
    """An ИИН or БИН with its check digit."""
    if type(value) is not str or not check_digit_fits(value):
        raise Problem("bad_check_digit", at, value="…" if type(value) is str else value)
    return value
