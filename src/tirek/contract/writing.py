"""Writing numbers: for programs as the contract says, for people as each language writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from tirek.engine.parameters import day_of, month_text
from tirek.engine.units import Unit

_DIGITS = 4  # decimals of a ratio, at most (contract)
_NARROW = "\u202f"


def money(tiyn: int) -> str:
    """``"72800.50"``."""
    tenge, rest = divmod(abs(tiyn), 100)
    return f"{'-' if tiyn < 0 else ''}{tenge}.{rest:02d}"


@lru_cache(maxsize=8192)
def ratio(raw: int, scale: int) -> str:
    """At least one decimal, at most four (half up), no trailing zeros."""
    shift = 10**_DIGITS
    scaled = (2 * raw * shift + scale) // (2 * scale)
    whole, rest = divmod(abs(scaled), shift)
    decimals = f"{rest:0{_DIGITS}d}".rstrip("0") or "0"
    return f"{'-' if scaled < 0 else ''}{whole}.{decimals}"


@lru_cache(maxsize=65536)
def day(number: int) -> str:
    return day_of(number).isoformat()


month = lru_cache(maxsize=8192)(month_text)


def plain(raw: int, scale: int, unit: Unit) -> str | int | bool:
    """A value for programs."""
    if unit is Unit.MONEY:
        return money(raw)
    if unit is Unit.RATIO:
        return ratio(raw, scale)
    if unit is Unit.DAY:
        return day(raw)
    if unit is Unit.MONTH:
        return month(raw)
    if unit is Unit.FLAG:
        return bool(raw)
    return raw if scale == 1 else ratio(raw, scale)


def spoken(raw: int, scale: int, unit: Unit, lang: str) -> str:
    """A value for people: 72 800,50 ₸, 0,45, 10.03.2025, 03.2025."""
    if unit is Unit.MONEY:
        return spoken_money(raw, lang)
    if unit is Unit.RATIO:
        return spoken_ratio(raw, scale, lang)
    if unit is Unit.DAY:
        return spoken_day(raw, lang)
    if unit is Unit.MONTH:
        return spoken_month(raw, lang)
    return str(plain(raw, scale, unit))


def spoken_ratio(raw: int, scale: int, lang: str) -> str:
    """``"4,2"``; ``"≈ 4,6667"`` where four decimals do not hold all of it: the law goes on with
    the exact ratio, and whoever works it out again has to know that this is not it."""
    text = ratio(raw, scale)
    if raw * 10**_DIGITS % scale:
        text = f"≈{_NARROW}{text}"
    return text if lang == "en" else text.replace(".", ",")


#: Ratios that people know as per cent, by their names: rates of contributions, shares, limits; a
#: replacement rate is a coefficient.
_PER_CENT = re.compile(
    r"(?<!replacement_)(?<!job_loss_)rate(_of_kind)?$|share$|limit$|indexation$|deduction$"
)


def per_cent(name: str) -> bool:
    """Whether a ratio of the law is written as per cent for people."""
    return _PER_CENT.search(name) is not None


def spoken_percent(raw: int, scale: int, lang: str) -> str:
    """``"5 %"``, ``"0,5 %"``; ``"5%"`` in English."""
    text = ratio(100 * raw, scale).rstrip("0").rstrip(".")
    return f"{text}%" if lang == "en" else f"{text.replace('.', ',')}{_NARROW}%"


def spoken_money(tiyn: int, lang: str) -> str:
    tenge, rest = divmod(abs(tiyn), 100)
    sign = "−" if tiyn < 0 else ""
    grouped = f"{tenge:,}"
    if lang == "en":
        return f"{sign}{grouped}.{rest:02d}{_NARROW}₸"
    return f"{sign}{grouped.replace(',', _NARROW)},{rest:02d}{_NARROW}₸"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=8192)
def spoken_month(number: int, lang: str) -> str:
    """``"03.2025"``, ``"March 2025"`` of a month number."""
    year, place = month(number).split("-")
    return f"{_MONTHS[int(place) - 1]} {year}" if lang == "en" else f"{place}.{year}"


@lru_cache(maxsize=65536)
def spoken_day(number: int, lang: str) -> str:
    value = day_of(number)
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
