"""Numbers, days, months and money as the page's language writes them."""

from __future__ import annotations

from datetime import date, datetime

from tirek.contract import writing
from tirek.contract.messages import say as said
from tirek.engine.parameters import day_number
from tirek.ledger.chart import PURPOSES
from tirek.office.texts import catalogue, language, text
from tirek.project import clock

#: How many digits of КАТО name a region.
_REGION = 2
_NARROW = "\u202f"
NOTHING = "—"


def number(value: int) -> str:
    """12 345; 12,345 in English."""
    grouped = f"{abs(value):,}"
    sign = "−" if value < 0 else ""
    return sign + (grouped if language() == "en" else grouped.replace(",", _NARROW))


def money(tiyn: int) -> str:
    return writing.spoken_money(tiyn, language())


def sum_of(tiyn: int) -> str:
    """Money, or a dash for none."""
    return money(tiyn) if tiyn else NOTHING


def day(value: date) -> str:
    return writing.spoken_day(day_number(value), language())


def moment(value: datetime) -> str:
    """Day and time in Kazakhstan."""
    at = value.astimezone(clock.ZONE)
    return f"{day(at.date())} {at:%H:%M}"


def month(period: int) -> str:
    """A month YYYYMM by its name; as it stands where it is none."""
    if not period:
        return NOTHING
    if not 1 <= period % 100 <= 12:
        return str(period)
    return text("common.month", name=text(f"months.m{period % 100}"), year=period // 100)


def purpose(code: int) -> str:
    """A purpose code with what it means."""
    return text(f"purposes.p{code}") if code in PURPOSES else f"{code:03d}"


def region(kato: str) -> str:
    """The region that a КАТО code lies in."""
    key = f"r{kato[:_REGION]}"
    return text(f"regions.{key}") if key in catalogue()["regions"] else kato


def kind(code: str) -> str:
    """A kind of row, as the contract calls it."""
    return said("kinds", code, language())


def size(octets: int) -> str:
    """How large a file is."""
    if octets < 10_000:
        return text("common.octets", count=number(octets))
    return text("common.kilobytes", count=number((octets + 512) // 1024))
