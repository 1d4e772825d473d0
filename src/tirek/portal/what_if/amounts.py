"""How sums, changes and people of a scenario are written: rounded, with their units and signs.

A sum of the nation is told in units of its last decimal (``units``). Every sum, total and
difference is rounded from the exact one, so that it is the one of the page's own file."""

from __future__ import annotations

from collections.abc import Iterable

from tirek.pages import writing
from tirek.portal.texts import text

BILLION, THOUSAND = 10**9, 1000
#: A change of a year's sum that is none (tenge), and most decimals of a billion.
_NONE, _MOST_PLACES = 0.5, 3
#: Units of the last decimal that a change has at least, unless it is smaller than all decimals.
_TOLD = 10


def differs(now: float, then: float) -> bool:
    """Whether a sum of tenge becomes another."""
    return abs(then - now) >= _NONE


def units_of(tenge: float, places: int) -> int:
    """A sum in units of the last decimal of a billion."""
    return round(tenge * 10.0**places / BILLION)


def places_for(pairs: Iterable[tuple[float, float]]) -> int:
    """As few decimals of a billion as tell each change by two digits, within reason."""
    real = [pair for pair in pairs if differs(*pair)]

    def enough(places: int) -> bool:
        return all(
            abs(units_of(then - now, places)) >= _TOLD for now, then in real
        )  # fmt: skip

    return next((places for places in range(1, _MOST_PLACES) if enough(places)), _MOST_PLACES)


def billions(units: int, places: int, sign: str = "") -> str:
    """A sum with its unit: 1 234,5 bn ₸."""
    return unbroken(text("what_if.billions", sum=sign + _written(units, places)))


def difference(tenge: float, places: int) -> str:
    """A change; one that is too small for its decimals is said to be so, not to be none."""
    units = units_of(tenge, places)
    if not units and differs(0, tenge):
        least = billions(1, places)
        return text("what_if.tiny_more" if tenge > 0 else "what_if.tiny_less", least=least)
    return billions(units, places, plus(units))


def share(now: float, then: float) -> str:
    """A change in per cent; with more decimals where it is small."""
    if not now:
        return writing.NOTHING
    change = (then - now) / now * 100 if differs(now, then) else 0
    places = 1
    while change and not round(change, places) and places < _MOST_PLACES:
        places += 1
    units = round(change * 10**places)
    if change and not units:
        return text("what_if.tiny", least=percent(1, places))
    return plus(units) + percent(units, places)


def percent(units: int, places: int) -> str:
    """Per cent, told in units of the last decimal."""
    return text("what_if.unit_percent", value=_written(units, places))


def thousands(people: float) -> str:
    """People in thousands, one decimal; a few are not told to be none."""
    if is_tiny(people):
        return text("what_if.practically_nobody")
    return _written(_tenths(people), 1)


def is_tiny(people: float) -> bool:
    """Whether people are too few for the decimals of thousands, and yet somebody."""
    return bool(people) and not _tenths(people)


def _tenths(people: float) -> int:
    return round(people / (THOUSAND / 10))


def plus(change: int) -> str:
    """The sign of a rise; a fall has its own."""
    return "+" if change > 0 else ""


def unbroken(words: str) -> str:
    """A number and its unit, not to be parted at the end of a line."""
    return words.replace(" ", "\u00a0")


def _written(units: int, places: int) -> str:
    """A number told in units of its last decimal: 1 234,5."""
    whole, rest = divmod(abs(units), 10**places)
    sign = "−" if units < 0 else ""
    return f"{sign}{writing.number(whole)}{writing.decimal('.')}{rest:0{places}d}"
