"""Numbers, days, months and money as the page's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from tirek.contract import writing
from tirek.engine.parameters import day_number
from tirek.pages.kazakh import Day, Part
from tirek.pages.texts import Texts, language
from tirek.project import clock

_NARROW = "\u202f"
NOTHING = "—"
_texts = Texts("tirek.pages")


def number(value: int) -> str:
    """12 345; 12,345 in English."""
    grouped = f"{abs(value):,}"
    sign = "−" if value < 0 else ""
    return sign + (grouped if language() == "en" else grouped.replace(",", _NARROW))


def decimal(text: str) -> str:
    """A ratio of the contract (``"0.45"``) with the language's comma."""
    return text if language() == "en" else text.replace(".", ",")


def percent(text: str) -> str:
    """A ratio of the contract as a percentage: ``"0.035"`` is 3,5 %; in Kazakh a text may ask for
    it as a part of something (:class:`kazakh.Part`)."""
    decimals = text.partition(".")[2]
    raw, lang = int(text.replace(".", "")), language()
    said = writing.spoken_percent(raw, 10 ** len(decimals), lang)
    return Part(said) if lang == "kk" else said


def money(tiyn: int) -> str:
    return writing.spoken_money(tiyn, language())


def sum_of(tiyn: int) -> str:
    """Money, or a dash for none."""
    return money(tiyn) if tiyn else NOTHING


def day(value: date) -> str:
    """Short, for tables: 10.03.2026."""
    return writing.spoken_day(day_number(value), language())


def long_day(value: date) -> str:
    """10 March 2026; in Kazakh a text may ask for a case of it (:class:`kazakh.Day`)."""
    name = _texts.text(f"months_of_days.m{value.month}")
    said = _texts.text("words.day", day=value.day, name=name, year=value.year)
    return Day(said, value.month) if language() == "kk" else said


def formats() -> dict[str, object]:
    """How numbers and days are written, for a script that writes them itself: a browser need not
    know Kazakh, and where it does not it writes as in English."""
    words = {name: f"{{{name}}}" for name in ("day", "name", "year")}
    return {
        "decimal": decimal("."),
        "group": number(1000)[1:-3],
        "minus": number(-1)[0],
        "million": _texts.text("words.million", number="{number}"),
        "day": _texts.text("words.day", **words),
        "months": [_texts.text(f"months_of_days.m{at}") for at in range(1, 13)],
    }


def moment(value: datetime) -> str:
    """Day and time in Kazakhstan."""
    at = value.astimezone(clock.ZONE)
    return f"{day(at.date())} {at:%H:%M}"


def month_name(number: int) -> str:
    """A month by its number, from 1."""
    return _texts.text(f"months.m{number}")


def month(period: int) -> str:
    """A month YYYYMM by its name; as it stands where it is none."""
    if not period:
        return NOTHING
    if not 1 <= period % 100 <= 12:
        return str(period)
    return _texts.text("words.month", name=month_name(period % 100), year=period // 100)
