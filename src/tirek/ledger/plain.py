"""What the ledger shows, as JSON of the contract: money and months as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from tirek.contract import writing

_MONTHS = ("period", "month", "first", "last")


def plain(value: Any) -> Any:
    """A dataclass as an object: ``paid_tiyn=2975000`` becomes ``"paid": "29750.00"``, a month
    (YYYYMM, or 0: none) ``"2025-01"``."""
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {}
        for field in fields(value):
            one = getattr(value, field.name)
            if field.name.endswith("_tiyn"):
                found[field.name.removesuffix("_tiyn")] = (
                    None if one is None else writing.money(one)
                )
            elif field.name in _MONTHS and isinstance(one, int):
                found[field.name] = month_text(one)
            else:
                found[field.name] = plain(one)
        return found
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def month_text(period: int) -> str | None:
    """202501 as ``"2025-01"``; None for 0."""
    return f"{period // 100:04d}-{period % 100:02d}" if period else None


def month_of(day: date) -> int:
    """The month of a day, YYYYMM."""
    return day.year * 100 + day.month


def later(period: int, months: int) -> int:
    """So many months after YYYYMM."""
    number = period // 100 * 12 + period % 100 - 1 + months
    return number // 12 * 100 + number % 12 + 1


def first_day(period: int) -> date:
    """The first day of YYYYMM."""
    return date(period // 100, period % 100, 1)
