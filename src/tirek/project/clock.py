"""The business clock: the only place that reads the time of day.

``TIREK_CLOCK`` (an ISO moment) starts the clock of a process there; tests and the demo set it
with :func:`at`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

#: Kazakhstan has one time zone since 2024-03-01.
ZONE = timezone(timedelta(hours=5), "Asia/Almaty")


def _real() -> datetime:
    return datetime.now(UTC)  # noqa: TID251


def _shift_of_environment() -> timedelta:
    begins = os.environ.get("TIREK_CLOCK")
    if not begins:
        return timedelta()
    moment = datetime.fromisoformat(begins)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)) - _real()


_shift = _shift_of_environment()


def now() -> datetime:
    """This moment, UTC."""
    return _real() + _shift


def today() -> date:
    """The day in Kazakhstan."""
    return now().astimezone(ZONE).date()


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Inside, the clock goes on from a moment (of a day: from its beginning)."""
    global _shift
    before = _shift
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=ZONE)
    _shift = (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)) - _real()
    try:
        yield
    finally:
        _shift = before
