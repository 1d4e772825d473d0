"""Working days of Kazakhstan (the five-day week), and terms counted in them.

Holidays come from the ``holidays`` library; days off that a decree has moved, the proclaimed days
of Kurban Ait and changes of the list of holidays come from ``working_days.yaml``. Kurban Ait of a
year in which it is not yet proclaimed is an estimate, and so is every day next to it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

Text = dict[str, str]

KURBAN_AIT = "Eid al-Adha"
_DAY = timedelta(days=1)
_LABEL = re.compile(r" \((observed|estimated|observed, estimated)\)$")


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """``estimated``: it may turn out otherwise. ``name``: of the holiday, the weekend or the move
    (kk, ru, en), None for an ordinary working day."""

    day: date
    working: bool
    estimated: bool
    name: Text | None


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a term; ``estimated_holidays`` (``kurban_ait:2027-05-16``) may move it."""

    day: date
    estimated: bool
    estimated_holidays: tuple[str, ...]


class _Year(NamedTuple):
    off: dict[date, Text]
    worked: dict[date, Text]
    estimates: tuple[date, ...]


def is_working_day(day: date) -> WorkingDay:
    """Is this a working day? ``is_working_day(date(2026, 3, 24)).name["en"]`` is
    ``'Nauryz (day off in lieu)'``."""
    year = _year(day.year)
    near = _near_estimate(day) is not None
    if day in year.worked:
        return WorkingDay(day, True, near, year.worked[day])
    if day.weekday() >= 5 and day not in year.off:
        return WorkingDay(day, False, False, _table()["names"]["weekend"])
    if day in year.estimates:
        return WorkingDay(day, False, day.weekday() < 5, year.off[day])
    if day in year.off:
        return WorkingDay(day, False, False, year.off[day])
    return WorkingDay(day, True, near, None)


def add_working_days(start: date, n: int) -> Term:
    """The n-th working day after ``start``, which itself is not counted; n of 0 gives ``start``."""
    if n < 0:
        raise ValueError("a term has no negative length")
    day, left, doubtful = start, n, set()
    while left:
        day += _DAY
        found = is_working_day(day)
        left -= found.working
        if found.estimated:
            doubtful.add(_near_estimate(day))
    holidays = tuple(f"kurban_ait:{estimate}" for estimate in sorted(filter(None, doubtful)))
    return Term(day, bool(holidays), holidays)


def working_days_between(a: date, b: date) -> int:
    """Working days after ``a`` up to and including ``b``; below zero when ``b`` lies before ``a``.

    ``working_days_between(start, add_working_days(start, n).day)`` is n.
    """
    if b < a:
        return -working_days_between(b, a)
    days = (a + timedelta(days=i) for i in range(1, (b - a).days + 1))
    return sum(is_working_day(day).working for day in days)


def months_later(day: date, months: int) -> date:
    """The same day N months later (earlier if below zero), the month's last where it lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _near_estimate(day: date) -> date | None:
    """The estimated day of Kurban Ait that could yet fall on this day."""
    margin = timedelta(days=_table()["kurban_ait"]["margin_days"])
    close = (e for e in _year(day.year).estimates if abs(e - day) <= margin)
    return next(close, None)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = resources.files("tirek.law").joinpath("working_days.yaml").read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table


@lru_cache(maxsize=128)
def _year(year: int) -> _Year:
    """The library's year, corrected by the table."""
    from holidays import country_holidays  # slow to import, and not needed by most rules

    table, names = _table(), _table()["names"]
    titles: dict[str, dict[str, str]] = table["holidays"]
    library = country_holidays("KZ", years=(year, year + 1), language="en_US")
    proclaimed = [
        row["day"] for row in table["kurban_ait"]["proclaimed"] if row["day"].year == year
    ]
    off: dict[date, Text] = {}
    estimates: list[date] = []
    for day, name in sorted(library.items()):
        for part in name.split("; ") if day.year == year else ():
            plain = _LABEL.sub("", part)
            if plain == KURBAN_AIT and proclaimed:
                continue
            title = {k: v for k, v in titles.get(plain, names["other"]).items() if k != "code"}
            if "observed" in part:
                title = {k: v.format(name=title[k]) for k, v in names["in_lieu"].items()}
            if plain == KURBAN_AIT and "estimated" in part:
                title = {k: v.format(name=title[k]) for k, v in names["estimated"].items()}
                if day not in off:
                    estimates.append(day)
            off[day] = title
    for day in proclaimed:
        off.setdefault(day, {k: titles[KURBAN_AIT][k] for k in names["other"]})
    for row in table["changed"]:
        title = next(t for t in titles.values() if t["code"] == row["holiday"])
        if row["is_holiday"]:
            off.setdefault(row["day"], {k: title[k] for k in names["other"]})
        else:
            off.pop(row["day"], None)
    worked = {day: names["work"] for day in library.weekend_workdays if day.year == year}
    for row in table["moved"]:
        off[row["rest"]] = _fill(names["moved_off"], row["work"])
        worked[row["work"]] = _fill(names["moved_work"], row["rest"])
    return _Year(off, worked, tuple(day for day in estimates if day not in worked))


def _fill(title: Text, other: date) -> Text:
    return {lang: text.format(other=other) for lang, text in title.items()}
